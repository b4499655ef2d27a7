"""The files that come with the program are where it looks for them."""

from fiche_builder.common.resources import FONT_WEIGHTS, fonts_folder, templates_folder
from tests.making.places import TEMPLATES


def test_templates_are_those_of_the_checkout() -> None:
    assert templates_folder() == TEMPLATES
    assert sorted(path.name for path in templates_folder().iterdir()) == ["mail", "pdf", "stats", "web"]
    assert (templates_folder("pdf") / "annuaire.css").is_file()


def test_each_weight_has_its_font() -> None:
    for name in FONT_WEIGHTS.values():
        assert (fonts_folder() / f"SourceSansPro-{name}.ttf").read_bytes()[:4] == b"\0\1\0\0"
