"""Fonts for `look/fonts`, made in the test: each sign is a bar as wide as its number says; Arabic letters join."""

from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

ARABIC = "ـابتةجحدرسشعغفقكلمنهويأ"
HEBREW = "אבגדהוזחטיכלמםנןסעפצקרשת"
CJK = "東京中文株式会社センター漢字、。「」"
FATHA = "\u064e"
_JOINING = "ـبتجحسشعغفقكلمنهي"
"""Arabic letters that join on both sides; the others join to what is before them."""
_SPACE = 200
"""As wide as Source Sans's, so that it does not matter in which font a blank is set."""


def make_look_font(  # noqa: PLR0913 (what a font says of itself)
    path: Path,
    characters: str,
    *,
    family: str = "Elsewhere",
    weight: int = 400,
    italic: bool = False,
    embedding: int = 0,
    is_cff: bool = False,
    heaviest: int = 0,
    blank: str = "",
    without: tuple[str, ...] = (),
) -> Path:
    """Write a font with these characters, blanks and ASCII brackets; return its path.

    `embedding` is what it says of being embedded (fsType), `heaviest` makes it vary from `weight` up, `blank`
    signs draw nothing, `without` names tables that it lacks.
    """
    letters = {ord(sign): f"u{ord(sign):04x}" for sign in dict.fromkeys(f" ()\u00a0{characters}")}
    forms = {
        f"u{ord(sign):04x}.{form}"
        for sign in set(ARABIC) & set(characters)
        for form in (("init", "medi", "fina") if sign in _JOINING else ("fina",))
    }
    glyphs = [".notdef", *dict.fromkeys(letters.values()), *sorted(forms), *(["lam_alef"] if "ل" in characters else [])]
    builder = FontBuilder(1000, isTTF=not is_cff)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(letters)
    widths = {glyph: _width(number, glyph, weight) for number, glyph in enumerate(glyphs)}
    empty = {"u0020", "u00a0", *(letters[ord(sign)] for sign in blank)}
    drawn = {glyph: _bar(width, is_cff=is_cff, is_blank=glyph in empty) for glyph, width in widths.items()}
    if is_cff:
        builder.setupCFF(f"{family}-{weight}", {}, drawn, {})
    else:
        builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics({glyph: (width, 20) for glyph, width in widths.items()})
    builder.setupHorizontalHeader(ascent=1100, descent=-400)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"{family}-{weight}"})
    builder.setupOS2(
        usWeightClass=weight, fsType=embedding, fsSelection=int(italic), sTypoAscender=1100, sCapHeight=650
    )
    builder.setupPost()
    if heaviest:
        builder.setupFvar([("wght", weight, weight, heaviest, "Weight")], [])
        builder.setupGvar({glyph: [] for glyph in glyphs})
    if features := _features(set(characters), forms):
        builder.addOpenTypeFeatures(features)
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    for table in without:  # its entry is made that of a table that nobody knows
        path.write_bytes(path.read_bytes().replace(table.encode(), b"none", 1))
    return path


def _width(number: int, glyph: str, weight: int) -> int:
    if glyph in {"u0020", "u00a0"}:
        return _SPACE
    return 0 if glyph == f"u{ord(FATHA):04x}" else 300 + 7 * number + (weight - 400) // 10


def _bar(width: int, *, is_cff: bool, is_blank: bool) -> Any:
    pen = T2CharStringPen(width, None) if is_cff else TTGlyphPen(None)
    if not is_blank:
        for step, point in enumerate(((20, 0), (20, 650), (max(width - 20, 60), 650), (max(width - 20, 60), 0))):
            (pen.lineTo if step else pen.moveTo)(point)
        pen.closePath()
    return pen.getCharString() if is_cff else pen.glyph()


def _features(characters: set[str], forms: set[str]) -> str:
    """Return the rules by which Arabic letters join, lam and alef become one sign, and a mark stands on its letter."""
    lines = [
        f"feature {form} {{ {' '.join(rules)} }} {form};"
        for form in ("init", "medi", "fina")
        if (rules := [f"sub {name[:5]} by {name};" for name in sorted(forms) if name.endswith(form)])
    ]
    if "ل" in characters:
        lines.append("feature rlig { sub u0644.init u0627.fina by lam_alef; } rlig;")
    if FATHA in characters:
        bases = " ".join(sorted({f"u{ord(sign):04x}" for sign in set(ARABIC) & characters} | forms))
        if bases:
            lines.append("markClass u064e <anchor 40 0> @TOP;")
            lines.append(f"feature mark {{ pos base [{bases}] <anchor 150 700> mark @TOP; }} mark;")
    return "languagesystem DFLT dflt; languagesystem arab dflt;\n" + "\n".join(lines) if lines else ""
