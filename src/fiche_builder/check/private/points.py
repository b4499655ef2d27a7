"""Phone numbers and mail addresses inside a public text."""

import re
from collections.abc import Iterable, Iterator

from fiche_builder.check.private.phrases import Span
from fiche_builder.check.private.texts import PublicRow, PublicText, plain_of
from fiche_builder.model.columns import Holds
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Row
from fiche_builder.model.values.emails import parse_emails
from fiche_builder.model.values.numbering import has_trunk_zero
from fiche_builder.model.values.phone_words import TOKEN
from fiche_builder.model.values.phones import parse_phones

_DIGITS = re.compile(r"\d(?:[^\w;\n]{0,4}\d){6,}")
_MAIL = re.compile(
    r"[\w.+'’\-]{1,64}(?:\s?[(\[]\s?(?:at|a|arobase|apenstaartje|@)\s?[)\]]\s?|\s(?:arobase|apenstaartje)\s|\s?@\s?)[\w.\-]+\.[^\W\d_]{2,}",
    re.IGNORECASE,
)
_MAIL_SIGNS = ("@", "(a", "[a", "( a", "[ a", "arobase", "apenstaartje")
_EXTENSION = re.compile(
    r"\b(?:postes?|ext|extensions?|toestel|interne|intern|int|tst)\b\.?\s*:?\s*(?:n°\s*)?\d{3}", re.IGNORECASE
)
_EXTENSION_DIGITS = 3
_POINTS = {
    column.key
    for spec in (FICHES, CONTACTS)
    for column in spec.columns
    if column.is_public and column.holds in {Holds.PHONES, Holds.EMAILS}
}
_LAST_DIGITS = re.compile(r"[0-9]+")
_TOWN = re.compile(r"[\s,-]*[^\W\d_a-zà-ÿ]")


class Published:
    """The numbers and addresses that the public edition prints as such. Who finds them in a text learns nothing new."""

    def __init__(self, region: str, rows: Iterable[PublicRow]) -> None:
        self._region = region
        values = [value for _table, row, _owner in rows for value in _points_of(row)]
        self._extensions = {
            (owner.raw.index, value.extension)
            for _table, row, owner in rows
            for value in _points_of(row)
            if isinstance(value, Phone) and value.extension
        }
        self._phones = {value.digits for value in values if isinstance(value, Phone)}
        self._mails = {plain_of(value) for value in values if isinstance(value, str)}

    def find_points(self, text: PublicText) -> Iterator[Span]:
        """Yield where a text holds a phone number or a mail address that is not published as such."""
        if _DIGITS.search(text.plain) or _EXTENSION.search(text.plain):
            yield from self._find_phones(text)
        if any(sign in text.plain for sign in _MAIL_SIGNS):
            yield from self._find_mails(text.plain)

    def _find_phones(self, text: PublicText) -> Iterator[Span]:
        for match in TOKEN.finditer(text.plain):
            run = match["run"]
            if match["extension"] and self._is_unpublished_extension(match, text):
                yield match.span()
            elif run and _DIGITS.search(run) and self._is_clear(run):
                found = {phone.digits for phone in parse_phones(run, self._region).value if phone.digits[:1] == "+"}
                if found - self._phones:
                    yield match.span()

    def _find_mails(self, text: str) -> Iterator[Span]:
        for match in _MAIL.finditer(text):
            parsed = parse_emails(match[0])
            found = {*parsed.value, *(remark.suggestion for remark in parsed.remarks if remark.suggestion)}
            if any(plain_of(address) not in self._mails for address in found):
                yield match.span()

    def _is_clear(self, run: str) -> bool:
        """Tell whether digits begin as a number does that one can dial: a reference or a sum may be as long."""
        start = run.lstrip("( ")[:1]
        return start in {"+", "0"} or not has_trunk_zero(self._region)

    def _is_unpublished_extension(self, match: re.Match[str], text: PublicText) -> bool:
        """Tell whether digits are an extension, and not the postal code of a post office: Poste, 1000 Bruxelles."""
        digits = _LAST_DIGITS.findall(match[0])
        return (
            bool(digits)
            and len(digits[0]) >= _EXTENSION_DIGITS
            and (text.owner.raw.index, digits[0]) not in self._extensions
            and not _TOWN.match(text.text, match.end())
        )


def _points_of(row: Row) -> Iterator[object]:
    """Yield the phones and mail addresses of a row."""
    for key in _POINTS:
        yield from row.value(key, tuple) or ()
