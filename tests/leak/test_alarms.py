"""Lists as teams keep them raise no alarm; and whatever of theirs gets out, raises one."""

from pathlib import Path
from random import Random

import pytest

from fiche_builder.edition.snapshot import snapshot_json, take_snapshot
from fiche_builder.leak.gate import Candidate, Gate
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.pdf import ComposingRoom, PdfMaker
from fiche_builder.outputs.vcards import make_vcards
from fiche_builder.outputs.web.page import make_page
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import SOAK
from tests.making.browser import edition_of
from tests.making.lists import draw_list
from tests.making.workbooks import make_workbook

_WITH_PDF = 4
"""Of so many lists, one is typeset, too."""


def public_files(path: Path, *, with_pdf: bool) -> list[Candidate]:
    """Return what a build would publish, without its processes."""
    edition = edition_of(path, Audience.PUBLIC)
    made = {
        "json": snapshot_json(take_snapshot(edition)),
        "html": make_page(edition, "fr"),
        "vcf": make_vcards(edition, "fr"),
    }
    if with_pdf:
        made["pdf"] = PdfMaker(edition, "fr", ComposingRoom()).make()
    return [Candidate(f"x.{extension}", extension, content, is_public=True) for extension, content in made.items()]


@pytest.mark.parametrize("seed", range(10_000 if SOAK else 24))
def test_a_clean_list_raises_no_alarm(seed: int, tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "list.xlsx", draw_list(Random(seed)))  # noqa: S311 (no secrets)
    Gate(read_workbook(path)).inspect(public_files(path, with_pdf=seed % _WITH_PDF == 0))
