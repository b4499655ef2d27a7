"""Mails read as suggestions, with what the annuaire knows of itself."""

from fiche_builder.upkeep.suggestions.parse import Known, ParsedMail, parse_mail
from tests.making.remarks import ADDRESS

KNOWN = Known("Annuaire", frozenset({ADDRESS}))


def parse(content: bytes) -> ParsedMail:
    parsed = parse_mail(content, KNOWN)
    assert isinstance(parsed, ParsedMail), parsed
    return parsed
