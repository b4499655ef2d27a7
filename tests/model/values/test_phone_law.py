"""The law of phone cells: no number is ever published whose digits do not stand together as a person reads them.

Cells are composed of parts whose digits are known to be a number or not, so nothing here depends on how cells are read.
"""

import re
from dataclasses import dataclass

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.model.values.phones import parse_phones
from tests.conftest import SOAK

SHORT = 7
EXAMPLES = 10_000 if SOAK else 300


@dataclass(frozen=True)
class Part:
    """A stretch of a cell, and the numbers that a reader takes from it."""

    text: str
    meant: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Country:
    """How numbers of a country are typed: `{0}` to `{3}` are its last digits, two by two."""

    region: str
    spellings: tuple[str, ...]
    code: str
    national: str
    short: tuple[str, ...]
    is_open: bool = False
    """Its numbers have no fixed length: what stands behind one with a mere blank may be its end."""


COUNTRIES = (
    Country(
        "BE",
        ("02 5{0} {1} {2}", "02/5{0}.{1}.{2}", "025{0}{1}{2}", "(02) 5{0} {1} {2}", "+32 2 5{0} {1} {2}",
            "+32 (0)2/5{0}.{1}.{2}"),
        "+32",
        "25{0}{1}{2}",
        ("107", "112", "1722", "116117"),
    ),
    Country(
        "FR",
        ("01 4{3} {0} {1} {2}", "01.4{3}.{0}.{1}.{2}", "014{3}{0}{1}{2}", "+33 1 4{3} {0} {1} {2}",
            "0033 1 4{3} {0} {1} {2}"),
        "+33",
        "14{3}{0}{1}{2}",
        ("3949", "36 46", "119", "112"),
    ),
    Country(
        "NL",
        ("020 5{0} {1} {2}", "020-5{0}{1}{2}", "0205{0}{1}{2}", "+31 20 5{0} {1}{2}"),
        "+31",
        "205{0}{1}{2}",
        ("112",),
    ),
    Country("CH", ("044 6{0} {1} {2}", "0446{0}{1}{2}", "+41 44 6{0} {1} {2}"), "+41", "446{0}{1}{2}", ("143", "144")),
    Country("GR", ("210 3{0} {1}{2}", "2103{0}{1}{2}", "+30 210 3{0}{1}{2}"), "+30", "2103{0}{1}{2}", ("112", "166")),
    Country("BF", ("25 30 {1} {2}", "2530{1}{2}", "+226 25 30 {1} {2}"), "+226", "2530{1}{2}", ("17", "18")),
    Country("LU", ("26 1{0} {1} {2}", "261{0}{1}{2}", "+352 26 1{0} {1} {2}"), "+352", "261{0}{1}{2}", ("112", "113"),
        is_open=True),
    Country("IE", ("01 2{0} {1}{2}", "(01) 2{0} {1}{2}", "+353 1 2{0} {1}{2}"), "+353", "12{0}{1}{2}", ("112", "999"),
        is_open=True),
)  # fmt: skip
ASIDES = (
    *(
        "9h-12h",
        "9h30",
        "9:00-12:00",
        "lu-ve 9h-17h",
        "de 9 h à 12 h",
        "de 9 à 12h",
        "13h30-16h",
        "9.00-12.00",
        "ma-vr 9-17 u",
    ),
    *(
        "(9h-12h, 13h30-16h)",
        "(9-12 / 13-16)",
        "(10-12 14-16)",
        "7j/7",
        "24h/24",
        "24/24",
        "7/7",
        "24/7",
        "7 jours sur 7",
    ),
    *(
        "1er étage",
        "2e étage",
        "3de verdieping",
        "(2e étage)",
        "Ligne 2",
        "bur. 12",
        "bureau 12",
        "local 3.12",
        "guichet 4",
    ),
    *("bus 71", "tram 51", "loket 3", "salle 107", "kamer 112", "rue Haute 112", "B-1000 Bruxelles", "www.1722.be"),
    *("le 12/03/2024", "12/03/24", "2024-03-12", "depuis 2023", "12 mars 2024", "18 ans", "(+ 18 ans)"),
    *("0,30 €/min", "(0,06 € / min)", "2 lignes", "3 lijnen", "choix 1", "tapez 2", "3,2261E+09"),
    *(
        "Hauptstr. 112",
        "C/ Mayor, 112",
        "112 Main Street",
        "15, rue Haute",
        "Cedex 15",
        "B.P. 112",
        "p. 107",
        "zie fiche 112",
    ),
    *("112 lits", "15 km", "TVA BE 0470.123.456", "SIREN 542 345 678", "W751234567", "6-12 ans", "17 à 18h"),
    *("accueil", "fax", "GSM", "(secrétariat)", "Accueil :", "tél."),
)
SEPARATORS = (" ", " ", " - ", "-", " / ", "/", ", ", " : ", " ; ", "\n", " et ", " ou ", " of ", " | ", " • ")
TOLD = SEPARATORS[2:]
"""Behind a mere blank, 18 may be the end of 25 30 11 22, 23 18."""
PARTING = (" : ", " ; ", "\n", " | ")
JOINTS = (" / ", "/", " - ", "-", ", ", " et ", " ou ", " of ")


@st.composite
def numbers(draw: st.DrawFn, country: Country) -> Part:
    """A number, or several of which the further ones are only their endings: 34 / 35 / 36."""
    pairs = [f"{draw(st.integers(10, 60))}" for _ in range(3)]
    pairs[2] = f"{draw(st.integers(20, 60))}"
    third = draw(st.sampled_from(["0", "2", "5", "6"]))
    text = draw(st.sampled_from(country.spellings)).format(*pairs, third)
    meant = {f"{country.code}{country.national.format(*pairs, third)}"}
    last = int(pairs[2])
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        last += draw(st.integers(1, 9))
        text += f"{draw(st.sampled_from(JOINTS))}{last}"
        meant.add(f"{country.code}{country.national.format(pairs[0], pairs[1], last, third)}")
    return Part(text, frozenset(meant))


@st.composite
def cells(draw: st.DrawFn) -> tuple[str, str, frozenset[str]]:
    """A cell, its country, and the numbers that stand in it."""
    country = draw(st.sampled_from(COUNTRIES))
    short = st.sampled_from(country.short).map(lambda text: Part(text, frozenset({text.replace(" ", "")})))
    aside = st.sampled_from(ASIDES).map(Part)
    parts = draw(st.lists(st.one_of(numbers(country), short, aside, aside), min_size=1, max_size=4))
    text = parts[0].text
    for right in parts[1:]:
        is_open = country.is_open and right.text[0] in "(+0123456789"
        is_told = right.meant and len(right.text) < SHORT
        between = PARTING if is_open else TOLD if is_told else SEPARATORS
        text += draw(st.sampled_from(between)) + right.text
    return text, country.region, frozenset().union(*(part.meant for part in parts))


@settings(max_examples=EXAMPLES, deadline=None)
@given(cells())
def test_only_numbers_that_stand_in_the_cell_are_published(cell: tuple[str, str, frozenset[str]]) -> None:
    text, region, meant = cell
    parsed = parse_phones(text, region)
    warned = {remark.text for remark in parsed.remarks if remark.code == "phone-short-unknown"}
    assert {phone.digits for phone in parsed.value} - warned <= meant
    assert all(re.search(rf"(?<![0-9]){digits}(?![0-9])", text) for digits in warned)


_SIGN = r"[\s./()\-–—−‒]*"


def _together(digits: str) -> str:
    """Return a pattern of digits with only signs between them. A country code may be followed by a zero in brackets."""
    return rf"(?:{_SIGN}(?:\(\s*0\s*\))?{_SIGN})".join(digits)


def _stands_in(text: str, digits: str) -> bool:
    """Tell whether a number's digits are together in a text.

    An ending's last digits may be so, while another number has the first ones.
    """
    number = phonenumbers.parse(digits)
    national = phonenumbers.national_significant_number(number)
    sizes = range(1, len(national))
    return bool(re.search(_together(national), text)) or any(
        re.search(_together(national[:-size] + "#" * size).replace("#", "[0-9]"), text)
        and re.search(rf"(?<![0-9]){_together(national[-size:])}(?![0-9])", text)
        for size in sizes
    )


_WORDS = [
    "02",
    "555",
    "12",
    "34",
    "35",
    "0470",
    "107",
    "+32",
    "(0)2",
    "25 30 01 01",
    "26",
    "9h",
    "24/7",
    "et",
    "rue",
    "10.00",
]
_GAPS = [" ", "-", "/", " - ", ".", ", ", "; "]
_TEXTS = st.one_of(
    st.text(alphabet="0123456789 /-.,()+;:\nhjetou", max_size=40),
    st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_GAPS)), max_size=12).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    ),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.one_of(_TEXTS, cells().map(lambda cell: cell[0])), st.sampled_from([country.region for country in COUNTRIES]))
def test_the_digits_of_a_number_stand_together(text: str, region: str) -> None:
    for phone in parse_phones(text, region).value:
        if phone.digits.startswith("+"):
            assert _stands_in(text, phone.digits)
        else:
            assert re.search(rf"(?<![0-9]){phone.digits[:-2]} ?{phone.digits[-2:]}(?![0-9])", text) or re.search(
                rf"(?<![0-9]){phone.digits[:3]} {phone.digits[3:]}(?![0-9])", text
            )
