"""What decides that a row may go out: the gate reads the workbook by itself, and as the model does."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.cli.main import run
from fiche_builder.leak.deciding import fiche_of, is_given, is_public, number_of
from fiche_builder.leak.evidence import collect
from fiche_builder.model.naming import FicheNames
from fiche_builder.model.references import read_references
from fiche_builder.model.values.simple import parse_number, parse_word
from fiche_builder.model.words import Diffusion, Status, Usage, Word
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import fiche

SPELLINGS = {
    words: [text for word in words for text in (word.word, *word.also)] for words in (Diffusion, Status, Usage)
}
_DRESS = st.tuples(
    st.sampled_from(["", " ", "\u00a0", "\u200b", "\n"]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", ".", " .", "\u202f", "\u00ad", " ?", "!", " ou pas", ", sauf le soir", "-"]),
)


@pytest.mark.parametrize("text", SPELLINGS[Diffusion])
def test_the_gate_knows_every_word_for_a_public_fiche(text: str) -> None:
    assert is_public(text, "") == (parse_word(text, Diffusion, "").value is Diffusion.PUBLIC)


@pytest.mark.parametrize("text", SPELLINGS[Status])
def test_the_gate_knows_every_word_for_an_active_fiche(text: str) -> None:
    assert is_public("Public", text) == (parse_word(text, Status, "").value is Status.ACTIVE)


@pytest.mark.parametrize("text", SPELLINGS[Usage])
def test_the_gate_knows_every_word_for_a_number_to_give(text: str) -> None:
    assert is_given(text) == (parse_word(text, Usage, "").value is Usage.GIVE)


@settings(deadline=None)
@given(st.sampled_from([(words, text) for words, texts in SPELLINGS.items() for text in texts]), _DRESS)
def test_however_a_word_is_typed_gate_and_model_read_it_alike(
    spelling: tuple[type[Word], str], dress: tuple[str, type[str], str]
) -> None:
    """What the model does not understand is not public, so the gate must not take it as such either."""
    words, word = spelling
    before, change, after = dress
    text = f"{before}{change(word)}{after}"
    read = parse_word(text, words, "").value
    decided = {
        Diffusion: (is_public(text, "Actif"), Diffusion.PUBLIC),
        Status: (is_public("Openbaar", text), Status.ACTIVE),
        Usage: (is_given(text), Usage.GIVE),
    }
    is_open, opening = decided[words]
    assert is_open == (read is opening)


@pytest.mark.parametrize(
    "text", ["12", "12.0", "012", "N° 12", "n°12", "Nº 12", "no. 12", "nr. 12", "Fiche 12", "fiche n° 12", "#12", "12."]
)
def test_the_gate_finds_the_fiche_that_the_model_finds(text: str) -> None:
    assert (number_of(text), parse_number(text).value) == ("12", 12)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5 - Le Relais",
            "5 Le Relais",
            "5 : Le Relais",
            "n° 5 – Le Relais",
            "5 ; Le Relais",
            "5. Le Relais",
            "5 (Le Relais)",
        ),
        *("Le Relais (5)", "Le Relais ; 5", "Le Relais (fiche n° 5)", "LE RELAIS, 5"),
    ],
)
def test_the_gate_finds_the_fiche_beside_its_name(text: str) -> None:
    """Else a contact that the model takes for the fiche's would be an internal one to the gate."""
    assert read_references(text, FicheNames([(5, "Le Relais")])) == ((5,), ())
    assert (fiche_of(text), number_of(text)) == ("5", "")


@pytest.mark.parametrize("text", ["", "Le Relais", "rue Haute 12", "1e2", "12 ou 13", "12b", "1234567890"])
def test_other_texts_name_no_fiche(text: str) -> None:
    assert (number_of(text), parse_number(text).value) == ("", None)


DUTCH = [
    fiche(
        1,
        Nom="Het Startpunt",
        Autorisé_par="AB",
        Diffusion="Openbaar",
        Statut="Actief",
        Essentiel="Ja",
        Note_interne="Kanarnota",
    ),
    fiche(2, Nom="Cel Kanarcel", Autorisé_par="AB", Diffusion="Intern", Téléphone="02 555 99 88", Statut="actieve"),
    fiche(3, Nom="De Brug", Autorisé_par="AB", Diffusion="openbare", Essentiel="Nee"),
    fiche(
        4,
        Nom="Dienst Kanardienst",
        Autorisé_par="AB",
        Diffusion="Publiek",
        Statut="Gearchiveerd",
        Téléphone="02 555 99 77",
    ),
    fiche(
        5, Nom="Steun Kanarsteun", Autorisé_par="AB", Diffusion="Publiek", Statut="Opgeschort", Téléphone="02 555 99 66"
    ),
]
DUTCH_CONTACTS = [
    {"Fiche": 1, "Libellé": "Onthaal", "Téléphone": "02 555 33 44", "Usage": "Geven"},
    {"Fiche": "De Brug (3)", "Libellé": "Loket", "Téléphone": "02 555 33 55", "Usage": "Te geven"},
    {"Fiche": 1, "Libellé": "Kanarlijn", "Téléphone": "02 555 66 77", "Usage": "Doorverbinden"},
    {"Fiche": 1, "Personne": "Mieke Kanarmieke", "Téléphone": "02 555 66 78", "Usage": "Intern"},
    {"Fiche": 2, "Libellé": "Kanargeven", "Téléphone": "02 555 66 79", "Usage": "Geven"},
]


def test_an_edition_of_a_workbook_in_dutch_words(workbook: WorkbookMaker, tmp_path: Path) -> None:
    """Public fiches and the contacts to give are out, the gate passes them, and nothing internal is."""
    path = workbook(Fiches=DUTCH, Contacts=DUTCH_CONTACTS)
    where = ["--edition", "2026-11", "--output", str(tmp_path / "o"), "--format", "html,vcf", "--audience", "public"]
    assert run(["--lang", "nl", "-q", "build", str(path), *where]) == 0
    files = [file for file in (tmp_path / "o" / "2026-11").iterdir() if file.suffix in {".html", ".vcf"}]
    page = " ".join(file.read_text("utf-8") for file in files)
    assert all(text in page for text in ("Het Startpunt", "De Brug", "Onthaal", "Loket", "02 555 33 55"))
    assert "kanar" not in page.casefold()
    assert not any(phone in page for phone in ("02 555 99", "02 555 66", "+3225559988", "+3225556677"))


def test_the_gate_sees_what_is_internal_in_dutch_words(workbook: WorkbookMaker) -> None:
    """The edition above would pass as well if the gate took all for public."""
    secrets = {
        secret.text for secret in collect(read_workbook(workbook(Fiches=DUTCH, Contacts=DUTCH_CONTACTS))).secrets
    }
    internal = {"Kanarnota", "Cel Kanarcel", "Dienst Kanardienst", "Steun Kanarsteun", "Kanarlijn", "Kanargeven"}
    assert internal <= secrets
    assert not {"Het Startpunt", "De Brug", "Onthaal", "Loket"} & secrets
