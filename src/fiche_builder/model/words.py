"""The closed lists of the workbook: each word an editor may choose, in the workbook's own language."""

from enum import Enum


class Word(Enum):
    """A closed list; each member's value is the word in the workbook, further spellings that are understood come after it."""

    def __init__(self, word: str, *also: str) -> None:
        self.word = word
        self.also = also


class Diffusion(Word):
    """Who may see a fiche."""

    PUBLIC = ("Public", "Publique")
    INTERNAL = ("Interne",)


class Kind(Word):
    """Whose service a fiche describes."""

    INTERNAL = ("Interne",)
    PARTNER = ("Partenaire",)
    EXTERNAL = ("Externe",)


class Status(Word):
    """Whether a fiche is in use."""

    ACTIVE = ("Actif", "Active")
    SUSPENDED = ("Suspendu", "Suspendue")
    ARCHIVED = ("Archivé", "Archivée")


class Usage(Word):
    """What an agent may do with a contact point."""

    GIVE = ("Donner",)
    TRANSFER = ("Transférer",)
    INTERNAL = ("Interne",)


class Flag(Word):
    """Yes or no."""

    YES = ("Oui",)
    NO = ("Non",)


class TeamEdition(Word):
    """The edition a team receives."""

    INTERNAL = ("Interne",)
    PUBLIC = ("Publique", "Public")


class SuggestionStatus(Word):
    """How far a colleague's suggestion has come."""

    NEW = ("Nouvelle",)
    ASKED = ("Source contactée",)
    ACCEPTED = ("Acceptée",)
    REFUSED = ("Refusée",)

    @property
    def is_closed(self) -> bool:
        """Whether it was decided on."""
        return self in {SuggestionStatus.ACCEPTED, SuggestionStatus.REFUSED}


class Channel(Word):
    """How one went to the source. A web page is none."""

    CALL = ("appel", "téléphone")
    MAIL = ("mail", "e-mail", "courriel")
    VISIT = ("visite",)
