"""What the public edition withholds from each fiche, and by which rule. Editors see it on their own screen only."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fiche_builder.common.i18n import _, ngettext
from fiche_builder.model.columns import Column
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Contact, Directory, Fiche
from fiche_builder.model.words import Diffusion, Status, Usage


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld from a fiche: the fields by their headers, and the reason."""

    number: int
    name: str
    fields: tuple[str, ...]
    rule: str


def explain(directory: Directory) -> Iterator[Withheld]:
    """Yield what the public edition withholds, in the workbook's order."""
    public = {fiche.number for fiche in directory.fiches if _rule_of_fiche(fiche) == ""}
    for fiche in directory.fiches:
        if rule := _rule_of_fiche(fiche):
            yield Withheld(fiche.number, fiche.name, (_("the whole fiche"),), rule)
        else:
            yield from (Withheld(fiche.number, fiche.name, fields, rule) for fields, rule in _withheld(fiche, public))


def _rule_of_fiche(fiche: Fiche) -> str:
    if fiche.diffusion is not Diffusion.PUBLIC:
        return _("Diffusion is not “Public”")
    return "" if fiche.status is Status.ACTIVE else _("the status is “%(status)s”") % {"status": fiche.status.word}


def _withheld(fiche: Fiche, public: set[int]) -> Iterator[tuple[tuple[str, ...], str]]:
    if internal := _filled(fiche, FICHES.columns):
        yield internal, _("internal columns")
    kept = Counter(contact.usage for contact in fiche.contacts if contact.usage is not Usage.GIVE)
    for usage, count in kept.items():
        words = ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count}
        yield (words,), _("the usage is “%(usage)s”") % {"usage": usage.word}
    given = [contact for contact in fiche.contacts if contact.usage is Usage.GIVE]
    if fields := tuple(dict.fromkeys(header for contact in given for header in _filled(contact, CONTACTS.columns))):
        yield fields, _("internal columns of “Contacts”")
    if hidden := [str(number) for number in fiche.see_also if number not in public]:
        yield (FICHES.column("see_also").header,), _("not public: %(numbers)s") % {"numbers": ", ".join(hidden)}


def _filled(record: Fiche | Contact, columns: Iterable[Column]) -> tuple[str, ...]:
    """Return the headers of the internal columns in which a record holds something.

    Columns with closed lists only decide and sort, so nobody misses them.
    """
    internal = (column for column in columns if not column.is_public and not column.words)
    return tuple(column.header for column in internal if getattr(record, column.key))
