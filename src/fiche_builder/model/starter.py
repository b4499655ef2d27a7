"""The workbook that `fiche init` makes.

Its sheets, drop-downs and input help come from the field table. It has two example fiches.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from fiche_builder.common.i18n import _
from fiche_builder.model.columns import Column, Holds, SheetSpec
from fiche_builder.model.examples import example_contact, example_fiches, example_settings, example_team
from fiche_builder.model.fields import (
    CONTACTS,
    FICHES,
    PARAMETER_NAMES,
    PARAMETERS,
    README_TITLE,
    SHEETS,
    SUGGESTIONS,
    TEAMS,
    THEMES,
)
from fiche_builder.workbook.writer import DATE, LAST_LISTED_ROW, TEXT, ColumnLook, SheetLook, workbook_bytes

Rows = Sequence[Sequence[Any]]

_TEXT_COLUMNS = {Holds.PHONES, Holds.POSTAL_CODE, Holds.EMAILS, Holds.SITES, Holds.INTRANET, Holds.NUMBERS}
_WIDTHS = {
    Holds.NUMBER: 8,
    Holds.LINES: 40,
    Holds.PHONES: 26,
    Holds.EMAILS: 30,
    Holds.SITES: 30,
    Holds.INTRANET: 30,
    Holds.DATE: 12,
    Holds.WORD: 13,
    Holds.NAMES: 30,
    Holds.POSTAL_CODE: 9,
    Holds.LANGUAGES: 12,
    Holds.COLOUR: 11,
}
_TABLE_NAMES = {
    FICHES: "Fiches",
    CONTACTS: "Contacts",
    THEMES: "Themes",
    TEAMS: "Equipes",
    SUGGESTIONS: "Suggestions",
    PARAMETERS: "Parametres",
}
_THEME_LIST = "ListeThemes"
"""The name of the range from which the drop-down of themes is filled."""
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def starter_workbook(today: date, address: str = "") -> bytes:
    """Return the workbook of a new project. `address` is where remarks arrive, if it is known."""
    return make_workbook(_example_rows(today, address or "annuaire@contact.example"))


def make_workbook(rows: Mapping[str, Rows]) -> bytes:
    """Return a workbook with every sheet of the field table.

    `rows` holds the rows by sheet key, with one value for each column in order.
    """
    sheets = [sheet_look(spec, rows.get(spec.key, ())) for spec in SHEETS]
    return workbook_bytes(sheets, {README_TITLE: readme_lines()}, created=_CREATED, names={_THEME_LIST: _theme_range()})


def sheet_look(spec: SheetSpec, rows: Rows) -> SheetLook:
    """Return how a sheet is written. Widths, formats, drop-downs and help follow from its columns."""
    return SheetLook(
        title=spec.title,
        columns=tuple(_column_look(spec, column) for column in spec.columns),
        rows=tuple(tuple(row) for row in rows),
        table=_TABLE_NAMES[spec],
    )


def _column_look(spec: SheetSpec, column: Column) -> ColumnLook:
    header = f"{column.header} *" if column.required else column.header
    return ColumnLook(
        header=header,
        width=column.width or _WIDTHS.get(column.holds, 18),
        is_public=column.is_public,
        number_format=DATE if column.holds is Holds.DATE else TEXT if column.holds in _TEXT_COLUMNS else "General",
        choices=tuple(word.word for word in column.words) if column.words else (),
        choice_range=_THEME_LIST if spec is FICHES and column.key == "theme" else "",
        # A theme may also be given by its code, so this list only suggests and does not restrict.
        strict=column.key != "theme",
        help_title=column.header,
        help_text=column_help(spec, column),
        wraps=column.holds is Holds.LINES,
    )


def _theme_range() -> str:
    letter = chr(ord("A") + [column.key for column in THEMES.columns].index("name"))
    return f"'{THEMES.title}'!${letter}$2:${letter}${min(LAST_LISTED_ROW, 200)}"


def column_help(spec: SheetSpec, column: Column) -> str:
    """Return the input help that Excel shows for a column, in at most 255 characters."""
    audience = _("May be public.") if column.is_public else _("Stays internal.")
    text = _(column.help) if column.help else _holds_texts().get(column.holds, "")
    return " ".join(part for part in (text, audience if spec in (FICHES, CONTACTS) else "") if part)


def _holds_texts() -> dict[Holds, str]:
    return {
        Holds.PHONES: _(
            "One or several, ; between them. Words in brackets after a number are printed: 02 555 12 34 (reception)."
        ),
        Holds.EMAILS: _("One or several, ; between them."),
        Holds.SITES: _("One or several, ; between them, as the browser shows them."),
        Holds.DATE: _("Day/month/year."),
        Holds.NAMES: _("Several with ; between them."),
        Holds.WORD: _("Choose from the list."),
        Holds.COLOUR: _("# and six digits or letters from A to F, dark enough for white text."),
    }


def readme_lines() -> list[str]:
    """Return the lines of the sheet for editors."""
    return [
        "# " + _("How this workbook works"),
        _(
            "One row in the sheet “Fiches” is one fiche of the annuaire. Blue headers may become public, red ones "
            "always stay internal."
        ),
        _(
            "A fiche is public only if “Diffusion” says Public; of its contacts, only those whose usage is “Donner”, "
            "without names."
        ),
        _("Columns with * must be filled in. Add columns of your own if you like: they are never published."),
        _(
            "Sort, filter and colour as you please; the order of rows and columns does not matter. Do not rename the "
            "headers."
        ),
        "# " + _("Each month"),
        _("1. Check what is overdue with the services themselves and write the day into “Vérifié le”."),
        _("2. Save and close the workbook, then run: fiche check. It reports every mistake, its cell, and what to do."),
        _("3. Run: fiche build. It makes the internal and the public edition in the folder “output”."),
        _("4. Look at the PDFs before you send them."),
    ]


def _example_rows(today: date, address: str) -> dict[str, Rows]:
    return {
        "fiches": _example_fiches(today),
        "contacts": [_in_order(CONTACTS.columns, {**example_contact(_), "verified_on": today})],
        "themes": [_in_order(THEMES.columns, values) for values in _example_themes()],
        "teams": [_in_order(TEAMS.columns, example_team(_))],
        "suggestions": [],
        "parameters": [
            *((PARAMETER_NAMES[key], value) for key, value in example_settings(_).items()),
            (PARAMETER_NAMES["suggestions_address"], address),
            (PARAMETER_NAMES["region"], "BE"),
        ],
    }


def _example_themes() -> Iterable[dict[str, Any]]:
    return (
        {"code": "EM", "name": _("Employment"), "name_nl": "Werk", "order": 1, "colour": "#1D4E89"},
        {"code": "FO", "name": _("Training"), "name_nl": "Opleiding", "order": 2, "colour": "#0B6E4F"},
    )


def _example_fiches(today: date) -> Rows:
    checked = {"verified_on": today}
    return [_in_order(FICHES.columns, {**values, **checked}) for values in example_fiches(_)]


def _in_order(columns: Iterable[Column], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values.get(column.key) for column in columns)
