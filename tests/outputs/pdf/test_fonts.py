"""What our fonts have is asked of them, not of the machine."""

import logging
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fiche_builder.common.errors import TypesettingError
from fiche_builder.common.glyphs import font_files, lacking
from fiche_builder.outputs.pdf import weasy
from fiche_builder.outputs.pdf.room import ComposingRoom
from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.conftest import SOAK
from tests.making.places import TEMPLATES

# Thai and Lao AM, which HarfBuzz takes apart as Unicode does not.
_TAKEN_APART = {"\u0e33", "\u0eb3"}
_BLANKS = [*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070), 0x1680, 0x3000, 0xA0, 0xAD, 0xFEFF]
_UNSEEN = [0x34F, 0x61C, 0x115F, 0x1160, *range(0x17B4, 0x17B6), *range(0x180B, 0x180F), *range(0xFE00, 0xFE10), 0x3164]
_BEYOND = [
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE0080),
    0xE000,
    0xF8FF,
    0xFFA0,
    0xFFF9,
    0xFFFC,
    0xFFFD,
    0x80,
    0x85,
]


def characters() -> list[str]:
    """Return the blanks and the unseen of Unicode, all of Latin, Greek and Cyrillic, and some of every other script."""
    others = range(0x590, 0x20000, 1 if SOAK else 41)
    codes = dict.fromkeys([*range(0xA0, 0x590), *range(0x1E00, 0x2000), *_BLANKS, *_UNSEEN, *_BEYOND, *others])
    return [chr(code) for code in codes if unicodedata.category(chr(code)) not in {"Cn", "Cs"} or code >= 0xE0000]


def drawn_as_missing(letters: list[str], caplog: pytest.LogCaptureFixture) -> set[str]:
    """Return the characters that WeasyPrint draws the sign for a missing one for, in our fonts."""
    caplog.clear()
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        for start in range(0, len(letters), 400):
            lines = "".join(f'<p class="index">a{letter}b</p>' for letter in letters[start : start + 400])
            weasy.render_pages(lines, "fr", "1000000px").write_pdf()
    found = (re.search(r'"(.*?)" \(U\+[0-9A-F]+\)', record.getMessage(), re.DOTALL) for record in caplog.records)
    return {match[1] for match in found if match}


def test_what_the_tables_lack_is_what_would_be_drawn_as_missing(caplog: pytest.LogCaptureFixture) -> None:
    letters = characters()
    missing = drawn_as_missing(letters, caplog)
    assert len(missing) > 500
    assert lacking(letters) - missing <= _TAKEN_APART
    assert missing - lacking(letters) == set()


@pytest.fixture
def add_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Give a designer's style sheet more lines, and forget the one that was read."""

    def add(text: str) -> None:
        shutil.copytree(TEMPLATES / "pdf", tmp_path, dirs_exist_ok=True)
        with (tmp_path / "annuaire.css").open("a", encoding="utf-8") as style:
            style.write(text)
        monkeypatch.setattr(weasy, "templates_folder", lambda _kind="": tmp_path)
        weasy._style_sheets.cache_clear()  # noqa: SLF001 (as a new process)

    yield add
    weasy._style_sheets.cache_clear()  # noqa: SLF001


def test_a_style_sheet_in_another_font_is_refused(add_style: Callable[[str], None]) -> None:
    """Else a glyph would be drawn from our font by its number in the other one: as another letter."""
    face = f'@font-face {{ font-family: Autre; src: url("{font_files()["F700"].as_uri()}") }}'
    add_style(f"{face} .letter {{ font-family: Autre }}")
    with pytest.raises(TypesettingError, match="Autre"):
        ComposingRoom(workers=1).typeset("fr", [SlugOrder("letter.html", "B", "index")])


def test_what_a_style_sheet_draws_is_no_word_of_the_workbook(add_style: Callable[[str], None]) -> None:
    """A sign that our fonts lack is then a fault of the style sheet: no cell could be named."""
    add_style('.letter::before { content: "☎" }')
    with pytest.raises(TypesettingError, match="☎"):
        ComposingRoom(workers=1).typeset("fr", [SlugOrder("letter.html", "B", "index")])
