"""The field table: every sheet and column of the master workbook, its audience and what its cells hold.

To add a column, add one row here and the field of the same name in `model` (`docs/how-to/`). A column is internal until
its row says otherwise.
"""

from dataclasses import dataclass
from enum import Enum, auto

from fiche_builder.common.text import fold_header
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, SuggestionStatus, TeamEdition, Usage, Word


class Audience(Enum):
    """Who may read something: anybody, or colleagues only."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Holds(Enum):
    """What the cells of a column hold: it decides how they are parsed (`parsing.PARSERS`)."""

    NUMBER = auto()
    """A whole number."""
    NUMBERS = auto()
    """Whole numbers, `;` between them."""
    LINE = auto()
    """Text on one line."""
    LINES = auto()
    """Text; its line breaks are kept."""
    NAMES = auto()
    """Names, `;` between them."""
    PHONES = auto()
    """Phone numbers, `;` between them; words in brackets behind a number are its label."""
    EMAILS = auto()
    """Mail addresses, `;` between them."""
    SITES = auto()
    """Web addresses, `;` between them."""
    INTRANET = auto()
    """One web address, which may be inside."""
    POSTAL_CODE = auto()
    """A postal code."""
    LANGUAGES = auto()
    """Language codes, blanks between them."""
    DATE = auto()
    """A day."""
    COLOUR = auto()
    """A colour, `#RRGGBB`."""
    WORD = auto()
    """A word of a closed list."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is its name in the code, `header` the one in the workbook."""

    key: str
    header: str
    holds: Holds
    audience: Audience = Audience.INTERNAL
    required: bool = False
    words: type[Word] | None = None
    default: Word | None = None
    vital: bool = False
    """Whether a row is left out when its value here cannot be read, because the default would say too much."""
    code: str = ""
    """The finding for a value that cannot be read, where what the column holds does not say it."""

    @property
    def is_public(self) -> bool:
        """Whether the column may appear in the public edition of a public fiche."""
        return self.audience is Audience.PUBLIC


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet and its columns, in the order `fiche init` writes them."""

    key: str
    title: str
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def by_header(self) -> dict[str, Column]:
        """The columns by their folded header."""
        return {fold_header(column.header): column for column in self.columns}

    def column(self, key: str) -> Column:
        """Return the column of that key."""
        return next(column for column in self.columns if column.key == key)


_PUBLIC = Audience.PUBLIC

FICHES = SheetSpec(
    "fiches",
    "Fiches",
    required=True,
    columns=(
        Column("number", "N°", Holds.NUMBER, _PUBLIC, required=True),
        Column("theme", "Thème", Holds.LINE, _PUBLIC, required=True),
        Column("name", "Nom", Holds.LINE, _PUBLIC, required=True),
        Column("name_nl", "Nom (nl)", Holds.LINE, _PUBLIC),
        Column("acronym", "Sigle", Holds.LINE, _PUBLIC),
        Column("other_names", "Autres appellations", Holds.NAMES, _PUBLIC),
        Column("kind", "Nature", Holds.WORD, words=Kind, code="kind-invalid"),
        Column(
            "diffusion",
            "Diffusion",
            Holds.WORD,
            required=True,
            words=Diffusion,
            default=Diffusion.INTERNAL,
            code="audience-invalid",
        ),
        Column("essential", "Essentiel", Holds.WORD, words=Flag, default=Flag.NO, code="flag-invalid"),
        Column("status", "Statut", Holds.WORD, words=Status, default=Status.ACTIVE, vital=True, code="status-invalid"),
        Column("description", "Description", Holds.LINES, _PUBLIC),
        Column("description_nl", "Description (nl)", Holds.LINES, _PUBLIC),
        Column("for_whom", "Public visé", Holds.LINES, _PUBLIC),
        Column("conditions", "Conditions d'accès", Holds.LINES, _PUBLIC),
        Column("phones", "Téléphone", Holds.PHONES, _PUBLIC),
        Column("emails", "E-mail", Holds.EMAILS, _PUBLIC),
        Column("sites", "Site web", Holds.SITES, _PUBLIC),
        Column("address", "Adresse", Holds.LINES, _PUBLIC),
        Column("postal_code", "Code postal", Holds.POSTAL_CODE, _PUBLIC),
        Column("municipality", "Commune", Holds.LINE, _PUBLIC),
        Column("hours", "Horaires", Holds.LINES, _PUBLIC),
        Column("languages", "Langues", Holds.LANGUAGES, _PUBLIC),
        Column("notice", "Avis", Holds.LINES, _PUBLIC),
        Column("notice_from", "Avis du", Holds.DATE, _PUBLIC),
        Column("notice_until", "Avis au", Holds.DATE, _PUBLIC),
        Column("see_also", "Voir aussi", Holds.NUMBERS, _PUBLIC),
        Column("handover_rule", "Consigne", Holds.LINES),
        Column("handover_message", "Message type", Holds.LINES),
        Column("intranet", "Fiche technique", Holds.INTRANET),
        Column("internal_note", "Note interne", Holds.LINES),
        Column("authorised_by", "Autorisé par", Holds.LINE),
        Column("verified_on", "Vérifié le", Holds.DATE, _PUBLIC),
        Column("verified_by", "Vérifié par", Holds.LINE),
        Column("source", "Source", Holds.LINE),
    ),
)

CONTACTS = SheetSpec(
    "contacts",
    "Contacts",
    columns=(
        Column("fiche", "Fiche", Holds.NUMBER, _PUBLIC, required=True),
        Column("label", "Libellé", Holds.LINE, _PUBLIC),
        Column("person", "Personne", Holds.LINE),
        Column("function", "Fonction", Holds.LINE),
        Column("phones", "Téléphone", Holds.PHONES, _PUBLIC),
        Column("emails", "E-mail", Holds.EMAILS, _PUBLIC),
        Column("usage", "Usage", Holds.WORD, words=Usage, default=Usage.INTERNAL, code="usage-invalid"),
        Column("verified_on", "Vérifié le", Holds.DATE, _PUBLIC),
        Column("verified_by", "Vérifié par", Holds.LINE),
        Column("source", "Source", Holds.LINE),
    ),
)

THEMES = SheetSpec(
    "themes",
    "Thèmes",
    required=True,
    columns=(
        Column("code", "Code", Holds.LINE, _PUBLIC),
        Column("name", "Nom", Holds.LINE, _PUBLIC, required=True),
        Column("name_nl", "Nom (nl)", Holds.LINE, _PUBLIC),
        Column("order", "Ordre", Holds.NUMBER, _PUBLIC),
        Column("colour", "Couleur", Holds.COLOUR, _PUBLIC),
        Column("description", "Description", Holds.LINES, _PUBLIC),
    ),
)

TEAMS = SheetSpec(
    "teams",
    "Équipes",
    columns=(
        Column("team", "Équipe", Holds.LINE, required=True),
        Column("name", "Nom", Holds.LINE),
        Column("email", "E-mail", Holds.EMAILS, required=True, code="recipient-invalid"),
        Column(
            "edition",
            "Édition",
            Holds.WORD,
            words=TeamEdition,
            default=TeamEdition.INTERNAL,
            vital=True,
            code="audience-invalid",
        ),
        Column("active", "Actif", Holds.WORD, words=Flag, default=Flag.YES, vital=True, code="flag-invalid"),
    ),
)

SUGGESTIONS = SheetSpec(
    "suggestions",
    "Suggestions",
    columns=(
        Column("received_on", "Reçue le", Holds.DATE),
        Column("fiche", "Fiche", Holds.NUMBER),
        Column("proposal", "Proposition", Holds.LINES),
        Column("author", "Auteur", Holds.LINE),
        Column(
            "status", "Statut", Holds.WORD, words=SuggestionStatus, default=SuggestionStatus.NEW, code="status-invalid"
        ),
        Column("handled_by", "Traitée par", Holds.LINE),
        Column("handled_on", "Traitée le", Holds.DATE),
        Column("answer", "Réponse", Holds.LINES),
        Column("thank", "Remercier", Holds.WORD, words=Flag, default=Flag.NO, code="flag-invalid"),
        Column("message_id", "Réf. message", Holds.LINE),
    ),
)

PARAMETERS = SheetSpec(
    "parameters",
    "Paramètres",
    columns=(
        Column("key", "Clé", Holds.LINE, required=True),
        Column("value", "Valeur", Holds.LINE, required=True),
    ),
)

SHEETS = (FICHES, CONTACTS, THEMES, TEAMS, SUGGESTIONS, PARAMETERS)
README_TITLE = "Lisez-moi"
"""The sheet written for editors, never read."""

PARAMETER_NAMES = {
    "title": "Titre",
    "subtitle": "Sous-titre",
    "organisation": "Organisation",
    "suggestions_address": "Adresse des suggestions",
    "editors": "Rédaction",
    "public_mention": "Mention publique",
    "internal_mention": "Mention interne",
    "region": "Indicatif",
}
"""The rows of the sheet `Paramètres`: key in the code, key in the workbook."""
