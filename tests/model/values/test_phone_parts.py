"""Digits that belong to a street, a page, a count or a register, and numbers that stand among such words."""

import pytest

from fiche_builder.model.values.phones import parse_phones


def _printed(typed: object, region: str) -> list[str]:
    """Return each number as it is printed, with its extension and its label."""
    return [
        phone.shown + f" x{phone.extension}" * bool(phone.extension) + f" ({phone.label})" * bool(phone.label)
        for phone in parse_phones(typed, region).value  # type: ignore[arg-type]
    ]


NONE = {
    "BE": (
        *("112, avenue Louise", "Louizalaan 112 bus 3", "107 places", "112 lits", "112 bedden", "112 m²", "112 km"),
        *(
            "voir fiche 112",
            "zie fiche 112",
            "page 107",
            "p. 107",
            "art. 107",
            "code 1722",
            "B.P. 112",
            "Réf. 112/2023",
        ),
        *(
            "n° d'entreprise 0470.123.456",
            "KBO: 0470.123.456",
            "btw nr BE 0470 123 456",
            "BE0470123456",
            "BE 0470.123.456",
        ),
    ),
    "FR": (
        *(
            "15, rue de la Paix",
            "15 bis rue de la Paix",
            "17 cours Lafayette",
            "15-18 ans",
            "17 à 18h",
            "15 km",
            "119 lits",
        ),
        *("Paris 15", "mardi 15", "75015 Paris Cedex 15", "Département 17", "CS 30115", "BP 115"),
        *("SIREN 542 345 678", "FINESS 750123456", "RNA W751234567", "W751234567"),
    ),
    "NL": ("Keizersgracht 112", "Postbus 112", "KvK 12345678"),
    "CH": ("Bahnhofstrasse 117", "Bahnhofstr. 144", "Postfach 117", "CHF 144.-"),
    "IE": ("112 Main Street", "999 Main Road, Dublin 12", "Unit 112"),
    "ES": ("Calle Mayor 112", "C/ Mayor, 112"),
    "LU": ("2500 membres", "12 500 habitants", "RCS B123456", "B.P. 1024", "12.03.2024"),
}
"""Digits that would be a number if they stood alone."""


@pytest.mark.parametrize(("region", "typed"), [(region, typed) for region, cells in NONE.items() for typed in cells])
def test_words_say_that_digits_are_no_number(region: str, typed: str) -> None:
    parsed = parse_phones(typed, region)
    assert parsed.value == ()
    assert [remark.code for remark in parsed.remarks] == ["phone-invalid"]


@pytest.mark.parametrize(
    ("typed", "region", "printed"),
    [
        ("15", "FR", ["15"]),
        ("15, 17 ou 18", "FR", ["15", "17", "18"]),
        ("Appelez le 15", "FR", ["15 (Appelez le)"]),
        ("SAMU 15 / Police 17", "FR", ["15 (SAMU)", "17 (Police)"]),
        ("17 (police)", "BF", ["17 (police)"]),
        ("18 24h/24", "BF", ["18 (24h/24)"]),
        ("01 BP 1234 Ouagadougou 01, 25 30 67 00", "BF", ["25 30 67 00 (01 BP 1234 Ouagadougou 01)"]),
        ("Keizersgracht 112 - 020-5551234", "NL", ["020 555 1234 (Keizersgracht 112)"]),
        ("030 12345-10/-11", "DE", ["030 1234510", "030 1234511"]),
        ("0900-0113 of 113", "NL", ["0900 0113", "113"]),
        ("144", "NL", ["144"]),
        (14020, "NL", ["14 020"]),
    ],
)
def test_numbers_among_such_words_are_read(typed: object, region: str, printed: list[str]) -> None:
    assert _printed(typed, region) == printed
    assert parse_phones(typed, region).remarks == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["2023", 2023, "43021", "45 12"])
def test_few_digits_where_a_number_has_no_length_are_told(cell: object) -> None:
    assert [remark.code for remark in parse_phones(cell, "LU").remarks] == ["phone-short-unknown"]  # type: ignore[arg-type]
