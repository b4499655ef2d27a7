"""Adding a column takes a row of the field table and a field of the model: tried in a copy of the program.

The steps are those of `docs/how-to/add-a-public-column.md` and `add-an-internal-column.md`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.making.pdfs import dense, page_texts
from tests.making.places import PACKAGE, TEMPLATES

_PUBLIC_TEXT = "Deux places dans la cour"
_INTERNAL_TEXT = "Subside jusqu’en mars"
_NOON = "1795953600"
"""Noon of 29 November 2026."""


@dataclass(frozen=True)
class Copy:
    """A copy of the program in which columns were added, and a project made with it."""

    root: Path

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def workbook(self) -> Path:
        return self.project / "sources" / "annuaire.xlsx"

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command in the project."""
        done = subprocess.run(
            [sys.executable, "-m", "fiche_builder", "--lang", "en", *arguments],
            cwd=self.project,
            env={**os.environ, "PYTHONPATH": str(self.root / "src"), "SOURCE_DATE_EPOCH": _NOON},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def edit(self, module: str, before: str, new: str) -> None:
        """Write something before a line of a module, where it first stands."""
        path = self.root / "src" / "fiche_builder" / f"{module}.py"
        text = path.read_text("utf-8")
        assert before in text, (module, before)
        path.write_text(text.replace(before, new + before, 1), "utf-8")

    def fill(self, **cells: Any) -> None:
        """Fill in cells of the first fiche, by header."""
        book = load_workbook(self.workbook)
        sheet = book["Fiches"]
        columns = {str(cell.value).rstrip(" *"): number for number, cell in enumerate(sheet[1], 1)}
        for header, value in cells.items():
            sheet.cell(2, columns[header]).value = value
        suggestion = book["Suggestions"]
        suggestion["B2"], suggestion["C2"], suggestion["D2"] = 1, "One place is gone", "A. Colleague"
        book.save(self.workbook)

    def built(self, name: str, edition: str = "2026-11") -> Path:
        return self.project / "output" / edition / f"annuaire-{edition}-{name}"


def add_columns(copy: Copy) -> None:
    """Take the steps of both how-tos, for `Stationnement`, which is public, and `Financement`, which is internal."""
    first = '        Column("phones", "Téléphone"'
    copy.edit(
        "model/fields",
        first,
        '        Column("parking", "Stationnement", Holds.LINES, _PUBLIC, uses=_LINE | Use.CALL),\n'
        '        Column("funding", "Financement", Holds.LINE, uses=Use.PRINT | Use.CALL | Use.SUGGEST),\n',
    )
    field = "    phones: tuple[Phone, ...] = ()\n    emails: tuple[str, ...] = ()\n    sites"
    copy.edit("model/model", field, '    parking: str = ""\n    funding: str = ""\n')
    copy.edit(
        "model/public",
        "    phones: tuple[Phone, ...]\n    emails: tuple[str, ...]\n    sites",
        "    parking: str\n",
    )
    copy.edit("leak/evidence", '        "telephone",\n', '        "stationnement",\n')
    copy.edit("leak/evidence", '        "consigne",\n', '        "financement",\n')
    copy.edit("leak/static", "emails sites", "parking ")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A project of the changed program: the edition of October, and that of November with the columns filled in."""
    made = Copy(tmp_path_factory.mktemp("copy"))
    shutil.copytree(PACKAGE, made.root / "src" / "fiche_builder", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TEMPLATES, made.root / "templates")
    add_columns(made)
    made.project.mkdir()
    made.run("init", ".")
    made.fill(**{"Vérifié le": date(2025, 11, 29)})
    made.run("build", "--edition", "2026-10", "--format", "json")
    made.fill(Stationnement=_PUBLIC_TEXT, Financement=_INTERNAL_TEXT)
    made.run("build", "--edition", "2026-11", "--since", "2026-10")
    return made


def test_a_new_workbook_has_them(copy: Copy) -> None:
    sheet = load_workbook(copy.workbook)["Fiches"]
    colours = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}
    assert colours["Stationnement"] == colours["Description"] != colours["Financement"] == colours["Source"]


def test_the_check_knows_them(copy: Copy) -> None:
    findings = json.loads(copy.run("check", "--json"))
    assert [f["code"] for f in findings["findings"] if f["code"].startswith("column-")] == []


@pytest.mark.parametrize(("name", "texts"), [("interne", 2), ("public", 1)])
def test_they_are_printed(copy: Copy, name: str, texts: int) -> None:
    """Each in a line of its own behind its header; the internal one nowhere in a public file."""
    printed = dense(*page_texts(copy.built(f"{name}.pdf")))
    page = copy.built(f"{name}.html").read_text("utf-8")
    wanted = [f"Stationnement {_PUBLIC_TEXT}", f"Financement {_INTERNAL_TEXT}"]
    assert [dense(text) in printed for text in wanted] == [True, texts == 2]
    assert f"<p><b>Stationnement</b> {_PUBLIC_TEXT}</p>" in page
    assert (f'<p class="handover"><b>Financement</b> {_INTERNAL_TEXT}</p>' in page) == (texts == 2)
    assert (_INTERNAL_TEXT in page) == (texts == 2)


@pytest.mark.parametrize(("name", "keys"), [("interne", ["parking", "funding"]), ("public", ["parking"])])
def test_the_data_has_them(copy: Copy, name: str, keys: list[str]) -> None:
    data = json.loads(copy.built(f"{name}.json").read_text("utf-8"))
    fiche = next(fiche for fiche in data["fiches"] if fiche["number"] == 1)
    assert [key for key in fiche if key in {"parking", "funding"}] == keys
    (changed,) = data["changes"]["changed"]
    assert [entry["field"] for entry in changed["fields"]] == keys


def test_the_search_finds_the_public_one(copy: Copy) -> None:
    assert "Job centre" in copy.run("search", "places cour")


def test_the_news_and_the_terminal_call_them_by_their_header(copy: Copy) -> None:
    told = copy.run("diff", "2026-10", "2026-11")
    assert f"Stationnement: (empty) → {_PUBLIC_TEXT}" in told
    assert f"Financement: (empty) → {_INTERNAL_TEXT}" in told


def test_call_sheets_go_through_both(copy: Copy) -> None:
    copy.run("verify", "--calls", "9", "--sheet", "calls.xlsx")
    sheet = load_workbook(copy.project / "calls.xlsx").worksheets[0]
    rows = {row[2].value: row[3].value for row in sheet.iter_rows() if row[0].value == "1"}
    assert rows.get("Stationnement") == _PUBLIC_TEXT
    assert rows.get("Financement") == _INTERNAL_TEXT


def test_organisations_are_asked_about_the_public_one(copy: Copy) -> None:
    copy.run("verify", "--packs", "packs")
    (draft,) = (copy.project / "packs").glob("*.eml")
    mail = message_from_bytes(draft.read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert f"Stationnement : {_PUBLIC_TEXT}" in re.sub(r"\s+", " ", text)
    assert "Financement" not in text


def test_a_suggestion_may_change_both(copy: Copy) -> None:
    copy.run("suggestions", "--sheet", "suggestions.xlsx")
    sheet = load_workbook(copy.project / "suggestions.xlsx").worksheets[0]
    shown = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert f"Stationnement: {_PUBLIC_TEXT}" in shown
    assert f"Financement: {_INTERNAL_TEXT}" in shown


def test_what_is_public_in_one_place_only_stops_the_build(copy: Copy, tmp_path: Path) -> None:
    """Without the gate's key nothing is published, whatever the field table says."""
    careless = Copy(tmp_path / "careless")
    shutil.copytree(copy.root, careless.root)
    path = careless.root / "src" / "fiche_builder" / "leak" / "evidence.py"
    path.write_text(path.read_text("utf-8").replace('        "stationnement",\n', ""), "utf-8")
    careless.run("build", "--edition", "2026-12", "--format", "html", code=3)
    assert not (careless.project / "output" / "2026-12").exists()
