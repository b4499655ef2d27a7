"""The frame of a workbook: columns and sheets that are probably ours under another name, and copies nobody reads.

Nothing is read because of a likeness. `check` asks the editor, who knows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fiche_builder.common.text import fold_header, tidy
from fiche_builder.model.columns import Column, Holds, SheetSpec, Use
from fiche_builder.model.contents import TELLING, Fit, fit_of, is_of_words
from fiche_builder.model.fields import PARAMETER_NAMES, PARAMETERS, README_TITLE, SHEETS
from fiche_builder.model.header_names import column_names, sheet_names
from fiche_builder.model.likeness import NameRank, is_own, name_key, rank_name
from fiche_builder.model.values.cells import text_of
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue

HEADER_ROWS = 20
_LAST_ROW_LOOKED_AT = 100
_JUDGED = 200
"""So many cells tell what a column holds."""
_ENOUGH = 3
_YEARS = range(1950, 2050)
_WORDS = [column.words for spec in SHEETS for column in spec.columns if column.words]
_FREE = {Holds.LINE, Holds.LINES, Holds.NAMES}


@dataclass(frozen=True, slots=True)
class LastFrame:
    """The columns that held something when the newest edition was made, by the key of their sheet."""

    edition: str
    columns: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Unread:
    """A column that is not ours: the cell of its header, which may be empty, and the values below."""

    header: RawCell
    values: tuple[RawValue, ...]

    @property
    def name(self) -> str:
        """Its header, tidied."""
        return tidy(text_of(self.header.value))

    def fit(self, column: Column, region: str) -> Fit | None:
        """Return how many of its cells could stand in a column of ours; None where anything could."""
        return fit_of(column.holds, column.words, self.values, region)


@dataclass(frozen=True, slots=True)
class Guess:
    """The column that one of ours probably is."""

    unread: Unread
    by_name: bool
    """By its name, or else only by what stands in it."""


@dataclass(frozen=True, slots=True)
class BookFrame:
    """What is probably ours under another name."""

    columns: Mapping[str, Mapping[str, Guess]]
    """By the keys of sheet and column."""
    sheets: Mapping[str, RawSheet]
    """By the key of the sheet that is missing."""
    copies: tuple[tuple[SheetSpec, RawSheet], ...]
    """Sheets with the columns of one of ours, which is there as well."""


def names_in(spec: SheetSpec, row: RawRow) -> tuple[int, int]:
    """Return how many columns of ours a row names exactly, and how many it names in any way that people use."""
    ours, others = spec.by_header, _other_names(spec.key)
    exact, any_way = set(), set()
    for cell in row.cells.values():
        text = tidy(text_of(cell.value)) if cell.value is not None else ""
        if column := ours.get(fold_header(text)):
            exact.add(column.key)
        elif key := others.get(name_key(text)):
            any_way.add(key)
    return len(exact), len(exact | any_way)


@cache
def _other_names(sheet: str) -> dict[str, str]:
    """Return the key of each column by the keys of its names."""
    (spec,) = (spec for spec in SHEETS if spec.key == sheet)
    return {
        name_key(name.removeprefix("=")): column.key
        for column in reversed(spec.columns)
        for name in (column.header, *column_names(sheet, column.key))
    }


def find_header(spec: SheetSpec, sheet: RawSheet, first: int = 1, last: int = HEADER_ROWS) -> RawRow | None:
    """Return the row that names the most columns of ours among the first rows, or None if none does."""
    candidates = [row for row in sheet.rows if first <= row.index <= last]
    best = max(candidates, key=lambda row: names_in(spec, row), default=None)
    return best if best is not None and names_in(spec, best)[1] else None


def find_late_header(spec: SheetSpec, sheet: RawSheet) -> int:
    """Return the number of a row further down that has all required headers, or 0."""
    needed = sum(column.required for column in spec.columns)
    row = find_header(spec, sheet, HEADER_ROWS + 1, _LAST_ROW_LOOKED_AT)
    return row.index if row is not None and names_in(spec, row)[0] >= max(2, needed) else 0


def unread_columns(spec_columns: Iterable[int], header: RawRow | None, sheet: RawSheet) -> Iterator[Unread]:
    """Yield the columns that are not ours: those with a header, and those without one that hold several values."""
    if header is None:
        return
    ours = set(spec_columns)
    below: dict[int, list[RawValue]] = {}
    for row in sheet.rows:
        if row.index > header.index:
            for number in row.cells.keys() - ours:
                found = row.cells[number]
                if found.value is not None and not found.error and not found.uncached and tidy(text_of(found.value)):
                    below.setdefault(number, []).append(found.value)
    for number in sorted({*below, *header.cells} - ours):
        cell = header.cells.get(number)
        if cell is not None and cell.value is not None:
            yield Unread(cell, tuple(below.get(number, ())[:_JUDGED]))
        elif len(below.get(number, ())) >= _ENOUGH:
            yield Unread(RawCell(header.index, number, None), tuple(below[number][:_JUDGED]))


def guess_columns(spec: SheetSpec, ours: Mapping[str, int], unread: Sequence[Unread], region: str) -> dict[str, Guess]:
    """Return which of the columns that are missing is probably which of those that are unread."""
    missing = [column for column in spec.columns if column.key not in ours]
    scored = sorted(
        (
            (score, -found.header.column, column.key, Guess(found, by_name))
            for found in unread
            for column in missing
            for score, by_name in [_score(spec, column, found, ours, region)]
            if score > 0
        ),
        key=lambda entry: entry[:3],
        reverse=True,
    )
    guesses: dict[str, Guess] = {}
    for *_sure, key, guess in scored:
        if key not in guesses and all(guess.unread is not other.unread for other in guesses.values()):
            guesses[key] = guess
    towns = {*_at(ours, guesses, "municipality"), *_at(ours, guesses, "address")}
    for column in missing:
        # Four digits may be anything; beside a town or a street they are its postal code.
        if column.holds is Holds.POSTAL_CODE and column.key not in guesses:
            for found in unread:
                beside = {found.header.column - 1, found.header.column + 1} & towns
                free = all(found is not guess.unread for guess in guesses.values())
                if beside and free and _is_postal(column, found, region):
                    guesses.setdefault(column.key, Guess(found, by_name=False))
    return guesses


def _is_postal(column: Column, found: Unread, region: str) -> bool:
    fit = found.fit(column, region)
    are_years = all(text_of(value).isdecimal() and int(text_of(value)) in _YEARS for value in found.values)
    return bool(fit and fit.mostly and fit.fitting >= _ENOUGH and not are_years and not is_own(found.name))


def _at(ours: Mapping[str, int], guesses: Mapping[str, Guess], key: str) -> list[int]:
    return [ours[key]] if key in ours else [guesses[key].unread.header.column] if key in guesses else []


def _rank(spec: SheetSpec, column: Column, text: str) -> NameRank:
    return rank_name(text, column.header, column_names(spec.key, column.key))


def _score(spec: SheetSpec, column: Column, found: Unread, ours: Mapping[str, int], region: str) -> tuple[float, bool]:
    """Return how sure it is that a column is ours, from 0 to 5, and whether its name says so.

    What stands in it may deny its name.
    """
    rank = _rank(spec, column, found.name)
    fit = found.fit(column, region)
    share = fit.fitting / fit.filled if fit and fit.filled else 0.0
    if rank is NameRank.AROUND and not column.required and (column.holds in _FREE or not found.values):
        rank = NameRank.NONE  # "Source de financement" is no Source
    if rank and not (fit and (fit.denies if rank < NameRank.SAME else fit.filled >= _ENOUGH and not fit.fitting)):
        return rank + share * 0.9, True
    if is_own(found.name) or fit is None:
        return 0.0, False
    values = list(found.values)
    if column.words is not None:
        telling = is_of_words(column, values, _WORDS)
    else:
        # Dates may be anything of the team's own; only the day of a verification is asked for, and where it is missing.
        rival = any(spec.column(key).holds is column.holds for key in ours) and column.holds is not Holds.DATE
        asked = column.holds is not Holds.DATE or column.uses & Use.CHECK
        telling = bool(column.holds in TELLING and asked and not rival and fit.mostly and fit.fitting >= _ENOUGH)
    return (share * 0.9 if telling else 0.0), False


_Copies = list[tuple[SheetSpec, RawSheet]]


def guess_sheets(sheets: Sequence[RawSheet], bound: Mapping[str, RawSheet]) -> tuple[dict[str, RawSheet], _Copies]:
    """Return which sheet each one that is missing probably is, and the copies of those that are there.

    `bound` are the sheets that are ours, by their key.
    """
    free = [
        sheet
        for sheet in sheets
        if all(sheet is not other for other in bound.values()) and fold_header(sheet.title) != fold_header(README_TITLE)
    ]
    scored = sorted(
        (
            (score, -index, spec.key, sheet)
            for index, sheet in enumerate(free)
            for spec in SHEETS
            if (score := _sheet_score(spec, sheet)) > 0
        ),
        key=lambda entry: entry[:3],
        reverse=True,
    )
    guessed: dict[str, RawSheet] = {}
    for *_sure, key, sheet in scored:
        if key not in bound and key not in guessed and all(sheet is not other for other in guessed.values()):
            guessed[key] = sheet
    rest = [sheet for sheet in free if all(sheet is not other for other in guessed.values())]
    found = ((sheet, [spec for spec in SHEETS if spec.key in bound and _is_copy(spec, sheet)]) for sheet in rest)
    return guessed, [(max(specs, key=lambda spec: _known(spec, sheet)), sheet) for sheet, specs in found if specs]


def _known(spec: SheetSpec, sheet: RawSheet) -> int:
    header = find_header(spec, sheet)
    return names_in(spec, header)[0] if header else 0


def _sheet_score(spec: SheetSpec, sheet: RawSheet) -> float:
    """Return how much a sheet looks like one of ours: by its headers, and by its title if its headers agree."""
    rank = rank_name(sheet.title, spec.title, sheet_names(spec.key))
    if spec is PARAMETERS:
        known = _parameters_in(sheet)
        return rank + known if known >= (1 if rank else 2) else 0.0
    header = find_header(spec, sheet)
    if header is None:
        return 0.0
    exact, any_way = names_in(spec, header)
    headers = sum(cell.value is not None for cell in header.cells.values())
    has_required = all(column.key in _exactly(spec, header) for column in spec.columns if column.required)
    if has_required and exact > 2 and exact * 2 >= headers:  # noqa: PLR2004 (fewer stand in any list)
        return rank + exact
    if rank >= NameRank.PADDED and (any_way > 1 or any_way == headers):
        return rank + any_way / 10
    if spec.required and any_way * 2 > headers and any_way > 2:  # noqa: PLR2004
        return any_way / 10
    return 0.0


def _exactly(spec: SheetSpec, header: RawRow) -> set[str]:
    ours = spec.by_header
    found = (ours.get(fold_header(tidy(text_of(cell.value)))) for cell in header.cells.values())
    return {column.key for column in found if column}


def _is_copy(spec: SheetSpec, sheet: RawSheet) -> bool:
    """Tell whether a sheet holds rows under the headers of one of ours; few headers must bear its title as well."""
    if spec is PARAMETERS:
        return _title_words(sheet.title, spec) and _parameters_in(sheet) > 0
    header = find_header(spec, sheet)
    if header is None or all(row.index <= header.index for row in sheet.rows):
        return False
    exact = _exactly(spec, header)
    named = bool(_title_words(sheet.title, spec))
    return all(c.key in exact for c in spec.columns if c.required) and (named or len(exact) > _ENOUGH)


def _title_words(title: str, spec: SheetSpec) -> bool:
    return fold_header(spec.title).rstrip("s") in fold_header(title)


def _parameters_in(sheet: RawSheet) -> int:
    """Return how many settings of ours a sheet names, in the first columns."""
    names = {fold_header(name) for name in PARAMETER_NAMES.values()}
    cells = (cell for row in sheet.rows for cell in row.cells.values() if cell.column <= 2)  # noqa: PLR2004
    return len({fold_header(tidy(text_of(cell.value))) for cell in cells if cell.value is not None} & names)
