"""Names that are nearly ours, and names that only share a word with ours."""

import pytest

from fiche_builder.model.likeness import Rank, is_own, name_key, rank_name

PHONE = ("Téléphone", "Tél", "=Numéro")


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("TÉLÉPHONES *", Rank.SAME),
        ("tél.", Rank.SAME),
        ("Numéro", Rank.SAME),
        ("Télephonne", Rank.MISTYPED),
        ("Téléphone (général)", Rank.PADDED),
        ("Tél. du service", Rank.PADDED),
        ("Téléphone 1", Rank.PADDED),
        ("Téléphone de garde", Rank.AROUND),
        ("Téléphone 2", Rank.NONE),
        ("Téléphone privé", Rank.NONE),
        ("Numéro d'entreprise", Rank.NONE),
        ("Tel-Aviv", Rank.AROUND),
        ("Remarque", Rank.NONE),
        ("", Rank.NONE),
        ("...", Rank.NONE),
    ],
)
def test_how_like_a_name_is(text: str, rank: Rank) -> None:
    assert rank_name(text, PHONE[0], PHONE[1:]) is rank


@pytest.mark.parametrize(
    ("text", "name", "rank"),
    [
        ("Nomm", "Nom", Rank.MISTYPED),
        ("Non", "Nom", Rank.NONE),
        ("Mode", "Code", Rank.NONE),
        ("Code interne", "Note interne", Rank.NONE),
        ("Notes internes", "Note interne", Rank.MISTYPED),
        ("Verifie  par", "Vérifié par", Rank.SAME),
        ("Vérfié par", "Vérifié par", Rank.MISTYPED),
        ("N°", "N°", Rank.SAME),
        ("Nº", "N°", Rank.SAME),
        ("No", "N°", Rank.SAME),
        ("N° d'ordre", "N°", Rank.AROUND),
    ],
)
def test_slips_are_small(text: str, name: str, rank: Rank) -> None:
    assert rank_name(text, name) is rank


def test_a_plural_s_is_no_other_name() -> None:
    assert name_key("Langues") == name_key("langue")
    assert name_key("C.P.") == "cp"


def test_a_header_may_say_that_the_column_is_the_team_s_own() -> None:
    assert is_own("GSM (interne)")
    assert is_own("Telefoon (intern)")
    assert not is_own("Internet")
