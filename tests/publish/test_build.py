"""The whole way from a workbook to a published edition: what it holds, what was left out, and why nothing is published."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.cli.main import run as run_fiche
from tests.making.workbooks import columns_of, make_workbook, public


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
