"""What stands beside a phone number, several numbers as people shorten them, other countries: typed → printed."""

import pytest

from fiche_builder.model.values.phones import parse_phones


def _printed(typed: object, region: str) -> list[str]:
    """Return each number as it is printed, with its extension and its label."""
    return [
        phone.shown + f" x{phone.extension}" * bool(phone.extension) + f" ({phone.label})" * bool(phone.label)
        for phone in parse_phones(typed, region).value  # type: ignore[arg-type]
    ]


BESIDE = {
    "7j/7 107": "107 (7j/7)",
    "Ligne 2 107": "107 (Ligne 2)",
    "24h/24 112": "112 (24h/24)",
    "107 (24/24)": "107 (24/24)",
    "1er étage 107": "107 (1er étage)",
    "7/7 de 8h à 20h : 1722": "1722 (7/7 de 8h à 20h)",
    "7/7 - 24/24 : 0800 12 345": "0800 12 345 (7/7 - 24/24)",
    "107 9-12h": "107 (9-12h)",
    "B12 107": "107 (B12)",
    "bur. 12 : 02 555 12 34": "02 555 12 34 (bur. 12)",
    "bus 71 : 02 555 12 34": "02 555 12 34 (bus 71)",
    "2x02 555 12 34": "02 555 12 34 (2x)",
    "1000 Bruxelles 02 555 12 34": "02 555 12 34 (1000 Bruxelles)",
    "02 555 12 34, 1000 Bruxelles": "02 555 12 34 (1000 Bruxelles)",
    "02 555 12 34 (9h-12h, 13h30-16h)": "02 555 12 34 (9h-12h, 13h30-16h)",
    "02 555 12 34 (9-12 / 13-16)": "02 555 12 34 (9-12 / 13-16)",
    "02 555 12 34 de 9 h à 12 h": "02 555 12 34 (de 9 h à 12 h)",
    "02 555 12 34 9-12h": "02 555 12 34 (9-12h)",
    "02 555 12 34 de 9 à 12 et 14 à 17": "02 555 12 34 (de 9 à 12 et 14 à 17)",
    "lu-ve 9:00-12:00 02 555 12 34": "02 555 12 34 (lu-ve 9:00-12:00)",
    "lu-ve 9h-12h : 02 555 12 34": "02 555 12 34 (lu-ve 9h-12h)",
    "02 555 12 34\nlu-ve 9h-12h": "02 555 12 34 (lu-ve 9h-12h)",
    "(accueil)\n02 555 12 34": "02 555 12 34 (accueil)",
    "02 555 12 34 2 lignes": "02 555 12 34 (2 lignes)",
    "02 555 12 34 lignes groupées": "02 555 12 34 (lignes groupées)",
    "02 555 12 34 - 2e étage": "02 555 12 34 (2e étage)",
    "02 555 12 34 - 35 rue Haute": "02 555 12 34 (35 rue Haute)",
    "02 555 12 34 le 12/03/2024": "02 555 12 34 (le 12/03/2024)",
    "070 22 33 44 (0,30 €/min)": "070 22 33 44 (0,30 €/min)",
    "02 555 12 34 depuis 2023": "02 555 12 34 (depuis 2023)",
    "rue Haute 112, 02 555 12 34": "02 555 12 34 (rue Haute 112)",
    "02 555 12 34 int 5": "02 555 12 34 x5",
    "02 555 12 34 (poste 12)": "02 555 12 34 x12",
    "poste 12 : 02 555 12 34": "02 555 12 34 x12",
    "tel02 555 12 34": "02 555 12 34",
    "(+32) 2 555 12 34": "02 555 12 34",
    "00 32 2 555 12 34": "02 555 12 34",
    "32 2 555 12 34": "02 555 12 34",
    "02 / 555 12 34": "02 555 12 34",
    "02 - 555 - 12 - 34": "02 555 12 34",
    "116 117": "116117",
    "Rue de la Loi 16, 1000 Bruxelles, 02 555 12 34": "02 555 12 34 (Rue de la Loi 16, 1000 Bruxelles)",
    "TVA : BE 0470.123.456 - tél. 02 555 12 34": "02 555 12 34 (TVA : BE 0470.123.456 - tél)",
    "02 555 12 34 vérifié 03/2024": "02 555 12 34 (vérifié 03/2024)",
    "8-12 uur, 13.30-17 uur: 02 555 12 34": "02 555 12 34 (8-12 uur, 13.30-17 uur)",
    "02 555 12 34 p. 12": "02 555 12 34 x12",
    "02 555 12 34 (p. 12)": "02 555 12 34 x12",
    "02 555 12 34 x12": "02 555 12 34 x12",
    "02 555 12 34#12": "02 555 12 34 x12",
    "02 555 12 34\nposte 12": "02 555 12 34 x12",
}


@pytest.mark.parametrize(("typed", "printed"), BESIDE.items())
def test_words_and_hours_are_a_label(typed: str, printed: str) -> None:
    assert _printed(typed, "BE") == [printed]
    assert parse_phones(typed, "BE").remarks == ()


SEVERAL = {
    "+32 2 619 10 34 / 35 / 36": ["02 619 10 34", "02 619 10 35", "02 619 10 36"],
    "02 619 10 01 - 02 619 10 02": ["02 619 10 01", "02 619 10 02"],
    "02/619.11.03 - 02/619.11.04": ["02 619 11 03", "02 619 11 04"],
    "02/619.11.03-02/619.11.04": ["02 619 11 03", "02 619 11 04"],
    "02/619.10.03-04": ["02 619 10 03", "02 619 10 04"],
    "tél. 02.555.12.34-35-36": ["02 555 12 34", "02 555 12 35", "02 555 12 36"],
    "02 555 12 34/5": ["02 555 12 34", "02 555 12 35"],
    "0470/12.34.56 of 57": ["0470 12 34 56", "0470 12 34 57"],
    "0470 / 12 34 56 - 57": ["0470 12 34 56", "0470 12 34 57"],
    "02 555 12 34, 35 et 36": ["02 555 12 34", "02 555 12 35", "02 555 12 36"],
    "02/5551234/36 (accueil)": ["02 555 12 34", "02 555 12 36 (accueil)"],
    "02 555 12 34 / 512 12 35": ["02 555 12 34", "02 512 12 35"],
    "025551234/0470123456": ["02 555 12 34", "0470 12 34 56"],
    "02 555 12 34 + 0470 12 34 56": ["02 555 12 34", "0470 12 34 56"],
    "(02) 555 12 34 & (02) 555 12 35": ["02 555 12 34", "02 555 12 35"],
    "+32 2 555 12 34 +32 2 555 12 35": ["02 555 12 34", "02 555 12 35"],
    "fax 02 555 12 35, tél 02 555 12 34": ["02 555 12 35 (fax)", "02 555 12 34"],
    "02 555 12 34 ou GSM 0470 12 34 56": ["02 555 12 34", "0470 12 34 56 (GSM)"],
    "1) 02 555 12 34 2) 02 555 12 35": [],
    "1. 02 555 12 34\n2. 02 555 12 35": ["02 555 12 34 (1)", "02 555 12 35 (2)"],
    "02 555 12 34 poste 12 / 13": ["02 555 12 34 x12", "02 555 12 34 x13"],
    "02 555 12 34 ou 112": ["02 555 12 34", "112"],
    "107, 108 ou 112": ["107", "108", "112"],
    "02 555 12 34 02 555 12 35": ["02 555 12 34", "02 555 12 35"],
    "02/555.12.34 0470/12.34.56": ["02 555 12 34", "0470 12 34 56"],
    "02 555 12 34 (02 555 12 35)": ["02 555 12 34", "02 555 12 35"],
    "T 02 555 12 34 F 02 555 12 35": ["02 555 12 34 (T)", "02 555 12 35 (F)"],
    "Anna 0470 12 34 56 Bart 0471 12 34 56": ["0470 12 34 56 (Anna)", "0471 12 34 56 (Bart)"],
    "0470 12 34 56 (Anna) 0471 12 34 56 (Bart)": ["0470 12 34 56 (Anna)", "0471 12 34 56 (Bart)"],
    "101 (politie) 112 (brandweer)": ["101 (politie)", "112 (brandweer)"],
}


@pytest.mark.parametrize(("typed", "printed"), SEVERAL.items())
def test_several_numbers_are_read_as_people_shorten_them(typed: str, printed: list[str]) -> None:
    assert _printed(typed, "BE") == printed
    assert bool(parse_phones(typed, "BE").remarks) is not bool(printed)


DOUBTFUL = {
    # typed, country: what is taken all the same, why the rest is not, what it may be
    ("02 555 12 34 GSM 0470 12 34 56", "BE"): ([], "several", "02 555 12 34 ; 0470 12 34 56"),
    ("02 555 12 34 / 20", "BE"): (["02 555 12 34"], "several", "02 555 12 34 ; 02 555 12 20"),
    ("0800 12 045 / 107", "BE"): (["0800 12 045"], "several", "0800 12 045 ; 0800 12 107"),
    ("02 555 12 34 / 35 fax", "BE"): (["02 555 12 34"], "several", "02 555 12 34 ; 02 555 12 35"),
    ("112 107", "BE"): ([], "several", "112 ; 107"),
    ("12 02 555 12 34", "BE"): ([], "several", ""),
    ("02 555 12 34 10-12 14-16", "BE"): ([], "several", ""),
    ("01 23 45 67 89 ou 15", "FR"): (["01 23 45 67 89"], "several", "01 23 45 67 89 ; 01 23 45 67 15"),
    ("02/619.11.03 - 02/619.11.04", "FR"): ([], "several", ""),
    ("26 12 34 01/02", "LU"): ([], "several", "26 12 34 01 ; 26 12 34 02"),
    ("26 12 34 01-02", "LU"): ([], "several", "26 12 34 01 ; 26 12 34 02"),
    ("+352 26 12 34 01/02", "BE"): ([], "several", "+352 26 12 34 01 ; +352 26 12 34 02"),
    ("Bureau 3 26 12 34 01", "LU"): ([], "several", "26 12 34 01"),
    ("3,2261E+09", "BE"): ([], "shortened", ""),
    ("3.22612345E+9", "BE"): ([], "shortened", ""),
    ("bureau 107", "BE"): ([], "not-a-number", ""),
    ("Rue Haute 112", "BE"): ([], "not-a-number", ""),
    ("Rue Haute 112 18 ans", "BE"): ([], "too-short", ""),
    ("Kerkstraat 112 2 lijnen", "BE"): ([], "not-a-number", ""),
    ("18 ans", "FR"): ([], "not-a-number", ""),
    ("1722.be", "BE"): ([], "not-a-number", ""),
    ("12/03/2024", "BE"): ([], "not-a-number", ""),
    ("10.00-12.00", "BE"): ([], "not-a-number", ""),
    ("10-12 14-16", "BE"): ([], "not-a-number", ""),
    ("poste 4567", "BE"): ([], "not-a-number", ""),
    # which words stand with which number cannot be told
    ("02 555 12 34 (Jean : 0470 12 34 56) le soir", "BE"): ([], "several", "02 555 12 34 ; 0470 12 34 56"),
    ("de 02 555 12 34 à 02 555 12 36", "BE"): ([], "several", "02 555 12 34 ; 02 555 12 36"),
    # a range of ages, not an ending
    ("02 555 12 34 / 6-12 ans", "BE"): (["02 555 12 34"], "several", "02 555 12 34 ; 02 555 16 12"),
    ("030 12345-0 / -67", "DE"): (["030 123450"], "several", "030 123450 ; 030 1234567"),
    ("26 12 34 56 26 12 34 57", "LU"): ([], "several", "26 12 34 56 ; 26 12 34 57"),
}  # fmt: skip


@pytest.mark.parametrize(("case", "expected"), DOUBTFUL.items())
def test_what_reads_in_two_ways_is_asked_about(case: tuple[str, str], expected: tuple[list[str], str, str]) -> None:
    (remark,) = parse_phones(*case).remarks
    assert (_printed(*case)[:1], remark.reason, remark.suggestion) == expected


ABROAD = {
    # one numbering plan, several regions
    ("02 62 37 00 01", "FR"): ("+262262370001", "0262 37 00 01"),
    ("06 92 29 00 02", "FR"): ("+262692290002", "0692 29 00 02"),
    ("02 69 61 12 34", "FR"): ("+262269611234", "0269 61 12 34"),
    ("0639 01 23 45", "FR"): ("+262639012345", "0639 01 23 45"),
    ("0590 87 12 34", "FR"): ("+590590871234", "0590 87 12 34"),
    ("0690 30 12 34", "FR"): ("+590690301234", "0690 30 12 34"),
    ("05 96 60 12 34", "FR"): ("+596596601234", "0596 60 12 34"),
    ("0594 30 12 34", "FR"): ("+594594301234", "0594 30 12 34"),
    ("05 08 41 12 34", "FR"): ("+508411234", "+508 41 12 34"),
    ("01 42 34 56 78", "RE"): ("+33142345678", "01 42 34 56 78"),
    ("0262 37 00 01", "GP"): ("+262262370001", "0262 37 00 01"),
    ("+262 262 37 00 01", "FR"): ("+262262370001", "0262 37 00 01"),
    ("01534 123456", "GB"): ("+441534123456", "01534 123456"),
    ("0698 1234", "VA"): ("+3906981234", "06 981234"),
    ("018 12345", "FI"): ("+3581812345", "018 12345"),
    ("79 02 12 34", "NO"): ("+4779021234", "79 02 12 34"),
    ("787 234 5678", "US"): ("+17872345678", "(787) 234-5678"),
    ("048 9012 3456", "IE"): ("+442890123456", "+44 28 9012 3456"),
    # plans of many lengths, or without a zero
    ("247-82000", "LU"): ("+35224782000", "24 78 20 00"),
    ("+49 30 12345-67", "BE"): ("+49301234567", "+49 30 1234567"),
    ("25-30-01-01", "BF"): ("+22625300101", "25 30 01 01"),
    ("210 123 4567", "GR"): ("+302101234567", "21 0123 4567"),
    ("(01) 234 5678", "IE"): ("+35312345678", "(01) 234 5678"),
    ("020-1234567", "NL"): ("+31201234567", "020 123 4567"),
    ("044 668 18 00", "CH"): ("+41446681800", "044 668 18 00"),
    ("+39 (0)6 1234 5678", "BE"): ("+390612345678", "+39 06 1234 5678"),
    ("06 - 12 - 34 - 56 - 78", "FR"): ("+33612345678", "06 12 34 56 78"),
}  # fmt: skip


@pytest.mark.parametrize(("case", "expected"), ABROAD.items())
def test_numbers_of_other_plans(case: tuple[str, str], expected: tuple[str, str]) -> None:
    parsed = parse_phones(*case)
    assert [(phone.digits, phone.shown) for phone in parsed.value] == [expected]
    assert parsed.remarks == ()


@pytest.mark.parametrize(
    ("cell", "region", "printed", "codes"),
    [
        (26123401, "LU", "26 12 34 01", []),
        (80002080, "LU", "800 02 080", []),
        (25300101, "BF", "25 30 01 01", []),
        (912345678, "ES", "912 34 56 78", []),
        (2101234567, "GR", "21 0123 4567", []),
        (3225551234, "BE", "02 555 12 34", []),
        (25551234, "BE", "02 555 12 34", ["phone-lost-zero"]),
        (446681800, "CH", "044 668 18 00", ["phone-lost-zero"]),
        (262370001, "FR", "0262 37 00 01", ["phone-lost-zero"]),
        (612345678, "IT", "06 1234 5678", ["phone-lost-zero"]),
        (4567, "BE", "4567", ["phone-short-unknown"]),
    ],
)
def test_a_zero_is_lost_only_where_there_is_one(cell: int, region: str, printed: str, codes: list[str]) -> None:
    assert _printed(cell, region) == [printed]
    assert [remark.code for remark in parse_phones(cell, region).remarks] == codes


KNOWN = {
    "BE": ["112", "107", "1722", "1890", "116000"],
    "FR": ["15", "119", "3949", "36 46"],
    "NL": ["112"],
    "LU": ["113"],
}
UNKNOWN = {
    "BE": ["4567", "555", "1072", "Accueil : 4567"],
    "FR": ["81212", "456"],
    "NL": ["4000"],
    "CH": ["4567"],
    "IE": ["4567"],
}


@pytest.mark.parametrize(("region", "typed"), [(region, typed) for region in KNOWN for typed in KNOWN[region]])
def test_a_short_number_that_the_country_knows(region: str, typed: str) -> None:
    assert [phone.digits for phone in parse_phones(typed, region).value] == [typed.replace(" ", "")]
    assert parse_phones(typed, region).remarks == ()


@pytest.mark.parametrize(("region", "typed"), [(region, typed) for region in UNKNOWN for typed in UNKNOWN[region]])
def test_another_is_published_as_typed_and_told(region: str, typed: str) -> None:
    parsed = parse_phones(typed, region)
    assert [(remark.code, remark.text) for remark in parsed.remarks] == [
        ("phone-short-unknown", parsed.value[0].digits)
    ]
    assert typed.endswith(parsed.value[0].digits)


UNTIDY = [
    "02\u200b555\u200b12\u200b34",
    "0255\u00ad51234",
    "\u202e02 555 12 34",
    "０２ ５５５ １２ ３４",
    "٠٢ ٥٥٥ ١٢ ٣٤",
]
UNTIDY += ["02    555    12    34", "02\u3000555\u300012 34", "＋３２ ２ ５５５ １２ ３４", "02\u2003555 12 34"]


@pytest.mark.parametrize("typed", UNTIDY)
def test_signs_that_nobody_sees_are_read_over_and_told(typed: str) -> None:
    parsed = parse_phones(typed, "BE")
    assert [phone.shown for phone in parsed.value] == ["02 555 12 34"]
    assert [(remark.code, remark.suggestion) for remark in parsed.remarks] == [("phone-untidy", "02 555 12 34")]


@pytest.mark.parametrize("typed", ["02\u00a0555\u202f12\u200934", "02/555.12.34", "02–555–12–34", " 02 555 12 34\n"])
def test_what_word_processors_set_is_not_odd(typed: str) -> None:
    assert _printed(typed, "BE") == ["02 555 12 34"]
    assert parse_phones(typed, "BE").remarks == ()


def test_a_number_has_one_printed_form() -> None:
    spellings = [
        "02/555.12.34",
        "025551234",
        "+32 2 555 12 34",
        "0032 (0)2 555 12 34",
        "(02) 555-12-34",
        "02-555 12 34",
    ]
    assert {shown for typed in spellings for shown in _printed(typed, "BE")} == {"02 555 12 34"}
