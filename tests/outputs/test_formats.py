"""Every output an edition has, made by one workshop."""

import json
from io import BytesIO

import pikepdf

from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import ignore
from fiche_builder.outputs.formats import FORMATS, Workshop
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.workbooks import fiche, public


def test_every_format_of_both_editions_holds_their_fiches(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(1, Nom="Relais"), fiche(2, Nom="Cellule")])
    editions = {audience: edition_of(path, audience) for audience in Audience}
    workshop = Workshop("fr")
    made = {
        (name, audience): render(edition, workshop, ignore)
        for name, render in FORMATS.items()
        for audience, edition in editions.items()
    }
    for audience, edition in editions.items():
        with pikepdf.open(BytesIO(made["pdf", audience])) as pdf:
            names = {str(name) for name in pdf.Root.Names.Dests.Names if isinstance(name, pikepdf.String)}
        numbers = {fiche.number for fiche in edition.fiches}
        assert {f"fiche-{number}" for number in numbers} == {name for name in names if name.startswith("fiche-")}
        assert made["vcf", audience].count(b"BEGIN:VCARD") == len(numbers)
        assert {entry["number"] for entry in json.loads(made["json", audience])["fiches"]} == numbers
        assert made["html", audience].count(b'id="fiche-') == len(numbers)
