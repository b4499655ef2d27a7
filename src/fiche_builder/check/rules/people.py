"""Recipients of the mailing, and the settings of the sheet `Paramètres`."""

from collections.abc import Iterator

from fiche_builder.check.findings import Context, Drops, Hit, Severity, rule, shown
from fiche_builder.check.remarks import remark_hits
from fiche_builder.check.rules.contacts import address_hint
from fiche_builder.common.i18n import _
from fiche_builder.common.text import fold_header
from fiche_builder.model.fields import PARAMETER_NAMES, PARAMETERS, TEAMS
from fiche_builder.model.tables import Book, Place, Row, Table, read_parameters
from fiche_builder.model.values.domains import is_internal_host
from fiche_builder.model.values.emails import parse_emails
from fiche_builder.model.values.numbering import parse_region
from fiche_builder.model.values.simple import nearest
from fiche_builder.model.words import TeamEdition

_NEEDED = ("title", "suggestions_address")


@rule("recipient-invalid", Severity.ERROR, Drops.ROW)
def recipient_invalid(book: Book, _context: Context) -> Iterator[Hit]:
    """A recipient without a usable mail address or without a team."""
    yield from remark_hits(book, "recipient-invalid")
    for table, row in book.rows(TEAMS):
        if "email" not in row.cells and "email" in table.columns:
            yield Hit(
                table.place(row, "email"),
                "",
                _("The recipient has no mail address."),
                _("Write it into the column “E-mail”."),
            )
        if "team" not in row.cells and "team" in table.columns:
            yield Hit(
                table.place(row, "team"),
                "",
                _("The recipient is in no team."),
                _("Write the team's name into the column “Équipe”."),
            )


@rule("recipient-duplicated", Severity.ERROR, Drops.ROW)
def recipient_duplicated(book: Book, _context: Context) -> Iterator[Hit]:
    """A recipient who would get the mail twice."""
    first: dict[str, str] = {}
    for table, row in book.rows(TEAMS):
        for address in row.value("email", tuple) or ():
            key = address.casefold()
            place = table.place(row, "email").coordinate
            if first.setdefault(key, place) != place:
                yield Hit(
                    table.place(row, "email"),
                    shown(row, "email"),
                    _("“%(value)s” already stands in %(cell)s.") % {"value": address, "cell": first[key]},
                    _("Leave the address in one row only."),
                )


@rule("recipient-outside", Severity.ERROR, Drops.ROW)
def recipient_outside(book: Book, context: Context) -> Iterator[Hit]:
    """The internal edition addressed to somebody outside.

    Without internal domains in `fiche.toml`, this cannot be told.
    """
    domains = context.config.privacy.internal_domains
    for table, row in book.rows(TEAMS):
        if not domains or row.value("edition", TeamEdition) is TeamEdition.PUBLIC:
            continue
        for address in row.value("email", tuple) or ():
            if not is_internal_host(address.rpartition("@")[2], domains):
                yield Hit(
                    table.place(row, "email"),
                    shown(row, "email"),
                    _("“%(value)s” would get the internal edition, but is outside (%(domains)s).")
                    % {"value": address, "domains": ", ".join(domains)},
                    _("Choose the edition “Publique”, or add the domain to internal_domains in fiche.toml."),
                )


@rule("setting-unknown", Severity.INFO)
def setting_unknown(book: Book, _context: Context) -> Iterator[Hit]:
    """A row of `Paramètres` that the program does not know or cannot use."""
    known = {fold_header(name) for name in PARAMETER_NAMES.values()}
    for table, row in book.rows(PARAMETERS):
        if region := _unknown_region(table, row):
            yield region
        if address := _unusable_address(table, row):
            yield address
        key = row.text("key")
        if key and fold_header(key) not in known:
            near = nearest(key, PARAMETER_NAMES.values())
            yield Hit(
                table.place(row, "key"),
                shown(row, "key"),
                _("The setting “%(value)s” is not known.") % {"value": key},
                _("Did you mean “%(near)s”?") % {"near": near}
                if near
                else _("Known here: %(names)s.") % {"names": ", ".join(PARAMETER_NAMES.values())},
            )


def _unusable_address(table: Table, row: Row) -> Hit | None:
    if fold_header(row.text("key")) != fold_header(PARAMETER_NAMES["suggestions_address"]) or not row.text("value"):
        return None
    remarks = parse_emails(row.text("value")).remarks
    message = _("“%(value)s” is not a mail address: nobody could report a mistake.") % {"value": row.text("value")}
    return Hit(table.place(row, "value"), shown(row, "value"), message, address_hint(remarks[0])) if remarks else None


def _unknown_region(table: Table, row: Row) -> Hit | None:
    if fold_header(row.text("key")) != fold_header(PARAMETER_NAMES["region"]) or parse_region(row.text("value")):
        return None
    return Hit(
        table.place(row, "value"),
        shown(row, "value"),
        _("“%(value)s” is not a country: phone numbers without a prefix are read as Belgian.")
        % {"value": row.text("value")},
        _("Write the two letters of the country, such as BE or FR."),
    )


@rule("setting-missing", Severity.WARNING)
def setting_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A setting whose absence leaves a gap in an edition."""
    table = book.table(PARAMETERS)
    present = read_parameters(table) if table else {}
    for key in _NEEDED:
        if key not in present:
            name = PARAMETER_NAMES[key]
            yield Hit(
                Place(
                    table.raw.title if table else PARAMETERS.title,
                    table.header_row if table else 0,
                    1 if table else 0,
                    name,
                ),
                "",
                _("The setting “%(name)s” is missing.") % {"name": name},
                _("Write “%(name)s” into the column “Clé” and its value beside it.") % {"name": name},
            )
