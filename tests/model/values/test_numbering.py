"""Numbering plans: which digits are a number of which country, and how it is written."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.model.values.numbering import (
    Fault,
    country_code,
    explain,
    has_free_length,
    has_trunk_zero,
    is_known_short,
    is_premium,
    may_be_extension,
    parse_region,
    read_number,
)


@pytest.mark.parametrize(
    ("digits", "region", "number", "shown"),
    [
        ("025551234", "BE", "+3225551234", "02 555 12 34"),
        ("+3225551234", "BE", "+3225551234", "02 555 12 34"),
        ("003225551234", "FR", "+3225551234", "+32 2 555 12 34"),
        ("0475123456", "BE", "+32475123456", "0475 12 34 56"),
        ("0262201234", "FR", "+262262201234", "0262 20 12 34"),  # Réunion is dialled as at home
        ("048 9012 3456".replace(" ", ""), "IE", "+442890123456", "+44 28 9012 3456"),  # and so is Belfast in Dublin
        ("20203456", "LU", "+35220203456", "20 20 34 56"),
    ],
)
def test_a_number_has_one_form(digits: str, region: str, number: str, shown: str) -> None:
    phone = read_number(digits, region)
    assert phone is not None
    assert (phone.digits, phone.shown) == (number, shown)


@pytest.mark.parametrize("digits", ["", "02", "02555123", "33014012345678", "9" * 19, "+", "00"])
def test_what_no_plan_has_is_no_number(digits: str) -> None:
    assert read_number(digits, "BE") is None


@given(st.sampled_from(["BE", "FR", "NL", "LU", "DE", "GB", "IT", "ES"]), st.sampled_from(["BE", "FR", "IE"]))
def test_what_is_shown_is_read_again_as_the_same_number_from_anywhere(country: str, home: str) -> None:
    example = phonenumbers.example_number(country)
    assert example is not None
    phone = read_number(phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164), home)
    assert phone is not None
    typed = "".join(char for char in phone.shown.replace("(0)", "") if char.isdigit() or char == "+")
    assert read_number(typed, home) == phone


@pytest.mark.parametrize(
    ("digits", "region", "known"),
    [
        ("112", "BE", True),
        ("1722", "BE", True),
        ("1890", "BE", True),
        ("3949", "FR", True),
        ("3949", "BE", False),
        ("116117", "FR", True),
        ("8811", "BE", False),  # takes messages alone
        ("000", "BE", False),
        ("1234567", "BE", False),
    ],
)
def test_a_short_number_is_its_country_s(digits: str, region: str, *, known: bool) -> None:
    assert is_known_short(digits, region) is known


@pytest.mark.parametrize(
    ("digits", "fault"),
    [
        ("0255512", Fault("too-short", 2)),
        ("02555123456", Fault("too-long", 1)),
        ("+" + "9" * 20, Fault("too-long")),
        ("x", Fault("not-a-number")),
        ("12", Fault("not-a-number")),
    ],
)
def test_missing_and_superfluous_digits_are_counted(digits: str, fault: Fault) -> None:
    assert explain(digits, "BE") == fault


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("be", "BE"), ("+32", "BE"), ("0033", "FR"), ("Belgique", "BE"), ("belgië", "BE"), ("Pays-Bas", "NL"),
        ("Germany", "DE"), ("", ""), ("XX", ""), ("999", ""), ("Atlantide", ""),
    ],
)  # fmt: skip
def test_a_country_is_known_by_code_calling_code_and_name(text: str, region: str) -> None:
    assert parse_region(text) == region


def test_what_countries_differ_in() -> None:
    assert [has_trunk_zero(region) for region in ("BE", "FR", "LU", "ES", "IT")] == [True, True, False, False, False]
    assert [country_code(digits) for digits in ("+3225551234", "+13105551234", "+352202034", "+999")] == [32, 1, 352, 0]
    assert (has_free_length(352), has_free_length(33)) == (True, False)
    assert [digits for digits in ("12", "123", "12345", "123456", "0123") if may_be_extension(digits)] == [
        "123",
        "12345",
    ]


@pytest.mark.parametrize(
    ("digits", "dear"), [("+3290012345", True), ("+3270123456", True), ("+3225551234", False), ("112", False)]
)
def test_dear_numbers_are_told_from_ordinary_ones(digits: str, *, dear: bool) -> None:
    assert is_premium(digits, "BE") is dear
