"""The CSS that the compositor knows: each property, the values it takes, and what they are to a `Style`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tinycss2.ast import Node
from tinycss2.color3 import parse_color

from fiche_builder.outputs.pdf.slug import MILLIMETRE

POINT = 4 / 3
"""CSS pixels in a point."""
_UNITS = {"px": 1.0, "pt": POINT, "mm": MILLIMETRE}
SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage, as a part of one."""

    of: float


@dataclass(frozen=True, slots=True)
class Ems:
    """A length in ems, which a style makes pixels."""

    count: float


Length = float | Share
"""In CSS pixels, or of the width of what it stands in."""
Values = Sequence[Any]
Reader = Callable[[Values], dict[str, Any]]
"""Returns the fields of a `Style` from the values of a declaration; raises `ValueError` for what it does not know."""


def _length(value: Node) -> Length | Ems:
    if value.type == "dimension" and value.lower_unit == "em":
        return Ems(value.value)
    if value.type == "dimension" and value.lower_unit in _UNITS:
        return float(value.value * _UNITS[value.lower_unit])
    if value.type == "percentage":
        return Share(value.value / 100)
    if value.type == "number" and value.value == 0:
        return 0.0
    raise ValueError


def _pixels(value: Node) -> float | Ems:
    found = _length(value)
    if isinstance(found, Share):
        raise ValueError  # noqa: TRY004 (a value that is not known)
    return found


def _colour(value: Node) -> str:
    """Return the operands of PDF's colour operators: one number for a grey, three for another colour."""
    found = parse_color(value)
    if found is None or found == "currentColor" or found.alpha != 1:
        raise ValueError
    numbers = [f"{round(part, 3):g}" for part in found[:3]]
    short = [number.replace("0.", ".", 1) if number.startswith("0.") else number for number in numbers]
    return short[0] if len(set(short)) == 1 else " ".join(short)


def _word(*known: str) -> Callable[[str], Reader]:
    def named(name: str) -> Reader:
        def read(values: Values) -> dict[str, Any]:
            (value,) = values
            if value.type != "ident" or value.lower_value not in known:
                raise ValueError
            return {name: value.lower_value}

        return read

    return named


def _one(name: str, read: Callable[[Node], Any]) -> Reader:
    def reader(values: Values) -> dict[str, Any]:
        (value,) = values
        return {name: read(value)}

    return reader


def _sides(name: str) -> Reader:
    def read(values: Values) -> dict[str, Any]:
        lengths = [_length(value) for value in values]
        top, right, bottom, left = (lengths * 4)[:4] if len(lengths) != 3 else (*lengths, lengths[1])  # noqa: PLR2004
        if not 1 <= len(lengths) <= len(SIDES):
            raise ValueError
        return {f"{name}_{side}": length for side, length in zip(SIDES, (top, right, bottom, left), strict=True)}

    return read


def _border(*sides: str) -> Reader:
    def read(values: Values) -> dict[str, Any]:
        width, style, colour = values
        thick = _pixels(width)
        if isinstance(thick, Ems) or style.type != "ident" or style.lower_value != "solid":
            raise ValueError
        return {f"border_{side}": (thick, _colour(colour)) for side in sides}

    return read


def _line_height(values: Values) -> dict[str, Any]:
    (value,) = values
    if value.type == "ident" and value.lower_value == "inherit":
        return {"line_height": None}
    return {"line_height": _pixels(value)}


def _weight(values: Values) -> dict[str, Any]:
    (value,) = values
    if value.type != "number" or value.int_value not in {400, 600, 700}:
        raise ValueError
    return {"font": f"F{value.int_value}"}


def _columns(values: Values) -> dict[str, Any]:
    if not values or any(value.type != "dimension" or value.lower_unit != "fr" or value.value != 1 for value in values):
        raise ValueError
    return {"columns": len(values)}


def _whole(name: str) -> Reader:
    def read(values: Values) -> dict[str, Any]:
        (value,) = values
        if value.type != "number" or not value.int_value or value.int_value < 1:
            raise ValueError
        return {name: value.int_value}

    return read


def _truth(name: str, **words: bool) -> Reader:
    def read(values: Values) -> dict[str, Any]:
        (value,) = values
        if value.type != "ident" or value.lower_value not in words:
            raise ValueError
        return {name: words[value.lower_value]}

    return read


PROPERTIES: dict[str, tuple[Reader, str]] = {
    "font-size": (_one("size", _pixels), "px, pt, mm, em"),
    "font-weight": (_weight, "400, 600, 700"),
    "font-kerning": (_truth("kern", none=False, normal=True), "none, normal"),
    "font-variant-numeric": (_truth("tabular", normal=False, **{"tabular-nums": True}), "normal, tabular-nums"),
    "line-height": (_line_height, "px, pt, mm, em, inherit"),
    "color": (_one("colour", _colour), "a colour"),
    "white-space": (_word("normal", "nowrap", "pre")("white_space"), "normal, nowrap, pre"),
    "text-align": (_word("left", "right", "center")("align"), "left, right, center"),
    "text-indent": (_one("indent", _pixels), "px, pt, mm, em"),
    "text-decoration": (_truth("underline", none=False, underline=True), "none, underline"),
    "word-break": (_truth("breaks_words", normal=False, **{"break-all": True}), "normal, break-all"),
    "text-overflow": (_truth("ellipsis", clip=False, ellipsis=True), "clip, ellipsis"),
    "max-lines": (_whole("max_lines"), "a whole number"),
    "display": (
        _word("none", "block", "inline", "inline-block", "grid")("display"),
        "none, block, inline, inline-block, grid",
    ),
    "position": (_word("static", "relative", "absolute")("position"), "static, relative, absolute"),
    "top": (_one("top", _pixels), "px, pt, mm, em"),
    "right": (_one("right", _pixels), "px, pt, mm, em"),
    "left": (_one("left", _pixels), "px, pt, mm, em"),
    "vertical-align": (_word("baseline", "top", "bottom")("vertical_align"), "baseline, top, bottom"),
    "width": (_one("width", _length), "px, pt, mm, em, %"),
    "max-width": (_one("max_width", _pixels), "px, pt, mm, em"),
    "height": (_one("height", _pixels), "px, pt, mm, em"),
    "background": (_one("background", _colour), "a colour"),
    "grid-template-columns": (_columns, "1fr, once for each column"),
    "gap": (_one("gap", _pixels), "px, pt, mm, em"),
    "break-after": (_truth("keep_with_next", auto=False, avoid=True), "auto, avoid"),
    "break-inside": (_truth("keep_together", auto=False, avoid=True), "auto, avoid"),
    "margin": (_sides("margin"), "one to four of px, pt, mm, em, %"),
    "padding": (_sides("padding"), "one to four of px, pt, mm, em, %"),
    **{f"margin-{side}": (_one(f"margin_{side}", _length), "px, pt, mm, em, %") for side in SIDES},
    **{f"padding-{side}": (_one(f"padding_{side}", _length), "px, pt, mm, em, %") for side in SIDES},
    "border": (_border(*SIDES), "a width in px, pt, mm, then solid, then a colour"),
    **{f"border-{side}": (_border(side), "a width in px, pt, mm, then solid, then a colour") for side in SIDES},
}  # fmt: skip
"""Each property, with its reader and the values it takes, in words for people."""
