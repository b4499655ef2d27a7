"""Contact points: mails, sites, and whether a fiche has any."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from babel import Locale

from fiche_builder.check.findings import (
    Context,
    Drops,
    Hit,
    Severity,
    printed_fiches,
    public_rows,
    public_values,
    rule,
    shown,
)
from fiche_builder.check.remarks import Said, did_you_mean, empty_hint, message_of, remark_rule, says_nothing
from fiche_builder.common.i18n import _, active_language, quoted
from fiche_builder.common.text import fold
from fiche_builder.model.columns import Holds, SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.tables import Book, Place, Row, Table
from fiche_builder.model.values.domains import is_internal_host, is_private_host
from fiche_builder.model.values.emails import parse_emails
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.model.values.parsing import TEXTS
from fiche_builder.model.values.postal import example_of
from fiche_builder.model.values.sites import parse_sites
from fiche_builder.model.words import Status

MAX_CONTACTS = 200
"""Contacts and contact points of a fiche together. The largest that is known has 60."""
_MANY = 4
"""From this many postal codes of one form on, they are probably right, and of another country."""
_LINKED = {Holds.EMAILS, Holds.SITES, Holds.INTRANET}


@rule("contact-missing", Severity.ERROR, Drops.ROW, apart=True)
def contact_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A fiche without any contact point."""
    reached = _reached(book.rows(CONTACTS))
    for table, row in printed_fiches(book):
        if row.value("number", int) in reached or _reaches(FICHES, row) or _has_unread_point(row):
            continue
        if not table.columns.keys() & set(FICHES.keys(Use.POINT)):
            yield _no_points(table)
            return
        yield Hit(
            table.place(row, "phones"),
            "",
            _("The fiche “%(name)s” has no phone, mail, site, address or contact.") % {"name": row.text("name") or "–"},
            _("Give it at least one, in its row or in the sheet “Contacts”."),
        )


def _no_points(table: Table) -> Hit:
    """Return the hit for a sheet that has no column for contact points, instead of one for each of its rows."""
    headers = quoted(column.header for column in table.spec.good_for(Use.POINT))
    return Hit(
        Place(table.raw.title, table.header_row, 1, table.header("phones")),
        "",
        _("The sheet “Fiches” has none of the columns %(headers)s: its fiches lead nowhere.") % {"headers": headers},
        _("Add at least one of them, and fill it in."),
    )


@rule("contacts-too-many", Severity.ERROR, Drops.ROW, apart=True)
def contacts_too_many(book: Book, _context: Context) -> Iterator[Hit]:
    """A fiche with more than 200 contacts or contact points. Making its pages would take minutes."""
    counts: Counter[int] = Counter()
    for spec, key in ((FICHES, "number"), (CONTACTS, "fiche")):
        for _table, row in book.rows(spec):
            counts[row.value(key, int) or 0] += max(1, _points(spec, row))
    for table, row in printed_fiches(book):
        if counts[row.value("number", int) or 0] > MAX_CONTACTS:
            yield Hit(
                table.place(row, "name"),
                shown(row, "name"),
                _("The fiche “%(name)s” has more than %(most)d contacts.")
                % {"name": row.text("name") or "–", "most": MAX_CONTACTS},
                _("Divide it into several fiches, each for one service, or give its contacts the N° of the right one."),
            )


def _points(spec: SheetSpec, row: Row) -> int:
    return sum(len(row.value(key, tuple) or ()) for key in spec.keys(Use.POINT))


@rule("contact-internal", Severity.WARNING, apart=True)
def contact_internal(book: Book, _context: Context) -> Iterator[Hit]:
    """A public fiche of which only internal contacts can be reached. The public edition prints it without any."""
    rows = [(table, row) for table, row, _owner in public_rows(book)]
    only_internally = _reached(book.rows(CONTACTS)) - _reached(
        (table, row) for table, row in rows if table.spec is CONTACTS
    )
    for table, row in rows:
        is_printed = table.spec is FICHES and row.value("status", Status) is not Status.SUSPENDED
        number = row.value("number", int)
        if is_printed and number in only_internally and not _reaches(FICHES, row) and not _has_unread_point(row):
            yield Hit(
                table.place(row, "phones"),
                "",
                _(
                    "The fiche “%(name)s” is public, but nothing by which it can be reached is: the public edition "
                    "would print it without a contact."
                )
                % {"name": row.text("name") or "–"},
                _(
                    "Write a public phone, mail, site or address, give a contact the usage “Donner”, or set "
                    "Diffusion to “Interne”."
                ),
            )


def _reached(rows: Iterable[tuple[Table, Row]]) -> set[int]:
    """Return the N° of the fiches that some rows of the sheet `Contacts` help to reach."""
    return {number for _table, row in rows if (number := row.value("fiche", int)) and _reaches(CONTACTS, row)}


def _reaches(spec: SheetSpec, row: Row) -> bool:
    """Tell whether a row prints a contact point. Words such as "néant" are none."""
    return any(key in row.values and not says_nothing(row.text(key)) for key in spec.keys(Use.POINT))


def _has_unread_point(row: Row) -> bool:
    """Tell whether a fiche has a contact point that cannot be read, which has a finding of its own."""
    return any(
        (cell := row.cells.get(column.key)) is not None
        and column.key not in row.values
        and (column.holds not in TEXTS or cell.error or cell.uncached)
        for column in FICHES.good_for(Use.POINT)
    )


@message_of("recipient-invalid")
@remark_rule("email-invalid", Severity.ERROR, lambda row, key: _link_hint(row, key, parse_emails))
def email_invalid(remark: Remark) -> Said:
    """Text in a mail cell that is not a mail address."""
    return _("“%(value)s” is not a mail address.") % {"value": remark.text}, address_hint(remark)


@remark_rule("url-invalid", Severity.ERROR, lambda row, key: _link_hint(row, key, parse_sites))
def url_invalid(remark: Remark) -> Said:
    """Text in a site cell that is not a web address."""
    return (
        _("“%(value)s” is not a web address.") % {"value": remark.text},
        did_you_mean(remark) or empty_hint(remark) or _("Write it as the browser shows it: https://www.…"),
    )


@remark_rule("url-scheme", Severity.ERROR)
def url_scheme(remark: Remark) -> Said:
    """A link that begins with neither http nor https."""
    return (
        _("“%(value)s” does not begin with https:// or http://.") % {"value": remark.text},
        _("Only web pages can be linked. A mail address goes into the column “E-mail”."),
    )


@rule("link-differs", Severity.WARNING)
def link_differs(book: Book, _context: Context) -> Iterator[Hit]:
    """A mail or site whose text differs from the link behind it. The text is what is published."""
    for table in book.tables.values():
        keys = [column.key for column in table.spec.columns if column.holds in _LINKED and column.key in table.columns]
        for row in table.rows:
            for key in keys:
                cell = row.cells.get(key)
                target = link_target(cell.link) if cell and cell.link else ""
                if cell and target and row.values.get(key) and fold(target) not in _spellings(row, key):
                    yield Hit(
                        table.place(row, key),
                        cell.shown,
                        _("The cell shows “%(value)s”, but its link leads to “%(target)s”; what it shows is published.")
                        % {"value": cell.shown, "target": target},
                        _("Right-click the cell, Edit Hyperlink (or Remove Hyperlink)."),
                    )


@rule("url-internal", Severity.ERROR, Drops.VALUE)
def url_internal(book: Book, context: Context) -> Iterator[Hit]:
    """An intranet page in a public fiche.

    It is recognised by the internal domains in `fiche.toml`, or by the address itself: 192.168.1.10, serveur.lan.
    """
    domains = context.config.privacy.internal_domains
    for cell, url in public_values(book, Holds.SITES, str):
        host = urlsplit(url).hostname or ""
        if is_internal_host(host, domains) or is_private_host(host):
            yield Hit(
                cell.place,
                cell.shown,
                _("“%(value)s” is on the intranet, in a public fiche.") % {"value": url},
                _("Move it to the column “Fiche technique”, which stays internal."),
            )


@rule("postal-code-invalid", Severity.WARNING)
def postal_code_invalid(book: Book, _context: Context) -> Iterator[Hit]:
    """A postal code that is not written as in the directory's country.

    Many codes of one form are reported once.
    """
    groups: dict[str, list[tuple[Table, Row, str]]] = {}
    for table, row, key, remark in book.remarks.get("postal-code-invalid", ()):
        groups.setdefault(_form_of(remark.text), []).append((table, row, key))
    for cells in groups.values():
        if len(cells) < _MANY:
            hint = _("Correct it, unless the address is in another country.")
            yield from (_postal_code(book.region, [cell], hint) for cell in cells)
        else:
            hint = _(
                "If they are right, write the country of the directory beside “Indicatif”, in the sheet “Paramètres”."
            )
            yield _postal_code(book.region, cells, hint)


def _form_of(text: str) -> str:
    """Return the form of a postal code: 9 for each digit, A for each letter."""
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d", "9", text))


def _postal_code(region: str, cells: Sequence[tuple[Table, Row, str]], hint: str) -> Hit:
    place, *others = (table.place(row, key) for table, row, key in cells)
    _table, row, key = cells[0]
    message = (
        _("“%(value)s” is not a postal code of four digits (Belgium) or five (France).")
        if region in {"BE", "FR"}
        else _("“%(value)s” is not written like a postal code of the directory's country (%(country)s: %(example)s).")
    )
    country = Locale(active_language()).territories.get(region, region)
    words = {"value": shown(row, key), "country": country, "example": example_of(region)}
    return Hit(place, shown(row, key), message % words, hint, tuple(others))


def _link_hint(row: Row, key: str, parse: Callable[[str], Parsed[tuple[str, ...]]]) -> str:
    """Return a hint with the address behind the link, for a cell whose text is not an address, such as “website”."""
    target = link_target(row.cells[key].link)
    found = parse(target).value if target and not row.values.get(key) else ()
    return _("Did you mean “%(near)s”?") % {"near": found[0]} if found else ""


def link_target(link: str) -> str:
    """Return the target of a cell's hyperlink as an editor would type it.

    A mail address loses its `mailto:` and subject.
    """
    return link.partition(":")[2].partition("?")[0] if link.casefold().startswith("mailto:") else link


def _spellings(row: Row, key: str) -> set[str]:
    """Return the values of a cell in the forms in which Excel writes their links."""
    values = row.values.get(key)
    texts = [str(value) for value in values] if isinstance(values, tuple) else [str(values)]
    found = set()
    for text in texts:
        bare = fold(text).partition("://")[2] or fold(text)
        found |= {f"{prefix}{bare.rstrip('/')}{slash}" for prefix in ("", "http://", "https://") for slash in ("", "/")}
    return found


def address_hint(remark: Remark) -> str:
    """Return what to do about text that is not a mail address."""
    if remark.reason == "web-address":
        return _("Move it to the column “Site web”.")
    usual = _("Write one address such as info@service.example, or several with ; between them.")
    return did_you_mean(remark) or empty_hint(remark) or usual
