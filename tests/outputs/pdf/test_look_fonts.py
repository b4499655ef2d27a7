"""What is set in a font of the look: drawn as it should be, and read back as it was written."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from fiche_builder.common.font_chain import FontChain, active_fonts, use_fonts
from fiche_builder.outputs.pdf.compositor.shaping import Typeface, shape, typeface
from fiche_builder.outputs.pdf.fonts import embed
from fiche_builder.outputs.pdf.look_fonts import signs_of
from tests.making.look_fonts import ARABIC, CJK, FATHA, HEBREW, make_look_font


@pytest.fixture(params=["ttf", "otf", "varying"])
def _fonts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    kind = request.param
    heaviest = 900 if kind == "varying" else 0
    signs = f"{ARABIC}{FATHA}{HEBREW}{CJK}"
    use_fonts([make_look_font(tmp_path / "a.otf", signs, is_cff=kind == "otf", heaviest=heaviest)])
    yield
    use_fonts([])


def face(script: str, weight: int = 400) -> Typeface:
    name = active_fonts().fonts[0].name(weight)
    return typeface(name, kern=True, script=script, right_to_left=script in {"Arab", "Hebr"})


def codes(text: str, script: str) -> list[int]:
    code = shape(text, face(script)).code
    return [int(code[at : at + 4], 16) for at in range(0, len(code), 4)]


def said(text: str, script: str) -> str:
    """Return what the codes of a text stand for, from left to right."""
    found = codes(text, script)
    signs = signs_of(face(script).font)
    return "".join(signs[code].text for code in found)


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("جمعيةفنعلا", "Arab"),
        ("الأملا لا", "Arab"),
        ("سَلَام"[:1] + FATHA + "لا", "Arab"),
        ("בית ספר (אב)", "Hebr"),
        ("東京センター、", "Hani"),
    ],
)
def test_each_code_is_one_character_and_together_they_are_as_wide_as_the_text(text: str, script: str) -> None:
    found = said(text, script)
    assert found == (text[::-1] if script in {"Arab", "Hebr"} else text)
    assert len(codes(text, script)) == len(text)
    signs = signs_of(face(script).font)
    assert sum(signs[code].width for code in codes(text, script)) == shape(text, face(script)).advance


@pytest.mark.usefixtures("_fonts")
def test_arabic_letters_join() -> None:
    """Each has another form at the beginning, in the middle and at the end; lam and alef are one sign."""
    one, two, three = (shape("ب" * count, face("Arab")).advance for count in (1, 2, 3))
    assert len({one, two - one, three - two}) == 3
    assert (
        shape("دب", face("Arab")).advance == shape("د", face("Arab")).advance + one
    )  # a dal joins to nothing behind it
    drawn = [bool(signs_of(face("Arab").font)[code].glyphs) for code in codes("لا", "Arab")]
    assert drawn == [True, False]


@pytest.mark.usefixtures("_fonts")
def test_the_embedded_font_draws_what_the_font_of_the_look_draws() -> None:
    text = f"ب{FATHA}لا"
    used = {*codes(text, "Arab"), *codes(f"ب{FATHA}", "Arab"), *codes("東", "Hani")}
    name = face("Arab").font
    about, content = embed(name, used)
    assert about.name.endswith("Elsewhere-400")
    assert about.name[6] == "+"
    assert "".join(about.characters[code] for code in codes(text, "Arab")) == text[::-1]
    with TTFont(io.BytesIO(content)) as font:
        order = font.getGlyphOrder()
        glyphs = font.getGlyphSet()
        for code in used:
            assert font["hmtx"][order[code]][0] == about.widths[code] == signs_of(name)[code].width
            pen = BoundsPen(glyphs)
            glyphs[order[code]].draw(pen)
            assert bool(pen.bounds) == bool(signs_of(name)[code].glyphs)
        (tall,) = {code for code in codes(f"ب{FATHA}", "Arab") if signs_of(name)[code].glyphs}
        pen = BoundsPen(glyphs)
        glyphs[order[tall]].draw(pen)
        assert pen.bounds[3] == 700 + 650  # the mark stands above its letter
    assert embed(name, used)[1] == content


def test_the_weight_is_that_of_the_text(tmp_path: Path) -> None:
    use_fonts([make_look_font(tmp_path / "a.ttf", HEBREW, weight=300, heaviest=700)])
    names = {active_fonts().fonts[0].name(weight) for weight in (400, 600, 700)}
    assert len(names) == 3
    assert {embed(name, {1})[0].weight for name in names if shape("א", typeface(name, script="Hebr"))} == {
        400,
        600,
        700,
    }
    use_fonts([])


def test_a_name_that_no_pdf_could_hold_is_made_plain(tmp_path: Path) -> None:
    use_fonts([make_look_font(tmp_path / "a.ttf", HEBREW, family="Ma fonte (é) /#2")])
    name = active_fonts().fonts[0].name(400)
    shape("א", typeface(name, script="Hebr"))
    assert embed(name, {1})[0].name.partition("+")[2] == "Mafonte2-400"
    use_fonts([])


def test_the_same_font_has_the_same_name_in_every_chain(tmp_path: Path) -> None:
    path = make_look_font(tmp_path / "a.ttf", HEBREW)
    assert FontChain([path]).fonts[0].name(600) == FontChain([path]).fonts[0].name(400)
