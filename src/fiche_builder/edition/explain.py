"""What the public edition withholds from each fiche, and by which rule. Editors see it on their own screen only."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from fiche_builder.common.i18n import _, ngettext
from fiche_builder.edition.wording import fiche_count
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
    contacts: int = 0
    """How many contacts, where that is what is withheld."""
    kind: str = ""
    """The rule for a summary, if the rule itself names what is in this fiche alone."""


def explain(directory: Directory) -> Iterator[Withheld]:
    """Yield what the public edition withholds, in the workbook's order."""
    public = {fiche.number for fiche in directory.fiches if _rule_of_fiche(fiche) == ""}
    for fiche in directory.fiches:
        if rule := _rule_of_fiche(fiche):
            yield Withheld(fiche.number, fiche.name, (_("the whole fiche"),), rule)
        else:
            yield from _withheld(fiche, public)


def summarise(told: Iterable[Withheld]) -> Iterator[tuple[str, str]]:
    """Yield each rule, with what it withholds: how many fiches, contacts, or fiches with something in each column."""
    by_rule: dict[str, list[Withheld]] = {}
    for withheld in told:
        by_rule.setdefault(withheld.kind or withheld.rule, []).append(withheld)
    whole, contacts, rest = [], [], []
    for rule, entries in by_rule.items():
        columns = Counter(field for withheld in entries for field in withheld.fields)
        if entries[0].contacts:
            contacts.append((rule, _contact_count(sum(withheld.contacts for withheld in entries))))
        elif _("the whole fiche") in columns:
            whole.append((rule, fiche_count(len(entries), ngettext)))
        elif entries[0].kind:
            rest.append((rule, fiche_count(len(entries), ngettext)))
        else:
            rest.append((rule, ", ".join(f"{header} ({count})" for header, count in columns.items())))
    yield from (*whole, *contacts, *rest)


def _contact_count(count: int) -> str:
    return ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count}


def _rule_of_fiche(fiche: Fiche) -> str:
    if fiche.diffusion is not Diffusion.PUBLIC:
        return _("Diffusion is not “Public”")
    return "" if fiche.status is Status.ACTIVE else _("the status is “%(status)s”") % {"status": fiche.status.word}


def _withheld(fiche: Fiche, public: set[int]) -> Iterator[Withheld]:
    of_fiche = partial(Withheld, fiche.number, fiche.name)
    if internal := _filled(fiche, FICHES.columns):
        yield of_fiche(internal, _("internal columns"))
    kept = Counter(contact.usage for contact in fiche.contacts if contact.usage is not Usage.GIVE)
    for usage, count in kept.items():
        yield of_fiche((_contact_count(count),), _("the usage is “%(usage)s”") % {"usage": usage.word}, count)
    given = [contact for contact in fiche.contacts if contact.usage is Usage.GIVE]
    if fields := tuple(dict.fromkeys(header for contact in given for header in _filled(contact, CONTACTS.columns))):
        yield of_fiche(fields, _("internal columns of “Contacts”"))
    if hidden := [str(number) for number in fiche.see_also if number not in public]:
        rule = _("not public: %(numbers)s") % {"numbers": ", ".join(hidden)}
        kind = _("“See also” names fiches that are not public")
        yield of_fiche((FICHES.column("see_also").header,), rule, kind=kind)


def _filled(record: Fiche | Contact, columns: Iterable[Column]) -> tuple[str, ...]:
    """Return the headers of the internal columns in which a record holds something.

    Columns with closed lists only decide and sort, so nobody misses them.
    """
    internal = (column for column in columns if not column.is_public and not column.words)
    return tuple(column.header for column in internal if getattr(record, column.key))
