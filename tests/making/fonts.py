"""Machines with other fonts: letters that ours lack, and our letters in other shapes, under our own font's name too."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from fiche_builder.common.resources import fonts_folder

FOREIGN = "中電😀☎א"
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_LETTERS = f"{_ASCII}éèàçôëïùÉ’–·→©\u00a0\u202f\ufe0f{FOREIGN}"
_WIDE = 1900
_RULE = '<match target="font"><edit name="embolden" mode="assign"><bool>true</bool></edit></match>'


def install_foreign_fonts(folder: Path) -> dict[str, str]:
    """Make fonts in a folder; return the environment of a machine that has them, and no others."""
    fonts = folder / "fonts"
    fonts.mkdir(parents=True)
    for family in ("Elsewhere", "Annuaire", "Source Sans Pro", "Noto Color Emoji"):
        _make_font(family).save(fonts / f"{family}.ttf")
    return {"FONTCONFIG_FILE": str(_configure(folder, f"<dir>{fonts}</dir>"))}


def with_our_fonts(folder: Path) -> dict[str, str]:
    """Return the environment of a machine that has the program's font, and no others."""
    return {"FONTCONFIG_FILE": str(_configure(folder, f"<dir>{fonts_folder()}</dir>"))}


def without_fonts(folder: Path) -> dict[str, str]:
    """Return the environment of a machine that has no fonts."""
    return {"FONTCONFIG_FILE": str(_configure(folder, ""))}


def _configure(folder: Path, lines: str) -> Path:
    """Write a configuration of fontconfig, with a rule of the machine's own for how fonts are drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "fonts.conf"
    cache = f"<cachedir>{folder / 'cache'}</cachedir>"
    path.write_text(f'<?xml version="1.0"?><fontconfig>{lines}{cache}{_RULE}</fontconfig>', encoding="utf-8")
    return path


def _make_font(family: str) -> FontBuilder:
    """Return a font whose every letter is a wide bar."""
    letters = {ord(letter): f"u{ord(letter):x}" for letter in _LETTERS}
    glyphs = [".notdef", *letters.values()]
    pen = TTGlyphPen(None)
    for step, point in enumerate(((100, 0), (100, 700), (1800, 700), (1800, 0))):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    bar = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(letters)
    builder.setupGlyf(dict.fromkeys(glyphs, bar))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (_WIDE, 100)))
    builder.setupHorizontalHeader(ascent=900, descent=-300)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=900, usWinAscent=900, usWinDescent=300)
    builder.setupPost()
    return builder
