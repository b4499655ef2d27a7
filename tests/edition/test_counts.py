"""Whoever counts fiches says the same, or says what is counted: check, build, each output, mail, stats, call sheets."""

import json
import re
from pathlib import Path

import pytest

from fiche_builder.cli.main import run as run_fiche
from fiche_builder.common.i18n import use_language
from fiche_builder.mail.mail_copy import MailedFiles, build_copy
from fiche_builder.model.columns import Audience
from fiche_builder.publish.archive import read_published
from tests.conftest import WorkbookMaker
from tests.making.pdfs import flat, page_texts
from tests.making.workbooks import fiche, public

Capture = pytest.CaptureFixture[str]
ROWS = [
    public(1),
    public(2),
    public(3, Statut="Suspendu"),
    public(4, Statut="Archivé"),
    fiche(5),
    fiche(6, Statut="Suspendu"),
    fiche(7, Statut="Archivé"),
]
COUNTS = {Audience.INTERNAL: 5, Audience.PUBLIC: 2}


def test_all_parts_count_the_fiches_of_an_edition(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    path = workbook(Fiches=ROWS)
    assert run_fiche(["--lang", "en", "check", str(path)]) == 0
    assert "annuaire.xlsx: 5 fiches · 2 archived, not printed · 0 errors" in capsys.readouterr().out

    assert run_fiche(["--lang", "en", "build", str(path), "--output", str(tmp_path / "o"), "--no-cache"]) == 0
    said = capsys.readouterr().out
    published = read_published(next((tmp_path / "o").glob("2*")))
    for audience, count in COUNTS.items():
        files = {file.format: file for file in published.files if file.audience is audience}
        assert {file.fiches for file in files.values()} == {count}
        for file in files.values():
            assert re.search(rf"{re.escape(file.name)}\s+\({count} fiches, ", said)
        content = {name: (published.folder / file.name).read_bytes() for name, file in files.items()}
        assert len(re.findall(rb'<article [^>]*id="fiche-', content["html"])) == count
        assert content["vcf"].count(b"BEGIN:VCARD") == count
        assert len(json.loads(content["json"])["fiches"]) == count
        snapshot = published.snapshot(audience)
        assert snapshot is not None
        use_language("en")
        word = "services" if audience is Audience.PUBLIC else "fiches"  # people outside do not know our words
        assert f"({count} {word}, " in " ".join(build_copy(snapshot, MailedFiles(files["pdf"]), "en").paragraphs)
        assert f"· {count} fiches" in flat(page_texts(published.folder / files["pdf"].name)[0])

    assert run_fiche(["--lang", "en", "stats", str(path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["verified"]["fiches"] == COUNTS[Audience.INTERNAL]
    assert (figures["public"], figures["internal"]) == (2, 3)


def test_a_fiche_that_is_left_out_is_counted_nowhere(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    """Neither one with a fault of its own, nor those of a theme that was left out."""
    path = workbook(
        Thèmes=[{"Nom": "Emploi"}, {"Nom": "電"}],
        Fiches=[public(1), public(2, Nom="電"), public(3, Thème="電"), public(4, Téléphone="02")],
    )
    command = ["--lang", "en", "build", str(path), "--skip-errors", "--format", "html,json"]
    assert run_fiche([*command, "--output", str(tmp_path / "o")]) == 0
    published = read_published(next((tmp_path / "o").glob("2*")))
    assert {file.fiches for file in published.files} == {1}
    for file in published.files:
        if file.format == "html":
            assert len(re.findall('<article [^>]*id="fiche-', (published.folder / file.name).read_text("utf-8"))) == 1
    capsys.readouterr()
    assert run_fiche(["--lang", "en", "stats", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verified"]["fiches"] == 1
