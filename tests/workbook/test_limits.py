"""What lies beyond a limit is refused; what is just within it is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fiche_builder.workbook import limits, runs
from fiche_builder.workbook.limits import Limit, LimitError
from fiche_builder.workbook.reading import read_parts
from tests.making.packages import (
    BOOK,
    MAIN,
    SHEET,
    SHEET_RELATIONS,
    STRINGS,
    WORKBOOK_RELATIONS,
    Parts,
    pack,
    related,
    within,
)

STYLES = "xl/styles.xml"
MOST_STRINGS = 1_000


@dataclass(frozen=True)
class Case:
    limit: Limit
    most: int
    """The last number that is read."""
    make: Callable[[Parts, int], Parts]


def sheet(xml: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}">{xml}</worksheet>'.encode()


def data(rows: str) -> bytes:
    return sheet(f"<sheetData>{rows}</sheetData>")


def text(words: str) -> bytes:
    return data(f'<row><c t="inlineStr"><is><t>{words}</t></is></c></row>')


def texts(parts: Parts, count: int) -> Parts:
    table = f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * count}</sst>'
    return related(parts, WORKBOOK_RELATIONS, "sharedStrings", STRINGS, table.encode())


def signs(parts: Parts, count: int) -> Parts:
    """Cells of the workbook with so many signs in all: the first sheet's, and one of the last."""
    whole, rest = divmod(count, 20_000)
    rows = "<row><c t='s'><v>0</v></c></row>" * whole + f"<row><c t='inlineStr'><is><t>{'y' * rest}</t></is></c></row>"
    table = f'<sst xmlns="{MAIN}"><si><t>{"x" * 20_000}</t></si></sst>'
    return related(parts | {SHEET: data(rows)}, WORKBOOK_RELATIONS, "sharedStrings", STRINGS, table.encode())


def sheets(parts: Parts, count: int) -> Parts:
    (entry,) = re.findall(rb"<sheet [^>]*/>", parts[BOOK])[:1]
    named = re.sub(rb"<sheets>.*</sheets>", b"<sheets>" + entry * count + b"</sheets>", parts[BOOK])
    return parts | {BOOK: named, SHEET: data("")}


def merged(parts: Parts, count: int) -> Parts:
    areas = "<mergeCell ref='A9:B9'/>" * count
    return parts | {SHEET: sheet(f"<sheetData/><mergeCells>{areas}</mergeCells>")}


def styled(parts: Parts, count: int) -> Parts:
    """The tree of the styles: root, table and looks; those of the other parts have some elements too."""
    return parts | {STYLES: f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * count}</cellXfs></styleSheet>'.encode()}


def nested(parts: Parts, count: int) -> Parts:
    return parts | {SHEET: sheet("<x>" * (count - 1) + "</x>" * (count - 1))}


CASES = {
    "sheets": Case(Limit.SHEETS, limits.MAX_SHEETS, sheets),
    "rows": Case(
        Limit.ROWS, limits.MAX_ROWS, lambda parts, count: parts | {SHEET: data("<row><c><v>1</v></c></row>" * count)}
    ),
    "columns": Case(
        Limit.COLUMNS,
        limits.MAX_COLUMNS,
        lambda parts, count: parts | {SHEET: data(f"<row>{'<c><v>1</v></c>' * count}</row>")},
    ),
    "text": Case(Limit.TEXT, limits.MAX_TEXT, lambda parts, count: parts | {SHEET: text("x" * count)}),
    "digits": Case(
        Limit.TEXT,
        limits.MAX_TEXT,
        lambda parts, count: parts | {SHEET: data(f"<row><c><v>{'9' * count}</v></c></row>")},
    ),
    "lines": Case(Limit.LINES, limits.MAX_LINES, lambda parts, count: parts | {SHEET: text("x\n" * (count - 1) + "x")}),
    "lines of old Macs": Case(
        Limit.LINES, limits.MAX_LINES, lambda parts, count: parts | {SHEET: text("x_x000D_" * (count - 1) + "x")}
    ),
    "strings": Case(Limit.STRINGS, MOST_STRINGS, texts),
    "signs": Case(Limit.SIGNS, limits.MAX_SIGNS, signs),
    "ranges": Case(Limit.RANGES, limits.MAX_RANGES, merged),
    "nested": Case(Limit.PART, limits.MAX_DEPTH, nested),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_a_limit_is_kept_to_the_one(sample: Parts, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MAX_STRINGS", MOST_STRINGS)  # the real one takes ten seconds
    plain = {name: content for name, content in sample.items() if name != SHEET_RELATIONS}
    plain |= {SHEET: data("")}
    plain = {name: data("") if name.startswith("xl/worksheets/sheet") else content for name, content in plain.items()}
    read_parts(pack(case.make(plain, case.most)))
    with pytest.raises(LimitError) as raised:
        read_parts(pack(case.make(plain, case.most + 1)))
    assert raised.value.limit == case.limit


def test_cells_are_counted_over_all_sheets(sample: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    from fiche_builder.workbook import cells

    whole = read_parts(pack(sample))
    count = sum(len(row[1]) for flat in whole.sheets for row in flat[1])
    monkeypatch.setattr(cells, "MAX_CELLS", count + 10)
    read_parts(pack(sample))
    monkeypatch.setattr(cells, "MAX_CELLS", count - 1)
    with pytest.raises(LimitError, match="cells"):
        read_parts(pack(sample))


def test_a_part_that_is_read_as_a_tree_has_an_end(sample: Parts) -> None:
    with pytest.raises(LimitError, match="part"):
        read_parts(pack(styled(sample, limits.MAX_ELEMENTS)))


@pytest.mark.parametrize("part", [SHEET, BOOK])
def test_a_tag_has_an_end(sample: Parts, part: str) -> None:
    root = "<worksheet" if part == SHEET else "<workbook"
    endless = within(part, root, f'{root} x="{"y" * (2 * limits.MAX_TAG)}"')
    with pytest.raises(LimitError, match="part"):
        read_parts(pack(endless(sample)))


def test_the_same_part_is_not_read_again_and_again(sample: Parts) -> None:
    """A sheet of a megabyte, named two hundred times, is two hundred megabytes."""
    big = sheets(sample, 200) | {SHEET: data(" " * 2**20)}
    with pytest.raises(LimitError) as raised:
        read_parts(pack(big))
    assert (raised.value.limit, raised.value.place) == (Limit.PART, SHEET)
