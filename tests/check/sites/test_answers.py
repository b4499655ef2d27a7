"""What answers are called, and what is one link."""

from fiche_builder.check.sites.answers import address_to_ask


def test_links_that_no_server_can_tell_apart_are_one() -> None:
    assert {address_to_ask(url) for url in ("https://x.be", "https://x.be/", "https://x.be#a", "https://x.be/#b")} == {
        "https://x.be/"
    }
    assert address_to_ask("https://x.be/a?b=c#d") == "https://x.be/a?b=c"
