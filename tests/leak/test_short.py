"""Initials, and numbers without their area code: found as people write them, and nowhere else."""

import pytest

from fiche_builder.leak.evidence import Secret
from fiche_builder.leak.short import ShortValues


def values(*, vocabulary: tuple[str, ...] = (), keys: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> ShortValues:
    known = ShortValues()
    known.add_name(Secret("S!A1", "QZK; R.W. / Tom"))
    known.add_phones(["25554861"], Secret("S!A2", ""))
    known.drop(vocabulary, keys, texts)
    return known


@pytest.mark.parametrize(
    "text",
    ["QZK", "vu par QZK.", "Q.Z.K.", "Q.Z.K", "(RW)", "R.W.", "555 48 61", "555.48.61", "(02) 555 48 61.", "5554861"],
)
def test_a_short_value_is_found(text: str) -> None:
    assert [one for one, _start in values().find(f"Le Relais {text} Accueil")] != []


@pytest.mark.parametrize(
    "text",
    [
        "qzk",
        "QZKA",
        "AQZK",
        "Q Z K",
        "Tom",
        "TOM",
        "02 555 48 61 0",
        "1555 48 61",
        "555 48 61 2",
        "55 54 861",
        "555\n48\n61",
    ],
)
def test_what_only_looks_so_is_not(text: str) -> None:
    assert list(values().find(f"Le Relais {text} Accueil")) == []


def test_its_place_in_the_text_is_told() -> None:
    assert [(one.place, start) for one, start in values().find("vu: QZK")] == [("S!A1", 4)]


def test_what_is_public_as_well_is_no_evidence() -> None:
    shown = "QZK 555 48 61"
    assert list(values(vocabulary=("qzk",), keys=("45554861",)).find(shown)) == []
    assert list(values(vocabulary=("qzk",), texts=("N° 5554861",)).find(shown)) == []
