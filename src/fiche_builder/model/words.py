"""The closed lists of the workbook: each word an editor may choose, in the workbook's own language.

Dutch and English words are understood too, in the forms that people write. Where the meaning of a word would be a
guess, it is not taken but proposed. The words that make something public are repeated in `leak.evidence` on purpose; a
test holds the two together.
"""

from collections.abc import Mapping
from enum import Enum


class Word(Enum):
    """A closed list.

    The value of each member is its word in the workbook; further spellings that are understood follow it.
    """

    def __init__(self, word: str, *also: str) -> None:
        self.word = word
        self.also = also


class Diffusion(Word):
    """Who may see a fiche."""

    PUBLIC = ("Public", "Publique", "Publics", "Publiques", "Openbaar", "Openbare", "Publiek", "Publieke")
    INTERNAL = (
        "Interne", "Internes", "Intern", "Internal",
        "Non public", "Non publique", "Niet openbaar", "Niet publiek", "Not public",
    )  # fmt: skip


class Kind(Word):
    """Who runs the service that a fiche describes."""

    INTERNAL = ("Interne", "Intern", "Internal")
    PARTNER = ("Partenaire", "Partner")
    EXTERNAL = ("Externe", "Extern", "External")


class Status(Word):
    """Whether a fiche is in use."""

    ACTIVE = ("Actif", "Active", "Actifs", "Actives", "Actief", "Actieve")
    SUSPENDED = (
        "Suspendu", "Suspendue", "Suspendus", "Suspendues",
        "Opgeschort", "Opgeschorte", "Geschorst", "Geschorste", "Suspended",
    )  # fmt: skip
    ARCHIVED = (
        "Archivé", "Archivée", "Archivés", "Archivées", "Archive", "Archives",
        "Gearchiveerd", "Gearchiveerde", "Archief", "Archived",
    )  # fmt: skip


class Usage(Word):
    """What an agent may do with a contact point."""

    GIVE = ("Donner", "À donner", "Geven", "Te geven", "Give")
    TRANSFER = (
        "Transférer", "À transférer", "Transfert", "Doorverbinden", "Door te verbinden", "Doorschakelen", "Transfer",
    )  # fmt: skip
    INTERNAL = ("Interne", "Internes", "Intern", "Internal")


class Flag(Word):
    """Yes or no."""

    YES = ("Oui", "Ja", "Yes", "Vrai", "Waar", "True")
    NO = ("Non", "Nee", "Neen", "No", "Faux", "Onwaar", "False")


class TeamEdition(Word):
    """The edition a team receives."""

    INTERNAL = ("Interne", "Intern", "Internal")
    PUBLIC = ("Publique", "Public", "Openbaar", "Openbare", "Publiek", "Publieke")


class SuggestionStatus(Word):
    """How far a colleague's suggestion has come."""

    NEW = ("Nouvelle", "Nouveau", "Nieuw", "Nieuwe", "New")
    ASKED = (
        "Source contactée", "Source contacté", "Contactée", "Bron gecontacteerd", "Gecontacteerd", "Source contacted",
    )  # fmt: skip
    ACCEPTED = ("Acceptée", "Accepté", "Aanvaard", "Aanvaarde", "Geaccepteerd", "Goedgekeurd", "Accepted")
    REFUSED = ("Refusée", "Refusé", "Geweigerd", "Afgewezen", "Verworpen", "Refused", "Rejected")

    @property
    def is_closed(self) -> bool:
        """Whether a decision was made."""
        return self in {SuggestionStatus.ACCEPTED, SuggestionStatus.REFUSED}


class Channel(Word):
    """How the source was reached. A web page is no source."""

    CALL = ("appel", "téléphone", "oproep", "telefoon", "telefonisch")
    MAIL = ("mail", "e-mail", "courriel")
    VISIT = ("visite", "bezoek")


HINTED: Mapping[str, Word] = {
    **dict.fromkeys(("x", "v", "✓", "✔", "☑", "☒", "1", "o", "j", "y"), Flag.YES),
    **dict.fromkeys(("0", "n", "☐"), Flag.NO),
}
"""Signs, folded, that probably mean a word. A cross may also mean "no longer", so an editor is asked about it."""
