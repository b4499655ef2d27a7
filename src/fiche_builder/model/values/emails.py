"""Parsing the mail addresses of a cell."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from fiche_builder.common.text import tidy_lines
from fiche_builder.model.values.cells import split_cell
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.workbook.raw import RawValue

_SEPARATOR = re.compile(r"\s*[;\n|]\s*|\s+/\s+")
_WEAK_SEPARATORS = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (r"\s+(?:ou|et|of|en|or|and)\s+", r"\s*[,/]\s*", r"\s+")
)
"""These signs separate addresses only if each part holds one: they may also occur in a label."""
_MAILTO = re.compile(r"^mailto:\s*", re.IGNORECASE)
_AT = re.compile(r"\s*[(\[]\s*(?:at|a|arobase|apenstaartje|@)\s*[)\]]\s*|\s+(?:arobase|apenstaartje)\s+", re.IGNORECASE)
_LABEL_SIGNS = re.compile(r"[<>()\[\]{}:;\"|?]+")
_NO_MAILBOX = re.compile("[/=]")
"""Signs that an address may contain. In a cell, they usually follow a word before the address: tél/info@…"""
_EDGES = " .,;:'’`*-–_/"
_LATE_BLANK = re.compile(r"\s+\.(?=[a-z]+$)|\.\s+(?=[a-z]+$)")
_ESCAPED_BLANK = re.compile(r"%(?:A0|20|C2%A0)", re.IGNORECASE)


def parse_emails(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read the mail addresses of a cell. The part before the @ keeps its case."""
    return _parse_text(tidy_lines(str(value)))


def ascii_address(address: str) -> str:
    """Return an address that any mail server accepts, with an ASCII domain; "" if there is no such form."""
    try:
        return validate_email(address, check_deliverability=False).ascii_email or ""
    except EmailNotValidError:
        return ""


@lru_cache(maxsize=100_000)
def _parse_text(text: str) -> Parsed[tuple[str, ...]]:
    found: dict[str, None] = {}
    remarks: list[Remark] = []
    for part in split_cell(text, _SEPARATOR, _WEAK_SEPARATORS, lambda bit: "@" in bit):
        if address := _validate(_MAILTO.sub("", part)):
            found.setdefault(address)
        else:
            remarks.append(Remark("email-invalid", part, suggestion=_suggest(part), reason=_reason(part)))
    return Parsed(tuple(found), tuple(remarks))


def _validate(address: str) -> str:
    """Return the address in its normal form, or "". Deliverability is not checked: nothing here uses the network."""
    if _NO_MAILBOX.search(address.partition("@")[0]):
        return ""
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def _suggest(part: str) -> str:
    """Return the one address that was probably meant, or "" if there are several or none is valid."""
    plain = _plain(part)
    # Words are never joined to an address. The address stands among them, or next to signs that separate it from a
    # label.
    whole = {_validate(word.strip(_EDGES)) for word in _LABEL_SIGNS.sub(" ", plain).split() if "@" in word} - {""}
    meant = whole or {_mend(segment) for segment in _LABEL_SIGNS.split(plain) if "@" in segment} - {""}
    return meant.pop() if len(meant) == 1 else ""


def _plain(part: str) -> str:
    """Return a text with a plain @ and plain blanks."""
    return _AT.sub(" @ ", _ESCAPED_BLANK.sub(" ", _MAILTO.sub("", part)))


def _mend(segment: str) -> str:
    """Return a repaired address, or "" if it is still not one.

    Blanks beside the @ and the last dot are removed, and a comma becomes a dot.
    """
    local, _at, domain = segment.strip(_EDGES).partition("@")
    domain = _LATE_BLANK.sub(".", domain.strip())
    if "." not in domain:
        domain = domain.replace(",", ".")
    return _validate(f"{local.strip().replace(',', '.')}@{domain}")


def _reason(part: str) -> str:
    if re.match(r"(?:https?:|www\.)", part, re.IGNORECASE):
        return "web-address"
    return "" if "@" in part else "no-at"
