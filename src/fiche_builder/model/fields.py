"""The field table: every sheet and column of the master workbook.

Each row gives a column's audience, what its cells hold and what it is used for. To add a column, add one row here and
the field of the same name in `model` (`docs/how-to/`). Until its row says otherwise, a column is internal and is only
kept. No other module decides by a list of columns of its own.
"""

from fiche_builder.common.i18n import N_
from fiche_builder.model.columns import Audience, Column, Holds, SheetSpec, Use
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, SuggestionStatus, TeamEdition, Usage

_PUBLIC = Audience.PUBLIC
# Uses that often occur together.
_CALL_ALWAYS = Use.CALL | Use.CALL_EMPTY
_PACK_ALWAYS = Use.PACK | Use.PACK_EMPTY
_PLACE = Use.CALL | Use.SUGGEST | Use.REACH
_SITE = _PLACE | _PACK_ALWAYS | Use.POINT
_POINT = _SITE | Use.CALL_EMPTY
_TEXT = Use.PACK | Use.SUGGEST
_LINE = _TEXT | Use.PRINT
_CHECK = Use.CHECK | Use.BOOKKEEPING

FICHES = SheetSpec(
    "fiches",
    "Fiches",
    required=True,
    columns=(
        Column(
            "number",
            "N°",
            Holds.NUMBER,
            _PUBLIC,
            required=True,
            uses=Use.BOOKKEEPING,
            help=N_("A whole number that this fiche keeps for ever; never give it to another one."),
        ),
        Column(
            "theme",
            "Thème",
            Holds.LINE,
            _PUBLIC,
            required=True,
            label=N_("theme"),
            help=N_("The name or code of a theme of the sheet “Thèmes”."),
            width=24,
        ),
        Column(
            "name",
            "Nom",
            Holds.LINE,
            _PUBLIC,
            required=True,
            uses=Use.CALL | Use.SUGGEST | Use.NAME,
            label=N_("name"),
            width=42,
        ),
        Column("name_nl", "Nom (nl)", Holds.LINE, _PUBLIC, uses=Use.PACK | Use.NAME, label=N_("Dutch name"), width=34),
        Column("acronym", "Sigle", Holds.LINE, _PUBLIC, uses=_TEXT | Use.NAME, label=N_("acronym")),
        Column(
            "other_names",
            "Autres appellations",
            Holds.NAMES,
            _PUBLIC,
            uses=Use.SUGGEST | Use.NAME,
            label=N_("other names"),
            help=N_("Former names, names in other languages, words callers use; ; between them. They feed the index."),
        ),
        Column("kind", "Nature", Holds.WORD, words=Kind, code="kind-invalid", label=N_("kind")),
        Column(
            "diffusion",
            "Diffusion",
            Holds.WORD,
            required=True,
            words=Diffusion,
            default=Diffusion.INTERNAL,
            code="audience-invalid",
            label=N_("diffusion"),
            help=N_("Public: may stand in the public edition. Empty means internal."),
        ),
        Column(
            "essential",
            "Essentiel",
            Holds.WORD,
            words=Flag,
            default=Flag.NO,
            code="flag-invalid",
            label=N_("essential"),
            help=N_("Yes: stands on the page of essential numbers."),
        ),
        Column(
            "status",
            "Statut",
            Holds.WORD,
            words=Status,
            default=Status.ACTIVE,
            vital=True,
            code="status-invalid",
            label=N_("status"),
            help=N_("Suspended: printed for colleagues with “do not refer”. Archived: not printed."),
        ),
        Column("description", "Description", Holds.LINES, _PUBLIC, uses=_TEXT, label=N_("description")),
        Column(
            "description_nl", "Description (nl)", Holds.LINES, _PUBLIC, uses=Use.PACK, label=N_("Dutch description")
        ),
        Column("for_whom", "Public visé", Holds.LINES, _PUBLIC, uses=_LINE, label=N_("for whom"), title=N_("For whom")),
        Column(
            "conditions",
            "Conditions d'accès",
            Holds.LINES,
            _PUBLIC,
            uses=_LINE,
            label=N_("conditions"),
            title=N_("Conditions"),
        ),
        Column("phones", "Téléphone", Holds.PHONES, _PUBLIC, uses=_POINT, label=N_("phone"), changes_as="phone"),
        Column("emails", "E-mail", Holds.EMAILS, _PUBLIC, uses=_POINT, label=N_("mail"), changes_as="email"),
        Column("sites", "Site web", Holds.SITES, _PUBLIC, uses=_SITE, label=N_("website"), changes_as="site"),
        Column("address", "Adresse", Holds.LINES, _PUBLIC, uses=_SITE, label=N_("address"), width=34),
        Column("postal_code", "Code postal", Holds.POSTAL_CODE, _PUBLIC, uses=_PLACE, label=N_("postal code")),
        Column("municipality", "Commune", Holds.LINE, _PUBLIC, uses=_PLACE | Use.NAME, label=N_("municipality")),
        Column(
            "hours",
            "Horaires",
            Holds.LINES,
            _PUBLIC,
            uses=_PLACE | Use.CALL_EMPTY | _PACK_ALWAYS,
            label=N_("hours"),
            help=N_("For example: lu-ve 9:00-12:00, 13:00-16:00"),
        ),
        Column(
            "languages", "Langues", Holds.LANGUAGES, _PUBLIC, uses=_TEXT, label=N_("languages"), help=N_("FR NL EN …")
        ),
        Column(
            "notice",
            "Avis",
            Holds.LINES,
            _PUBLIC,
            uses=_TEXT,
            label=N_("notice"),
            help=N_("A temporary notice, such as “closed in August”; its days in the next two columns."),
        ),
        Column("notice_from", "Avis du", Holds.DATE, _PUBLIC, uses=Use.PACK, label=N_("notice from")),
        Column("notice_until", "Avis au", Holds.DATE, _PUBLIC, uses=Use.PACK, label=N_("notice until")),
        Column(
            "see_also",
            "Voir aussi",
            Holds.NUMBERS,
            _PUBLIC,
            label=N_("see also"),
            help=N_("The N° of other fiches, ; between them."),
        ),
        Column(
            "handover_rule",
            "Consigne",
            Holds.LINES,
            uses=Use.SUGGEST,
            label=N_("handover rule"),
            help=N_("When to hand the call over, and what to ask first."),
        ),
        Column(
            "handover_message",
            "Message type",
            Holds.LINES,
            label=N_("message to the service"),
            help=N_("What the message to the service must contain."),
        ),
        Column(
            "intranet",
            "Fiche technique",
            Holds.INTRANET,
            label=N_("intranet page"),
            help=N_("The address of the intranet page."),
        ),
        Column("internal_note", "Note interne", Holds.LINES, label=N_("internal note")),
        Column(
            "authorised_by",
            "Autorisé par",
            Holds.LINE,
            uses=Use.BOOKKEEPING,
            help=N_("Who allowed this fiche to be public."),
        ),
        Column(
            "verified_on",
            "Vérifié le",
            Holds.DATE,
            _PUBLIC,
            uses=_CHECK | Use.PAST,
            help=N_("The day of the last check with the service itself; a web page is no source."),
        ),
        Column("verified_by", "Vérifié par", Holds.LINE, uses=_CHECK),
        Column("source", "Source", Holds.LINE, uses=_CHECK, help=N_("Call, mail, visit …")),
    ),
)

CONTACTS = SheetSpec(
    "contacts",
    "Contacts",
    columns=(
        Column(
            "fiche",
            "Fiche",
            Holds.NUMBER,
            _PUBLIC,
            required=True,
            uses=Use.BOOKKEEPING,
            help=N_("The N° of the fiche this contact belongs to."),
        ),
        Column("label", "Libellé", Holds.LINE, _PUBLIC, uses=Use.WHO | Use.NAME),
        Column("person", "Personne", Holds.LINE, uses=_CALL_ALWAYS | Use.WHO),
        Column("function", "Fonction", Holds.LINE, uses=Use.CALL | Use.WHO),
        Column("phones", "Téléphone", Holds.PHONES, _PUBLIC, uses=_CALL_ALWAYS | Use.POINT),
        Column("emails", "E-mail", Holds.EMAILS, _PUBLIC, uses=_CALL_ALWAYS | Use.POINT),
        Column(
            "usage",
            "Usage",
            Holds.WORD,
            words=Usage,
            default=Usage.INTERNAL,
            code="usage-invalid",
            help=N_("Give it to the caller, only transfer to it, or internal (also when empty)."),
        ),
        Column("verified_on", "Vérifié le", Holds.DATE, _PUBLIC, uses=_CHECK | Use.PAST),
        Column("verified_by", "Vérifié par", Holds.LINE, uses=_CHECK),
        Column("source", "Source", Holds.LINE, uses=_CHECK),
    ),
)

THEMES = SheetSpec(
    "themes",
    "Thèmes",
    required=True,
    columns=(
        Column("code", "Code", Holds.LINE, _PUBLIC, uses=Use.BOOKKEEPING),
        Column("name", "Nom", Holds.LINE, _PUBLIC, required=True, width=42),
        Column("name_nl", "Nom (nl)", Holds.LINE, _PUBLIC, width=34),
        Column("order", "Ordre", Holds.NUMBER, _PUBLIC, help=N_("Themes follow this number, then the alphabet.")),
        Column("colour", "Couleur", Holds.COLOUR, _PUBLIC),
        Column("description", "Description", Holds.LINES, _PUBLIC),
    ),
)

TEAMS = SheetSpec(
    "teams",
    "Équipes",
    columns=(
        Column("team", "Équipe", Holds.LINE, required=True, uses=Use.BOOKKEEPING),
        Column("name", "Nom", Holds.LINE, uses=Use.BOOKKEEPING, width=42),
        Column("email", "E-mail", Holds.EMAILS, required=True, uses=Use.BOOKKEEPING, code="recipient-invalid"),
        Column(
            "edition",
            "Édition",
            Holds.WORD,
            words=TeamEdition,
            default=TeamEdition.INTERNAL,
            vital=True,
            code="audience-invalid",
            help=N_("Which edition this recipient gets; internal when empty."),
        ),
        Column("active", "Actif", Holds.WORD, words=Flag, default=Flag.YES, vital=True, code="flag-invalid"),
    ),
)

SUGGESTIONS = SheetSpec(
    "suggestions",
    "Suggestions",
    columns=(
        Column("received_on", "Reçue le", Holds.DATE, uses=Use.BOOKKEEPING | Use.PAST),
        Column("fiche", "Fiche", Holds.NUMBER, uses=Use.BOOKKEEPING),
        Column("proposal", "Proposition", Holds.LINES, uses=Use.BOOKKEEPING),
        Column("author", "Auteur", Holds.LINE),
        Column(
            "status", "Statut", Holds.WORD, words=SuggestionStatus, default=SuggestionStatus.NEW, code="status-invalid"
        ),
        Column("handled_by", "Traitée par", Holds.LINE, uses=Use.BOOKKEEPING),
        Column("handled_on", "Traitée le", Holds.DATE, uses=Use.BOOKKEEPING | Use.PAST),
        Column("answer", "Réponse", Holds.LINES, uses=Use.BOOKKEEPING),
        Column(
            "thank",
            "Remercier",
            Holds.WORD,
            words=Flag,
            default=Flag.NO,
            code="flag-invalid",
            help=N_("Yes: the author of an accepted suggestion is named on the internal edition's last page."),
        ),
        Column(
            "message_id",
            "Réf. message",
            Holds.LINE,
            uses=Use.BOOKKEEPING,
            help=N_("Written by fiche suggestions import, so that no mail is taken in twice."),
        ),
    ),
)

PARAMETERS = SheetSpec(
    "parameters",
    "Paramètres",
    columns=(
        Column("key", "Clé", Holds.LINE, required=True, uses=Use.BOOKKEEPING, width=28),
        Column("value", "Valeur", Holds.LINE, required=True, width=60),
    ),
)

SHEETS = (FICHES, CONTACTS, THEMES, TEAMS, SUGGESTIONS, PARAMETERS)
README_TITLE = "Lisez-moi"
"""The sheet that is written for editors and never read."""

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
