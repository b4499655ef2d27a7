"""The law of the compositor: its slugs are WeasyPrint's, a tenth of a pixel apart at most.

Lines end elsewhere by two rules: ours for hyphens, and Unicode's newer one for quotation marks. The law is about what
both set alike without these two; that nothing else differs with them is another test.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from fiche_builder.common.config import Config
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.edition.fiche_copy import InternalFicheCopy, TitledLine
from fiche_builder.model.steps import Progress, ignore
from fiche_builder.outputs.pdf import ComposingRoom, PdfMaker
from fiche_builder.outputs.pdf.compositor import inline
from fiche_builder.outputs.pdf.compositor.breaks import break_places
from fiche_builder.outputs.pdf.slug import Slug
from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.conftest import SOAK
from tests.making.places import SAMPLE
from tests.making.referee import referee
from tests.making.slugs import NOVEMBER, ROWS, fiche_orders
from tests.making.workbooks import check

TENTH = 0.11
"""A tenth of a pixel, and what rounding to tenths may add on the other side."""
_QUOTES = str.maketrans("«»‹›“”„", '"' * 7)
_ELSEWHERE = 0.03
"""The share of pieces that may have a line that ends elsewhere, for the reasons of `ends_elsewhere`."""
_EACH = 1 if SOAK else 23
"""How many pieces are passed over for each that is compared."""


def as_pango_breaks(text: str) -> tuple[int, ...]:
    """Return where lines may end without our rule for hyphens and Unicode's for the two sides of quotations."""
    return break_places(text.translate(_QUOTES), own_rule=False)


@dataclass(frozen=True)
class Drawn:
    """What the commands of a slug draw."""

    runs: list[tuple[float, float, str, str, str]]
    """Left, base line, font with size, colour, glyphs."""
    rectangles: list[tuple[float, ...]]
    has_border: bool


def drawn(slug: Slug) -> Drawn:  # noqa: C901 (one branch for each operator)
    """Read the commands of a slug."""
    runs: list[tuple[float, float, str, str, str]] = []
    rectangles: list[tuple[float, ...]] = []
    state = ("", "")
    saved = []
    place = (0.0, 0.0)
    start = middle = end = thick = 0.0
    for line in slug.commands.split("\n"):
        *operands, operator = line.rsplit(" ", 1)
        if line == "q":
            saved.append(state)
        elif line == "Q":
            state = saved.pop()
        elif operator in {"g", "rg"}:
            state = (operands[0], state[1])
        elif operator == "Tf":
            state = (state[0], operands[0])
        elif operator == "Tm":
            left, top = operands[0].split()[4:]
            place = (float(left), float(top))
        elif operator == "re":
            rectangles.append(tuple(map(float, operands[0].split())))
        elif operator == "w":
            thick = float(operands[0])
        elif operator == "m":
            start, middle = map(float, operands[0].split())
        elif line == "S":  # WeasyPrint strokes an underline
            rectangles.append((start, middle - thick / 2, end - start, thick))
        elif operator == "l":
            end = float(operands[0].split()[0])
        elif line.endswith(("Tj", "TJ")):
            glyphs = re.sub(r"(0001)+$", "", "".join(re.findall(r"<([0-9a-f]*)>", line)))
            runs.append((*place, state[1], state[0], glyphs))
    return Drawn(runs, rectangles, has_border="f*" in slug.commands)


def differences(ours: Slug, theirs: Slug) -> list[str]:
    """Return in what two slugs differ."""
    mine, other = drawn(ours), drawn(theirs)
    found = []
    if not near([ours.width, ours.height], [theirs.width, theirs.height]):
        found.append(f"size {ours.width} {ours.height}, not {theirs.width} {theirs.height}")
    if [run[2:] for run in mine.runs] != [run[2:] for run in other.runs]:
        found.append(f"texts {mine.runs}, not {other.runs}")
    elif not all(near(run[:2], their[:2]) for run, their in zip(mine.runs, other.runs, strict=True)):
        found.append(f"places {mine.runs}, not {other.runs}")
    if not other.has_border and not (
        len(mine.rectangles) == len(other.rectangles)
        and all(near(*pair) for pair in zip(sorted(mine.rectangles), sorted(other.rectangles), strict=True))
    ):
        found.append(f"rectangles {mine.rectangles}, not {other.rectangles}")
    if ours.nodes != theirs.nodes:
        found.append(f"structure {ours.nodes}, not {theirs.nodes}")
    if [(link.target, link.description) for link in ours.links] != [(k.target, k.description) for k in theirs.links]:
        found.append(f"links {ours.links}, not {theirs.links}")
    elif not all(near(one.rectangle, two.rectangle) for one, two in zip(ours.links, theirs.links, strict=True)):
        found.append(f"areas of links {ours.links}, not {theirs.links}")
    return found


def ends_elsewhere(ours: Slug, theirs: Slug) -> bool:
    """Tell whether two slugs say the same, and the first line that differs is only longer in one of them.

    WeasyPrint ends some lines before a word that would fit, where the blank behind it, or what follows, does not; and
    it rounds what Pango measures, so a line that is full to a hundredth of a pixel may go either way.
    """
    mine, other = drawn(ours).runs, drawn(theirs).runs
    texts = ["".join(glyphs.replace("0001", "") for *_place, glyphs in runs) for runs in (mine, other)]
    first, second = next(pair for pair in zip(mine, other, strict=False) if pair[0][4] != pair[1][4])
    is_longer = first[4].startswith(second[4]) or second[4].startswith(first[4])
    return texts[0] == texts[1] and is_longer and near(first[:2], second[:2])


def near(one: Sequence[float], two: Sequence[float]) -> bool:
    return all(abs(first - second) <= TENTH for first, second in zip(one, two, strict=True))


class _Listing(ComposingRoom):
    """Keeps what is ordered for an edition."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[SlugOrder, None] = {}

    def typeset(
        self, language: str, orders: Iterable[SlugOrder], progress: Progress = ignore
    ) -> list[tuple[Slug, ...]]:
        wanted = list(orders)
        self.orders.update(dict.fromkeys(wanted))
        return super().typeset(language, wanted, progress)


def orders_of(edition: AnyEdition, language: str) -> list[SlugOrder]:
    """Return every piece of an edition, once, each in one piece however tall."""
    listing = _Listing()
    PdfMaker(edition, language, listing).make()
    return [replace(order, breaks=False) for order in listing.orders]


def some_of(orders: Sequence[SlugOrder]) -> list[SlugOrder]:
    """Return a share of the pieces, with all kinds of them."""
    first = {order.template: order for order in reversed(orders)}
    return list(dict.fromkeys([*first.values(), *orders[::_EACH]]))


def held(orders: Sequence[SlugOrder], language: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what breaks the law, of each piece of an edition."""
    theirs = referee(language, orders)
    monkeypatch.setattr(inline, "break_places", as_pango_breaks)
    alike = ComposingRoom().typeset(language, orders)
    monkeypatch.undo()
    found = []
    elsewhere = 0
    for order, (ours,), other in zip(orders, alike, theirs, strict=True):
        if differing := differences(ours, other):
            if ends_elsewhere(ours, other):
                elsewhere += 1
            else:
                found += [f"{order.template} {order.copy!r}: {line}" for line in differing]
    return found if elsewhere <= len(orders) * _ELSEWHERE else [*found, f"{elsewhere} of {len(orders)} elsewhere"]


@pytest.mark.parametrize(
    ("language", "build"),
    [("fr", build_internal_edition), ("nl", build_internal_edition), ("fr", build_public_edition)],
    ids=["internal", "Dutch", "public"],
)
def test_the_sample_is_set_as_weasyprint_sets_it(
    language: str, build: Callable[..., AnyEdition], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = some_of(orders_of(build(check(SAMPLE).directory, NOVEMBER, Config()), language))
    assert len({order.template for order in orders}) >= 11
    assert held(orders, language, monkeypatch) == []


def test_a_list_of_others_is_set_as_weasyprint_sets_it(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = build_internal_edition(check(shared_data / "nord.xlsx").directory, NOVEMBER, Config())
    orders = orders_of(edition, "fr")[:: 1 if SOAK else 80]
    assert held(orders, "fr", monkeypatch) == []


def test_copy_of_all_kinds_is_set_as_weasyprint_sets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words with signs, in several scripts, in all parts of a fiche: none is longer than a line."""
    lot = random.Random(16)  # noqa: S311 (the same each time)
    words = [
        "a", "à", "œuvre", "l’emploi", "Übergang", "02 555 12 34", "“Qu’est-ce ?”", "AVATAR", "1\u202f000\u00a0€", "…",
        "n°", "10/12", "(le", "matin)", "Ωμέγα", "Щербина", "–", "100 %", "A.B.C.", "www.a-b.be/x?y=1", "[1]", "et/ou",
        "aide-comptable", "Łódź", "e\u0301te\u0301", "n\u0308", "« oui »", "12-14", "T.V.A.", "Ij", "ĳ", "fi", "ffl",
    ]  # fmt: skip

    def some(most: int) -> str:
        return " ".join(lot.choices(words, k=lot.randint(0, most)))

    (model,) = {
        order.copy for order in fiche_orders(tmp_path, ROWS[0], ROWS[1]) if isinstance(order.copy, InternalFicheCopy)
        and order.copy.number == 1
    }  # fmt: skip
    orders = [
        SlugOrder(
            "fiche-interne.html",
            replace(
                model, name=some(14) or "Nom", name_nl=some(9), acronym=some(1),
                description=tuple(some(40) or "-" for _ in range(lot.randint(0, 4))),
                notice=some(9), address=some(9), hours=some(5), note=some(19), handover_rule=some(15),
                lines=(TitledLine("Conditions", some(20) or "-"),),
                contact_lines=model.contact_lines[: lot.randint(0, 3)], is_suspended=lot.random() < 0.3,
            ),
            "fiches",
        )
        for _ in range(600 if SOAK else 30)
    ]  # fmt: skip
    assert held(orders, "fr", monkeypatch) == []


def test_only_hyphens_and_quotation_marks_make_lines_end_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    orders = orders_of(build_internal_edition(check(SAMPLE).directory, NOVEMBER, Config()), "fr")
    own = ComposingRoom().typeset("fr", orders)
    monkeypatch.setattr(inline, "break_places", as_pango_breaks)
    alike = ComposingRoom().typeset("fr", orders)
    changed = [order for order, one, two in zip(orders, own, alike, strict=True) if one != two]
    assert all("-" in repr(order.copy) or "«" in repr(order.copy) for order in changed)
    assert len(changed) < len(orders) / 10, Counter(order.template for order in changed)
