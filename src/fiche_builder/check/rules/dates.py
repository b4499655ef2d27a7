"""Dates of verifications and notices, and the permission to publish."""

import re
from collections.abc import Iterator
from datetime import date

from fiche_builder.check.findings import Context, Drops, Hit, Severity, printed_fiches, rule, shown
from fiche_builder.check.remarks import Said, did_you_mean, empty_hint, remark_rule
from fiche_builder.common.dates import day_text, months_between
from fiche_builder.common.i18n import _
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import CONTACTS, FICHES, SUGGESTIONS
from fiche_builder.model.tables import Book, Place, Row, Table
from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.words import Diffusion

_LIKE_A_DATE = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}")


@remark_rule("date-invalid", Severity.ERROR)
def date_invalid(remark: Remark) -> Said:
    """Text in a date cell that is not a date."""
    words = {"value": remark.text}
    if _LIKE_A_DATE.fullmatch(remark.text) and not remark.suggestion:
        return _("There is no such day as %(value)s.") % words, _("Write day/month/year, such as 25/11/2026.")
    hint = did_you_mean(remark) or empty_hint(remark) or _("Write day/month/year, such as 25/11/2026.")
    return _("“%(value)s” is not a date.") % words, hint


@rule("date-future", Severity.ERROR, Drops.VALUE)
def date_future(book: Book, context: Context) -> Iterator[Hit]:
    """The date of a verification that has not taken place yet."""
    for spec in (FICHES, CONTACTS, SUGGESTIONS):
        keys = spec.keys(Use.PAST)
        for table, row in book.rows(spec):
            for key in keys:
                day = row.value(key, date)
                if day is not None and day > context.today:
                    yield Hit(
                        table.place(row, key),
                        shown(row, key),
                        _("%(day)s is in the future.") % {"day": day_text(day)},
                        _("Write the day on which it was done."),
                    )


@rule("permission-missing", Severity.WARNING, apart=True)
def permission_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A public fiche without the name of the person who allowed it to be public. A missing column is told once."""
    for table, row in printed_fiches(book):
        is_public = row.value("diffusion", Diffusion) is Diffusion.PUBLIC
        if is_public and "authorised_by" not in table.columns:
            yield _without_column(
                table,
                "authorised_by",
                _("There is no column “%(column)s”: no fiche says who allowed it to be public."),
            )
            return
        if is_public and "authorised_by" not in row.cells:
            yield Hit(
                table.place(row, "authorised_by"),
                "",
                _("“%(name)s” is public, but it does not say who allowed it.") % {"name": row.text("name")},
                _("Write who gave permission into “Autorisé par”, or make the fiche internal."),
            )


@rule("verification-missing", Severity.WARNING, apart=True)
def verification_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A fiche that was never verified. A missing column is told once."""
    for table, row in printed_fiches(book):
        if "verified_on" not in table.columns:
            yield _without_column(
                table, "verified_on", _("There is no column “%(column)s”: no fiche says when it was checked.")
            )
            return
        if "verified_on" not in row.cells:
            yield Hit(
                table.place(row, "verified_on"),
                "",
                _("“%(name)s” was never checked at the source.") % {"name": row.text("name")},
                _("Call the service, then write the day, who checked and how."),
            )


@rule("verification-due", Severity.WARNING, apart=True)
def verification_due(book: Book, context: Context) -> Iterator[Hit]:
    """A fiche that is due to be verified again."""
    periods = context.config.verification
    for table, row, day, months in _ages(book, context.today):
        if periods.due_months <= months < periods.overdue_months:
            yield Hit(
                table.place(row, "verified_on"),
                shown(row, "verified_on"),
                _("Last checked on %(day)s, more than %(months)d months ago: a check is due.")
                % {"day": day_text(day), "months": periods.due_months},
                _("Call the service, then write the day, who checked and how."),
            )


@rule("verification-overdue", Severity.WARNING, apart=True)
def verification_overdue(book: Book, context: Context) -> Iterator[Hit]:
    """A fiche that is overdue for verification. The edition prints "to be confirmed" beside it."""
    periods = context.config.verification
    for table, row, day, months in _ages(book, context.today):
        if months >= periods.overdue_months:
            yield Hit(
                table.place(row, "verified_on"),
                shown(row, "verified_on"),
                _("Last checked on %(day)s, more than %(months)d months ago: the edition prints “to be confirmed”.")
                % {"day": day_text(day), "months": periods.overdue_months},
                _("Call the service first of all, then write the day, who checked and how."),
            )


@rule("notice-dates", Severity.ERROR, Drops.VALUE)
def notice_dates(book: Book, _context: Context) -> Iterator[Hit]:
    """A notice that ends before it starts."""
    for table, row in book.rows(FICHES):
        start, end = row.value("notice_from", date), row.value("notice_until", date)
        if start and end and end < start:
            yield Hit(
                table.place(row, "notice_until"),
                shown(row, "notice_until"),
                _("The notice ends on %(end)s, before it starts (%(start)s).")
                % {"end": day_text(end), "start": day_text(start)},
                _("Correct one of the two dates."),
            )


@rule("notice-expired", Severity.INFO)
def notice_expired(book: Book, context: Context) -> Iterator[Hit]:
    """A notice that is over, and is no longer printed."""
    for table, row in book.rows(FICHES):
        end = row.value("notice_until", date)
        if end and end < context.today and row.text("notice"):
            yield Hit(
                table.place(row, "notice"),
                shown(row, "notice"),
                _("The notice has been over since %(end)s: it is no longer printed.") % {"end": day_text(end)},
                _("Delete it, with its dates."),
            )


def _without_column(table: Table, key: str, message: str) -> Hit:
    """Return the hit for a sheet that lacks a column, instead of one for each of its rows."""
    column = table.header(key)
    return Hit(
        Place(table.raw.title, table.header_row, 1, column),
        "",
        message % {"column": column},
        _("Add the column “%(column)s” to the sheet “Fiches”.") % {"column": column},
    )


def _ages(book: Book, today: date) -> Iterator[tuple[Table, Row, date, int]]:
    printed = {number for _table, row in printed_fiches(book) if (number := row.value("number", int))}
    contacts = ((table, row) for table, row in book.rows(CONTACTS) if row.value("fiche", int) in printed)
    for table, row in (*printed_fiches(book), *contacts):
        day = row.value("verified_on", date)
        if day is not None:
            yield table, row, day, months_between(day, today)
