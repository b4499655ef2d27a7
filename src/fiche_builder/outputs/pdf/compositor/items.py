"""A paragraph in parts that are shaped alike: of one style, font, script and direction (Pango calls them items)."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from fiche_builder.common.font_chain import FontChain, LookFont, active_fonts
from fiche_builder.common.glyphs import UNUSUAL, lacking_in
from fiche_builder.common.signs import clusters
from fiche_builder.outputs.pdf.compositor.bidi import RIGHT_TO_LEFT, levels
from fiche_builder.outputs.pdf.compositor.drawing import Drawing, Path
from fiche_builder.outputs.pdf.compositor.shaping import Typeface, typeface
from fiche_builder.outputs.pdf.compositor.styles import Style

_SHARED = {"Zyyy", "Zinh", "Zzzz"}
"""The scripts of what all others share (UAX #24): blanks, digits, punctuation, marks."""


ATOM = "\ufffc"
"""Stands for a block in a line (UAX #14, class CB)."""


@dataclass(slots=True)
class Atom:
    """A block in a line, set by itself."""

    drawing: Drawing
    width: float
    height: float
    baseline: float
    """How far its last base line is from its top."""


@dataclass(slots=True)
class Span:
    """A stretch of a paragraph in one style, or an atom in it. `end` is where it ends in the paragraph's text."""

    start: int
    end: int
    style: Style
    path: Path
    above: tuple[Style, ...]
    """The styles of the elements in the line that it stands in, itself included."""
    atom: Atom | None = None
    after: float = 0.0
    """The space behind it: its padding."""
    other_face: Typeface | None = None
    """What it is set in, if not in the typeface of its style."""
    level: int = 0
    """Odd if it is read from right to left (`bidi`)."""

    @property
    def face(self) -> Typeface:
        """What it is set in."""
        return self.other_face or self.style.face


def itemise(text: str, spans: list[Span], isolated: Sequence[tuple[int, int]]) -> list[Span]:
    """Return the spans of a paragraph, parted where font, script or direction changes.

    `isolated` tells what keeps its own order. Lines are as high as the style says, whatever the font.
    """
    if not UNUSUAL.search(text):
        return spans
    is_one_way = not RIGHT_TO_LEFT.search(text)
    if is_one_way and not lacking_in(None, [text]) - {ATOM}:
        return spans
    chain = active_fonts()
    found = [0] * len(text) if is_one_way else levels(text, isolated)
    return [part for span in spans for part in _parted(text, span, chain, found)]


def _parted(text: str, span: Span, chain: FontChain, found: Sequence[int]) -> Iterator[Span]:
    if span.atom or span.start == span.end:
        span.level = found[span.start] if span.atom else 0
        yield span
        return
    style = span.style
    fonts = _fonts(text[span.start : span.end], int(style.font[1:]), chain)
    place = span.start
    for (font, script, level), some in groupby(
        (*chosen, level) for chosen, level in zip(fonts, found[span.start : span.end], strict=True)
    ):
        end = place + len(list(some))
        is_rtl = level % 2 == 1
        other = None
        if font:
            name = font.name(int(style.font[1:]))
            other = typeface(name, kern=True, script=script, right_to_left=is_rtl)
        elif is_rtl:
            other = typeface(style.font, kern=style.kern, tabular=style.tabular, right_to_left=True)
        after = span.after if end == span.end else 0.0
        yield replace(span, start=place, end=end, after=after, other_face=other, level=level)
        place = end


@lru_cache(maxsize=10_000)
def _fonts(text: str, weight: int, chain: FontChain) -> tuple[tuple[LookFont | None, str], ...]:
    """Return the font of the look for each character, if it needs one, and the script in which that sets it.

    What stands between two signs of one font and script, such as the blanks and quotation marks in a Hebrew name, is
    set in it as well, so that a name looks whole.
    """
    found: list[tuple[LookFont | None, str]] = []
    for cluster in clusters(text):
        whole = _font_of(cluster, weight, chain)
        script = next((code for code in map(_script, cluster) if code not in _SHARED), "")
        found += (
            [(whole, script)] * len(cluster) if whole else [(_font_of(sign, weight, chain), script) for sign in cluster]
        )
    _take_scripts(found, range(len(found)))
    _take_scripts(found, range(len(found) - 1, -1, -1))
    return tuple(_joined(text, found))


def _take_scripts(found: list[tuple[LookFont | None, str]], order: Iterable[int]) -> None:
    """Give what all scripts share the script beside it, if its font is the same: the tatweel in an Arabic word."""
    before: tuple[LookFont | None, str] = (None, "")
    for place in order:
        font, script = found[place]
        if font and not script and font is before[0]:
            found[place] = before
        before = found[place] if font or script else before


def _joined(text: str, found: list[tuple[LookFont | None, str]]) -> Iterator[tuple[LookFont | None, str]]:
    """Yield the fonts with shared signs in the font and script of what stands on both sides of them."""
    told = [place for place, (font, script) in enumerate(found) if script or font]
    for before, after in zip([None, *told], [*told, None], strict=True):
        font, script = found[before] if before is not None else (None, "")
        if before is not None:
            yield font, (script or "Zyyy") if font else ""
        start, end = -1 if before is None else before, len(found) if after is None else after
        between = text[start + 1 : end]
        is_one = after is not None and found[after] == (font, script)
        for sign in between:
            yield (font, script or "Zyyy") if is_one and font and font.has(sign) else (None, "")


def _font_of(cluster: str, weight: int, chain: FontChain) -> LookFont | None:
    return chain.choose(cluster, weight) if lacking_in(None, [cluster]) else None


@lru_cache(maxsize=10_000)
def _script(sign: str) -> str:
    """Return the script of a character (ISO 15924)."""
    if sign.isascii():
        return "Latn" if sign.isalpha() else "Zyyy"
    from fontTools.unicodedata import script

    return str(script(sign)) if unicodedata.category(sign) != "Cn" else "Zyyy"
