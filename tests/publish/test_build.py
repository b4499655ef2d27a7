"""From a workbook to a published edition: what it holds, what was left out, and why nothing is published."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.cli.main import run as run_fiche
from fiche_builder.common.config import Config
from fiche_builder.common.errors import DataError, LeakError
from fiche_builder.common.period import Period
from fiche_builder.leak.gate import Gate
from fiche_builder.model.columns import Audience
from fiche_builder.publish.archive import read_published
from fiche_builder.publish.build import BuildRequest, build_editions, inspect_files, left_out
from fiche_builder.publish.folder import OutputFile
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import check, columns_of, fiche, make_workbook, public


@pytest.mark.parametrize(
    ("character", "code"),
    [("😀", "U+1F600"), ("電", "U+96FB"), ("☎", "U+260E"), ("א", "U+05D0")],
    ids=["emoji", "cjk", "sign", "hebrew"],
)
def test_a_character_that_our_fonts_lack_is_named_with_its_cell_and_nothing_is_published(
    character: str, code: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [public(1), public(2, Nom="Deux", Horaires=f"lu-ve {character} 9-12")]
    cell = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[columns_of('Fiches', rows).index('Horaires')]}3"
    workbook = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows})
    for _again in range(2):  # what was typeset before the error is kept, and must not hide it
        assert (
            run_fiche(
                ["--lang", "en", "-q", "build", str(workbook), "--format", "pdf", "--output", str(tmp_path / "output")]
            )
            == 1
        )
        said = capfd.readouterr().err
        assert f"({code} " in said
        assert f"Fiches!{cell}" in said
        assert character in said
        assert not list((tmp_path / "output").glob("2*"))


@pytest.mark.parametrize(
    ("sheets", "cell"),
    [
        ({"Fiches": [public(1, Autres_appellations="電話")]}, "Fiches!"),
        ({"Thèmes": [{"Nom": "Emploi", "Description": "電"}]}, "Thèmes!"),
        ({"Paramètres": [{"Clé": "Titre", "Valeur": "Annuaire 電"}]}, "Paramètres!B2"),
    ],
    ids=["index", "band", "cover"],
)
def test_in_whatever_part_it_is_printed(
    sheets: dict[str, Sequence[dict[str, Any]]], cell: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workbook = make_workbook(tmp_path / "annuaire.xlsx", sheets)
    assert (
        run_fiche(
            ["--lang", "en", "-q", "build", str(workbook), "--format", "pdf", "--output", str(tmp_path / "output")]
        )
        == 1
    )
    said = capfd.readouterr().err
    assert "U+96FB" in said
    assert cell in said
    assert not list((tmp_path / "output").glob("2*"))


def request(output: Path, *formats: str) -> BuildRequest:
    return BuildRequest(Period(2026, 11), tuple(Audience), formats, output)


def test_each_edition_is_published_in_each_format_with_the_checks_it_passed(
    workbook: WorkbookMaker, tmp_path: Path
) -> None:
    checked = check(workbook(Fiches=[public(1), fiche(2)]))
    folder = build_editions(checked, request(tmp_path / "o", "json", "vcf"), Config())
    files = read_published(folder).files
    assert [(file.name, file.fiches, file.checks) for file in files] == [
        ("annuaire-2026-11-interne.json", 2, ("hygiene",)),
        ("annuaire-2026-11-interne.vcf", 2, ("hygiene",)),
        ("annuaire-2026-11-public.json", 1, ("leak-gate", "hygiene")),
        ("annuaire-2026-11-public.vcf", 1, ("leak-gate", "hygiene")),
    ]


def test_what_was_left_out_is_told_by_its_cell_and_whether_its_fiche_is_missing(workbook: WorkbookMaker) -> None:
    """A fiche whose only number cannot be read leads nowhere: it is missing as a whole."""
    rows = [public(1, **{"E-mail": "x@"}), public(2, Nom=None), public(3), public(4, Téléphone="02 555")]
    checked = check(workbook(Fiches=rows))
    assert [(found.code, found.cell, found.scope) for found in left_out(checked, checked.directory)] == [
        ("email-invalid", "P2", "value"),
        ("name-missing", "C3", "row"),
        ("phone-invalid", "O5", "row"),
    ]


def test_a_workbook_without_fiches_publishes_nothing(workbook: WorkbookMaker, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no fiche"):
        build_editions(check(workbook(Fiches=[])), request(tmp_path / "o", "json"), Config())
    assert not (tmp_path / "o").exists()


def test_one_leaking_file_among_sound_ones_stops_them_all(workbook: WorkbookMaker) -> None:
    raw = read_workbook(workbook(Fiches=[public(1, Note_interne="Kanarinterne")]))
    files = [
        OutputFile(f"{number}.json", Audience.PUBLIC, "json", content, fiches=1, checks=("leak-gate", "hygiene"))
        for number, content in enumerate([b"{}", b'{"a": "Kanarinterne"}'], 1)
    ]
    inspect_files(Gate(raw), files[:1])
    with pytest.raises(LeakError, match=r"2\.json ← Fiches!AD2"):
        inspect_files(Gate(raw), files)
