"""The CSS that is known: each property with each kind of value, and nothing else."""

import re
from typing import Any

import pytest
import tinycss2

from fiche_builder.common.errors import ConfigError
from fiche_builder.outputs.pdf.compositor.properties import PROPERTIES, Ems, Share
from fiche_builder.outputs.pdf.compositor.styles import Style, StyleSheet
from fiche_builder.outputs.pdf.slug import MILLIMETRE

LENGTHS = {"3px": 3.0, "3pt": 4.0, "3mm": 3 * MILLIMETRE, "0": 0.0, "-2.5px": -2.5}
SIDES = ("top", "right", "bottom", "left")
WRONG = ("fancy", "3", "3cm", "3px 4px 5px 6px 7px", "url(x)", "#12", "calc(1px + 1px)", "inset", '"text"', "-")


def read(declaration: str) -> dict[str, Any]:
    """Return what one declaration says to a style."""
    (found,) = tinycss2.parse_declaration_list(declaration)
    reader, _known = PROPERTIES[found.name]
    return reader([value for value in found.value if value.type != "whitespace"])


def words_of(name: str) -> list[str]:
    """Return the values of a property that has words for them."""
    return PROPERTIES[name][1].split(", ")


@pytest.mark.parametrize("name", [name for name, (_reader, known) in PROPERTIES.items() if known.startswith("px")])
def test_lengths(name: str) -> None:
    for text, pixels in LENGTHS.items():
        assert list(read(f"{name}: {text}").values()) == [pytest.approx(pixels)]
    assert list(read(f"{name}: 1.5em").values()) == [Ems(1.5)]
    if "%" in words_of(name):
        assert list(read(f"{name}: 12%").values()) == [Share(0.12)]
    else:
        with pytest.raises(ConfigError):
            StyleSheet(f"p {{ {name}: 12% }}")


@pytest.mark.parametrize("name", ["margin", "padding"])
def test_sides(name: str) -> None:
    def four(text: str) -> list[Any]:
        found = read(f"{name}: {text}")
        return [found[f"{name}_{side}"] for side in SIDES]

    assert four("1px") == [1, 1, 1, 1]
    assert four("1px 2%") == [1, Share(0.02), 1, Share(0.02)]
    assert four("1px 2px 3px") == [1, 2, 3, 2]
    assert four("1px 2px 0 4px") == [1, 2, 0, 4]
    assert read(f"{name}-left: 2px") == {f"{name}_left": 2}


@pytest.mark.parametrize("name", [name for name in PROPERTIES if re.fullmatch("[a-z]{4,}", words_of(name)[0])])
def test_words_are_known_by_their_list(name: str) -> None:
    words = [word for word in words_of(name) if re.fullmatch(r"[a-z-]+", word)]
    found = [read(f"{name}: {word}") for word in words]
    assert len({repr(value) for value in found}) == len(words)
    assert [read(f"{name}: {word.upper()}") for word in words] == found
    assert all(hasattr(Style(), field) for value in found for field in value)


def test_colours_are_operands_of_pdf() -> None:
    assert [read(f"color: {text}")["colour"] for text in ("#fff", "black", "#555", "rgb(255, 0, 51)", "#1d4e89")] == [
        "1", "0", ".333", "1 0 .2", ".114 .306 .537",
    ]  # fmt: skip
    assert read("background: #e9eef5") == {"background": ".914 .933 .961"}


def test_borders_columns_weights_and_counts() -> None:
    assert read("border-top: .75pt solid #fff") == {"border_top": (1, "1")}
    assert read("border: 1px solid black") == {f"border_{side}": (1, "0") for side in SIDES}
    assert read("grid-template-columns: 1fr 1fr 1fr") == {"columns": 3}
    assert [read(f"font-weight: {weight}")["font"] for weight in (400, 600, 700)] == ["F400", "F600", "F700"]
    assert read("max-lines: 3") == {"max_lines": 3}
    assert read("line-height: inherit") == {"line_height": None}


@pytest.mark.parametrize("name", PROPERTIES)
def test_other_values_are_told_with_the_known_ones(name: str) -> None:
    told = 0
    for value in WRONG:
        if name == "max-lines" and value == "3":
            continue
        with pytest.raises(ConfigError) as raised:
            StyleSheet(f"p {{\n  {name}: {value} }}", "own.css")
        assert str(raised.value) == f"“own.css:2”: “{name}” cannot be “{value}”."
        assert PROPERTIES[name][1] in (raised.value.hint or "")
        told += 1
    assert told >= len(WRONG) - 1


@pytest.mark.parametrize(
    "declaration",
    [
        "color: transparent", "color: rgba(0, 0, 0, .5)", "color: currentColor", "background: none",
        "font-weight: bold", "font-weight: 500", "line-height: 1.4", "border: 1px dashed red", "border: 1em solid red",
        "border: solid red", "max-lines: 0", "max-lines: 1.5", "grid-template-columns: 1fr 2fr",
        "grid-template-columns: 10px",
        "width: auto",
        "margin: auto", "padding:", "text-align: justify", "white-space: pre-wrap", "color: red blue",
        "color: red !important",
    ],
)  # fmt: skip
def test_much_of_css_is_not_known(declaration: str) -> None:
    with pytest.raises(ConfigError, match=f"“{declaration.partition(':')[0]}” cannot be"):
        StyleSheet(f"p {{ {declaration} }}", "own.css")
