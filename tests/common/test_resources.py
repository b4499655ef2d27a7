"""The files that come with the program are where it looks for them."""

from pathlib import Path

import pytest

from fiche_builder.common.resources import FONT_WEIGHTS, fonts_folder, is_own_file, templates_folder
from tests.making.places import PACKAGE, ROOT, SAMPLE, TEMPLATES


def test_templates_are_those_of_the_checkout() -> None:
    assert templates_folder() == TEMPLATES
    assert sorted(path.name for path in templates_folder().iterdir()) == ["mail", "pdf", "stats", "web"]
    assert (templates_folder("pdf") / "annuaire.css").is_file()


def test_each_weight_has_its_font() -> None:
    for name in FONT_WEIGHTS.values():
        assert (fonts_folder() / f"SourceSansPro-{name}.ttf").read_bytes()[:4] == b"\0\1\0\0"


@pytest.mark.parametrize(
    ("path", "is_own"),
    [
        (TEMPLATES / "web" / "interne.css", True),
        (PACKAGE / "locale" / "fr.po", True),
        (fonts_folder() / "SourceSansPro-Bold.ttf", True),
        (TEMPLATES / "no" / "such" / "file", True),
        (SAMPLE, False),
        (ROOT / "output" / "2026-11", False),
        (ROOT / "templates-of-mine.css", False),
        (Path("annuaire.xlsx"), False),
    ],
)
def test_files_of_the_program_are_known(path: Path, *, is_own: bool) -> None:
    assert is_own_file(str(path)) is is_own
