"""The measures of a page: the program's own, and a designer's mistakes in the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.resources import templates_folder
from fiche_builder.outputs.pdf import measures as module
from fiche_builder.outputs.pdf.measures import read_measures


def test_columns_and_gaps_fill_the_text_from_margin_to_margin() -> None:
    measures = read_measures()
    assert measures.text_width == measures.page_width - measures.left - measures.right
    for name, columns in measures.columns.items():
        filled = columns.count * columns.width + (columns.count - 1) * columns.gap
        assert filled == pytest.approx(measures.text_width), name
    assert measures.top < measures.page_height - measures.bottom
    assert measures.tab_width < measures.right


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of templates with the program's own measures, to be changed."""
    own = (templates_folder("pdf") / "mesures.toml").read_text(encoding="utf-8")
    (tmp_path / "mesures.toml").write_text(own, encoding="utf-8")
    monkeypatch.setattr(module, "templates_folder", lambda _name: tmp_path)
    read_measures.cache_clear()
    yield tmp_path
    read_measures.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[page]", "[page", "Expected"),
        ("[furniture]", "[furnitures]", "furniture"),
        ("width = 210", "width = 'large'", "unsupported operand"),
        ("width = 210", "width = 60", "too narrow"),
        ("[columns.index]", "[columns.indexe]", "columns are missing"),
        ("height = 297", "height = 90", "no room"),
        ("count = 2", "count = 0", "columns are missing"),
        ("count = 2", "count = 1.5", "columns are missing"),
        ("gap = 7", "gap = nan", "too narrow"),
        ("height = 297", "height = nan", "no room"),
    ],
)
def test_a_mistake_is_said_with_the_name_of_the_file(folder: Path, old: str, new: str, reason: str) -> None:
    path = folder / "mesures.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"(?s)mesures\.toml.*{reason}"):
        read_measures()


def test_a_file_that_is_gone_is_no_mistake_in_it(folder: Path) -> None:
    """It names itself; the command line says of every file of ours that the installation is damaged."""
    (folder / "mesures.toml").unlink()
    with pytest.raises(FileNotFoundError, match="mesures"):
        read_measures()
