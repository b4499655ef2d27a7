"""Reading PDFs back, from their bytes: by Poppler's tools, by pypdfium2 and by pikepdf."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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

Rectangle = tuple[float, float, float, float]


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
