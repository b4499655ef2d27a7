"""The fonts of a project's look, for the characters that our own fonts lack: the files in `look/fonts`, in turn.

They are asked in the order of their names. Which of a family's weights is taken, their own tables say.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _

if TYPE_CHECKING:
    import uharfbuzz as hb

FOLDER = Path("look", "fonts")
"""Where they are, in the folder of `fiche.toml`."""
_SUFFIXES = {".ttf", ".otf"}
_OTHER_SUFFIXES = {".ttc", ".otc", ".woff", ".woff2", ".eot", ".dfont", ".pfb", ".pfa"}
"""Fonts in forms that are not read. Anything else in the folder, such as a licence, is no font."""
_KINDS = {b"ttcf": ".ttc", b"wOFF": ".woff", b"wOF2": ".woff2"}
"""How files of other kinds begin, whatever their names."""
_OUTLINES = {"glyf", "CFF ", "CFF2"}
_RESTRICTED, _LICENCES, _NO_SUBSET, _BITMAPS_ONLY = 0x2, 0xE, 0x100, 0x200
"""What a font says of being embedded (OpenType, OS/2, fsType)."""
_ITALIC = 0x1
_UNSEEN = re.compile("[\u034f\u061c\u180b-\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
"""What a font need not have for a sign to be whole."""


@dataclass(frozen=True, slots=True, eq=False)
class LookFont:
    """A font file. Each is equal to itself alone."""

    path: Path
    code: str
    """What slugs call it. It is made from the file's content, so that it says the same everywhere."""
    family: str
    is_italic: bool
    lightest: int
    heaviest: int
    """The weights that it has; a font that cannot vary has one."""
    outlines: "hb.Font"

    def has(self, text: str) -> bool:
        """Tell whether it has all signs of a text, a letter with a mark also as letter and mark."""
        return all(
            _draws(self.outlines, sign) or all(_draws(self.outlines, part) for part in normalize("NFD", sign))
            for sign in _UNSEEN.sub("", text)
        )

    def nearest(self, weight: int) -> int:
        """Return the weight of it that is nearest to one that is wanted."""
        return min(max(weight, self.lightest), self.heaviest)

    def name(self, weight: int) -> str:
        """Return what slugs call the font at a weight."""
        return f"{self.code}w{self.nearest(weight)}"


class FontChain:
    """Font files that are asked in turn. They are read when they are first needed."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.paths = tuple(paths)
        self.choose = lru_cache(maxsize=10_000)(self._choose)

    @cached_property
    def fonts(self) -> tuple[LookFont, ...]:
        """Its fonts. Raise `ConfigError` for a file that cannot be used, with its name."""
        return tuple(_read_font(path) for path in self.paths)

    def refuse_unusable(self) -> None:
        """Raise `ConfigError` if a file cannot be used, whether or not a character is to be asked for."""
        _fonts = self.fonts

    def has(self, character: str) -> bool:
        """Tell whether one of the fonts has a character."""
        return any(font.has(character) for font in self.fonts)

    def find(self, name: str) -> tuple[LookFont, int]:
        """Return the font, and its weight, that slugs call by a name."""
        code, _w, weight = name.partition("w")
        return next(font for font in self.fonts if font.code == code), int(weight)

    def _choose(self, text: str, weight: int) -> LookFont | None:
        """Return the first font that has all signs of a text, in the weight of its family that is nearest."""
        having = [font for font in self.fonts if font.has(text)]
        family = [font for font in having if font.family == having[0].family]
        return min(family, key=lambda font: (font.is_italic, abs(font.nearest(weight) - weight)), default=None)


_OURS_ALONE = FontChain()
_active: ContextVar[FontChain] = ContextVar("fonts", default=_OURS_ALONE)


def use_fonts(paths: Iterable[Path]) -> None:
    """Make the fonts in these files those of the edition, besides our own."""
    chain = FontChain(paths)
    _active.set(chain if chain.paths else _OURS_ALONE)


def active_fonts() -> FontChain:
    """Return the fonts of the edition besides our own."""
    return _active.get()


def find_fonts(folders: Iterable[Path]) -> list[Path]:
    """Return the font files of a project's look, in order; of several folders it may be in, the first that has one."""
    folder = next((found for folder in folders if (found := folder / FOLDER).is_dir()), None)
    try:
        files = sorted(folder.iterdir(), key=lambda path: (path.name.casefold(), path.name)) if folder else []
    except OSError as error:
        raise _refusal(folder or FOLDER, error.strerror or str(error)) from None
    return [
        path
        for path in files
        if path.suffix.lower() in _SUFFIXES | _OTHER_SUFFIXES and not path.name.startswith(".") and not path.is_dir()
    ]


def _refusal(path: Path, reason: str, hint: str = "") -> ConfigError:
    return ConfigError(
        _("The font “%(name)s” cannot be used: %(reason)s.") % {"name": path.name, "reason": reason},
        hint or _("Take it out of the folder look/fonts, or put another font there."),
    )


def _read_font(path: Path) -> LookFont:
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refusal(path, error.strerror or str(error)) from None
    kind = _KINDS.get(content[:4]) or path.suffix.lower()
    if kind not in _SUFFIXES:
        raise _refusal(
            path,
            _("fonts of the kind %(kind)s are not read") % {"kind": kind},
            _("Put single fonts there, as .ttf or .otf: most families come so as well."),
        )
    with telling_damage(path), TTFont(BytesIO(content), lazy=True) as source:
        outlines = hb.Font(hb.Face(hb.Blob(content)))
        _refuse_unusable(path, source, outlines, len(content))
        return _describe(path, _code_of(content), source, outlines)


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """Tell of whatever goes wrong in the block as of a damaged font."""
    try:
        yield
    except ConfigError:
        raise
    except Exception:  # noqa: BLE001 (a damaged font may make its reader stumble anywhere)
        raise _refusal(
            path, _("it is damaged, or no font at all"), _("Fetch it again, or take it out of the folder look/fonts.")
        ) from None


def _refuse_unusable(path: Path, source: Any, outlines: "hb.Font", size: int) -> None:  # noqa: ANN401 (fontTools has no types)
    is_cut = any(table.offset + table.length > size for table in source.reader.tables.values())
    if is_cut or not source["head"].unitsPerEm or not source["hhea"].ascent or not outlines.face.glyph_count:
        raise ValueError(path)
    allowed = source["OS/2"].fsType
    if (allowed & _LICENCES) == _RESTRICTED or allowed & (_NO_SUBSET | _BITMAPS_ONLY):
        raise _refusal(
            path,
            _("its maker forbids putting it into documents"),
            _("Take a free font, such as one of the Noto family."),
        )
    if not _OUTLINES.intersection(source.keys()):
        raise _refusal(
            path, _("it has coloured pictures, no outlines"), _("Take a font in black and white, such as Noto Emoji.")
        )
    if not outlines.face.unicodes:
        raise _refusal(path, _("it does not tell which characters its signs stand for"))


def _code_of(content: bytes) -> str:
    """Return a name of a content: letters alone, because the leak gate looks for numbers."""
    digits = blake2b(content, digest_size=6).hexdigest()
    return "L" + "".join(chr(ord("a") + int(digit, 16)) for digit in digits)


def _describe(path: Path, code: str, source: Any, outlines: "hb.Font") -> LookFont:  # noqa: ANN401
    about, names = source["OS/2"], source["name"]
    weight = about.usWeightClass
    axes = {axis.axisTag: axis for axis in source["fvar"].axes} if "fvar" in source else {}
    lightest, heaviest = (axes["wght"].minValue, axes["wght"].maxValue) if "wght" in axes else (weight, weight)
    return LookFont(
        path=path,
        code=code,
        family=str(names.getDebugName(16) or names.getDebugName(1) or path.stem),
        is_italic=bool(about.fsSelection & _ITALIC),
        lightest=round(lightest),
        heaviest=round(heaviest),
        outlines=outlines,
    )


@lru_cache(maxsize=10_000)
def _draws(font: "hb.Font", sign: str) -> bool:
    """Tell whether a font draws something for a character that is to be seen; signs in colour alone are not drawn."""
    from fontTools.pens.recordingPen import RecordingPen

    glyph = font.get_nominal_glyph(ord(sign))
    if not glyph:
        return False
    pen = RecordingPen()
    font.draw_glyph_with_pen(glyph, pen)
    return bool(pen.value) or sign.isspace()
