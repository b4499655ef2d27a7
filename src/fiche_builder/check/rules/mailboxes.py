"""Mailboxes: whether they seem to belong to a person."""

import re
from collections import defaultdict
from collections.abc import Iterator

from fiche_builder.check.findings import Context, Hit, Severity, public_values, rule
from fiche_builder.common.i18n import _
from fiche_builder.common.text import SMALL_WORDS, fold
from fiche_builder.model.columns import Holds, Use
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.tables import Book, Row
from fiche_builder.model.values.domains import PERSONAL_DOMAINS
from fiche_builder.model.values.persons import FIRST_NAMES, is_name_of_person

_OFFICE = """
accueil admin aide aides amicale amis antenne asbl asso association atelier banque bewoners bibliotheque boulangerie
bureau buurt cabinet cafe camping ccas centre centrum cercle chez chorale clic clinique club coiffure collectif
college comite commune compagnie conseil contact cpas creche culture danse dienst direction docteur dr droit ecole
eglise emploi enfance enfants epicerie equipe espace famille fanfare federation femmes ferme fondation fonds formation
foyer garage garderie gemeente gite groupe gym halte handicap hommes hotel huis hulp huurders info institut jeugd
jeunes judo juridique kinder kine les librairie logement loisirs ludotheque lycee mairie maison medecin mediatheque
mediation mission musee musique notre ocmw office onthaal ouders parents paroisse patro permanence pharmacie pij place
point pole praktijk projet psy quartier relais residence restaurant restos retraite rue saint sainte salon sante
school scouts secours secretariaat secretariat seniors service sint sociaal social soins solidarite sport st ste
stichting syndicat team tennis theatre troupe union vacances vereniging vestiaire villa ville vrouwen vzw welzijn wijk
winkel zorg
"""
OFFICE_WORDS = frozenset(_OFFICE.split())
"""Words in the name of a mailbox that show that it is an office's. Parishes and schools are named after saints."""
_LETTERS = re.compile(r"[^\W\d_]+")
_TELLING = 4
"""From this length on, a word inside the name of a mailbox is not there by chance."""


@rule("email-personal", Severity.WARNING)
def email_personal(book: Book, _context: Context) -> Iterator[Hit]:
    """A mailbox at a free provider that seems to belong to a person, in a public fiche.

    Its name is that of a person, and none of the fiche's own words.
    """
    persons = _persons(book)
    for cell, address in public_values(book, Holds.EMAILS, str):
        known = persons.get(cell.owner.value("number", int) or 0, set())
        local, _at, domain = address.rpartition("@")
        words = tuple(_LETTERS.findall(fold(local)))
        if domain.casefold() not in PERSONAL_DOMAINS or _names_an_office(words, cell.owner, cell.row):
            continue
        if is_name_of_person(words) or not known.isdisjoint(words):
            yield Hit(
                cell.place,
                cell.shown,
                _("“%(value)s” looks like a person's own mailbox, in a public fiche.") % {"value": address},
                _("Ask the organisation for an address of the service."),
            )


def _persons(book: Book) -> dict[int, set[str]]:
    """Return the words in the names of the persons of each fiche."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for _table, row in book.rows(CONTACTS):
        if number := row.value("fiche", int):
            words = _LETTERS.findall(fold(row.text("person")))
            found[number] |= {word for word in words if len(word) >= _TELLING}
    return found


def _names_an_office(mailbox: tuple[str, ...], *rows: Row) -> bool:
    """Tell whether a mailbox bears the name of a service.

    It has a word or the initials of the fiche's own names, or a word such as "info".
    """
    keys = {*FICHES.keys(Use.NAME), *CONTACTS.keys(Use.NAME)}
    values = [row.values.get(key) for row in rows for key in keys]
    names = [str(name) for value in values for name in (value if isinstance(value, tuple) else (value,)) if name]
    own = {word for name in names for word in _LETTERS.findall(fold(name)) if len(word) >= _TELLING}
    initials = {"".join(word[0] for word in _LETTERS.findall(fold(name)) if word not in SMALL_WORDS) for name in names}
    own |= {letters for letters in initials if len(letters) >= _TELLING - 1}
    if not (own | OFFICE_WORDS).isdisjoint(mailbox):
        return True
    # A long word also counts when it is written together with others, unless it is a given name.
    glued = [word for word in mailbox if word not in FIRST_NAMES]
    beginnings = tuple(initials & own) + tuple(word for word in OFFICE_WORDS if len(word) >= _TELLING)
    return any(
        word.startswith(beginnings) or any(len(name) > _TELLING and name in word for name in own) for word in glued
    )
