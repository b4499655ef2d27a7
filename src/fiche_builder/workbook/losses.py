"""What would be lost if a workbook were changed and saved.

The workbook is saved unchanged, and both packages are compared. No list of what openpyxl is known to drop is relied on.
A part of an unknown kind is a loss, and so is any element or attribute of a sheet that is gone after the save. What may
go all the same is listed in `harmless`, with the reason.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from fiche_builder.common.i18n import _, use_language
from fiche_builder.workbook.amending import AmendableWorkbook
from fiche_builder.workbook.harmless import HARMLESS, HARMLESS_EXTENSIONS, KEPT_PARTS
from fiche_builder.workbook.loss_words import CODE_OF_EXTENSION, CODE_OF_PART, CODE_OF_PLACE, words_of_losses
from fiche_builder.workbook.raw import RawWorkbook

_COMPARED_PARTS = frozenset({"officeDocument", "worksheet", "table", "styles", "externalLink", "custom-properties"})
_DRAWN_PARTS = {"drawing": "Anchor", "vmlDrawing": "ClientData"}
"""Parts that Excel also writes when they are empty, and the element that shows that they are not."""
_MISREAD = 5
"""How many cells are named. One is enough to see why."""
_LIST_VALUED = frozenset({"sqref"})
_SHEET_DATA = re.compile(rb"<(?:\w+:)?sheetData[\s>].*</(?:\w+:)?sheetData\s*>", re.DOTALL)
_CELL_MARKS = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\s(cm|vm)=["']""")
_ROW_MARKS = re.compile(
    rb"""<(?:\w+:)?row\s[^<>]*?\b(hidden|outlineLevel|customHeight|collapsed)=["'](?!0["']|false)"""
)
_HEADER_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{2}[+-][0-9]{3}|&K[0-9A-Fa-f]{6}|&[0-9]+|&.|[^&]', re.DOTALL)
_EXTENSION = re.compile(r".*/extLst/ext=(.*)")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a new workbook would lack. `sheet` is empty for the workbook as a whole."""

    code: str
    sheet: str
    what: str

    @property
    def message(self) -> str:
        """The loss as a sentence, in the reader's language."""
        if self.sheet:
            return _("The sheet “%(sheet)s” has %(what)s.") % {"sheet": self.sheet, "what": self.what}
        return _("The workbook has %(what)s.") % {"what": self.what}

    @property
    def hint(self) -> str:
        """What to do so that it is no longer a loss, where something can be done."""
        if self.code in {"text", "unsaveable"}:
            return _("Open it in Excel, save it as “Excel Workbook (.xlsx)” under a new name, and try with that one.")
        if self.code != "drop-down":
            return ""
        return _(
            "In Excel, name the cells that hold the words (Formulas > Define Name), and write =Name as the source of "
            "the list."
        )


def try_saving(content: bytes, language: str) -> tuple[bool, tuple[Loss, ...]]:
    """Tell whether openpyxl can load a workbook at all, and what it would not write back, said in a language.

    What openpyxl does with the bytes may cost any time and memory, so let it be done in a process with limits.
    """
    use_language(language)
    try:
        workbook = AmendableWorkbook(content)
    except Exception as error:  # noqa: BLE001 (openpyxl raises whatever the bytes bring about)
        return False, (unsaveable(type(error).__name__),)
    return True, find_losses(content, workbook)


def find_losses(content: bytes, workbook: AmendableWorkbook | None = None) -> tuple[Loss, ...]:
    """Return what openpyxl would not write back, by sheet, each loss once.

    The bytes are of a workbook that `read_workbook_bytes` accepted. Loading them is what takes the time, so pass the
    loaded and still unchanged `workbook` where you have it.
    """
    try:
        before, after = _WorkbookParts(content), _WorkbookParts((workbook or AmendableWorkbook(content)).to_bytes())
        found = [*_lost_parts(before, after), *_lost_facts(before, after)]
    except Exception as error:  # noqa: BLE001 (whatever openpyxl or a damaged part raises: it cannot be saved again)
        return (unsaveable(type(error).__name__),)
    return tuple(sorted(dict.fromkeys(found), key=lambda loss: (before.order(loss.sheet), loss.code, loss.what)))


def unsaveable(reason: str) -> Loss:
    """Return the total loss: openpyxl cannot load or save the workbook at all.

    The exact reason does not matter to anybody.
    """
    return Loss("unsaveable", "", _("something that cannot be saved again (%(reason)s)") % {"reason": reason})


def misread(workbook: AmendableWorkbook, raw: RawWorkbook) -> tuple[Loss, ...]:
    """Return the texts that would not be saved as they stand, such as runs that openpyxl passes over."""
    return tuple(
        Loss("text", sheet, _("a text that cannot be kept as it is (%(cell)s)") % {"cell": cell})
        for sheet, cell in islice(workbook.misread(raw), _MISREAD)
    )


def _lost_parts(package: "_WorkbookParts", after: "_WorkbookParts") -> Iterator[Loss]:
    carried = {(kind, path) for kind, path, _sheet in after.parts if after.content(path) == package.content(path)}
    for kind, path, sheet in package.parts:
        is_empty = kind in _DRAWN_PARTS and not package.holds(path, kind)
        if kind not in KEPT_PARTS and (kind, path) not in carried and not is_empty:
            yield _part_loss(kind, path, sheet)
    for path in package.unreached:
        yield _part_loss("", path, "")


def _lost_facts(before: "_WorkbookParts", after: "_WorkbookParts") -> Iterator[Loss]:
    for sheet, facts in before.facts.items():
        left = after.facts.get(sheet, Counter())
        for fact in (fact for fact, count in facts.items() if left[fact] < count and not HARMLESS.fullmatch(fact)):
            extension = _EXTENSION.match(fact)
            if not extension:
                yield _fact_loss(fact, sheet)
            elif (identity := extension[1].upper()) not in HARMLESS_EXTENSIONS:
                yield _extension_loss(identity, sheet)


def _part_loss(kind: str, path: str, sheet: str) -> Loss:
    if code := CODE_OF_PART.get(kind):
        return Loss(code, sheet, words_of_losses()[code])
    return Loss("part-unknown", sheet, _("a part that this program does not know (%(path)s)") % {"path": path})


def _extension_loss(identity: str, sheet: str) -> Loss:
    if code := CODE_OF_EXTENSION.get(identity):
        return Loss(code, sheet, words_of_losses()[code])
    return Loss(
        "extension", sheet, _("an extension of Excel that this program does not know (%(name)s)") % {"name": identity}
    )


def _fact_loss(fact: str, sheet: str) -> Loss:
    if place := next((place for place in CODE_OF_PLACE if fact.startswith(place)), ""):
        return Loss(CODE_OF_PLACE[place], sheet, words_of_losses()[CODE_OF_PLACE[place]])
    # The element directly inside the sheet or the workbook counts, not its content: one setting is one loss.
    name = "/".join(re.split("[@=]", fact)[0].split("/")[:2])
    return Loss("setting", sheet, _("a setting that cannot be kept (%(name)s)") % {"name": name})


class _WorkbookParts:
    """The parts of a workbook file, and what they say."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._content = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}

    @cached_property
    def parts(self) -> list[tuple[str, str, str]]:
        """Every part that another part refers to: (kind, path, the title of its sheet)."""
        return list(self._walk("", "", set()))

    @property
    def unreached(self) -> list[str]:
        """The parts that no other part refers to."""
        reached = {path for _kind, path, _sheet in self.parts}
        named = [name for name in self._content if not name.endswith(".rels") and name != "[Content_Types].xml"]
        return [name for name in named if name not in reached]

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a part, if it is there."""
        return self._content.get(path)

    def holds(self, path: str, kind: str) -> bool:
        """Tell whether a drawing shows anything besides the boxes of comments."""
        content = self._content.get(path, b"")
        if kind != "vmlDrawing":
            return _DRAWN_PARTS[kind].encode() in content
        boxes = re.findall(rb"""ClientData\s[^<>]*ObjectType=["'](\w+)""", content)
        return any(box != b"Note" for box in boxes) or b"<v:imagedata" in content

    def order(self, sheet: str) -> int:
        """Return the position of a sheet. The workbook itself comes first."""
        return list(self._titles.values()).index(sheet) if sheet in self._titles.values() else -1

    @cached_property
    def facts(self) -> dict[str, Counter[str]]:
        """How often each fact occurs in the parts of each sheet, and of the workbook (under the empty title)."""
        facts: dict[str, Counter[str]] = {}
        for kind, path, sheet in self.parts:
            if kind in _COMPARED_PARTS and path in self._content:
                facts.setdefault(sheet, Counter()).update(_facts_of(self._content[path], is_sheet=kind == "worksheet"))
        return facts

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of the sheets by the id of their relationship."""
        workbook = next((path for kind, path, _id in self._relations("") if kind == "officeDocument"), "")
        root = fromstring(self._content[workbook]) if workbook in self._content else Element("none")
        sheets = (child for child in root.iter() if _local(child.tag) == "sheet")
        return {next((v for k, v in sheet.items() if k.endswith("}id")), ""): sheet.get("name", "") for sheet in sheets}

    def _walk(self, source: str, sheet: str, seen: set[str]) -> Iterator[tuple[str, str, str]]:
        for kind, path, identity in self._relations(source):
            title = self._titles.get(identity, "") if kind in {"worksheet", "chartsheet", "dialogsheet"} else sheet
            if path not in seen:
                seen.add(path)
                yield kind, path, title
                yield from self._walk(path, title, seen)

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        """Yield (kind, path, id) of what a part refers to; outside the package, the address instead of a path."""
        folder, name = posixpath.split(source)
        relations = self._content.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in fromstring(relations) if relations else ():
            target = unquote(relation.get("Target", ""))
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield relation.get("Type", "").rpartition("/")[2], target, relation.get("Id", "")


def _facts_of(content: bytes, *, is_sheet: bool) -> Iterator[str]:
    """Yield what a part says, one fact for each element, attribute or text.

    Of cells, only what they hold besides their values counts.
    """
    if is_sheet and (cells := _SHEET_DATA.search(content)):
        data = cells[0]
        content = content[: cells.start()] + content[cells.end() :]
        yield from (f"worksheet/sheetData/c@{mark.decode()}" for mark in _CELL_MARKS.findall(data))
        yield from (f"worksheet/sheetData/row@{mark.decode()}" for mark in _ROW_MARKS.findall(data))
    root = fromstring(content)
    columns = next((child for child in root if _local(child.tag) == "cols"), None)
    if columns is not None:
        yield from _column_facts(columns)
        root.remove(columns)
    yield from _element_facts(root, "")


def _column_facts(columns: Element) -> Iterator[str]:
    """Yield the formats of columns. Neighbours of one format are taken together, however the file divides them."""
    runs: list[tuple[int, int, str]] = []
    for column in sorted(columns, key=lambda column: int(column.get("min", "0"))):
        first, last = int(column.get("min", "0")), int(column.get("max", "0"))
        look = {
            key: _plain(key, value)
            for key, value in column.items()
            if key in {"width", "hidden", "outlineLevel", "collapsed"}
        }
        words = " ".join(f"{key}={value}" for key, value in sorted(look.items()) if value != "0")
        if runs and runs[-1][1] == first - 1 and runs[-1][2] == words:
            runs[-1] = (runs[-1][0], last, words)
        else:
            runs.append((first, last, words))
    yield from (f"worksheet/cols/col={first}-{last} {words}" for first, last, words in runs if words)


def _element_facts(element: Element, above: str) -> Iterator[str]:
    path = f"{above}/{_local(element.tag)}" if above else _local(element.tag)
    # An attribute of another namespace is an id (`xr:uid`, `r:id`) or a measure that Excel makes anew
    # (`x14ac:dyDescent`).
    said = [(key, _plain(key, value)) for key, value in element.items() if not key.startswith("{")]
    if path.endswith("/extLst/ext"):
        yield f"{path}={element.get('uri', '')}"
        return
    if path == "workbook/definedNames/definedName":
        yield from _name_facts(element, path)
        return
    if not said or any(value != "0" for _key, value in said):
        yield path
    yield from (f"{path}@{key}={value}" for key, value in said if value != "0")
    if text := element.text and element.text.strip():
        yield f"{path}={_sorted_codes(text) if '/headerFooter/' in path else text}"
    for child in element:
        yield from _element_facts(child, path)


def _name_facts(element: Element, path: str) -> Iterator[str]:
    """Yield what a defined name stands for.

    Excel makes the name of a filter anew, even when the filter is long gone. A broken name says nothing.
    """
    name, text = element.get("name", ""), re.sub(r"[\s']", "", element.text or "")
    if name != "_xlnm._FilterDatabase" and not text.startswith("#REF!"):
        yield f"{path}={name}@{element.get('localSheetId', '')}={','.join(sorted(text.split(',')))}"


def _sorted_codes(text: str) -> str:
    """Return the text and codes of a page header in a fixed order.

    openpyxl writes the size of the font before its boldness, which means the same.
    """
    text = re.sub(r"\s|_x000[aAdD]_", "", text)
    return "".join(sorted(_HEADER_CODE.findall(text)))


def _plain(key: str, value: str) -> str:
    """Return an attribute's value in one spelling.

    `true`, `1` and `1.0` are the same, and so are ranges in another order.
    """
    if key in _LIST_VALUED:
        return " ".join(sorted(value.split()))
    value = {"true": "1", "false": "0"}.get(value, value)
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
