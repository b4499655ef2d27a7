"""An edition as plain data."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fiche_builder.common.config import Config
from fiche_builder.common.errors import LeakError
from fiche_builder.edition.data import edition_data
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.model import public as projection
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Fiche
from fiche_builder.outputs import formats
from fiche_builder.outputs.formats import Workshop
from fiche_builder.publish.build import BuildRequest, build_editions
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.places import SAMPLE
from tests.making.slugs import NOVEMBER
from tests.making.workbooks import check, public


@pytest.mark.parametrize("audience", Audience)
def test_every_value_of_an_edition_is_there(audience: Audience) -> None:
    edition = edition_of(SAMPLE, audience)
    data = json.loads(edition_data(edition))
    assert [fiche["number"] for section in data["sections"] for fiche in section["fiches"]] == [
        fiche.number for fiche in edition.fiches
    ]
    fiche = edition.fiches[0]
    (found,) = [each for each in data["sections"][0]["fiches"] if each["number"] == fiche.number]
    assert set(found) == set(type(fiche).__dataclass_fields__)
    assert found["verified_on"] == (fiche.verified_on.isoformat() if fiche.verified_on else None)
    assert data["imprint"]["title"] == edition.imprint.title


def test_a_value_that_no_edition_should_have_is_refused(workbook: WorkbookMaker) -> None:
    edition = edition_of(workbook(Fiches=[public(1)]), Audience.PUBLIC)
    with pytest.raises(TypeError, match="Path"):
        edition_data(replace(edition, thanked=(Path("annuaire.xlsx"),)))  # type: ignore[arg-type]


def _silent(_edition: AnyEdition, _workshop: Workshop, _progress: object) -> bytes:
    return b"{}"


def test_what_no_file_shows_is_found_in_the_data(
    workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The projection lets a note through; the files happen not to print it, this month."""
    honest = projection._project_fiche  # noqa: SLF001 (that is what is sabotaged)

    def sabotaged(source: Fiche, numbers: set[int]) -> projection.PublicFiche:
        return replace(honest(source, numbers), description=source.internal_note)

    monkeypatch.setattr(projection, "_project_fiche", sabotaged)
    monkeypatch.setitem(formats.FORMATS, "json", _silent)
    checked = check(workbook(Fiches=[public(1, Note_interne="Kanarinterne")]))
    request = BuildRequest(NOVEMBER, (Audience.PUBLIC,), ("json",), tmp_path / "o")
    with pytest.raises(LeakError, match=r"annuaire-2026-11-public\.data ← Fiches!AD2"):
        build_editions(checked, request, Config())
    assert not (tmp_path / "o").exists()
