"""The form in which values are compared: whoever typed a number, and however, it is known; dates and page numbers are none."""

from fiche_builder.leak.normalise import own_phone_keys, published_phone_keys
from tests.making.canaries import ODD_NUMBERS


def test_a_date_is_no_phone() -> None:
    assert own_phone_keys("mis à jour le 2014-02-11") == set()
    assert own_phone_keys("02/555.12.34") == {"25551234"}
    assert own_phone_keys("Fiche 12 (2026-11): une erreur") == set()
    assert own_phone_keys("02\u2011555\u201012\u221234") == {"25551234"}  # hyphens that Word sets, and a minus


def test_what_is_published_is_read_as_typed_too() -> None:
    for shown in (*list(ODD_NUMBERS.values())[:7], "tel:02\u2011555\u201266\u201378"):
        assert "25556678" in published_phone_keys(shown)


def test_a_number_and_a_page_are_no_phone() -> None:
    assert "12345678" in published_phone_keys("02 12 34 56 78 ; +32 1 234 56 78")
    assert published_phone_keys("n° 12345 678") == set()
    assert published_phone_keys("2 555 66 77") == {"25556677"}
