"""Pieces composed in a style of their own, and what their commands draw."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

from fontTools.ttLib import TTFont

from fiche_builder.common.glyphs import font_files
from fiche_builder.outputs.pdf.compositor import compose
from fiche_builder.outputs.pdf.compositor.styles import StyleSheet
from fiche_builder.outputs.pdf.fonts import read_characters
from fiche_builder.outputs.pdf.look_fonts import signs_of
from fiche_builder.outputs.pdf.slug import Node, Slug

_TOKEN = re.compile(r"<([0-9a-f]*)>|(-?[\d.]+) Ts|(-?[\d.]+)")


@dataclass(frozen=True)
class Run:
    """A text as it stands. Lengths are in CSS pixels, from the top left corner of the slug."""

    left: float
    base: float
    right: float
    text: str
    font: str
    size: float
    colour: str
    rise: float = 0


@cache
def sheet_of(css: str) -> StyleSheet:
    return StyleSheet(css, "own.css")


def composed(
    markup: str, css: str = "", width: float | None = 200, *, tallest: float = 0, other_language: str = ""
) -> tuple[Slug, ...]:
    """Compose markup in a slug of a width; without one it is as wide as it comes out."""
    sheet = sheet_of(css if width is None else f".slug {{ width: {width}px }} {css}")
    columns = "own" if width is None else "any"
    return compose("own.html", markup, columns, sheet=sheet, tallest=tallest, other_language=other_language)


def piece(markup: str, css: str = "", width: float | None = 200, *, other_language: str = "") -> Slug:
    """Compose markup in one slug."""
    (slug,) = composed(markup, css, width, other_language=other_language)
    return slug


def paragraph(text: str, css: str = "", width: float | None = 200) -> Slug:
    """Compose plain text as a paragraph."""
    return piece(f"<p>{escape(text)}</p>", css, width)


def runs(slug: Slug) -> list[Run]:
    """Return the texts of a slug, in their order, each up to its right edge."""
    return list(_runs(slug))


def _runs(slug: Slug) -> Iterator[Run]:
    font, size, colour, left, base = "", 0.0, "", 0.0, 0.0
    for line in slug.commands.split("\n"):
        words = line.split()
        if line.endswith(" Tf"):
            font, size = words[0][1:], float(words[1])
        elif line.endswith((" g", " rg")):
            colour = line.rpartition(" ")[0]
        elif line.endswith(" Tm"):
            left, base = float(words[4]), float(words[5])
        elif line.endswith(("Tj", "TJ", "Ts")):
            _glyphs, text, ems, rise = read_code(line, font)
            yield Run(left, base, left + ems * size / 1000, text, font, size, colour, rise)


def read_code(code: str, font: str) -> tuple[list[int], str, float, float]:
    """Return the glyphs that a code shows, their text, how far they reach in thousandths of an em, and their rise."""
    glyphs, shown, reached, rises = [], "", 0.0, 0.0
    for digits, rise, shift in _TOKEN.findall(code if code.endswith(("Tj", "TJ", "Ts")) else f"<{code}>"):
        if rise:
            rises = max(rises, float(rise), key=abs)
        elif shift:
            reached -= float(shift)
        for place in range(0, len(digits), 4):
            glyph = int(digits[place : place + 4], 16)
            glyphs.append(glyph)
            text, width = _sign(font, glyph)
            reached += width
            shown += text
    return glyphs, shown, reached, rises


@cache
def _sign(font: str, glyph: int) -> tuple[str, float]:
    """Return the text of a glyph and its advance, in thousandths of an em."""
    if font in font_files():
        return read_characters(font)[glyph], _advances(font)[glyph]
    return signs_of(font)[glyph].text, signs_of(font)[glyph].width


@cache
def _advances(font: str) -> list[int]:
    """Return the advance of each glyph, in thousandths of an em."""
    with TTFont(font_files()[font]) as source:
        return [source["hmtx"][name][0] for name in source.getGlyphOrder()]


def lines(slug: Slug) -> list[str]:
    """Return the text on each base line, from the top."""
    found: dict[float, str] = {}
    for run in runs(slug):
        found[run.base] = found.get(run.base, "") + run.text
    return [found[base] for base in sorted(found)]


def filled(slug: Slug) -> list[tuple[float, ...]]:
    """Return the rectangles of a slug: left, top, width, height."""
    return [tuple(map(float, line.split()[:4])) for line in slug.commands.split("\n") if line.endswith(" re")]


def tree(node: Node | int) -> str:
    """Return a structure element as `P(0 Link(-1 1))`."""
    if isinstance(node, int):
        return str(node)
    name = f"{node.tag}:{node.language}" if node.language else node.tag
    return f"{name}({' '.join(map(tree, node.kids))})"


def trees(slug: Slug) -> str:
    return " ".join(map(tree, slug.nodes))
