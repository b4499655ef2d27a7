"""What a cell's style says of its value, and numbers and days as they stand in a file."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

from fiche_builder.workbook.formats import CellFormats, read_formats, read_iso, read_number, read_serial
from fiche_builder.workbook.markup import read_tree

STYLES = """<styleSheet>
<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/><numFmt numFmtId="171" formatCode="[h]:mm"/>
<numFmt numFmtId="172" formatCode="0.00"/></numFmts>
<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>
<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="170" fontId="1"/><xf numFmtId="171"/><xf numFmtId="172" fontId="2"/>
<xf numFmtId="999" fontId="99"/></cellXfs>
</styleSheet>"""


def test_styles_say_which_numbers_are_days_and_which_texts_are_struck_out() -> None:
    formats = read_formats(read_tree(STYLES.encode()))
    assert formats == CellFormats(frozenset({"1", "2", "3"}), frozenset({"3"}), frozenset({"2"}))


@given(st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_was_written(number: float) -> None:
    assert read_number(f" {number!r}\n") == number
    assert type(read_number(repr(number))) is type(number)


@pytest.mark.parametrize("text", ["", "1e400", "nan", "inf", "1_000", "0x1F", "１２", "1,5", "--1", "9" * 400])
def test_what_is_no_number_or_too_great_for_one_stays_text(text: str) -> None:
    assert read_number(text) == text


@given(st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)), st.booleans())  # noqa: DTZ001
def test_a_day_is_found_again_by_its_number(moment: datetime, counts_from_1904: bool) -> None:  # noqa: FBT001
    moment = moment.replace(microsecond=0)
    serial = to_excel(moment, MAC_EPOCH if counts_from_1904 else WINDOWS_EPOCH)  # type: ignore[no-untyped-call]
    if serial >= 1:  # below, it is a time of day
        assert read_serial(serial, is_duration=False, counts_from_1904=counts_from_1904) == moment


@pytest.mark.parametrize("serial", [1e12, -1e12, float("nan")])
def test_a_number_outside_the_calendar_is_no_day(serial: float) -> None:
    assert read_serial(serial, is_duration=False, counts_from_1904=False) is None


def test_a_part_of_a_day_is_a_time_and_a_duration_may_be_longer_than_a_day() -> None:
    assert read_serial(0.5, is_duration=False, counts_from_1904=False) == time(12)
    assert read_serial(1.25, is_duration=True, counts_from_1904=False) == timedelta(hours=30)


@given(st.dates() | st.datetimes() | st.times())
def test_a_day_in_letters_is_read_whatever_zone_a_program_adds(moment: date | datetime | time) -> None:
    zone = "" if type(moment) is date else "Z"
    assert read_iso(f" {moment.isoformat()}{zone} ") == moment


@pytest.mark.parametrize(
    ("text", "value"),
    [("P1DT2H3M4.5S", timedelta(days=1, hours=2, minutes=3, seconds=4.5)), ("PT30H", timedelta(hours=30))]
    + [(word, word) for word in ("P", "PT", "hier", "", "P1Y", "2026-13-01")],
)
def test_durations_are_read_and_the_rest_is_text(text: str, value: object) -> None:
    assert read_iso(text) == value
