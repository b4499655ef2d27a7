"""The link that writes a mail: whatever stands in it comes out of it again."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.edition.reporting import mailto, report_text

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30)


@given(_TEXT, _TEXT)
def test_subject_and_body_are_read_back_as_they_were(subject: str, body: str) -> None:
    """And line breaks as RFC 6068 wants them."""
    link = urlsplit(mailto("annuaire@contact.example", subject, body))
    assert (link.scheme, link.path, link.fragment) == ("mailto", "annuaire@contact.example", "")
    wanted = {"subject": subject, "body": body.replace("\n", "\r\n")}
    assert parse_qs(link.query, strict_parsing=bool(subject or body), keep_blank_values=True) == {
        key: [value] for key, value in wanted.items() if value
    }


def test_nothing_in_an_address_ends_it() -> None:
    link = mailto("a?bcc=x@y.example&z@contact.example", "1 & 2")
    assert urlsplit(link).query == "subject=1%20%26%202"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_asks_what_is_wrong_line_by_line(language: str) -> None:
    text = report_text(translations(language).gettext) % {"number": 7, "edition": "2026-11"}
    assert "7" in text.splitlines()[0]
    assert "2026-11" in text.splitlines()[0]
    assert sum(line.startswith("- ") for line in text.splitlines()) == 5
    assert text.endswith("\n")
