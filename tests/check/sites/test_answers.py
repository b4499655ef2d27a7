"""What answers are called and counted, and what is one link."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer, Survey, Verdict, address_to_ask

_ADDRESSES = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["x.be", "www.x.be:8080", "xn--caf-dma.be", "[2001:db8::1]"]),
    st.sampled_from(["", "/", "/a", "/a/", "/été", "/%C3%A9t%C3%A9", "/a;b"]),
    st.sampled_from(["", "?", "?b=c", "?b=c&d"]),
)


def test_links_that_no_server_can_tell_apart_are_one() -> None:
    assert {address_to_ask(url) for url in ("https://x.be", "https://x.be/", "https://x.be#a", "https://x.be/#b")} == {
        "https://x.be/"
    }
    assert address_to_ask("https://x.be/a?b=c#d") == "https://x.be/a?b=c"


@given(_ADDRESSES, st.text("abc/?#é", max_size=5))
def test_a_place_in_a_page_is_never_asked_for(address: str, place: str) -> None:
    asked = address_to_ask(f"{address}#{place}")
    assert "#" not in asked
    assert asked == address_to_ask(address) == address_to_ask(asked)


@given(_ADDRESSES, _ADDRESSES)
def test_links_that_a_server_tells_apart_stay_apart(one: str, other: str) -> None:
    """Another scheme, host, path or query may be another page; `x.be` and `x.be/` are one, an empty query is none."""

    def seen(address: str) -> str:
        scheme, _colon, rest = address.removesuffix("?").partition("://")
        host, slash, path = rest.replace("?", "/?", 1 if "/" not in rest else 0).partition("/")
        return f"{scheme}://{host}{slash or '/'}{path}"

    assert (address_to_ask(one) == address_to_ask(other)) is (seen(one) == seen(other))


def test_every_kind_has_a_word_of_its_own() -> None:
    """Two kinds with the same word and verdict would be one to an `Enum`."""
    words = Counter(word for _verdict, word in (kind.value for kind in AnswerKind.__members__.values()))
    assert words.most_common(1)[0][1] == 1
    assert len(AnswerKind.__members__) == len(AnswerKind)
    assert {kind.verdict for kind in AnswerKind} == set(Verdict)


@given(st.lists(st.sampled_from(AnswerKind)))
def test_each_answer_counts_once(kinds: list[AnswerKind]) -> None:
    answers = {f"https://x.be/{number}": LinkAnswer(kind) for number, kind in enumerate(kinds)}
    survey = Survey(answers, len(answers), 0.0)
    assert sum(survey.count(verdict) for verdict in Verdict) == len(kinds)
    assert survey.count(Verdict.DEAD) == sum(kind.verdict is Verdict.DEAD for kind in kinds)
