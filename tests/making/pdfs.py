"""Reading PDFs back, from their bytes: by Poppler's tools, by pypdfium2 and by pikepdf."""

import math
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from fiche_builder.check.checked import check_workbook
from fiche_builder.cli.main import run as run_fiche
from fiche_builder.common.config import find_config, read_config
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.edition.fiche_copy import FicheCopy, InternalFicheCopy, SectionCopy, build_sections
from fiche_builder.model.model import Directory
from tests.making.workbooks import TODAY

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
Rectangle = tuple[float, float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)


def page_texts(path: Path) -> list[str]:
    """Return the text of each page as Poppler reads it, in the order of the drawing commands."""
    run = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    return run.stdout.decode().split("\f")[:-1]


def pdfium_texts(path: Path) -> list[str]:
    """Return the text of each page as Chrome's reader has it; a hyphen at the end of a line is one."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded().replace("\ufffe", "-").replace("\x02", "-") for page in document]


def flat(text: str) -> str:
    """Return text with its line breaks and runs of blanks as single blanks."""
    return " ".join(text.split())


def dense(*texts: str) -> str:
    """Return texts without any blank: a reader guesses blanks from distances, and a line may break anywhere."""
    return "".join("".join(texts).split())


@dataclass(frozen=True)
class PdfLink:
    """A link: on which page (from 1), how high (points from the foot), and where to: a URI, or `(page, height)`."""

    page: int
    height: float
    uri: str
    target: tuple[int, float] | None
    name: str = ""
    """The named destination it leads to."""
    description: str = ""
    rectangle: Rectangle = (0, 0, 0, 0)
    """Left, foot, right, top."""


def destinations(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float]]:
    """Return each named destination: page from 1, height in points."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(name): (pages[target[0].objgen], float(target[3])) for name, target in names.items()}


def links(pdf: pikepdf.Pdf) -> Iterator[PdfLink]:
    """Yield every link annotation."""
    places = destinations(pdf)
    for number, page in enumerate(pdf.pages, 1):
        annotations: Any = page.obj.get("/Annots", [])
        for annotation in annotations:
            left, foot, right, top = (float(corner) for corner in annotation.Rect)
            name = str(annotation.Dest) if "/Dest" in annotation else ""
            uri = "" if name else str(annotation.A.URI)
            target = places[name] if name else None
            yield PdfLink(
                number, top, uri, target, name, str(annotation.get("/Contents", "")), (left, foot, right, top)
            )


def outline(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Return (depth, title) of each bookmark, in order."""
    return [(depth, title) for depth, title, _name in bookmarks(pdf)]


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[int, str, str]]:
    """Return (depth, title, name of its destination) of each bookmark, in order."""
    found: list[tuple[int, str, str]] = []

    def walk(items: Any, depth: int) -> None:
        for item in items:
            found.append((depth, item.title, str(item.destination)))
            walk(item.children, depth + 1)

    with pdf.open_outline() as root:
        walk(root.root, 0)
    return found


def decoded_objects(pdf: pikepdf.Pdf) -> bytes:
    """Return everything the file holds, streams decoded, one after the other."""
    parts = []
    for thing in pdf.objects:
        parts.append(thing.unparse(resolved=True))
        if isinstance(thing, pikepdf.Stream):
            parts.append(thing.read_bytes(pikepdf.StreamDecodeLevel.specialized))
    return b"\n".join(parts)


# What is in an edition, and the file it became


@dataclass(frozen=True)
class Linked:
    """A PDF, for where its links lead."""

    path: Path

    @cached_property
    def links(self) -> tuple[PdfLink, ...]:
        """All its links."""
        with pikepdf.open(self.path) as pdf:
            return tuple(links(pdf))

    @cached_property
    def places(self) -> dict[str, tuple[int, float]]:
        """All its named destinations."""
        with pikepdf.open(self.path) as pdf:
            return destinations(pdf)


@dataclass(frozen=True)
class Printed(Linked):
    """A PDF, and the edition that it is of."""

    edition: AnyEdition
    directory: Directory
    """The whole workbook."""

    @property
    def is_internal(self) -> bool:
        """Whether it is for colleagues."""
        return "interne" in self.path.name

    @cached_property
    def sections(self) -> tuple[SectionCopy, ...]:
        """The copy of its themes."""
        return build_sections(self.edition, "fr", translations("fr"))

    @property
    def fiches(self) -> tuple[FicheCopy, ...]:
        """The copy of its fiches, in order."""
        return tuple(fiche for section in self.sections for fiche in section.fiches)

    @cached_property
    def poppler(self) -> list[str]:
        """The text of its pages, from Poppler."""
        return page_texts(self.path)

    @cached_property
    def pdfium(self) -> list[str]:
        """The text of its pages, from PDFium."""
        return pdfium_texts(self.path)


@cache
def print_editions(workbook: Path, folder: Path) -> dict[str, Printed]:
    """Build the PDFs of both editions for November 2026, once for all tests, and know what should be in them."""
    arguments = ["--edition", "2026-11", "--output", str(folder / "output"), "--format", "pdf"]
    assert run_fiche(["--lang", "fr", "-q", "build", str(workbook), *arguments]) == 0
    config = read_config(find_config(workbook))
    directory = check_workbook(workbook, config, TODAY).directory
    period = Period(2026, 11)
    editions: dict[str, AnyEdition] = {
        "interne": build_internal_edition(directory, period, config),
        "public": build_public_edition(directory, period, config),
    }
    return {
        word: Printed(folder / "output" / "2026-11" / f"annuaire-2026-11-{word}.pdf", edition, directory)
        for word, edition in editions.items()
    }


def fiche_texts(fiche: FicheCopy) -> list[str]:
    """Return all that is printed of a fiche (in French), from top to bottom."""
    inside = fiche if isinstance(fiche, InternalFicheCopy) else None
    texts = [fiche.name, fiche.acronym, str(fiche.number)]
    texts += ["Suspendu : ne pas orienter"] if inside and inside.is_suspended else []
    texts += [fiche.name_nl, *fiche.description, fiche.notice]
    for line in fiche.contact_lines:
        texts += [" · ".join(link.text for link in line.links), line.label]
        texts += [f"{line.mark.icon} {line.mark.word}"] if line.mark else []
    texts += [fiche.address, " · ".join(part for part in (fiche.hours, fiche.languages) if part)]
    texts += [text for line in fiche.lines for text in _titled(line.title, line.text)]
    if inside:
        texts += (
            _titled("Consigne", inside.handover_rule)
            + _titled("Message", inside.handover_message)
            + _titled("Note", inside.note)
        )
        texts += [text for line in inside.internal_lines for text in _titled(line.title, line.text)]
    texts += _titled("Voir aussi", " ; ".join(link.text for link in fiche.see_also))
    texts += [f"{'▲' if fiche.freshness.is_overdue else '✓'} {fiche.freshness.text}"]
    if inside:
        texts += ["· fiche technique"] if inside.intranet else []
        texts += ["· signaler une erreur"] if inside.report_uri else []
    return [text for text in texts if text]


def _titled(title: str, text: str) -> list[str]:
    return [title, text] if text else []


# What is drawn


@dataclass(frozen=True)
class Shown:
    """Text that one command shows.

    Lengths are points; `x` and `y` are where it begins, from the lower left corner of the page.
    """

    page: int
    x: float
    y: float
    size: float
    """What a reader sees, after all scaling."""
    font: str
    glyphs: tuple[int, ...]
    text: str
    colour: Colour
    ground: Colour
    mark: int | None
    """The number of the marked-content sequence it stands in."""
    is_artifact: bool
    is_turned: bool
    length: float
    """From its beginning to its end."""


@dataclass(frozen=True)
class Filled:
    """A rectangle filled with a colour."""

    page: int
    rectangle: Rectangle
    colour: Colour
    is_artifact: bool
    is_clipped: bool
    """Whether only some of it shows: so borders are drawn."""


@dataclass
class Drawn:
    """All that is drawn in a file, in order."""

    shown: list[Shown] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)

    def texts(self) -> dict[tuple[int, int], str]:
        """Return the text of each marked-content sequence, by page and number."""
        found: dict[tuple[int, int], str] = {}
        for run in self.shown:
            if run.mark is not None:
                found[run.page, run.mark] = found.get((run.page, run.mark), "") + run.text
        return found


@cache
def read_drawn(path: Path) -> Drawn:
    """Run the drawing commands of all pages."""
    drawn = Drawn()
    with pikepdf.open(path) as pdf:
        known: dict[tuple[int, int], _Font] = {}
        for number, page in enumerate(pdf.pages, 1):
            fonts = {}
            for name, font in page.Resources.get("/Font", {}).items():
                if font.objgen not in known:
                    known[font.objgen] = _Font(str(font.BaseFont), read_characters(font), read_widths(font))
                fonts[name] = known[font.objgen]
            _Reader(number, fonts, drawn).run(page)
    return drawn


def read_characters(font: Any) -> dict[int, str]:
    """Return what each glyph of a font stands for, from its ToUnicode table."""
    blocks = re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.DOTALL)
    rows = [row for block in blocks for row in re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>", block)]
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in rows}


def read_widths(font: Any) -> dict[int, float]:
    """Return the width of each glyph of a font, in thousandths of its size."""
    parts = list(font.DescendantFonts[0].W)
    return {int(glyph): float(run[0]) for glyph, run in zip(parts[::2], parts[1::2], strict=True)}


@dataclass(frozen=True)
class _Font:
    name: str
    characters: dict[int, str]
    widths: dict[int, float]


@dataclass(frozen=True)
class _State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    colour: Colour = (0, 0, 0)
    font: str = ""
    size: float = 0
    is_clipped: bool = False


class _Reader:
    """Runs the commands of a page (ISO 32000-2, 8 and 9), as far as our pages use them; another command is an error."""

    _without_effect = frozenset(["w", "J", "j", "d", "G", "RG", "BT", "ET", "S", "m", "l", "c", "h"])

    def __init__(self, page: int, fonts: dict[str, _Font], drawn: Drawn) -> None:
        self._page, self._fonts, self._drawn = page, fonts, drawn
        self._state, self._saved = _State(), list[_State]()
        self._line: Matrix = _State().matrix
        self._path: list[Rectangle] = []
        self._grounds: list[tuple[list[Rectangle], Colour, bool]] = []
        self._marks: list[int | None] = []

    def run(self, page: Any) -> None:
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            self._do(str(operator), operands)
        assert not self._saved
        assert not self._marks

    def _do(self, operator: str, operands: Any) -> None:  # noqa: C901, PLR0912 (one branch for each kind of command)
        state = self._state
        if operator == "q":
            self._saved.append(state)
        elif operator == "Q":
            self._state = self._saved.pop()
        elif operator == "cm":
            self._state = replace(state, matrix=_product(_matrix(operands), state.matrix))
        elif operator in {"g", "rg"}:
            numbers = [float(operand) for operand in operands]
            colour = (numbers[0], numbers[0], numbers[0]) if operator == "g" else (numbers[0], numbers[1], numbers[2])
            self._state = replace(state, colour=colour)
        elif operator == "Tf":
            self._state = replace(state, font=str(operands[0]), size=float(operands[1]))
        elif operator == "Tm":
            self._line = _matrix(operands)
        elif operator in {"Tj", "TJ"}:
            self._show(operands[0] if operator == "TJ" else operands)
        elif operator == "re":
            x, y, width, height = (float(operand) for operand in operands)
            corners = [_point(state.matrix, *corner) for corner in ((x, y), (x + width, y + height))]
            (x1, x2), (y1, y2) = (sorted(corner[axis] for corner in corners) for axis in (0, 1))
            self._path.append((x1, y1, x2, y2))
        elif operator in {"f", "f*", "n", "S"}:
            if operator[0] == "f":
                boxes, is_alternating = self._path, operator == "f*"
                self._drawn.filled += [
                    Filled(self._page, box, state.colour, self._is_artifact, state.is_clipped) for box in boxes
                ]
                if not state.is_clipped:
                    self._grounds.append((boxes, state.colour, is_alternating))
            self._path = []
        elif operator in {"W", "W*"}:
            self._state = replace(state, is_clipped=True)
        elif operator == "BDC":
            self._marks.append(int(operands[1].MCID))
        elif operator == "BMC":
            assert str(operands[0]) == "/Artifact"
            self._marks.append(None)
        elif operator == "EMC":
            self._marks.pop()
        else:
            assert operator in self._without_effect, operator

    @property
    def _is_artifact(self) -> bool:
        return bool(self._marks) and self._marks[-1] is None

    def _show(self, parts: Any) -> None:
        state = self._state
        font = self._fonts[state.font]
        content = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        glyphs = tuple(int.from_bytes(content[place : place + 2], "big") for place in range(0, len(content), 2))
        matrix = _product(self._line, state.matrix)
        size = state.size * math.hypot(matrix[2], matrix[3])
        inside = _point(matrix, 0.1 * state.size, 0.3 * state.size)
        grounds = [
            colour
            for boxes, colour, is_alternating in self._grounds
            if _is_filled(boxes, inside, is_alternating=is_alternating)
        ]
        self._drawn.shown.append(
            Shown(
                self._page,
                matrix[4],
                matrix[5],
                size,
                font.name,
                glyphs,
                "".join(font.characters.get(glyph, "\ufffd") for glyph in glyphs),
                state.colour,
                (grounds or [WHITE])[-1],
                self._marks[-1] if self._marks else None,
                self._is_artifact,
                abs(matrix[1]) > abs(matrix[0]),
                sum(font.widths[glyph] for glyph in glyphs) * size / 1000,
            )
        )


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def _product(first: Matrix, then: Matrix) -> Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = first, then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def _is_filled(boxes: list[Rectangle], point: tuple[float, float], *, is_alternating: bool) -> bool:
    x, y = point
    count = sum(left <= x <= right and foot <= y <= top for left, foot, right, top in boxes)
    return count % 2 == 1 if is_alternating else count > 0


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours (WCAG 2.1, 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# Structure


@dataclass(frozen=True)
class Mark:
    """A marked-content sequence, by its page (from 1) and number."""

    page: int
    number: int


@dataclass(frozen=True)
class Annotation:
    """What an OBJR leads to, by the number of its object."""

    number: int


@dataclass
class Element:
    """A structure element (ISO 32000-2, 14.7.2). `number` is that of its object."""

    tag: str
    number: int
    language: str
    kids: list["Element | Mark | Annotation"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """Yield the element and all elements below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def leaves(self) -> Iterator["Mark | Annotation"]:
        """Yield all content below it, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.leaves()
            else:
                yield kid

    def text(self, texts: Mapping[tuple[int, int], str]) -> str:
        """Return what a screen reader would say of it, from the `texts` of all that is drawn."""
        return "".join(texts.get((leaf.page, leaf.number), "") for leaf in self.leaves() if isinstance(leaf, Mark))


@cache
def read_structure(path: Path) -> Element:
    """Read the structure tree; return its Document."""
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def read(raw: Any, parent: Any) -> Element:
            assert raw.P.objgen == parent.objgen
            element = Element(str(raw.S)[1:], raw.objgen[0], str(raw.get("/Lang", "")))
            page = raw.get("/Pg")
            kids: Any = raw.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    assert page is not None
                    element.kids.append(Mark(pages[page.objgen], kid))
                elif kid.get("/Type") == "/OBJR":
                    element.kids.append(Annotation(kid.Obj.objgen[0]))
                else:
                    element.kids.append(read(kid, raw))
            return element

        root = pdf.Root.StructTreeRoot
        return read(root.K, root)
