"""The call sheet: this month's fiches with all their values, to be filled in during the calls."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.common.dates import day_text
from fiche_builder.common.i18n import _
from fiche_builder.model.columns import Holds
from fiche_builder.model.fields import CONTACTS
from fiche_builder.model.tables import Row
from fiche_builder.upkeep.sheets.returned import form_facts
from fiche_builder.upkeep.sheets.values import (
    NEW_CONTACT,
    WHOLE,
    FicheValue,
    fiche_rows,
    fiche_values,
    line_key,
    make_key,
    shown_text,
)
from fiche_builder.workbook.forms import Form, FormColumn, FormRow, form_bytes

KIND = "calls"
SCHEMA = "1"
RESULT = 4
"""The index of the column whose list differs in the line of the whole fiche."""


def make_call_sheet(checked: CheckedWorkbook, calls: Sequence[tuple[int, str]], today: date) -> bytes:
    """Return the call sheet for these fiches, in this order: (N°, the reason in words).

    A N° that no fiche has is skipped.
    """
    return form_bytes(_form(checked, calls, today), created=datetime.combine(today, time()))


def result_words() -> tuple[str, str, str]:
    """Return the words for the result of a call: the value is right, was corrected, or nobody could be reached."""
    return _("Confirmed"), _("Corrected"), _("Unreachable")


def headers() -> dict[str, str]:
    """Return the headers of the columns by their key in the code."""
    return {
        "fiche": _("Fiche"), "name": _("Name"), "element": _("Item"), "value": _("Present value"),
        "result": _("Result"),
        "new": _("New value"), "channel": _("Channel"), "by": _("By"), "on": _("On"), "remark": _("Remark"),
    }  # fmt: skip


def _form(checked: CheckedWorkbook, calls: Sequence[tuple[int, str]], today: date) -> Form:
    imprint = checked.directory.imprint
    rows = fiche_rows(checked.book)
    planned = [(rows[number], reason) for number, reason in dict(calls).items() if number in rows]
    confirmed, _corrected, unreachable = result_words()
    return Form(
        sheet=_("Calls"),
        title=_("%(title)s: calls of %(day)s") % {"title": imprint.title, "day": day_text(today)},
        lines=(
            _(
                "1. “Good morning, this is %(who)s. Our colleagues refer people to you by our “%(title)s”. May I go "
                "through your entry?”"
            )
            % {"who": imprint.organisation or imprint.title, "title": imprint.title},
            _("2. Read each value: “Is that still right? Is that person still there, in that function?”"),
            _("3. “Thank you. Whom may we ask next time?”"),
        ),
        note=_(
            "Result in a blue line: for the whole fiche (“%(confirmed)s” or “%(unreachable)s”). Channel, By and On: "
            "once for each fiche. "
            "A new value - empties the cell; old -> new corrects one of several numbers. A web page is not a source."
        )
        % {"confirmed": confirmed, "unreachable": unreachable},
        columns=_columns(),
        rows=tuple(line for fiche, reason in planned for line in _fiche_lines(checked, fiche, reason)),
        facts=form_facts(KIND, SCHEMA, checked.book, today),
    )


def _columns() -> tuple[FormColumn, ...]:
    words = headers()
    return (
        FormColumn(words["fiche"], 7, is_repeated=True),
        FormColumn(words["name"], 22, is_repeated=True),
        FormColumn(words["element"], 34),
        FormColumn(words["value"], 42),
        FormColumn(words["result"], 13, is_input=True, choices=result_words()),
        FormColumn(
            words["new"],
            34,
            is_input=True,
            help_text=_(
                "The whole cell as it should be. One of several numbers: old -> new. A single - empties it. A new "
                "contact: label ; person ; function ; numbers ; mails ; usage."
            ),
        ),
        FormColumn(
            words["channel"],
            10,
            is_input=True,
            choices=(_("call"), _("mail"), _("visit")),
            strict=False,
            help_text=_("How you reached the source. A web page is not a source."),
        ),
        FormColumn(words["by"], 9, is_input=True, help_text=_("Your initials.")),
        FormColumn(words["on"], 13, is_input=True, number_format="DD/MM/YYYY", help_text=_("Day/month/year.")),
        FormColumn(
            words["remark"], 22, is_input=True, help_text=_("For yourselves: it is not taken into the workbook.")
        ),
    )


def _fiche_lines(checked: CheckedWorkbook, fiche: Row, reason: str) -> Iterator[FormRow]:
    confirmed, _corrected, unreachable = result_words()
    number, name = str(fiche.value("number", int)), shown_text(fiche, "name")
    values = list(fiche_values(checked.book, fiche))
    phones = dict.fromkeys(value.text for value in values if value.column.holds is Holds.PHONES and value.text)
    blanks = ("",) * 6
    yield FormRow((number, name, reason, "\n".join(phones), *blanks), str(line_key(fiche, WHOLE)), is_heading=True,
                  choices={RESULT: (confirmed, unreachable)})  # fmt: skip
    for value in values:
        yield FormRow((number, name, _element(value), value.text, *blanks), str(make_key(value, fiche)))
    yield FormRow((number, name, _("New contact"), "", *blanks), str(line_key(fiche, NEW_CONTACT)))


def _element(value: FicheValue) -> str:
    """Return what a value is: the header of its column, and for a contact also whose it is."""
    header = value.column.header
    if value.spec is not CONTACTS:
        return header
    whose = (
        shown_text(value.row, "label")
        or shown_text(value.row, "person")
        or shown_text(value.row, "function")
        or _("Contact")
    )
    return f"{whose} – {header}"
