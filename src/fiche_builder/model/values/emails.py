"""Mail addresses of a cell."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from fiche_builder.common.text import tidy_lines
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.workbook.raw import RawValue

_SEPARATOR = re.compile(
    r"\s*[;\n|]\s*|\s+(?:/|ou|et|of|en|or)\s+|(?<=[a-z])/(?=[^/\s]+@)|,\s*(?=[^,\s]+@)", re.IGNORECASE
)
_MAILTO = re.compile(r"^mailto:\s*", re.IGNORECASE)
_ESCAPED_BLANK = re.compile(r"%(?:A0|20|C2%A0)", re.IGNORECASE)


def parse_emails(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read the mail addresses of a cell; the part before the @ keeps its case."""
    return _parse_text(tidy_lines(str(value)))


def ascii_address(address: str) -> str:
    """Return an address as any mail server takes it, a domain with accents in its ASCII form; nothing where there is no such form."""
    try:
        return validate_email(address, check_deliverability=False).ascii_email or ""
    except EmailNotValidError:
        return ""


@lru_cache(maxsize=100_000)
def _parse_text(text: str) -> Parsed[tuple[str, ...]]:
    found: dict[str, None] = {}
    remarks: list[Remark] = []
    for part in _parts(text):
        address = _validate(_MAILTO.sub("", part))
        if address:
            found.setdefault(address)
        else:
            remarks.append(Remark("email-invalid", part, suggestion=_suggest(part), reason=_reason(part)))
    return Parsed(tuple(found), tuple(remarks))


def _parts(text: str) -> list[str]:
    """Cut a cell into what should be an address each; blanks part them only where both sides have an @."""
    parts: list[str] = []
    for part in _SEPARATOR.split(text):
        words = part.split()
        parts.extend(words if len(words) > 1 and all("@" in word for word in words) else [part])
    return [part for part in parts if part.strip()]


def _validate(address: str) -> str:
    """Return the address in its normal form, or nothing. Deliverability is not asked: nothing here uses the network."""
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def _suggest(part: str) -> str:
    """Return what was probably meant, if that is a valid address."""
    repaired = _ESCAPED_BLANK.sub("", _MAILTO.sub("", part)).replace(",", ".").replace(" ", "").strip(".;:<>()")
    return _validate(repaired.replace("(at)", "@").replace("[at]", "@"))


def _reason(part: str) -> str:
    if re.match(r"(?:https?:|www\.)", part, re.IGNORECASE):
        return "web-address"
    return "" if "@" in part else "no-at"
