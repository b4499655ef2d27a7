"""Drawing commands made small: in a slug's own coordinates, without what changes nothing, and nothing that a slug cannot hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.errors import TypesettingError
from fiche_builder.outputs.pdf.commands import CommandWriter, Origin, pdf_number, simplify

NOWHERE = Origin(0, 0)


def written(*commands: bytes, origin: Origin = NOWHERE, runs: dict[int, int] | None = None) -> list[str]:
    writer = CommandWriter(origin, runs or {}, {"f": "F400"})
    for item in commands:
        writer.add({"MCID": int(item[1:])} if item.startswith(b"#") else item)
    return writer.finish()


@given(st.floats(-10_000, 10_000), st.integers(0, 4))
def test_a_number_is_as_near_as_its_decimals_and_as_short(value: float, decimals: int) -> None:
    text = pdf_number(value, decimals)
    assert abs(float(text) - value) <= 0.5 * 10**-decimals + 2e-6
    assert text == "0" or not text.startswith(("0", "-0", "+"))
    assert "e" not in text
    assert "." not in text or not text.endswith(("0", "."))


def test_coordinates_are_the_slug_s_own() -> None:
    assert written(b"110 220.04 m", b"115 220 3 4 re", origin=Origin(100, 200)) == ["10 20 m", "15 20 3 4 re"]


def test_what_is_in_force_already_is_not_set_again() -> None:
    drawn = written(b"0 0 0 rg", b"1 1 m", b"0 0 0 rg", b"2 2 m", b"1 .5 0 rg", b"q", b"0 0 0 rg", b"Q", b"1 .5 0 rg")
    assert drawn == ["0 g", "1 1 m", "2 2 m", "1 .5 0 rg", "q", "0 g", "Q"]


def test_marks_of_one_element_that_follow_each_other_are_one() -> None:
    marks = (b"#0", b"BDC", b"1 1 m", b"EMC", b"#1", b"BDC", b"2 2 m", b"EMC", b"#2", b"BDC", b"3 3 m", b"EMC")
    assert written(*marks, runs={0: 0, 1: 0, 2: 1}) == [
        "/P<</MCID @>>BDC", "1 1 m", "2 2 m", "EMC", "/P<</MCID @>>BDC", "3 3 m", "EMC",
    ]  # fmt: skip


def test_what_no_element_reads_is_an_artifact() -> None:
    assert written(b"#7", b"BDC", b"1 1 m", b"EMC") == ["/Artifact BMC", "1 1 m", "EMC"]


def test_glyphs_stand_together_and_shifts_that_follow_each_other_are_one() -> None:
    shown = written(b"BT", b"/f 10 Tf", b"[<0001>0<0002>-20 -30<0003>] TJ", b"[<0004>] TJ", b"ET")
    assert shown == ["BT", "/F400 10 Tf", "[<00010002>-50<0003>]TJ", "<0004>Tj", "ET"]


@pytest.mark.parametrize("command", [b"/Im1 Do", b"/sh1 sh", b"/P1 scn", b"/a0.5 gs"])
def test_pictures_gradients_and_glass_are_refused(command: bytes) -> None:
    with pytest.raises(TypesettingError):
        written(command)


def test_only_a_piece_set_alone_may_be_turned() -> None:
    assert written(b"0 1 -1 0 0 0 cm") == ["0 1 -1 0 0 0 cm"]
    with pytest.raises(TypesettingError):
        written(b"0 1 -1 0 0 0 cm", origin=Origin(1, 1))


@pytest.mark.parametrize(
    ("chunk", "kept"),
    [
        ([b"BT", b"ET"], []),
        (["P", {"MCID": 0}, b"BDC", b"BT", b"ET", b"EMC"], []),
        ([b"q", b"0 0 9 9 re", b"W", b"n", b"1 1 1 rg", b"0 0 9 9 re", b"f", b"Q"], [b"1 1 1 rg", b"0 0 9 9 re", b"f"]),
        ([b"q", b"1 1 m", b"Q"], [b"1 1 m"]),
        ([b"q", b"1 0 0 1 2 2 cm", b"Q"], [b"q", b"1 0 0 1 2 2 cm", b"Q"]),
        (
            [b"q", b"0 0 9 9 re", b"W", b"n", b"BT", b"<0001> Tj", b"ET", b"Q"],
            [b"q", b"0 0 9 9 re", b"W", b"n", b"BT", b"<0001> Tj", b"ET", b"Q"],
        ),
    ],
)
def test_what_nobody_sees_is_left_out_and_a_clip_around_text_stays(chunk: list[object], kept: list[object]) -> None:
    assert simplify(chunk) == kept
