"""Names that are nearly ours, and names that only share a word with ours."""

import pytest

from fiche_builder.model.likeness import NameRank, is_own, name_key, rank_name

PHONE = ("Téléphone", "Tél", "=Numéro")


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("TÉLÉPHONES *", NameRank.SAME),
        ("tél.", NameRank.SAME),
        ("Numéro", NameRank.SAME),
        ("Télephonne", NameRank.MISTYPED),
        ("Téléphone (général)", NameRank.PADDED),
        ("Tél. du service", NameRank.PADDED),
        ("Téléphone 1", NameRank.PADDED),
        ("Téléphone de garde", NameRank.AROUND),
        ("Téléphone 2", NameRank.NONE),
        ("Téléphone privé", NameRank.NONE),
        ("Numéro d'entreprise", NameRank.NONE),
        ("Tel-Aviv", NameRank.AROUND),
        ("Remarque", NameRank.NONE),
        ("", NameRank.NONE),
        ("...", NameRank.NONE),
    ],
)
def test_how_like_a_name_is(text: str, rank: NameRank) -> None:
    assert rank_name(text, PHONE[0], PHONE[1:]) is rank


@pytest.mark.parametrize(
    ("text", "name", "rank"),
    [
        ("Nomm", "Nom", NameRank.MISTYPED),
        ("Non", "Nom", NameRank.NONE),
        ("Mode", "Code", NameRank.NONE),
        ("Code interne", "Note interne", NameRank.NONE),
        ("Notes internes", "Note interne", NameRank.MISTYPED),
        ("Verifie  par", "Vérifié par", NameRank.SAME),
        ("Vérfié par", "Vérifié par", NameRank.MISTYPED),
        ("N°", "N°", NameRank.SAME),
        ("Nº", "N°", NameRank.SAME),
        ("No", "N°", NameRank.SAME),
        ("N° d'ordre", "N°", NameRank.AROUND),
    ],
)
def test_slips_are_small(text: str, name: str, rank: NameRank) -> None:
    assert rank_name(text, name) is rank


def test_a_plural_s_is_no_other_name() -> None:
    assert name_key("Langues") == name_key("langue")
    assert name_key("C.P.") == "cp"


def test_a_header_may_say_that_the_column_is_the_team_s_own() -> None:
    assert is_own("GSM (interne)")
    assert is_own("Telefoon (intern)")
    assert not is_own("Internet")
