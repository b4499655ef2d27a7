"""Reading PDFs back, from their bytes: by Poppler's tools and by pikepdf."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf


def page_texts(path: Path) -> list[str]:
    """Return the text of each page as Poppler reads it, in the order of the drawing commands."""
    run = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    return run.stdout.decode().split("\f")[:-1]


def flat(text: str) -> str:
    """Return text with its line breaks and runs of blanks as single blanks."""
    return " ".join(text.split())


@dataclass(frozen=True)
class PdfLink:
    """A link: on which page (from 1), how high (points from the foot), and where to: a URI, or `(page, height)`."""

    page: int
    height: float
    uri: str
    target: tuple[int, float] | None


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
            height = float(annotation.Rect[3])
            if "/Dest" in annotation:
                yield PdfLink(number, height, "", places[str(annotation.Dest)])
            else:
                yield PdfLink(number, height, str(annotation.A.URI), None)


def outline(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Return (depth, title) of each bookmark, in order."""
    found: list[tuple[int, str]] = []

    def walk(items: Any, depth: int) -> None:
        for item in items:
            found.append((depth, item.title))
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
