"""Composing the markup of a template: what it fits, and errors that name the template."""

import pytest

from fiche_builder.common.errors import ConfigError
from fiche_builder.outputs.pdf.compositor import compose
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import MILLIMETRE
from tests.making.composing import lines, runs


@pytest.mark.parametrize("columns", ["fiches", "index", "text", "page"])
def test_a_slug_is_as_wide_as_its_columns(columns: str) -> None:
    measures = read_measures()
    widths = {name: found.width for name, found in measures.columns.items()}
    width = {"text": measures.text_width, "page": measures.page_width, **widths}[columns] * MILLIMETRE
    (slug,) = compose("own.html", f"<p>{'mot ' * 300}</p>", columns)
    assert slug.width == pytest.approx(width, abs=0.1)
    assert width * 0.9 < max(run.right for run in runs(slug)) <= width + 0.1


def test_own_is_as_wide_as_it_comes_out() -> None:
    (short,), (long,) = (compose("own.html", f"<p>{text}</p>", "own") for text in ("mot", "mot " * 9))
    assert short.width == pytest.approx(runs(short)[0].right, abs=0.2)
    assert long.width > 8 * short.width
    assert len(lines(long)) == 1


@pytest.mark.parametrize(
    "markup", ["<p>un", "<p>un</b>", "<p class=x>un</p>", "un &eacute;", "<img/>", "<p>un<br/></p>"]
)
def test_markup_that_cannot_be_used_names_its_template(markup: str) -> None:
    with pytest.raises(ConfigError, match=r"“own\.html”") as raised:
        compose("own.html", markup, "fiches")
    assert raised.value.hint
