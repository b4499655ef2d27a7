"""The contact cards, read again by a second parser (vobject)."""

from pathlib import Path
from typing import Any

import pytest
import vobject

from fiche_builder.common.i18n import translations
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import build_sections
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Fiche
from fiche_builder.model.public import PublicFiche
from fiche_builder.outputs.vcards import make_vcards
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.places import SAMPLE
from tests.making.workbooks import fiche, public


def cards_of(edition: AnyEdition) -> list[Any]:
    return list(vobject.readComponents(make_vcards(edition, "fr").decode()))


def values(card: Any, name: str) -> list[str]:
    return [line.value for line in card.contents.get(name, [])]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("source", ["sample", "nord.xlsx"])
def test_a_second_parser_reads_every_card_without_loss(
    source: str, audience: Audience, request: pytest.FixtureRequest
) -> None:
    path: Path = SAMPLE if source == "sample" else request.getfixturevalue("shared_data") / source
    edition = edition_of(path, audience)
    copies = [copy for section in build_sections(edition, "fr", translations("fr")) for copy in section.fiches]
    cards = cards_of(edition)
    assert len(cards) == len(copies) > 100
    fiches: tuple[Fiche | PublicFiche, ...] = edition.fiches
    for card, copy, one in zip(cards, copies, fiches, strict=True):
        links = [link for line in copy.contact_lines for link in line.links]
        assert (card.version.value, card.kind.value, card.fn.value) == ("4.0", "org", copy.name)
        assert card.uid.value == f"urn:x-fiche:{copy.number}"
        assert values(card, "tel") == [link.uri for link in links if link.uri.startswith("tel:")]
        assert values(card, "email") == [link.text for link in links if link.uri.startswith("mailto:")]
        assert values(card, "url") == [link.uri for link in links if link.uri.startswith("http")]
        if one.address or one.municipality:
            wanted = (", ".join(one.address.splitlines()), one.municipality, one.postal_code)
            assert (card.adr.value.street, card.adr.value.city, card.adr.value.code) == wanted


def test_names_numbers_and_labels_survive_signs_and_long_lines(workbook: WorkbookMaker) -> None:
    name = 'Crèche « Œuf », place; "n° 1" \\ suite ' + "é" * 80
    path = workbook(
        Fiches=[
            public(
                1,
                Nom=name,
                Sigle="C;1",
                Autres_appellations="un, deux; trois",
                Téléphone="02 555 12 34 (accueil, matin) ; 02 555 12 35 (fax)",
                Adresse="Rue Haute 1, boîte 2\nau fond",
                Code_postal="1000",
                Commune="Bruxelles",
                Langues="FR NL arabe",
                **{"Site web": "https://www.x.example/a?b=c"},
            ),
        ]
    )
    content = make_vcards(edition_of(path), "fr")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (card,) = cards_of(edition_of(path))
    assert card.fn.value == name
    assert values(card, "tel") == ["tel:+3225551234", "tel:+3225551235"]
    assert [line.params["TYPE"] for line in card.contents["tel"]] == [["work", "voice"], ["work", "fax"]]
    groups = {line.group: line.value for line in card.contents["x-ablabel"]}
    assert [groups[line.group] for line in card.contents["tel"]] == ["accueil, matin, Donner", "fax, Donner"]
    assert values(card, "url") == ["https://www.x.example/a?b=c"]
    assert card.adr.value.street == "Rue Haute 1, boîte 2, au fond"
    assert values(card, "lang") == ["fr", "nl"]
    assert "NICKNAME:C\\;1,un\\, deux,trois\r\n" in content.decode()


def test_a_colleagues_card_says_how_to_hand_over(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[fiche(1, Consigne="Le matin", Statut="Suspendu", Téléphone="02 555 12 34 poste 5", Message_type="Nom")]
    )
    (card,) = cards_of(edition_of(path))
    note = "INTERNE – ne pas diffuser\nÉdition 2026-11\nSuspendu\u00a0: ne pas orienter\nLe matin\nNom"
    assert card.note.value == note
    assert values(card, "tel") == ["tel:+3225551234;ext=5"]


def test_each_extension_is_dialled_and_kept_apart(workbook: WorkbookMaker) -> None:
    numbers = "02 555 12 34 poste 12 ; 02 555 12 34 poste 13 (télécopie) ; 02 555 12 34"
    content = make_vcards(edition_of(workbook(Fiches=[public(1, Téléphone=numbers)]), Audience.PUBLIC), "fr")
    assert [line for line in content.decode().split("\r\n") if ".TEL" in line or "ABLABEL" in line] == [
        "item1.TEL;VALUE=uri;TYPE=work,voice:tel:+3225551234;ext=12",
        "item2.TEL;VALUE=uri;TYPE=work,fax:tel:+3225551234;ext=13",
        "item2.X-ABLABEL:télécopie",
        "item3.TEL;VALUE=uri;TYPE=work,voice:tel:+3225551234",
    ]


def test_public_cards_have_no_notes_and_no_usage(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(1, Consigne="Le matin", Note_interne="rien", Avis="Fermé")])
    content = make_vcards(edition_of(path, Audience.PUBLIC), "fr").decode()
    assert "NOTE" not in content
    assert "Donner" not in content


def test_the_same_edition_gives_the_same_bytes() -> None:
    edition = edition_of(SAMPLE)
    assert make_vcards(edition, "nl") == make_vcards(edition, "nl")
