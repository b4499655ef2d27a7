"""The page of indicators, on the screen and on paper, and the command that makes it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser

from fiche_builder.common.period import EditionId
from fiche_builder.stats.figures import indicators_json
from fiche_builder.stats.page import make_html, make_pdf
from tests.making.browser import AXE
from tests.making.figures import count, random_rows
from tests.making.mailings import make_edition
from tests.making.pdfs import flat, page_texts
from tests.making.workbooks import Cells, fiche, make_workbook

Capture = pytest.CaptureFixture[str]
EVIL = '<script>alert(1)</script> & "là" </style></title><svg/onload=x> {{ 7*7 }}'
LONG = "Accompagnement des demandeurs d’emploi éloignés du marché du travail " * 3 + "anticonstitutionnellement" * 6
NOON = "1795348800"
"""22 November 2026."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as most are: ten themes, thirteen editions."""
    folder = tmp_path_factory.mktemp("project")
    names = [f"Thème numéro {n}" for n in range(9)] + [LONG[:120]]
    months = [*(f"2025-{m:02}" for m in (10, 11, 12)), *(f"2026-{m:02}" for m in range(1, 11))]
    for seed in range(4):
        sheets = random_rows(seed)
        sheets["Fiches"] = [{**row, "Thème": names[n % 10]} for n, row in enumerate(sheets["Fiches"])]
        path = make_workbook(folder / "annuaire.xlsx", {**sheets, "Thèmes": [{"Nom": name} for name in names]})
        for month in months[seed::4]:
            make_edition(path, folder / "output", EditionId.parse(month))
    return folder


@pytest.fixture(scope="module")
def shown(project: Path) -> str:
    """What the command showed that made the page and its PDF, as a process of its own."""
    done = stats(project)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def made(project: Path, shown: str) -> Path:
    """The folder of the page and its PDF."""
    assert shown
    return project / "output"


def stats(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `fiche stats annuaire.xlsx` on 22 November 2026."""
    command = [sys.executable, "-m", "fiche_builder", "--lang", "fr", "stats", "annuaire.xlsx", *arguments]
    env = {**os.environ, "SOURCE_DATE_EPOCH": NOON, **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_the_pdf_is_one_page_that_says_what_the_figures_say(project: Path, made: Path) -> None:
    (text,) = (flat(page) for page in page_texts(made / "indicateurs-2026-11.pdf"))
    figures = indicators_json(count(project / "annuaire.xlsx", made))
    whole = figures["verified"]
    assert "INTERNE – ne pas diffuser" in text
    assert f"au 22/11/2026 · {whole['fiches']} fiches" in text
    assert f"{whole['within_due']} sur {whole['fiches']}" in text
    for theme in figures["themes"]:
        assert f"{theme['within_overdue']}" in text
        assert theme["theme"][:15] in text
    assert text.count(" 2026 ") >= 20
    assert f"Sans contact direct ({len(figures['without_contact'])})" in text


def test_the_pdf_is_tagged_and_each_picture_has_its_words(made: Path) -> None:
    """PDF/UA-1: pictures with alternate text, tables with captions and headers, a language, a title, only our fonts."""
    path = made / "indicateurs-2026-11.pdf"
    with pikepdf.open(path) as pdf:
        elements = list(structure(pdf.Root.StructTreeRoot))
        tags = [str(element.S)[1:] for element in elements]
        figures, cells = ([element for element in elements if str(element.S) == kind] for kind in ("/Figure", "/TD"))
        assert (tags.count("H1"), tags.count("H2"), tags.count("Table"), tags.count("Caption")) == (1, 6, 4, 4)
        assert len(figures) > 30
        assert all(str(figure.get("/Alt", "")) for figure in figures)
        assert sum(len(cell.A.get("/Headers", [])) >= 2 for cell in cells) > 100
        assert pdf.Root.Lang == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo.Title == "Indicateurs – Annuaire"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert {
            str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()
        } <= {
            "Annuaire",
            "Annuaire-Bold",
            "Annuaire-Semi-Bold",
        }
        assert pdf.Root.get("/Names") is None


def structure(element: Any) -> Iterator[Any]:
    """Yield the structure elements below one, in the order of reading."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def test_the_same_figures_give_the_same_bytes_that_name_no_place(project: Path, made: Path) -> None:
    before = {path.name: path.read_bytes() for path in made.glob("indicateurs-*")}
    assert sorted(before) == ["indicateurs-2026-11.html", "indicateurs-2026-11.pdf"]
    assert stats(project, "--html", "other.html", "--pdf", "other.pdf").returncode == 0
    assert (project / "other.html").read_bytes() == before["indicateurs-2026-11.html"]
    assert (project / "other.pdf").read_bytes() == before["indicateurs-2026-11.pdf"]
    with pikepdf.open(project / "other.pdf") as pdf:
        text = (
            b" ".join(obj.read_bytes() for obj in pdf.objects if isinstance(obj, pikepdf.Stream))
            + before["indicateurs-2026-11.html"]
        )
    assert str(project).encode() not in text
    assert b"file:" not in text


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(width: int, made: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((made / "indicateurs-2026-11.html").as_uri())
    assert (said, len(asked)) == ([], 1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('svg[role=img]')].every((one) => one.querySelector('title'))")
    assert page.evaluate("document.querySelectorAll('svg[role=img]').length") == 2
    assert page.evaluate("[...document.querySelectorAll('table')].every((one) => one.caption.textContent)")
    assert page.evaluate("""[...document.querySelectorAll('svg[role=img] text')].every((one) => {
        const box = one.getBoundingClientRect(), frame = one.closest('section').getBoundingClientRect();
        return box.left >= frame.left - 16 && box.right <= frame.right + 16 })""")
    axe = page.context.new_cdp_session(page)
    axe.send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then((done) => done.violations)")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    page.close()


def test_the_terminal_has_the_short_version_and_the_names_of_the_files(shown: str) -> None:
    lines = shown.splitlines()
    assert lines[0] == "Indicateurs au 22/11/2026"
    assert lines[2].startswith("Vérifiées depuis moins de 6 mois")
    assert lines[-2:] == ["output/indicateurs-2026-11.html", "output/indicateurs-2026-11.pdf"]


def test_whatever_a_workbook_says_is_text(tmp_path: Path) -> None:
    rows: list[Cells] = [fiche(n, Nom=EVIL, Thème=EVIL, Téléphone=None, Adresse="Rue 1") for n in (1, 2)]
    path = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows, "Thèmes": [{"Nom": EVIL}]})
    html = make_html(count(path), EVIL, "fr").decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "7*7" in html
    assert re.search(r"style-src 'sha256-|style-src &#39;sha256-", html)


def test_hard_contents_stay_on_the_paper(tmp_path: Path) -> None:
    """Sixty themes with long names, a name in another script, and nothing: no warning, nothing beyond the margins."""
    themes: list[Cells] = [{"Nom": f"{n} {LONG}"[:186]} for n in range(60)]
    rows = [
        fiche(n + 1, Thème=str(themes[n]["Nom"]), Nom=f"{LONG} 組合 😀", Téléphone=None, Adresse="Rue 1")
        for n in range(60)
    ]
    hard = make_pdf(
        make_html(count(make_workbook(tmp_path / "a.xlsx", {"Fiches": rows, "Thèmes": themes})), LONG, "fr")
    )
    empty = make_pdf(make_html(count(make_workbook(tmp_path / "b.xlsx", {"Fiches": []})), "Annuaire", "nl"))
    for name, content in (("hard.pdf", hard), ("empty.pdf", empty)):
        (tmp_path / name).write_bytes(content)
        boxes = subprocess.run(
            ["pdftotext", "-bbox", str(tmp_path / name), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert max(map(float, re.findall(r'xMax="([0-9.]+)"', boxes))) <= 595.3 - 30
        assert min(map(float, re.findall(r'xMin="([0-9.]+)"', boxes))) >= 30
    assert len(page_texts(tmp_path / "empty.pdf")) == 1
    assert all("INTERNE – ne pas diffuser" in page for page in page_texts(tmp_path / "hard.pdf"))


def test_without_pango_there_is_the_page_and_a_note(project: Path, tmp_path: Path) -> None:
    """As on a machine that has WeasyPrint but not the library it needs."""
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")", encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = stats(project, "--output", str(tmp_path / "output"), PYTHONPATH=paths)
    assert done.returncode == 0
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["indicateurs-2026-11.html"]
    assert "Aucun PDF n’a été fait" in done.stderr
    assert "libpango" in done.stderr
    asked = stats(project, "--pdf", str(tmp_path / "a.pdf"), PYTHONPATH=paths)
    assert (asked.returncode, (tmp_path / "a.pdf").exists()) == (2, False)
