"""The edition as contact cards for phones and mail programs: vCard 4.0 (RFC 6350), one card for each fiche."""

from collections.abc import Iterator

from fiche_builder.common.i18n import translations
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import (
    FicheCopy,
    InternalFicheCopy,
    SectionCopy,
    Translations,
    build_sections,
)
from fiche_builder.edition.wording import edition_line, internal_mention
from fiche_builder.model.model import Fiche, Phone
from fiche_builder.model.public import PublicFiche

_LINE_OCTETS = 75
_INSIDE_LETTER = 0x80
"""The highest two bits of an octet that continues a letter (RFC 3629)."""
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})
_LANGUAGE_CODE = 3
"""The most letters of a language code (ISO 639). A language written out in words is left out."""
_FAX_WORDS = ("fax", "télécopie")


def make_vcards(edition: AnyEdition, language: str, copy: tuple[SectionCopy, ...] = ()) -> bytes:
    """Return the cards of an edition in the order of print, UTF-8. Public cards have no notes.

    `copy` is its copy, if it was written already.
    """
    catalogue = translations(language)
    fiches: tuple[Fiche | PublicFiche, ...] = edition.fiches
    sections = copy or build_sections(edition, language, catalogue)
    copies = [(one, section) for section in sections for one in section.fiches]
    lines = [
        line
        for fiche, (one, section) in zip(fiches, copies, strict=True)
        for line in _card(fiche, one, section, edition, catalogue)
    ]
    return b"".join(part for line in lines for folded in _fold(line.encode()) for part in (folded, b"\r\n"))


def _card(
    fiche: Fiche | PublicFiche, copy: FicheCopy, section: SectionCopy, edition: AnyEdition, catalogue: Translations
) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:org"
    yield f"UID:urn:x-fiche:{copy.number}"
    yield f"FN:{_text(copy.name)}"
    yield f"ORG:{_text(copy.name)}"
    if nicknames := dict.fromkeys(name for name in (copy.acronym, copy.name_nl, *fiche.other_names) if name):
        yield f"NICKNAME:{','.join(map(_text, nicknames))}"
    yield f"CATEGORIES:{_text(section.title)}"
    for group, (prop, value, label) in enumerate(_points(copy), 1):
        yield f"item{group}.{prop}:{value}"
        if label:
            yield f"item{group}.X-ABLABEL:{_text(label)}"
    if fiche.address or fiche.municipality:
        parts = ("", "", ", ".join(fiche.address.splitlines()), fiche.municipality, "", fiche.postal_code, "")
        yield f"ADR;TYPE=work:{';'.join(map(_text, parts))}"
    yield from (f"LANG:{language.lower()}" for language in fiche.languages if len(language) <= _LANGUAGE_CODE)
    if isinstance(copy, InternalFicheCopy) and (note := _note(copy, edition, catalogue)):
        yield f"NOTE:{_text(note)}"
    yield "END:VCARD"


def _points(copy: FicheCopy) -> Iterator[tuple[str, str, str]]:
    """Yield property, value and label of each contact point.

    For colleagues, the label says what may be done with it.
    """
    for line in copy.contact_lines:
        label = ", ".join(part for part in (line.label, line.mark.word if line.mark else "") if part)
        if line.phone:
            yield f"TEL;VALUE=uri;TYPE={_phone_type(line.phone)}", line.phone.uri, label
            continue
        for link in line.links:
            if link.is_mail:
                yield "EMAIL;TYPE=work", _text(link.text), label
            else:
                yield "URL;TYPE=work", link.uri, label


def _phone_type(phone: Phone) -> str:
    return "work,fax" if any(word in phone.label.casefold() for word in _FAX_WORDS) else "work,voice"


def _note(copy: InternalFicheCopy, edition: AnyEdition, catalogue: Translations) -> str:
    """Return what a colleague must know before using the card.

    It says from which edition it is, whether the service is suspended, and how to hand a call over.
    """
    _ = catalogue.gettext
    parts = (
        internal_mention(_),
        edition_line(edition.period, _),
        _("Suspended: do not refer") if copy.is_suspended else "",
        copy.notice,
        copy.handover_rule,
        copy.handover_message,
        copy.note,
    )
    return "\n".join(part for part in parts if part)


def _text(text: str) -> str:
    """Return text as a vCard value (RFC 6350, 3.4)."""
    return text.translate(_ESCAPES)


def _fold(line: bytes) -> Iterator[bytes]:
    """Yield a line in pieces of at most 75 octets (RFC 6350, 3.2).

    Each piece after the first begins with a blank, and no letter is cut.
    """
    while len(line) > _LINE_OCTETS:
        end = _LINE_OCTETS
        while line[end] & 0xC0 == _INSIDE_LETTER:
            end -= 1
        yield line[:end]
        line = b" " + line[end:]
    yield line
