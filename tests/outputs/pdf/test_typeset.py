"""Copy typeset as slugs: each shows its copy, whatever is set beside it, in our fonts or not at all."""

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.errors import MissingGlyphError
from fiche_builder.edition.fiche_copy import TitledLine
from fiche_builder.outputs.pdf import typeset as typeset_module
from fiche_builder.outputs.pdf.compositor import compose
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import Slug
from fiche_builder.outputs.pdf.typeset import ComposingRoom, SlugOrder
from tests.conftest import SOAK
from tests.making.slugs import COLUMN, ROWS, fiche_orders, order_of, text_of, typeset


def test_a_slug_shows_its_copy(orders: list[SlugOrder]) -> None:
    slugs = [parts[0] for parts in ComposingRoom().typeset("fr", orders)]
    assert [text_of(slug) for slug in slugs[:4]] == ["12", "/24", "É", "B"]
    text = text_of(slugs[4])
    for shown in (
        "Agencelocalepourl’emploiduCanal",
        "025550140accueil×Interne",
        "Fermé",
        "accueil@ale-canal.example",
        "✓vérifié",
    ):
        assert shown in text
    assert slugs[2].height == slugs[3].height > slugs[0].height > 0
    assert (
        slugs[2].width == slugs[3].width == pytest.approx(read_measures().columns["index"].width * 96 / 25.4, abs=0.05)
    )
    assert 0 < slugs[0].width < 20


def test_slugs_of_odd_copy_do_not_depend_on_what_is_set_beside_them(tmp_path: Path) -> None:
    """Fiches of all shapes, drawn by lot: long names, notices, addresses that never break."""
    lot = random.Random(20)  # noqa: S311 (the same each time)
    (model,) = {order.copy for order in fiche_orders(tmp_path, ROWS[0], ROWS[1]) if order.copy.number == 1}
    words = [
        "a",
        "œuvre",
        "l’emploi",
        "Übergang",
        "x" * 60,
        "02 555 12 34",
        "“Qu’est-ce ?”",
        "Wij",
        "AVATAR",
        "1 000 €",
        "…",
        "n°",
    ]

    def some(most: int) -> str:
        return " ".join(lot.choices(words, k=lot.randint(0, most)))

    copies = [
        replace(
            model, name=some(12) or "Nom", name_nl=some(6), acronym=some(1),
            description=tuple(some(30) or "-" for _ in range(lot.randint(0, 4))),
            notice=some(9), address=some(9), hours=some(5), note=some(9), handover_rule=some(15),
            lines=(TitledLine("Conditions", some(20) or "-"),),
            contact_lines=model.contact_lines[: lot.randint(0, 3)], is_suspended=lot.random() < 0.3,
        )
        for _ in range(300 if SOAK else 6)
    ]  # fmt: skip
    odd = [order_of(copy) for copy in copies]
    alone = [typeset([order])[0] for order in odd]
    assert typeset(odd) == alone
    assert typeset(odd[::-1]) == alone[::-1]


@pytest.mark.parametrize("has_paragraphs", [True, False])
def test_a_fiche_taller_than_a_column_becomes_several_slugs_and_loses_nothing(
    tmp_path: Path, *, has_paragraphs: bool
) -> None:
    (order,) = fiche_orders(tmp_path, ROWS[0])
    lines = [f"ligne{number}" for number in range(300)]
    lines = lines if has_paragraphs else [" ".join(f"{line} d’un très long paragraphe" for line in lines)]
    tall = replace(order, copy=replace(order.copy, description=tuple(lines)))
    below = replace(order, copy=replace(order.copy, name="Autre"))
    alone, beside, after = ComposingRoom().typeset("fr", [tall, order, below])
    assert len(alone) > 1
    assert all(0 < slug.height <= COLUMN + 0.01 for slug in alone)
    assert [beside, after] == typeset([order, below])
    texts = [text_of(slug) for slug in alone]
    whole = text_of(beside[0])
    start, end = whole.split("Premièreligne")[0], whole[whole.index("Fermé") :]
    assert "".join(texts) == start + "".join("".join(line.split()) for line in lines) + end
    if has_paragraphs:
        assert all(re.fullmatch(r".*ligne\d+", text) for text in texts[:-1])
        assert all(re.match(r"ligne\d+", text) for text in texts[1:-1])
    assert len([link for slug in alone for link in slug.links]) == len(beside[0].links)
    assert all(slug.marks == slug.commands.count("@>>BDC") for slug in alone)


@pytest.mark.parametrize(
    "letters", ["Ωμέγα ἀρχή", "Ж Щербина", "→ ◆ ✓ ▲ ×", "Łódź ğ œ Ÿ ĳ ẞ €", "«\u202f…\u202f» “x” – — n°"]
)
def test_letters_of_our_fonts_are_set_in_them(tmp_path: Path, letters: str) -> None:
    (order,) = fiche_orders(tmp_path, ROWS[1])
    (slugs,) = ComposingRoom().typeset("fr", [replace(order, copy=replace(order.copy, name=letters))])
    assert "".join(letters.split()) in text_of(slugs[0])
    assert {font for font, _glyphs in slugs[0].glyphs} <= {"F400", "F600", "F700"}


def test_two_accents_over_one_letter_do_not_push_the_rest_away(tmp_path: Path) -> None:
    (order,) = fiche_orders(tmp_path, ROWS[1])
    (slugs,) = ComposingRoom().typeset("fr", [replace(order, copy=replace(order.copy, name="Ax\u0331\u0331B"))])
    shown = [line for line in slugs[0].commands.split("\n") if line.endswith("TJ")]
    shifts = [float(number) for line in shown for number in re.findall(r"-?[\d.]+(?=[<\]])", line)]
    assert max(map(abs, shifts)) < 1000  # thousandths of the font size


def test_what_is_ordered_twice_is_set_once(orders: list[SlugOrder], monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[str] = []

    def counted(template: str, *args: Any, **options: Any) -> tuple[Slug, ...]:
        composed.append(template)
        return compose(template, *args, **options)

    monkeypatch.setattr(typeset_module, "compose", counted)
    room = ComposingRoom()
    told: list[tuple[int, int]] = []
    first = room.typeset("fr", [*orders, *orders], lambda _what, done, expected: told.append((done, expected)))
    again = room.typeset("fr", orders[::-1])
    assert len(composed) == len(set(orders))
    assert first[: len(orders)] == first[len(orders) :] == again[::-1]
    assert told[-1] == (2 * len(orders), 2 * len(orders))
    room.typeset("nl", orders)
    assert len(composed) == 2 * len(set(orders))


def test_letters_that_our_fonts_lack_are_told_all_together(tmp_path: Path) -> None:
    (order,) = fiche_orders(tmp_path, ROWS[1])
    names = ("日本", "Écluse", "a 本 &amp; ע", "fin")
    with pytest.raises(MissingGlyphError) as raised:
        ComposingRoom().typeset("fr", [replace(order, copy=replace(order.copy, name=name)) for name in names])
    assert all(letter in str(raised.value) for letter in "日本ע")
