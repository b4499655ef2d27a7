"""The leak gate on the offline page and the contact cards: an internal value anywhere in them stops publishing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.errors import LeakError
from fiche_builder.common.templates import render_template
from fiche_builder.leak.gate import Gate
from fiche_builder.model import public as projection
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Fiche
from fiche_builder.outputs import vcards
from fiche_builder.outputs.vcards import make_vcards
from fiche_builder.outputs.web import page
from fiche_builder.outputs.web.data import build_data
from fiche_builder.outputs.web.page import make_page
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.hygiene import refuse_unhygienic
from tests.making.places import SAMPLE
from tests.making.workbooks import fiche, public

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def annuaire(workbook: WorkbookMaker) -> Path:
    return workbook(
        Fiches=[
            public(
                1,
                Nom="Le Relais",
                Consigne="Transférer seulement le matin Kanarconsigne",
                Note_interne="Ne rien dire aux partenaires",
            ),
            fiche(2, Nom="Cellule Kanarcellule", Téléphone="02 555 99 88"),
        ]
    )


def build(path: Path, output: Path, formats: str = "html,vcf") -> int:
    arguments = ["--edition", "2026-11", "--output", str(output), "--audience", "public", "--format", formats]
    return run(["--lang", "en", "-q", "build", str(path), *arguments])


def test_an_honest_build_passes(annuaire: Path, tmp_path: Path) -> None:
    assert build(annuaire, tmp_path) == 0
    assert sorted(path.suffix for path in (tmp_path / "2026-11").iterdir()) == [".html", ".json", ".vcf"]


LEAKED = ["Kanarconsigne", "ne rien dire aux partenaires", "Cellule Kanarcellule", "02 555 99 88", "+32.2.555.99.88"]


@pytest.mark.parametrize("text", LEAKED)
def test_both_outputs_are_read(
    text: str, annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    honest = projection._project_fiche  # noqa: SLF001 (that is what is sabotaged)

    def sabotaged(source: Fiche, numbers: set[int]) -> projection.PublicFiche:
        return replace(honest(source, numbers), other_names=(text,))

    monkeypatch.setattr(projection, "_project_fiche", sabotaged)
    assert build(annuaire, tmp_path) == 3
    shown = capsys.readouterr().err
    assert "annuaire-2026-11-public.html ← Fiches!" in shown
    assert "annuaire-2026-11-public.vcf ← Fiches!" in shown
    assert text not in shown
    assert not (tmp_path / "2026-11").exists()


def in_data(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = build_data

    def sabotaged(*arguments: Any) -> dict[str, Any]:
        return {**honest(*arguments), "more": ["<Kanar", "consigne>"]}

    monkeypatch.setattr(page, "build_data", sabotaged)


def in_block(position: int) -> Callable[[pytest.MonkeyPatch], None]:
    """Sabotage the style (0) or the script (1)."""

    def sabotage(monkeypatch: pytest.MonkeyPatch) -> None:
        honest, texts = page._block, []  # noqa: SLF001 (that is what is sabotaged)

        def sabotaged(text: str) -> Any:
            texts.append(text)
            return honest(text + "\n/* Kanarconsigne */" if len(texts) == position + 1 else text)

        monkeypatch.setattr(page, "_block", sabotaged)

    return sabotage


def in_attribute(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = render_template
    monkeypatch.setattr(
        page, "render_template", lambda *a, **v: honest(*a, **v).replace("<main", '<main data-note="Kanar%63onsigne"')
    )


def in_folded_card(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = vcards._card  # noqa: SLF001
    monkeypatch.setattr(vcards, "_card", lambda *a: [*honest(*a), f"NOTE:{'x' * 66} Kanarconsigne"])


PLACES = {
    "data": in_data,
    "style": in_block(0),
    "script": in_block(1),
    "attribute": in_attribute,
    "folded line": in_folded_card,
}


@pytest.mark.parametrize("place", list(PLACES))
def test_wherever_it_stands(place: str, annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PLACES[place](monkeypatch)
    assert build(annuaire, tmp_path) == 3
    assert not (tmp_path / "2026-11").exists()


@pytest.mark.parametrize("source", ["nord.xlsx", "sample"])
def test_no_false_alarm_on_real_directories_and_no_canary(source: str, request: pytest.FixtureRequest) -> None:
    path: Path = SAMPLE if source == "sample" else request.getfixturevalue("shared_data") / source
    edition = edition_of(path, Audience.PUBLIC)
    gate = Gate(read_workbook(path))
    for extension, content in (("html", make_page(edition, "fr")), ("vcf", make_vcards(edition, "fr"))):
        assert gate.find_leaks(f"x.{extension}", extension, content) == []
        refuse_unhygienic(f"x.{extension}", extension, content)
        if source != "sample":
            text = content.decode().replace("\r\n ", "").casefold()
            canaries = [
                line.casefold() for line in path.with_name("nord.canaries.txt").read_text("utf-8").splitlines() if line
            ]
            assert [canary for canary in canaries if canary in text] == []


def test_the_internal_outputs_would_be_stopped(annuaire: Path) -> None:
    """The gate sees what it guards against: most internal values stand in the internal edition."""
    gate, edition = Gate(read_workbook(annuaire)), edition_of(annuaire)
    for extension, content in (("html", make_page(edition, "fr")), ("vcf", make_vcards(edition, "fr"))):
        assert len(gate.find_leaks("x", extension, content)) >= 4


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://x.example/a.js"></script>',
        '<img src="https://x.example/a.png">',
        '<link rel="icon" href="#">',
        "<iframe></iframe>",
        "<form></form>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="file:///x">x</a>',
        '<a href="autre.html">x</a>',
        '<p onclick="x()">x</p>',
        '<style>@import "a.css";</style>',
        "<style>p { background: URL(https://x.example) }</style>",
        '<p style="background:url(x)">x</p>',
        '<a href="https://x.example" ping="https://y.example">x</a>',
        "<SCRIPT SRC=x></SCRIPT>",
    ],
)
def test_markup_that_fetches_or_runs_is_refused(markup: str) -> None:
    with pytest.raises(LeakError):
        refuse_unhygienic("x.html", "html", f"<!doctype html><p>x</p>{markup}".encode())


@pytest.mark.parametrize(
    "markup",
    [
        "<p>url(x) @import onclick= src=</p>",
        '<a href="#fiche-1">x</a>',
        '<a href="tel:112">x</a>',
        '<a href="MAILTO:a@b.example">x</a>',
        "<p>&lt;img src=x onerror=y&gt;</p>",
        '<script>const a = "url(x)";</script>',
        "<style>p { color: red }</style>",
    ],
)
def test_text_that_only_looks_so_is_not(markup: str) -> None:
    refuse_unhygienic("x.html", "html", f"<!doctype html>{markup}".encode())
