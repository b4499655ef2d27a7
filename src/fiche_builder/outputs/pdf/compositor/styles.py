"""The style of each element of a template, from the style sheet of an edition (CSS 2.2, 6)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import cssselect2
import tinycss2
from cssselect2 import parser
from tinycss2.ast import Declaration, Node

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _
from fiche_builder.common.resources import templates_folder
from fiche_builder.common.templates import unusable
from fiche_builder.outputs.pdf.compositor.properties import PROPERTIES, Ems, Length
from fiche_builder.outputs.pdf.compositor.shaping import Typeface, metrics, typeface
from fiche_builder.outputs.pdf.measures import read_measures

STYLE_SHEET = "annuaire.css"
_OWN_STYLES = """
head, style, title, script { display: none }
html, body, div, section, article, header, h1, h2, h3, p, ul, li { display: block; margin: 0; padding: 0 }
b { font-weight: 600 }
.slug { position: relative }
.own { white-space: nowrap }
"""
"""Goes before the style sheet: what our elements are."""
Border = tuple[float, str]
"""Its width in CSS pixels and its colour."""


@dataclass(slots=True, kw_only=True)
class Style:
    """What the compositor knows of an element. Lengths are in CSS pixels."""

    # Inherited.
    font: str = "F400"
    size: float = 8.2 * 4 / 3
    kern: bool = False
    tabular: bool = False
    line_height: float = 14.5
    colour: str = "0"
    white_space: str = "normal"
    align: str = "left"
    indent: float = 0
    underline: bool = False
    breaks_words: bool = False
    # The element's own.
    display: str = "inline"
    position: str = "static"
    top: float = 0
    right: float = 0
    left: float | None = None
    vertical_align: str = "baseline"
    width: Length | None = None
    max_width: float | None = None
    height: float | None = None
    background: str = ""
    columns: int = 1
    gap: float = 0
    ellipsis: bool = False
    max_lines: int = 0
    keep_with_next: bool = False
    keep_together: bool = False
    margin_top: Length = 0
    margin_right: Length = 0
    margin_bottom: Length = 0
    margin_left: Length = 0
    padding_top: Length = 0
    padding_right: Length = 0
    padding_bottom: Length = 0
    padding_left: Length = 0
    border_top: Border | None = None
    border_right: Border | None = None
    border_bottom: Border | None = None
    border_left: Border | None = None
    # Derived.
    face: Typeface = field(init=False)
    is_bare: bool = field(init=False)
    """Whether it has no padding, border, background or size of its own, nor a margin at its sides."""
    ascent: float = field(init=False)
    """How high a line with only this text is above the base line, leading included."""
    descent: float = field(init=False)
    """How deep it is below the base line."""
    path: tuple[Any, ...] = ()
    """The elements down to this one, as far as selectors see them."""
    known: dict[Any, "Style"] = field(default_factory=dict, repr=False)
    """The styles of elements inside it, by what selectors see of them."""

    def __post_init__(self) -> None:
        self.face = typeface(self.font, kern=self.kern, tabular=self.tabular)
        boxed = (self.border_top, self.border_right, self.border_bottom, self.border_left, self.background)
        padded = (
            self.padding_top, self.padding_right, self.padding_bottom, self.padding_left,
            self.margin_left, self.margin_right,
        )  # fmt: skip
        sized = (self.width, self.max_width, self.height)
        self.is_bare = not any(boxed) and not any(padded) and sized == (None, None, None)
        font = metrics(self.font)
        leading = (self.line_height - (font.ascent + font.descent) * self.size) / 2
        self.ascent = font.ascent * self.size + leading
        self.descent = font.descent * self.size + leading


_INHERITED = (
    "font", "size", "kern", "tabular", "line_height", "colour", "white_space", "align", "indent", "underline",
    "breaks_words",
)  # fmt: skip
_IGNORED = {
    ("hyphens", "manual"), ("font-variant-ligatures", "none"), ("overflow-wrap", "anywhere"),
}  # fmt: skip
"""Declarations that say what the compositor does anyway."""


class StyleSheet:
    """The styles of an edition. `text` is CSS; `name` says where it is from, in an error."""

    def __init__(self, text: str, name: str = STYLE_SHEET) -> None:
        self._name = name
        self._variables: dict[str, list[Node]] = {}
        self._matcher = cssselect2.Matcher()
        for source in (_OWN_STYLES, _measures(), text):
            self._read(source)
        self.root = Style(display="block")

    def style_of(self, element: Element, parent: Style) -> Style:
        """Return the style of an element inside one with the style `parent`."""
        seen = (element.tag, element.get("class"), element.get("style"))
        style = parent.known.get(seen)
        if style is None:
            style = parent.known[seen] = self._compute(parent, seen)
        return style

    def _compute(self, parent: Style, seen: tuple[str, str | None, str | None]) -> Style:
        path = (*parent.path, seen)
        declared: dict[str, Any] = {}
        for _specificity, _order, _pseudo, found in sorted(
            self._matcher.match(_wrapped(path)), key=lambda hit: hit[:2]
        ):
            declared.update(found)
        if seen[2]:
            place = f'style="{seen[2]}"'
            for declaration in _declarations(seen[2], place):
                declared.update(self._values(declaration, place))
        if declared.get("line_height", 0) is None:  # `inherit`
            del declared["line_height"]
        size = declared.get("size", parent.size)
        em = size.count * parent.size if isinstance(size, Ems) else size
        declared = {
            name: value.count * (parent.size if name == "size" else em) if isinstance(value, Ems) else value
            for name, value in declared.items()
        }
        style = Style(**{**_inherited(parent), **declared}, path=path)
        if parent.display == "inline" and style.display in {"block", "grid"}:
            raise unusable(self._name, _("the block “%(name)s” stands in a line") % {"name": seen[0]})
        if style.position == "absolute" and (parent.display == "inline" or parent.position == "static"):
            reason = _("“%(name)s” is absolute, but what it stands in is no block that is relative")
            raise unusable(self._name, reason % {"name": seen[0]})
        return style

    def _read(self, text: str) -> None:
        found = [
            (rule, self._selectors(rule), list(_declarations(rule.content, self._name)))
            for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        ]
        for rule, _selectors, declarations in found:
            variables = {d.name: d.value for d in declarations if d.name.startswith("--")}
            if variables and tinycss2.serialize(rule.prelude).strip() != ":root":
                raise unusable(f"{self._name}:{rule.source_line}", _("variables can be set in :root alone"))
            self._variables.update(variables)
        for _rule, selectors, declarations in found:
            declared: dict[str, Any] = {}
            for declaration in declarations:
                if not declaration.name.startswith("--"):
                    declared.update(self._values(declaration, f"{self._name}:{declaration.source_line}"))
            for selector in selectors:
                self._matcher.add_selector(selector, declared)

    def _selectors(self, rule: Any) -> list[Any]:  # noqa: ANN401 (tinycss2 and cssselect2 have no types)
        place = f"{self._name}:{rule.source_line}"
        if rule.type == "error":
            raise unusable(place, rule.message)
        with suppress(cssselect2.SelectorError):
            if rule.type == "qualified-rule" and all(map(_is_plain, parser.parse(rule.prelude))):
                return list(cssselect2.compile_selector_list(rule.prelude))
        raise ConfigError(
            _("“%(place)s”: the selector “%(selector)s” is not known.")
            % {"place": place, "selector": rule.serialize().partition("{")[0].strip()},
            _("It can be made of elements, classes and :root, one inside the other."),
        )

    def _values(self, declaration: Declaration, place: str) -> dict[str, Any]:
        name = declaration.lower_name
        values = list(self._resolved(declaration.value, place, self._variables))
        words = tinycss2.serialize(declaration.value).strip() + " !important" * declaration.important
        if (name, words) in _IGNORED:
            return {}
        if name not in PROPERTIES:
            raise ConfigError(
                _("“%(place)s”: the property “%(name)s” is not known.") % {"place": place, "name": name},
                _("These are: %(names)s.") % {"names": ", ".join(PROPERTIES)},
            )
        reader, known = PROPERTIES[name]
        with suppress(ValueError, AttributeError):
            if not declaration.important:
                return reader(values)
        raise ConfigError(
            _("“%(place)s”: “%(name)s” cannot be “%(value)s”.") % {"place": place, "name": name, "value": words},
            _("It can be: %(values)s.") % {"values": known},
        )

    def _resolved(self, values: list[Node], place: str, known: Mapping[str, list[Node]]) -> Iterator[Node]:
        """Yield values without blanks, and with what variables stand for in their place."""
        for value in values:
            if value.type == "function" and value.lower_name == "var":
                name = next((part.value for part in value.arguments if part.type == "ident"), "")
                if name not in known:
                    raise ConfigError(
                        _("“%(place)s”: the variable “%(name)s” is not known.") % {"place": place, "name": name},
                        _("These are: %(names)s.") % {"names": ", ".join(known)},
                    )
                others = {
                    other: found for other, found in known.items() if other != name
                }  # it cannot be made of itself
                yield from self._resolved(known[name], place, others)
            elif value.type not in {"whitespace", "comment"}:
                yield value


@cache
def read_style_sheet() -> StyleSheet:
    """Return the style sheet of an edition, `templates/pdf/annuaire.css`."""
    return StyleSheet((templates_folder("pdf") / STYLE_SHEET).read_text(encoding="utf-8"))


def anonymous(parent: Style) -> Style:
    """Return the style of a box without an element, such as the lines beside a block."""
    style = parent.known.get(None)
    if style is None:
        style = parent.known[None] = Style(**_inherited(parent), display="block", path=parent.path)
    return style


def _inherited(parent: Style) -> dict[str, Any]:
    return {name: getattr(parent, name) for name in _INHERITED}


def _measures() -> str:
    measures = read_measures()
    widths = {
        "page": measures.page_width,
        "text": measures.text_width,
        **{name: columns.width for name, columns in measures.columns.items()},
    }
    lengths = {
        "left": measures.left, "right": measures.right,
        "tab-width": measures.tab_width, "tab-height": measures.tab_height,
    }  # fmt: skip
    return "\n".join(
        [
            *(f".{name} {{ width: {width}mm }}" for name, width in widths.items()),
            *(f":root {{ --{name}: {length}mm }}" for name, length in lengths.items()),
        ]
    )


def _declarations(source: str | list[Node], name: str) -> Iterator[Declaration]:
    for node in tinycss2.parse_declaration_list(source, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            raise unusable(f"{name}:{node.source_line}", getattr(node, "message", "{ }"))
        yield node


def _wrapped(path: tuple[tuple[str, str | None, str | None], ...]) -> cssselect2.ElementWrapper:
    """Return the last element of a path, as selectors see it."""
    root: Element | None = None
    element: Element | None = None
    for tag, classes, _style in path:
        attributes = {"class": classes} if classes else {}
        element = Element(tag, attributes) if element is None else SubElement(element, tag, attributes)
        root = element if root is None else root
    wrapper = cssselect2.ElementWrapper.from_html_root(root)
    *_above, last = wrapper.iter_subtree()
    return last


def _is_plain(tree: Any) -> bool:  # noqa: ANN401 (cssselect2 has no types)
    if isinstance(tree, parser.Selector):
        return tree.pseudo_element is None and _is_plain(tree.parsed_tree)
    if isinstance(tree, parser.CombinedSelector):
        return tree.combinator in {" ", ">"} and _is_plain(tree.left) and _is_plain(tree.right)
    if isinstance(tree, parser.CompoundSelector):
        return all(map(_is_plain, tree.simple_selectors))
    if isinstance(tree, parser.PseudoClassSelector):
        return bool(tree.name == "root")
    return isinstance(tree, (parser.LocalNameSelector, parser.ClassSelector))
