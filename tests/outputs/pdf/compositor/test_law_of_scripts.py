"""The law of the compositor for other scripts: lines end and letters join as Pango has it, with the same fonts.

One thing is meant otherwise: a line with another font in it is no higher, so that nothing on a page moves.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.font_chain import use_fonts
from fiche_builder.common.glyphs import font_files
from fiche_builder.stats.weasy import import_weasyprint, our_fonts_alone
from tests.conftest import SOAK
from tests.making.composing import paragraph, runs
from tests.making.look_fonts import ARABIC, CJK, FATHA, HEBREW, make_look_font

STYLE = "p { font-size: 20px; line-height: 26px }"
WIDTH = 300
WORDS = [
    "جمعية", "الأمل", "بــيت", "لا", "السلام", "بيت", f"ب{FATHA}يت", "בית", "שלום", "ספר", "東京センター", "株式会社",
    "漢字、", "Asbl", "l’été", "à", "Ωμέγα", "(Bayt)", "Щербина", "–",
]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("fonts")
    return [
        make_look_font(folder / "1.ttf", f"{ARABIC}{FATHA}", family="Arabic"),
        make_look_font(folder / "2.ttf", HEBREW, family="Hebrew"),
        make_look_font(folder / "3.otf", CJK, family="Far", is_cff=True),
    ]


@pytest.fixture(autouse=True)
def _chain(files: list[Path]) -> Iterator[None]:
    use_fonts(files)
    yield
    use_fonts([])


def pango(texts: list[str], files: list[Path]) -> list[list[tuple[float, float]]]:
    """Return the lines of each text as WeasyPrint sets them: left and right edge."""
    weasyprint = import_weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    files = [font_files()["F400"], *files]
    names = [f"Font{number}" for number in range(len(files))]
    faces = "\n".join(
        f'@font-face {{ font-family: "{name}"; src: url("{path.as_uri()}") }}'
        for name, path in zip(names, files, strict=True)
    )
    families = ", ".join(f'"{name}"' for name in names)
    css = f"""{faces} @page {{ margin: 0; size: 2000px 100000px }} body {{ margin: 0 }}
        p {{ margin: 0; width: {WIDTH}px; font-family: {families}; font-variant-ligatures: none;
             font-kerning: none; overflow-wrap: anywhere }} {STYLE}"""
    with our_fonts_alone():
        config = FontConfiguration()
        sheet = weasyprint.CSS(string=css, font_config=config)
        body = "".join(f"<p>{text}</p>" for text in texts)
        document = weasyprint.HTML(string=body).render(stylesheets=[sheet], font_config=config)
    (html,) = document.pages[0]._page_box.children  # noqa: SLF001 (where each line stands; nothing public says so)
    return [[_edges(line.children[0]) for line in block.children] for block in html.children[0].children]


def _edges(text: Any) -> tuple[float, float]:
    return text.position_x, text.position_x + text.width


def ours(text: str) -> list[tuple[float, float]]:
    """Return the lines of a text as we set them: left and right edge."""
    lines: dict[float, list[tuple[float, float]]] = {}
    for run in runs(paragraph(text, STYLE, WIDTH)):
        lines.setdefault(run.base, []).append((run.left, run.right))
    return [
        (min(left for left, _right in edges), max(right for _left, right in edges))
        for _base, edges in sorted(lines.items())
    ]


def test_lines_end_where_pango_ends_them_and_are_as_wide(files: list[Path]) -> None:
    lot = random.Random(9)  # noqa: S311 (the same each time)
    texts = [" ".join(lot.choices(WORDS, k=lot.randint(1, 12))) for _turn in range(600 if SOAK else 60)]
    differing = [
        (text, mine, theirs)
        for text, theirs in zip(texts, pango(texts, files), strict=True)
        if (mine := ours(text)) != [pytest.approx(line, abs=0.3) for line in theirs]
    ]
    assert differing == []


def test_lines_are_as_high_as_in_our_own_font() -> None:
    """However high the fonts of the look are, so that nothing moves."""
    plain, mixed = (paragraph(text, STYLE, WIDTH) for text in ("Asbl", f"Asbl {HEBREW[:3]} 東京 جمعية"))
    assert plain.height == mixed.height
    assert {run.base for run in runs(plain)} == {run.base for run in runs(mixed)}
