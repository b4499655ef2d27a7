"""What a workbook holds that must stay inside, and what may go out. Both are taken from the raw rows.

The lists below are the gate's own; `fields` has another one, for the projection. A column becomes public only if both
are changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

from fiche_builder.leak.deciding import fiche_of, is_given, is_public, number_of
from fiche_builder.leak.normalise import compact
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawWorkbook

_HEADER_ROWS = 20
_PUBLIC_COLUMNS = {
    "fiches": {
        "n",
        "no",
        "theme",
        "nom",
        "nomnl",
        "sigle",
        "autresappellations",
        "description",
        "descriptionnl",
        "publicvise",
        "conditionsdacces",
        "telephone",
        "email",
        "siteweb",
        "adresse",
        "codepostal",
        "commune",
        "horaires",
        "langues",
        "avis",
        "avisdu",
        "avisau",
        "voiraussi",
        "verifiele",
    },
    "contacts": {"fiche", "libelle", "telephone", "email", "verifiele"},
    "themes": {"code", "nom", "nomnl", "ordre", "couleur", "description"},
}
_INTERNAL_COLUMNS = {
    "fiches": {
        "nature",
        "diffusion",
        "essentiel",
        "statut",
        "consigne",
        "messagetype",
        "fichetechnique",
        "noteinterne",
        "autorisepar",
        "verifiepar",
        "source",
    },
    "contacts": {"personne", "fonction", "usage", "verifiepar", "source"},
    "themes": set[str](),
}
_SUGGESTION_COLUMNS = {
    "recuele", "fiche", "proposition", "auteur", "statut", "traiteepar", "traiteele", "reponse", "remercier",
    "refmessage",
}  # fmt: skip
_REMARK_COLUMNS = {"proposition", "reponse"}
_PARAMETER_COLUMNS = {"cle", "valeur"}
_PUBLIC_PARAMETERS = {"titre", "soustitre", "organisation", "adressedessuggestions", "mentionpublique"}
_NAME_COLUMNS = {"personne", "auteur", "verifiepar", "autorisepar", "redaction", "traiteepar"}
"""Columns with persons. Each word of a name counts separately."""


class WhyInside(Enum):
    """Why a value must stay inside."""

    FICHE = auto()
    """Its fiche is not public."""
    CONTACT = auto()
    """Its contact may not be given."""
    COLUMN = auto()
    """Its column, sheet or parameter is for colleagues only."""
    HIDDEN = auto()
    """It is behind a cell, or a property of the workbook."""


_REASONS = {"fiches": WhyInside.FICHE, "contacts": WhyInside.CONTACT}
"""Why a column that may be public is not."""


@dataclass(frozen=True, slots=True)
class Secret:
    """An internal value and its place."""

    place: str
    text: str
    is_name: bool = False
    is_remark: bool = False
    """A remark about a fiche, which may quote public text of it."""
    reason: WhyInside = WhyInside.COLUMN


@dataclass(frozen=True, slots=True)
class Evidence:
    """What must stay inside, and what may go out, with the cells of each row in order."""

    secrets: tuple[Secret, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def legitimate(self) -> tuple[str, ...]:
        """The texts that may go out, one for each row."""
        return tuple(" ".join(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A sheet whose header was found, with the key of the header for each column number."""

    sheet: RawSheet
    header: int
    keys: Mapping[int, str]

    def rows(self) -> Iterator[RawRow]:
        return (row for row in self.sheet.rows if row.index > self.header)

    def cell(self, row: RawRow, key: str) -> str:
        """Return the text of the first column with that header."""
        for number, found in self.keys.items():
            if found == key:
                cell = row.cells.get(number)
                return text_of(cell) if cell else ""
        return ""


def collect(raw: RawWorkbook) -> Evidence:
    """Return the evidence of a workbook.

    It is every text, phone, comment and link that is not public, and the public rows.
    """
    secrets: list[Secret] = []
    legitimate: list[tuple[str, ...]] = []
    grids = {name: _find_grid(raw, name) for name in _PUBLIC_COLUMNS}
    fiches = grids["fiches"]
    public = (
        {number for row in fiches.rows() if _may_go_out(fiches, row) and (number := _number(fiches, row))}
        if fiches
        else set()
    )
    for sheet in raw.sheets:
        name = compact(sheet.title)
        grid = grids.get(name)
        if name == "parametres":
            _sort_parameters(sheet, secrets, legitimate)
        elif grid is not None and grid.sheet is sheet:
            _sort_grid(name, grid, public, secrets, legitimate)
        else:
            keys = _find_keys(sheet, _SUGGESTION_COLUMNS)[1] if name == "suggestions" else {}
            secrets.extend(_secrets(sheet, (cell for row in sheet.rows for cell in row.cells.values()), keys))
    for sheet in raw.sheets:
        secrets.extend(_hidden_texts(sheet))
    secrets.extend(Secret(f"properties: {name}", value, reason=WhyInside.HIDDEN) for name, value in raw.properties)
    return Evidence(tuple(secrets), tuple(legitimate))


def text_of(cell: RawCell) -> str:
    """Return what a cell may give away: its text, or the digits of a number cell.

    A date or a truth value gives nobody away.
    """
    if isinstance(cell.value, str):
        return cell.value
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return str(int(cell.value)) if float(cell.value).is_integer() else str(cell.value)
    return ""


def _find_grid(raw: RawWorkbook, name: str) -> _Grid | None:
    sheet = next((sheet for sheet in raw.sheets if compact(sheet.title) == name), None)
    if sheet is None:
        return None
    header, keys = _find_keys(sheet, _PUBLIC_COLUMNS[name] | _INTERNAL_COLUMNS[name])
    return _Grid(sheet, header, keys) if header else None


def _find_keys(sheet: RawSheet, known: set[str]) -> tuple[int, dict[int, str]]:
    """Return the row with the most known headers and the key of each column; 0 and nothing if no row has any."""
    best: tuple[int, dict[int, str]] = (0, {})
    most = 0
    for row in takewhile(lambda row: row.index <= _HEADER_ROWS, sheet.rows):
        keys = {number: compact(text_of(cell)) for number, cell in row.cells.items() if cell.value is not None}
        count = len(known & set(keys.values()))
        if count > most:
            best, most = (row.index, keys), count
    return best


def _sort_grid(
    name: str, grid: _Grid, public: set[str], secrets: list[Secret], legitimate: list[tuple[str, ...]]
) -> None:
    """Sort the cells of a known sheet into those that may go out and the others."""
    first = {key: number for number, key in reversed(tuple(grid.keys.items()))}
    allowed = {number for key, number in first.items() if key in _PUBLIC_COLUMNS[name]}
    for row in grid.rows():
        if name == "fiches":
            may_go_out = _may_go_out(grid, row)
        elif name == "contacts":
            may_go_out = is_given(grid.cell(row, "usage")) and fiche_of(grid.cell(row, "fiche")) in public
        else:
            may_go_out = True
        opened = allowed if may_go_out else set[int]()
        legitimate.append(tuple(text_of(cell) for number, cell in row.cells.items() if number in opened))
        for number, cell in row.cells.items():
            if number not in opened:
                reason = _REASONS.get(name, WhyInside.COLUMN) if number in allowed else WhyInside.COLUMN
                secrets.extend(_secrets(grid.sheet, [cell], grid.keys, reason))


def _sort_parameters(sheet: RawSheet, secrets: list[Secret], legitimate: list[tuple[str, ...]]) -> None:
    """Part the values that may go out from all else that is written beside the keys, wherever the two columns stand."""
    grid = _Grid(sheet, *_find_keys(sheet, _PARAMETER_COLUMNS))
    columns = {key: number for number, key in reversed(tuple(grid.keys.items()))}
    for row in grid.rows():
        name = compact(grid.cell(row, "cle"))
        others = {number: cell for number, cell in row.cells.items() if number != columns.get("cle")}
        value = others.pop(columns.get("valeur", 0), None) if name in _PUBLIC_PARAMETERS else None
        if value:
            legitimate.append((text_of(value),))
        secrets.extend(_secrets(sheet, others.values(), dict.fromkeys(others, name)))


def _secrets(
    sheet: RawSheet, cells: Iterable[RawCell], keys: Mapping[int, str], reason: WhyInside = WhyInside.COLUMN
) -> Iterator[Secret]:
    for cell in cells:
        if text := text_of(cell):
            key = keys.get(cell.column, "")
            yield Secret(f"{sheet.title}!{cell.coordinate}", text, key in _NAME_COLUMNS, key in _REMARK_COLUMNS, reason)


def _hidden_texts(sheet: RawSheet) -> Iterator[Secret]:
    """Yield what is behind cells: comments and links, including those of public cells."""
    for row in sheet.rows:
        for cell in row.cells.values():
            if cell.comment:
                yield Secret(f"{sheet.title}!{cell.coordinate}", cell.comment, reason=WhyInside.HIDDEN)
            if cell.link:
                yield Secret(
                    f"{sheet.title}!{cell.coordinate}", cell.link.removeprefix("mailto:"), reason=WhyInside.HIDDEN
                )


def _may_go_out(grid: _Grid, row: RawRow) -> bool:
    return is_public(grid.cell(row, "diffusion"), grid.cell(row, "statut"))


def _number(grid: _Grid, row: RawRow) -> str:
    return number_of(grid.cell(row, "n") or grid.cell(row, "no"))
