"""Postal codes: typed value and the directory's country → code and remarks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.values.postal import example_of, has_form, parse_postal_code

COUNTRIES = ("AT", "CA", "CH", "CZ", "DE", "DK", "ES", "FR", "GB", "GR", "IE", "IT", "LU", "NL", "PL", "PT", "RE", "SE")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("59260.0", "59260"),
        (59260.0, "59260"),
        (59260, "59260"),
        ("59260", "59260"),
        ("01000", "01000"),
        ("1000", "1000"),
        (1000, "1000"),
        (1400.0, "1400"),
        ("B-1000", "1000"),
        ("BE 1000", "1000"),
        ("F-59260", "59260"),
        (" 1000\u00a0", "1000"),
    ],
)
@pytest.mark.parametrize("region", ["BE", "FR"])
def test_belgian_and_french_ones(cell: Any, code: str, region: str) -> None:
    parsed = parse_postal_code(cell, region)
    assert (parsed.value, parsed.remarks) == (code, ())


@pytest.mark.parametrize(
    ("region", "cell"),
    [
        ("NL", "1012 AB"),
        ("NL", "1012AB"),
        ("NL", "1012 ab"),
        ("NL", "NL-1012 AB"),
        ("LU", "L-1234"),
        ("LU", "1234"),
        ("CH", "CH-1200"),
        ("NO", "0150"),
        ("GR", "104 31"),
        ("GR", "10431"),
        ("SE", "S-111 22"),
        ("GB", "SW1A 1AA"),
        ("GB", "M1 1AE"),
        ("IE", "D02 X285"),
        ("IE", "A65F4E2"),
        ("PT", "1000-001"),
        ("CA", "K1A 0B1"),
        ("DE", "01067"),
        ("RE", "97400"),
        # A country without postal codes, or of which nothing is known here.
        ("BF", "01 BP 1234"),
        ("BF", "néant"),
        # Other countries, which the code itself tells.
        ("BE", "1012 AB"),
        ("BE", "L-1234"),
        ("BE", "D-52062"),
        ("FR", "SW1A 1AA"),
        ("LU", "54400"),
        ("NL", "B-2000"),
    ],
)
def test_a_code_of_the_country_or_one_that_tells_its_own_is_fine(region: str, cell: str) -> None:
    assert parse_postal_code(cell, region).remarks == ()


@pytest.mark.parametrize(
    ("region", "cell"),
    [
        *(("BE", cell) for cell in ("0100", "100", "NEANT", "2000 Anvers", "123456", "59 260")),
        ("FR", "592"),
        ("NL", "1012"),
        ("NL", "1012 A"),
        ("GR", "1043"),
        ("DE", "523"),
        ("GB", "SW1A"),
    ],
)
def test_another_code_is_kept_and_remarked_on(region: str, cell: str) -> None:
    parsed = parse_postal_code(cell, region)
    assert (parsed.value, parsed.remarks) == (cell, (Remark("postal-code-invalid", cell),))


@pytest.mark.parametrize("region", COUNTRIES)
def test_the_example_of_a_country_is_one_of_its_codes(region: str) -> None:
    assert has_form(region)
    assert parse_postal_code(example_of(region), region).remarks == ()


@given(st.one_of(st.text(max_size=12), st.integers(), st.floats()), st.sampled_from([*COUNTRIES, "BE", "BF", "??"]))
def test_no_cell_makes_the_parser_raise(cell: Any, region: str) -> None:
    assert len(parse_postal_code(cell, region).remarks) <= 1
