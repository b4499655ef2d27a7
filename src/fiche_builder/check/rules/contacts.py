"""Contact points: phones, mails, sites, and whether a fiche has any."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from fiche_builder.check.findings import Context, Drops, Hit, Severity, printed_fiches, rule, shown
from fiche_builder.check.remarks import Said, did_you_mean, message_of, remark_hits, remark_rule
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.text import fold
from fiche_builder.model.fields import CONTACTS, FICHES, Holds
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Book, Row, Table, fiche_numbers
from fiche_builder.model.values.domains import PERSONAL_DOMAINS, is_internal_host
from fiche_builder.model.values.emails import parse_emails
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.model.values.phones import is_premium
from fiche_builder.model.values.sites import parse_sites
from fiche_builder.model.words import Diffusion, Usage

_LINKED = {Holds.EMAILS, Holds.SITES, Holds.INTRANET}
_CONTACT_COLUMNS = ("phones", "emails", "sites", "address")
_EMPTY_WORDS = {"neant", "-", "/", "x", "nihil", "geen", "aucun", "n/a", "na", "?", "sans", "inconnu", "neen", "non"}
OFFICE_WORDS = frozenset(
    {
        "accueil",
        "admin",
        "antenne",
        "asso",
        "asbl",
        "bureau",
        "ccas",
        "centre",
        "centrum",
        "clic",
        "contact",
        "cpas",
        "direction",
        "dienst",
        "emploi",
        "formation",
        "info",
        "jeunes",
        "jeugd",
        "maison",
        "mairie",
        "mission",
        "ocmw",
        "onthaal",
        "permanence",
        "pij",
        "secretariaat",
        "secretariat",
        "service",
        "social",
        "sociaal",
        "vzw",
    }
)
"""Words in a mailbox's name that say that it is an office's."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL = frozenset({"a", "au", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "of", "van", "voor"})
_TELLING = 4
"""From this many letters on, a word in a mailbox's name cannot be chance."""


@rule("contact-missing", Severity.ERROR, Drops.ROW)
def contact_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A fiche that leads nowhere."""
    reached = {
        row.value("fiche", int) for _table, row in book.rows(CONTACTS) if row.values.keys() & {"phones", "emails"}
    }
    for table, row in printed_fiches(book):
        number = row.value("number", int)
        # A cell that could not be read has its own finding; the fiche is not "without contact" for it.
        if not row.cells.keys() & set(_CONTACT_COLUMNS) and number not in reached:
            yield Hit(
                table.place(row, "phones"),
                "",
                _("The fiche “%(name)s” has no phone, mail, site, address or contact.")
                % {"name": row.text("name") or "–"},
                _("Give it at least one, in its row or in the sheet “Contacts”."),
            )


@rule("contact-orphan", Severity.ERROR, Drops.ROW)
def contact_orphan(book: Book, _context: Context) -> Iterator[Hit]:
    """A contact of a fiche that does not exist."""
    numbers = fiche_numbers(book)
    for table, row in book.rows(CONTACTS):
        number = row.value("fiche", int)
        if number is not None and number not in numbers:
            yield Hit(
                table.place(row, "fiche"),
                shown(row, "fiche"),
                _("There is no fiche with the N° %(number)d.") % {"number": number},
                _("Correct the N°, or delete the contact."),
            )


@rule("see-also-unknown", Severity.ERROR)
def see_also_unknown(book: Book, _context: Context) -> Iterator[Hit]:
    """A cross-reference to a fiche that does not exist."""
    numbers = fiche_numbers(book)
    for table, row in book.rows(FICHES):
        for number in row.value("see_also", tuple) or ():
            if number not in numbers:
                said = see_also_message(Remark("see-also-unknown", str(number)))
                yield Hit(table.place(row, "see_also"), shown(row, "see_also"), *said)
    yield from remark_hits(book, "see-also-unknown")


@remark_rule("phone-invalid", Severity.ERROR)
def phone_invalid(remark: Remark) -> Said:
    """Something in a phone cell that is no number."""
    return _phone_message(remark), _phone_hint(remark)


@message_of("recipient-invalid")
@remark_rule("email-invalid", Severity.ERROR, lambda row, key: _link_hint(row, key, parse_emails))
def email_invalid(remark: Remark) -> Said:
    """Something in a mail cell that is no address."""
    return _("“%(value)s” is not a mail address.") % {"value": remark.text}, address_hint(remark)


@remark_rule("url-invalid", Severity.ERROR, lambda row, key: _link_hint(row, key, parse_sites))
def url_invalid(remark: Remark) -> Said:
    """Something in a site cell that is no web address."""
    return (
        _("“%(value)s” is not a web address.") % {"value": remark.text},
        did_you_mean(remark) or _empty_hint(remark) or _("Write it as the browser shows it: https://www.…"),
    )


@remark_rule("url-scheme", Severity.ERROR)
def url_scheme(remark: Remark) -> Said:
    """A link that is neither http nor https."""
    return (
        _("“%(value)s” does not begin with https:// or http://.") % {"value": remark.text},
        _("Only web pages can be linked. A mail address goes into the column “E-mail”."),
    )


@rule("link-differs", Severity.WARNING)
def link_differs(book: Book, _context: Context) -> Iterator[Hit]:
    """A mail or site whose text says one thing and whose link leads elsewhere: the text is what is published."""
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


@remark_rule("phone-lost-zero", Severity.WARNING)
def phone_lost_zero(remark: Remark) -> Said:
    """Excel took a phone for a number and dropped its zero."""
    return (
        _("%(value)s lost its zero (Excel took it for a number); it is read as %(phone)s.")
        % {"value": remark.text, "phone": remark.suggestion},
        _("Give the column the format “Text” and type the number again."),
    )


@rule("phone-premium", Severity.WARNING)
def phone_premium(book: Book, _context: Context) -> Iterator[Hit]:
    """A number that costs the caller more, in public fiches: each number once, where it first stands."""
    cells: dict[str, list[tuple[Table, Row, Phone]]] = {}
    for table, row, _owner in _public_rows(book):
        for phone in row.value("phones", tuple) or ():
            if is_premium(phone, book.region):
                cells.setdefault(phone.digits, []).append((table, row, phone))
    for (table, row, phone), *others in cells.values():
        message = (
            ngettext(
                "Calling %(phone)s costs more than an ordinary call; the number stands in %(count)d more cell.",
                "Calling %(phone)s costs more than an ordinary call; the number stands in %(count)d more cells.",
                len(others),
            )
            if others
            else _("Calling %(phone)s costs more than an ordinary call.")
        )
        yield Hit(
            table.place(row, "phones"),
            shown(row, "phones"),
            message % {"phone": phone.shown, "count": len(others)},
            _("Look for an ordinary number, or say the price in brackets behind it."),
        )


@rule("email-personal", Severity.WARNING)
def email_personal(book: Book, _context: Context) -> Iterator[Hit]:
    """A person's mailbox in a public fiche."""
    for table, row, owner in _public_rows(book):
        for address in row.value("emails", tuple) or ():
            local, _at, domain = address.rpartition("@")
            if domain.casefold() in PERSONAL_DOMAINS and not _names_an_office(local, owner, row):
                yield Hit(
                    table.place(row, "emails"),
                    shown(row, "emails"),
                    _("“%(value)s” looks like a person's own mailbox, in a public fiche.") % {"value": address},
                    _("Ask the organisation for an address of the service."),
                )


def _names_an_office(local: str, *rows: Row) -> bool:
    """Tell whether a mailbox bears the name of a service: a word or the initials of the fiche's own names, or a word such as "info"."""
    letters = "".join(_LETTERS.findall(fold(local)))
    names = [
        text
        for row in rows
        for key in ("name", "acronym", "municipality", "label", "name_nl")
        if (text := row.text(key))
    ]
    names += [name for row in rows for name in row.value("other_names", tuple) or ()]
    words = {word for name in names for word in _LETTERS.findall(fold(name)) if len(word) >= _TELLING}
    initials = {"".join(word[0] for word in _LETTERS.findall(fold(name)) if word not in _SMALL) for name in names}
    return any(
        word in letters
        for word in words | OFFICE_WORDS | {initial for initial in initials if len(initial) >= _TELLING - 1}
    )


@rule("url-internal", Severity.ERROR, Drops.VALUE)
def url_internal(book: Book, context: Context) -> Iterator[Hit]:
    """An intranet page in a public fiche."""
    domains = context.config.privacy.internal_domains
    for table, row, _owner in _public_rows(book):
        for url in row.value("sites", tuple) or ():
            if is_internal_host(urlsplit(url).hostname or "", domains):
                yield Hit(
                    table.place(row, "sites"),
                    shown(row, "sites"),
                    _("“%(value)s” is on the intranet, in a public fiche.") % {"value": url},
                    _("Move it to the column “Fiche technique”, which stays internal."),
                )


@remark_rule("postal-code-invalid", Severity.WARNING)
def postal_code_invalid(remark: Remark) -> Said:
    """A postal code that is neither Belgian nor French."""
    return (
        _("“%(value)s” is not a postal code of four digits (Belgium) or five (France).") % {"value": remark.text},
        _("Correct it, unless the address is in another country."),
    )


def _link_hint(row: Row, key: str, parse: Callable[[str], Parsed[tuple[str, ...]]]) -> str:
    """Return the address behind the link of a cell whose text is none, as in a cell that says “website”."""
    target = link_target(row.cells[key].link)
    found = parse(target).value if target and not row.values.get(key) else ()
    return _("Did you mean “%(near)s”?") % {"near": found[0]} if found else ""


def link_target(link: str) -> str:
    """Return where a cell's hyperlink leads as an editor would type it: a mail address without `mailto:` and subject."""
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
    """Return what to do about a mail address that is none."""
    if remark.reason == "web-address":
        return _("Move it to the column “Site web”.")
    usual = _("Write one address such as info@service.example, or several with ; between them.")
    return did_you_mean(remark) or _empty_hint(remark) or usual


def _public_rows(book: Book) -> Iterator[tuple[Table, Row, Row]]:
    """Yield the rows of public fiches, and of their contacts that may be given, each with its fiche's row."""
    public: dict[int | None, Row] = {}
    for table, row in printed_fiches(book):
        if row.value("diffusion", Diffusion) is Diffusion.PUBLIC:
            public[row.value("number", int)] = row
            yield table, row, row
    for table, row in book.rows(CONTACTS):
        owner = public.get(row.value("fiche", int))
        if owner and row.value("usage", Usage) is Usage.GIVE:
            yield table, row, owner


@message_of("see-also-unknown")
def see_also_message(remark: Remark) -> Said:
    """A cross-reference that leads nowhere."""
    return (
        _("“See also” names the N° %(number)s, which no fiche has.") % {"number": remark.text},
        _("Correct the N°, or take it away; put ; between several."),
    )


def _phone_message(remark: Remark) -> str:
    value = {"value": remark.text, "count": remark.count}
    if remark.reason == "too-short" and remark.count:
        return (
            ngettext(
                "“%(value)s” is not a phone number: a digit is missing.",
                "“%(value)s” is not a phone number: %(count)d digits are missing.",
                remark.count,
            )
            % value
        )
    if remark.reason == "too-long" and remark.count:
        return (
            ngettext(
                "“%(value)s” is not a phone number: there is a digit too many.",
                "“%(value)s” is not a phone number: there are %(count)d digits too many.",
                remark.count,
            )
            % value
        )
    if remark.reason == "several":
        return _("“%(value)s” holds several numbers that cannot be told apart.") % value
    return _("“%(value)s” is not a phone number.") % value


def _phone_hint(remark: Remark) -> str:
    if remark.reason == "several":
        return _("Put ; between the numbers, and words about a number in brackets behind it.")
    usual = _("Write it as it is dialled, such as 02 555 12 34, or +33 … for another country; check it at the source.")
    return _empty_hint(remark) or usual


def _empty_hint(remark: Remark) -> str:
    return _("If there is none, leave the cell empty.") if fold(remark.text).strip(" .:") in _EMPTY_WORDS else ""
