"""Workbooks made to cost time or memory without bounds, one maker for each way, at any size from 0 to 1."""

import io
import zipfile
from collections.abc import Callable, Iterator

from tests.making.packages import BOOK, MAIN, SHEET, SHEET_RELATIONS, STRINGS, WORKBOOK_RELATIONS, Parts, related

Maker = Callable[[Parts, float], Parts]
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BEFORE = b"</sheetData>"


def sized(parts: Parts) -> bytes:
    """Return the parts as a file, packed fast."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _rows(parts: Parts, rows: str, after: str = "") -> Parts:
    """Add rows to the first sheet, below its own, and what follows its cells."""
    start, end = parts[SHEET].split(_BEFORE, 1)
    return parts | {SHEET: start + rows.encode() + _BEFORE + after.encode() + end}


def _after(parts: Parts, after: str) -> Parts:
    return _rows(parts, "", after)


def _linked(parts: Parts, links: Iterator[str] | list[str]) -> Parts:
    entry = f'<Relationship Id="rIdX" Type="{_LINKS}/hyperlink" Target="https://x.example/" TargetMode="External"/>'
    relations = parts.get(SHEET_RELATIONS, _RELATIONS.format("").encode())
    found = _after(parts, f'<hyperlinks xmlns:r="{_LINKS}">{"".join(links)}</hyperlinks>')
    return found | {SHEET_RELATIONS: relations.replace(b"</Relationships>", entry.encode() + b"</Relationships>")}


def merged_over_all(parts: Parts, size: float) -> Parts:
    areas = [f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(2, 3 + int(300 * size))]
    return _after(parts, f"<mergeCells>{''.join(areas)}</mergeCells>")


def merged_apart(parts: Parts, size: float) -> Parts:
    """Merge whole columns beside the table: for a library that makes a cell of each place."""
    areas = [f'<mergeCell ref="BA{row * 100 + 100}:XFD{row * 100 + 199}"/>' for row in range(1 + int(2000 * size))]
    return _after(parts, f"<mergeCells>{''.join(areas)}</mergeCells>")


def merged_in_layers(parts: Parts, size: float) -> Parts:
    areas = [f'<mergeCell ref="A{row}:D{row + 5000}"/>' for row in range(2, 2 + int(10_000 * size))]
    return _rows(parts, _filled(int(5_000 * size)), f"<mergeCells>{''.join(areas)}</mergeCells>")


def linked_columns(parts: Parts, size: float) -> Parts:
    return _linked(parts, [f'<hyperlink ref="A:XFD" r:id="rIdX" display="{n}"/>' for n in range(int(10_000 * size))])


def linked_cells(parts: Parts, size: float) -> Parts:
    return _linked(parts, [f'<hyperlink ref="A{n}" r:id="rIdX"/>' for n in range(1, int(1_000_000 * size))])


def shared_formulas(parts: Parts, size: float) -> Parts:
    formula = "+".join(f"AA{number}" for number in range(1, 1_000))
    first = f'<row r="900"><c r="B900"><f t="shared" ref="B900:B40000" si="9">{formula}</f></c></row>'
    rows = [f'<row r="{n}"><c r="B{n}"><f t="shared" si="9"/></c></row>' for n in range(901, 901 + int(15_000 * size))]
    return _rows(parts, first + "".join(rows))


def _filled(count: int, text: str = "x") -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for _ in range(4))
    return "".join(f'<row r="{row}">{cells}</row>' for row in range(500, 500 + count))


def filled_rows(parts: Parts, size: float) -> Parts:
    return _rows(parts, _filled(int(200_000 * size)))


def filled_cells(parts: Parts, size: float) -> Parts:
    cells = "<c><v>1</v></c>" * 16_000
    return _rows(parts, "".join(f"<row r='{row}'>{cells}</row>" for row in range(500, 501 + int(600 * size))))


def tiny_strings(parts: Parts, size: float) -> Parts:
    count = int(8_000_000 * size)
    return related(parts, WORKBOOK_RELATIONS, "sharedStrings", STRINGS, _table(b"<si><t>x</t></si>" * count))


def _table(strings: bytes) -> bytes:
    return f'<sst xmlns="{MAIN}">'.encode() + strings + b"</sst>"


def long_strings(parts: Parts, size: float) -> Parts:
    """Let every cell show the same long text."""
    count, text = int(15_000 * size), b"mot " * 8_000
    rows = "".join(
        f"<row r='{row}'><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>" for row in range(500, 500 + count)
    )
    found = _rows(parts, rows)
    return related(found, WORKBOOK_RELATIONS, "sharedStrings", STRINGS, _table(b"<si><t>" + text + b"</t></si>"))


def endless_string(parts: Parts, size: float) -> Parts:
    text = b"<si><t>" + b"a" * int(200_000_000 * size) + b"</t></si>"
    return related(parts, WORKBOOK_RELATIONS, "sharedStrings", STRINGS, _table(text))


def endless_attribute(parts: Parts, size: float) -> Parts:
    return _after(parts, f'<x y="{"a" * int(50_000_000 * size)}"/>')


def endless_attribute_of_book(parts: Parts, size: float) -> Parts:
    name = b'<sheets x="' + b"a" * int(50_000_000 * size) + b'">'
    return parts | {BOOK: parts[BOOK].replace(b"<sheets>", name)}


def many_attributes(parts: Parts, size: float) -> Parts:
    return _after(
        parts, f"<x {' '.join(f'a{number}=_1_' for number in range(int(4_000_000 * size)))}/>".replace("_", '"')
    )


def many_namespaces(parts: Parts, size: float) -> Parts:
    names = " ".join(f'xmlns:a{number}="u{number}"' for number in range(int(1_000_000 * size)))
    return _after(parts, f"<x {names}/>")


def deep_elements(parts: Parts, size: float) -> Parts:
    depth = int(5_000_000 * size)
    return _after(parts, "<x>" * depth + "</x>" * depth)


def deep_book(parts: Parts, size: float) -> Parts:
    depth = int(5_000_000 * size)
    nested = b"<x>" * depth + b"</x>" * depth
    return parts | {BOOK: parts[BOOK].replace(b"<sheets>", nested + b"<sheets>")}


def blank_text(parts: Parts, size: float) -> Parts:
    return _after(parts, "\n <x/>" * int(40_000_000 * size))


def print_titles(parts: Parts, size: float) -> Parts:
    ranges = "$A:$" + "A" * int(100_000 * size) + "!"
    name = (
        f'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">{ranges}</definedName></definedNames>'
    )
    return parts | {BOOK: parts[BOOK].replace(b"</sheets>", b"</sheets>" + name.encode())}


def quoted_titles(parts: Parts, size: float) -> Parts:
    ranges = "'" + "x'" * int(1_000_000 * size) + "!$1:$1,"
    name = (
        f'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">{ranges}</definedName></definedNames>'
    )
    return parts | {BOOK: parts[BOOK].replace(b"</sheets>", b"</sheets>" + name.encode())}


def spaced_area(parts: Parts, size: float) -> Parts:
    ranges = "Fiches!" + "$A$1" * int(500_000 * size)
    name = f'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">{ranges}</definedName></definedNames>'
    return parts | {BOOK: parts[BOOK].replace(b"</sheets>", b"</sheets>" + name.encode())}


def many_lines(parts: Parts, size: float) -> Parts:
    return _rows(parts, _filled(1 + int(1_000 * size), "x\n" * 16_000))


def many_sheets(parts: Parts, size: float) -> Parts:
    """Name the same part as a sheet again and again."""
    entry = parts[BOOK].partition(b"<sheets>")[2].partition(b"/>")[0] + b"/>"
    return parts | {BOOK: parts[BOOK].replace(b"<sheets>", b"<sheets>" + entry * int(200_000 * size))}


def many_comments(parts: Parts, size: float) -> Parts:
    comments = "".join(
        f'<comment ref="XFD{row}" authorId="0"><text><t>x</t></text></comment>'
        for row in range(1, int(1_000_000 * size))
    )
    content = f'<comments xmlns="{MAIN}"><commentList>{comments}</commentList></comments>'.encode()
    return related(parts, SHEET_RELATIONS, "comments", "xl/comments9.xml", content)


def comments_again(parts: Parts, size: float) -> Parts:
    """Refer to the same comments again and again."""
    content = f'<comments xmlns="{MAIN}">{"<x/>" * 10_000}</comments>'.encode()
    found = related(parts, SHEET_RELATIONS, "comments", "xl/comments9.xml", content)
    cased = (
        f'<Relationship Id="d{n}" Type="{_LINKS}/comments" Target="/xl/{cased_name(n)}9.xml"/>'
        for n in range(int(20_000 * size))
    )
    relations = found[SHEET_RELATIONS].replace(b"</Relationships>", "".join(cased).encode() + b"</Relationships>")
    return found | {SHEET_RELATIONS: relations}


def cased_name(number: int) -> str:
    """Write `comments` with capitals where the number has a bit: another name for the same part."""
    return "".join(letter.upper() if number >> bit & 1 else letter for bit, letter in enumerate("comments"))


def many_relations(parts: Parts, size: float) -> Parts:
    entries = "".join(
        f'<Relationship Id="r{n}" Type="{_LINKS}/x" Target="a/../b{n}"/>' for n in range(int(2_000_000 * size))
    )
    return parts | {SHEET_RELATIONS: _RELATIONS.format(entries).encode()}


def many_styles(parts: Parts, size: float) -> Parts:
    code = "[" * int(2_000_000 * size)
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
        f"<cellXfs>{'<xf/>' * int(4_000_000 * size)}</cellXfs></styleSheet>"
    )
    return parts | {"xl/styles.xml": styles.encode()}


def hidden_rows_and_filters(parts: Parts, size: float) -> Parts:
    rows = "".join(f'<row r="{row}" hidden="1"><c><v>1</v></c></row>' for row in range(500, 500 + int(19_000 * size)))
    filters = "".join(
        f'<autoFilter ref="A{n}:B{n + 1}"><filterColumn colId="0"><filters/></filterColumn></autoFilter>'
        for n in range(500_000, 500_000 + int(100_000 * size))
    )
    return _rows(parts, rows, filters)


def hidden_columns(parts: Parts, size: float) -> Parts:
    columns = '<col min="1" max="16384" hidden="1"/>' * int(2_000_000 * size)
    return parts | {SHEET: parts[SHEET].replace(b"<sheetData>", f"<cols>{columns}</cols><sheetData>".encode())}


def wide_validations(parts: Parts, size: float) -> Parts:
    """Let rules for cells name thousands of ranges, which a library compares with each other."""
    areas = " ".join(f"BB{n * 3 + 1}:BC{n * 3 + 2}" for n in range(int(20_000 * size)))
    return _after(
        parts,
        f'<dataValidations count="1"><dataValidation type="whole" sqref="{areas}"><formula1>1</formula1>'
        "</dataValidation></dataValidations>",
    )


def many_numbers(parts: Parts, size: float) -> Parts:
    digits = "9" * int(30_000_000 * size)
    return _rows(parts, f"<row r='500'><c><v>{digits}</v></c><c t='s'><v>{digits}</v></c></row>")


def million_empty_rows(parts: Parts, size: float) -> Parts:
    return _rows(parts, "".join(f'<row r="{row}" hidden="1"/>' for row in range(500, 500 + int(1_000_000 * size))))


def styled_columns(parts: Parts, size: float) -> Parts:
    cells = "".join(f'<c r="B{row}" s="0"/>' for row in range(500, 500 + int(1_000_000 * size)))
    return _rows(parts, f"<row>{cells}</row>")


def many_entries(parts: Parts, size: float) -> Parts:
    return parts | {f"xl/media/{number}.xml": b"" for number in range(int(300_000 * size))}


MAKERS: dict[str, Maker] = {
    name: maker
    for name, maker in list(globals().items())
    if callable(maker)
    and not name.startswith("_")
    and getattr(maker, "__module__", "") == __name__
    and name not in {"sized", "cased_name"}
}
