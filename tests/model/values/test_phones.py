"""Phone cells: typed value → numbers and remarks."""

import re
import sys
from datetime import date
from types import FrameType
from typing import Any

import phonenumbers
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiche_builder.model.model import Phone
from fiche_builder.model.values.numbering import is_premium
from fiche_builder.model.values.parsed import Parsed
from fiche_builder.model.values.phones import parse_phones

Read = list[tuple[str, str, str, str]]
_BRUSSELS = ("+3225551234", "02 555 12 34", "", "")
_MOBILE = ("+32470123456", "0470 12 34 56", "", "")


def _read(parsed: Parsed[tuple[Phone, ...]]) -> Read:
    return [(phone.digits, phone.shown, phone.label, phone.extension) for phone in parsed.value]


def _remarks(parsed: Parsed[tuple[Phone, ...]]) -> list[tuple[str, str, str, int]]:
    return [(remark.code, remark.text, remark.reason, remark.count) for remark in parsed.remarks]


@pytest.mark.parametrize(
    ("typed", "region", "expected"),
    [
        # The real values of the design.
        (
            "06.66.37.24.32 ET 09.81.82.79.97",
            "FR",
            [("+33666372432", "06 66 37 24 32", "", ""), ("+33981827997", "09 81 82 79 97", "", "")],
        ),
        (
            "+33 2 48 68 33 57 (aux heures de permanence)",
            "BE",
            [("+33248683357", "+33 2 48 68 33 57", "aux heures de permanence", "")],
        ),
        (
            "Contact Retraite : 3960 \nContact Employeurs : 3957",
            "FR",
            [("3960", "3960", "Contact Retraite", ""), ("3957", "3957", "Contact Employeurs", "")],
        ),
        ("02\u00a0555\u00a012\u00a034", "BE", [_BRUSSELS]),
        ("02\u202f555\u202f12\u202f34", "BE", [_BRUSSELS]),
        ("237641660", "FR", [("+33237641660", "02 37 64 16 60", "", "")]),
        ("3949", "FR", [("3949", "3949", "", "")]),
        # Belgian spellings.
        ("02 555 12 34", "BE", [_BRUSSELS]),
        ("02/555.12.34", "BE", [_BRUSSELS]),
        ("02/555 12 34", "BE", [_BRUSSELS]),
        ("02-555-12-34", "BE", [_BRUSSELS]),
        ("(02) 555 12 34", "BE", [_BRUSSELS]),
        ("025551234", "BE", [_BRUSSELS]),
        ("0470/12.34.56", "BE", [_MOBILE]),
        ("065 33 12 34", "BE", [("+3265331234", "065 33 12 34", "", "")]),
        ("+32 2 555 12 34", "BE", [_BRUSSELS]),
        ("+32 (0)2 555 12 34", "BE", [_BRUSSELS]),
        ("0032 2 555 12 34", "BE", [_BRUSSELS]),
        ("+3225551234", "BE", [_BRUSSELS]),
        ("0800 12 345", "BE", [("+3280012345", "0800 12 345", "", "")]),
        ("078 15 12 34", "BE", [("+3278151234", "078 15 12 34", "", "")]),
        ("112", "BE", [("112", "112", "", "")]),
        ("105", "BE", [("105", "105", "", "")]),
        ("1722", "BE", [("1722", "1722", "", "")]),
        ("1890", "BE", [("1890", "1890", "", "")]),
        # French spellings, and numbers of other countries.
        ("02 48 68 33 57", "FR", [("+33248683357", "02 48 68 33 57", "", "")]),
        ("0248683357", "FR", [("+33248683357", "02 48 68 33 57", "", "")]),
        ("+33 (0)2 48 68 33 57", "FR", [("+33248683357", "02 48 68 33 57", "", "")]),
        ("0033 2 48 68 33 57", "BE", [("+33248683357", "+33 2 48 68 33 57", "", "")]),
        ("36 35", "FR", [("3635", "3635", "", "")]),
        ("+31 20 123 4567", "BE", [("+31201234567", "+31 20 123 4567", "", "")]),
        ("+33248683357", "BE", [("+33248683357", "+33 2 48 68 33 57", "", "")]),
        # Labels: before or behind, in brackets or not; words that only say "phone" are none.
        ("02 555 12 34 (accueil)", "BE", [("+3225551234", "02 555 12 34", "accueil", "")]),
        ("02 555 12 34 [accueil]", "BE", [("+3225551234", "02 555 12 34", "accueil", "")]),
        ("Accueil : 02 555 12 34", "BE", [("+3225551234", "02 555 12 34", "Accueil", "")]),
        ("02 555 12 34 (9h-12h)", "BE", [("+3225551234", "02 555 12 34", "9h-12h", "")]),
        ("fax : 02 555 12 34", "BE", [("+3225551234", "02 555 12 34", "fax", "")]),
        ("Tél. : 02 555 12 34", "BE", [_BRUSSELS]),
        ("Telefoon: 02 555 12 34", "BE", [_BRUSSELS]),
        ("n° 02 555 12 34", "BE", [_BRUSSELS]),
        (
            "Accueil et orientation : 02 555 12 34",
            "BE",
            [("+3225551234", "02 555 12 34", "Accueil et orientation", "")],
        ),
        ("Accueil :\n02 555 12 34", "BE", [("+3225551234", "02 555 12 34", "Accueil", "")]),
        # Extensions.
        ("02 555 12 34 poste 12", "BE", [("+3225551234", "02 555 12 34", "", "12")]),
        ("02 555 12 34, ext. 7", "BE", [("+3225551234", "02 555 12 34", "", "7")]),
        ("02 555 12 34 toestel 305", "BE", [("+3225551234", "02 555 12 34", "", "305")]),
        ("02 555 12 34 poste : 4 (accueil)", "BE", [("+3225551234", "02 555 12 34", "accueil", "4")]),
        # Several in a cell.
        ("02 555 12 34; 0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        ("02 555 12 34 / 0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        ("02 555 12 34/0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        (
            "02/555.12.34 / 0470/12.34.56",
            "BE",
            [_BRUSSELS, _MOBILE],
        ),
        ("02 555 12 34, 0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        ("02 555 12 34 ou 0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        ("02 555 12 34 of 0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        ("02 555 12 34\n0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        ("02 555 12 34 | 0470 12 34 56", "BE", [_BRUSSELS, _MOBILE]),
        ("Tél.: 02 555 12 34 / GSM: 0470 12 34 56", "BE", [_BRUSSELS, ("+32470123456", "0470 12 34 56", "GSM", "")]),
        (
            "02 555 12 34 (fr), 02 555 12 35 (nl)",
            "BE",
            [("+3225551234", "02 555 12 34", "fr", ""), ("+3225551235", "02 555 12 35", "nl", "")],
        ),
        ("02 555 12 34; +32 2 555 12 34", "BE", [_BRUSSELS]),
        ("02 555 12 34 poste 1; 02 555 12 34 poste 2", "BE", [(*_BRUSSELS[:3], "1"), (*_BRUSSELS[:3], "2")]),
        (";; 02 555 12 34 ;", "BE", [_BRUSSELS]),
        ("", "BE", []),
        ("  \n ", "BE", []),
    ],
)
def test_numbers_are_read(typed: str, region: str, expected: Read) -> None:
    parsed = parse_phones(typed, region)
    assert _read(parsed) == expected
    assert parsed.remarks == ()


@pytest.mark.parametrize(
    ("typed", "region", "read", "remarks"),
    [
        ("02 41 41 5 67", "FR", [], [("phone-invalid", "02 41 41 5 67", "too-short", 1)]),
        ("02 555 12", "BE", [], [("phone-invalid", "02 555 12", "too-short", 2)]),
        ("02 48 68 33 57 9", "FR", [], [("phone-invalid", "02 48 68 33 57 9", "too-long", 1)]),
        ("06.66.37.24.32", "BE", [], [("phone-invalid", "06.66.37.24.32", "not-a-number", 0)]),
        ("NEANT", "BE", [], [("phone-invalid", "NEANT", "no-digits", 0)]),
        ("voir site", "BE", [], [("phone-invalid", "voir site", "no-digits", 0)]),
        ("+", "BE", [], [("phone-invalid", "+", "no-digits", 0)]),
        ("0", "BE", [], [("phone-invalid", "0", "not-a-number", 0)]),
        ("123456789012345678", "BE", [], [("phone-invalid", "123456789012345678", "too-long", 0)]),
        (
            "02 555 12 34 (tél. 0470 12 34 56)",
            "BE",
            [],
            [("phone-invalid", "02 555 12 34 (tél. 0470 12 34 56)", "several", 0)],
        ),
        # What is valid stays; only the faulty part is remarked on.
        ("02 555 12 34; NEANT", "BE", [_BRUSSELS], [("phone-invalid", "NEANT", "no-digits", 0)]),
        ("urgences; 02 555 12 34", "BE", [_BRUSSELS], [("phone-invalid", "urgences", "no-digits", 0)]),
        ("02 555 12 34 / 02 555 12", "BE", [_BRUSSELS], [("phone-invalid", "02 555 12", "too-short", 2)]),
        (
            "02 555 12 (accueil); 0470 12 34 56",
            "BE",
            [_MOBILE],
            [("phone-invalid", "02 555 12 (accueil)", "too-short", 2)],
        ),
    ],
)
def test_what_is_no_number_is_remarked_on(
    typed: str, region: str, read: Read, remarks: list[tuple[str, str, str, int]]
) -> None:
    parsed = parse_phones(typed, region)
    assert _read(parsed) == read
    assert _remarks(parsed) == remarks


@pytest.mark.parametrize(
    ("cell", "region", "expected"),
    [
        (25551234, "BE", "02 555 12 34"),
        (25551234.0, "BE", "02 555 12 34"),
        (470123456, "BE", "0470 12 34 56"),
        (237641660, "FR", "02 37 64 16 60"),
    ],
)
def test_a_number_cell_is_given_its_zero_back(cell: float, region: str, expected: str) -> None:
    parsed = parse_phones(cell, region)
    assert [phone.shown for phone in parsed.value] == [expected]
    assert [(remark.code, remark.text, remark.suggestion) for remark in parsed.remarks] == [
        ("phone-lost-zero", str(int(cell)), expected)
    ]


@pytest.mark.parametrize(("cell", "region"), [(3949, "FR"), (112, "BE"), (105.0, "BE")])
def test_a_short_number_in_a_number_cell_lost_nothing(cell: float, region: str) -> None:
    parsed = parse_phones(cell, region)
    assert [phone.digits for phone in parsed.value] == [str(int(cell))]
    assert parsed.remarks == ()


@pytest.mark.parametrize("cell", [0, -5, 0.5, 1e300, True, False, date(2026, 1, 1)])
def test_another_cell_holds_no_number(cell: Any) -> None:
    parsed = parse_phones(cell, "BE")
    assert parsed.value == ()
    assert [remark.code for remark in parsed.remarks] == ["phone-invalid"]


def test_a_number_cell_with_decimals_is_no_short_number() -> None:
    assert parse_phones(12.5, "BE").value == ()


@pytest.mark.parametrize(
    ("typed", "region", "expected"),
    [
        ("0900 12 345", "BE", True),
        ("0903 12 345", "BE", True),
        ("070 22 33 44", "BE", True),
        ("+32 70 22 33 44", "BE", True),
        ("0892 12 34 56", "FR", True),
        ("0800 12 345", "BE", False),
        ("02 555 12 34", "BE", False),
        ("0470 12 34 56", "BE", False),
        ("112", "BE", False),
        ("08 00 12 34 56", "FR", False),
    ],
)
def test_dear_numbers_are_known(typed: str, region: str, *, expected: bool) -> None:
    (phone,) = parse_phones(typed, region).value
    assert is_premium(phone.digits, region) is expected


def test_the_link_of_a_number_bears_its_extension() -> None:
    (phone,) = parse_phones("02 555 12 34 poste 12", "BE").value
    assert phone.uri == "tel:+3225551234;ext=12"
    (short,) = parse_phones("112", "BE").value
    assert short.uri == "tel:112"


_REGIONS = st.sampled_from(["BE", "FR", "NL", "LU"])
_TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789+()[]/.,;-– \nouetTél:(0)poste\u00a0\ue000\ue001\ue100²٣", max_size=60),
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        _TYPED, st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()
    ),
    _REGIONS,
)
def test_no_cell_makes_the_parser_raise(cell: Any, region: str) -> None:
    parsed = parse_phones(cell, region)
    for phone in parsed.value:
        assert phone.digits.lstrip("+").isascii()
        assert phone.digits.lstrip("+").isdigit()
        assert phone.shown
    assert all(
        remark.code in {"phone-invalid", "phone-lost-zero", "phone-short-unknown", "phone-untidy"}
        for remark in parsed.remarks
    )


_BELGIAN = r"[2349][2-7][0-9]{6}|4[79][0-9]{7}|6[5-9][2-8][0-9]{5}|800[1-9][0-9]{4}"
_FRENCH = r"[1-5][2-6][0-9]{7}|6[2-8][0-9]{7}|80[0-5][0-9]{6}"


@st.composite
def _valid_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number of BE or FR in one of many spellings, with the digits it stands for."""
    region = draw(st.sampled_from(["BE", "FR"]))
    national = draw(st.from_regex(_BELGIAN if region == "BE" else _FRENCH, fullmatch=True))
    code = str(phonenumbers.country_code_for_region(region))
    prefix = draw(
        st.sampled_from(["0", f"+{code} ", f"+{code}", f"00{code} ", f"+{code} (0)", "(0)" if region == "FR" else "0"])
    )
    gaps = draw(
        st.lists(st.sampled_from(["", " ", ".", "/", "-", "\u00a0"]), min_size=len(national), max_size=len(national))
    )
    spelled = "".join(digit + gap for digit, gap in zip(national, gaps, strict=True)).rstrip(" ./-\u00a0")
    return f"{prefix}{spelled}", f"+{code}{national}"


@settings(max_examples=150, deadline=None)
@given(_valid_numbers(), st.sampled_from(["", " (accueil)", " poste 12", " - permanence", "\u200b"]))
def test_what_is_shown_is_read_as_the_same_number(number: tuple[str, str], extra: str) -> None:
    spelled, digits = number
    region = "BE" if digits.startswith("+32") else "FR"
    assume(phonenumbers.is_valid_number(phonenumbers.parse(digits)))
    assume(not re.match(r"\+33(?:26[239]|59[046]|639|69[0-7])", digits))  # dialled at home, these are overseas
    for phone in parse_phones(spelled + extra, region).value:
        assert [again.digits for again in parse_phones(phone.shown, region).value] == [phone.digits]
    if not set("/") & set(spelled):
        assert [phone.digits for phone in parse_phones(spelled + extra, region).value] == [digits]


def _calls_to_read(parts: int) -> int:
    """How many functions are called to read a cell with so many parts between commas, a clock-free measure of work."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    previous = sys.getprofile()
    sys.setprofile(count)
    try:
        parse_phones(f"a{parts}," + "1," * parts, "BE")
    finally:
        sys.setprofile(previous)
    return calls


def test_the_work_for_a_long_cell_grows_with_its_length() -> None:
    assert _calls_to_read(80) < 3 * _calls_to_read(40)


def test_a_number_cell_of_400_digits_is_no_phone() -> None:
    assert [remark.code for remark in parse_phones(10**400, "BE").remarks] == ["phone-invalid"]
