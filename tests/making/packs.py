"""Organisations that are due, and drafts as a mail program reads them out."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from fiche_builder.common.period import EditionId, Period
from tests.making.workbooks import TODAY, Cells, public

OLD, NEW = date(2025, 4, 1), date(2026, 11, 20)


LATE = TODAY + timedelta(days=22)


DECEMBER = EditionId(Period(2026, 12))


def asked(number: int, email: str, **cells: object) -> Cells:
    """Return the row of a public fiche that is due."""
    return public(number, **{"Vérifié_le": OLD, "E-mail": email, **cells})


RELAIS, TREMPLIN = (
    asked(1, "info@relais.example", Nom="Le Relais"),
    asked(2, "accueil@tremplin.example", Nom="Le Tremplin"),
)


def read(path: Path) -> tuple[EmailMessage, str, str]:
    """Return a draft as a mail program reads it: the message, its text and its HTML."""
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    assert not message.defects
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return message, text.get_content(), html.get_content()
