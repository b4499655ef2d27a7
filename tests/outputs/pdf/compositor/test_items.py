"""A paragraph in parts: by font, script and direction, words whole, marks with their letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiche_builder.common.font_chain import use_fonts
from fiche_builder.outputs.pdf.compositor.items import Span, itemise
from fiche_builder.outputs.pdf.compositor.styles import Style
from tests.conftest import SOAK
from tests.making.look_fonts import ARABIC, CJK, FATHA, HEBREW, make_look_font

BOLD = Style(font="F700", kern=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("fonts")
    return [
        make_look_font(folder / "1.ttf", f"{ARABIC}{FATHA}،\u0301x", family="Arabic"),
        make_look_font(folder / "2.ttf", f'{HEBREW}"', family="Hebrew"),
        make_look_font(folder / "3.ttf", HEBREW, family="Hebrew", weight=700),
        make_look_font(folder / "4.otf", f"{CJK}{ARABIC}👩👧", family="Far", is_cff=True),
    ]


@pytest.fixture(autouse=True)
def _chain(files: list[Path]) -> Iterator[None]:
    use_fonts(files)
    yield
    use_fonts([])


def parts(text: str, style: Style | None = None) -> list[tuple[str, str, int]]:
    """Return the parts of a text: what stands in it, the first letter of its font's family or `-`, and its level."""
    spans = [Span(0, len(text), style or Style(), (), ())]
    return [(text[span.start : span.end], _family(span), span.level) for span in itemise(text, spans, [])]


def _family(span: Span) -> str:
    from fiche_builder.common.font_chain import active_fonts

    if span.face.font.startswith("F"):
        return "-"
    font, weight = active_fonts().find(span.face.font)
    return f"{font.family[0]}{weight // 100}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’été à Łódź", [("L’été à Łódź", "-", 0)]),
        ("Ωμέγα Щербина", [("Ωμέγα Щербина", "-", 0)]),
        ("Asbl بيت (Bayt)", [("Asbl ", "-", 0), ("بيت", "A4", 1), (" (Bayt)", "-", 0)]),
        ("بيت جميل", [("بيت جميل", "A4", 1)]),
        ("بَيت", [("بَيت", "A4", 1)]),
        ("بــيت ـبيت", [("بــيت ـبيت", "A4", 1)]),
        ("センター", [("センター", "F4", 0)]),
        ('צה"ל', [('צה"ל', "H4", 1)]),
        ("אב (גד) ה", [("אב (גד) ה", "H4", 1)]),
        ("אב \u0628ית", [("אב", "H4", 1), (" ", "-", 1), ("\u0628", "A4", 1), ("ית", "H4", 1)]),
        ("東京 et 京", [("東京", "F4", 0), (" et ", "-", 0), ("京", "F4", 0)]),
        ("セ京", [("セ", "F4", 0), ("京", "F4", 0)]),
        ("سن、", [("سن", "A4", 1), ("、", "F4", 0)]),
        ("x\u0301", [("x\u0301", "-", 0)]),
        ("x\u064e", [("x\u064e", "A4", 0)]),
        ("é\u064e", [("é", "-", 0), ("\u064e", "A4", 0)]),
        ("👩\u200d👧 a", [("👩\u200d👧", "F4", 0), (" a", "-", 0)]),
        ("אב, ", [("אב", "H4", 1), (", ", "-", 0)]),
        ("אב 12 ג", [("אב ", "H4", 1), ("12", "-", 2), (" ג", "H4", 1)]),
    ],
)
def test_a_text_is_parted_where_font_script_or_direction_changes(text: str, found: list[tuple[str, str, int]]) -> None:
    assert parts(text) == found


def test_of_a_family_the_weight_is_that_of_the_text() -> None:
    assert parts("א")[0][1] == "H4"
    assert parts("א", BOLD)[0][1] == "H7"
    assert parts("ب", BOLD)[0][1] == "A4"


def test_the_padding_of_an_element_is_behind_its_last_part() -> None:
    span = Span(0, 4, Style(), (), (), after=3.0)
    assert [part.after for part in itemise("a אב", [span], [])] == [0.0, 3.0]


@settings(max_examples=5_000 if SOAK else 200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from(f"ab é12.()،\u0301{FATHA}{ARABIC}{HEBREW}{CJK}"), min_size=1, max_size=14), st.data())
def test_nothing_is_lost_and_nothing_set_in_a_font_that_lacks_it(text: str, data: st.DataObject) -> None:
    from fiche_builder.outputs.pdf.compositor.shaping import shape

    cut = data.draw(st.integers(0, len(text)))
    spans = [Span(start, end, Style(), (), ()) for start, end in ((0, cut), (cut, len(text))) if start < end]
    found = itemise(text, spans, [])
    assert "".join(text[span.start : span.end] for span in found) == text
    assert [span.start for span in found[1:]] == [span.end for span in found[:-1]]
    for span in found:
        code = shape(text[span.start : span.end], span.face).code
        assert "0000" not in [code[at : at + 4] for at in range(0, len(code), 4)] or ">" in code
