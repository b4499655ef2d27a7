"""The law of withdrawal: what an editor took out of a public cell stands in no public file of the next edition."""

import json
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from fiche_builder.cli.main import run
from fiche_builder.model.columns import Column, Holds, SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES, THEMES
from fiche_builder.publish.archive import read_published
from tests.making.mailings import MAIL_SETTINGS, team
from tests.making.pdfs import flat
from tests.making.workbooks import make_workbook, public

SETTINGS = MAIL_SETTINGS + 'attach = ["pdf", "html"]\n'
OLD = "Zwaluwdel"
ALSO = "02 770"
GONE = ("Mme Brumaire, psychologue", "Lycée Marie Curie")
"""Fiches whose rows were deleted: who the first is was withdrawn with it."""
VALUES: dict[Holds, Callable[[str, int], str]] = {
    Holds.LINE: lambda word, n: f"{word}{n:02}",
    Holds.LINES: lambda word, n: f"Accueil de tous\nles mardis {word}{n:02}, sur rendez-vous",
    Holds.NAMES: lambda word, n: f"{word}{n:02} ; Espace",
    Holds.PHONES: lambda word, n: f"{'02 770' if word == OLD else '02 555'} 40 {n:02} ({word}{n:02})",
    Holds.EMAILS: lambda word, n: f"{word.lower()}{n:02}@service.example",
    Holds.SITES: lambda word, n: f"https://{word.lower()}{n:02}.example/",
}
"""A text for each kind of column that may hold anything somebody typed."""


def typed(spec: SheetSpec, word: str, numbers: Iterator[int]) -> dict[str, Any]:
    """Return a cell for each column of a sheet that the public reads and that holds free text."""
    return {
        column.header: VALUES[column.holds](word, next(numbers))
        for column in spec.columns
        if is_free(column) and column.key != "theme"
    }


def is_free(column: Column) -> bool:
    return column.is_public and column.holds in VALUES and not column.uses & Use.BOOKKEEPING


def sheets(word: str) -> dict[str, Any]:
    """Return a workbook whose public texts have this word in them."""
    numbers = count(1)
    theme = {"Code": "EM", **typed(THEMES, word, numbers)}
    longer = {"Nom": "Bureau", "Description": f"{'mot ' * 60}demander {word}77 {'fin ' * 60}"}
    return {
        "Fiches": [
            public(1, **{**typed(FICHES, word, numbers), "Thème": "EM"}),
            public(2, Thème="EM", **longer),
            public(3, Thème="EM", Nom="Cellule"),
            *([public(4, Thème="EM", Nom=GONE[0]), public(5, Thème="EM", Nom=GONE[1])] if word == OLD else []),
        ],
        "Contacts": [
            {"Fiche": 1, "Usage": "Donner", **typed(CONTACTS, word, numbers)},
            *([{"Fiche": 3, "Usage": "Donner", **typed(CONTACTS, word, numbers)}] if word == OLD else []),
        ],
        "Thèmes": [theme],
        "Équipes": [team("dehors@partenaire.example", "Public")],
    }


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what each public file and mail of two months says, by its name."""
    folder = tmp_path_factory.mktemp("withdrawn")
    (folder / "fiche.toml").write_text(SETTINGS)
    for month, word in (("2026-10", OLD), ("2026-11", "Merel")):
        workbook = make_workbook(folder / "annuaire.xlsx", sheets(word))
        where = ["--edition", month, "--output", str(folder / "o"), "--workers", "1"]
        formats = ["--format", "pdf,html,json,vcf"]
        assert run(["--lang", "fr", "-q", "build", str(workbook), *where, *formats]) == 0
        send = ["--lang", "fr", "send", month, "--workbook", str(workbook), "--output", str(folder / "o")]
        assert run([*send, "--accept-private-text", "--drafts", str(folder / f"mails-{month}")]) == 0
    texts = {}
    for month in ("2026-10", "2026-11"):
        for file in read_published(folder / "o" / month).files:
            path = folder / "o" / month / file.name
            is_pdf = path.suffix == ".pdf"
            texts[file.name] = pdf_text(path) if is_pdf else path.read_text("utf-8")
        for path in (folder / f"mails-{month}").rglob("*.eml"):
            texts[f"{month} {path.name}"] = mail_text(path)
    return texts


def pdf_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return flat(" ".join(page.get_textpage().get_text_range() for page in document))


def mail_text(path: Path) -> str:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(str(part.get_content()) for part in parts)


def test_each_text_stood_in_the_edition_before(said: dict[str, str]) -> None:
    """Else the law would hold because nothing was there to be withdrawn."""
    before = " ".join(text for name, text in said.items() if "2026-10" in name and "interne" not in name)
    assert secrets(before) == secrets(str(sheets(OLD)))


def secrets(text: str) -> set[str]:
    return set(re.findall(rf"{OLD.lower()}\d\d", text.lower()))


def test_it_stands_in_none_of_the_next(said: dict[str, str]) -> None:
    later = {name: text for name, text in said.items() if "2026-11" in name and "interne" not in name}
    assert {name.rpartition(".")[2] for name in later} >= {"pdf", "html", "json", "vcf", "eml"}
    for name, text in later.items():
        assert "merel" in text.lower() or name.endswith(".eml"), name
        assert not secrets(text), name
        assert ALSO not in text, name


def test_the_public_is_told_what_is_new_and_colleagues_also_what_was(said: dict[str, str]) -> None:
    inside, outside = (
        json.loads(next(text for name, text in said.items() if name.endswith(f"2026-11-{word}.json")))["changes"]
        for word in ("interne", "public")
    )
    assert [fiche["number"] for fiche in outside["changed"]] == [fiche["number"] for fiche in inside["changed"]]
    assert OLD in json.dumps(inside)
    assert [change["old"] for fiche in outside["changed"] for change in fiche["fields"] if change["old"]] == []
    assert "Merel77" in json.dumps(outside)


def test_a_fiche_that_is_gone_is_named_unless_its_name_is_a_person_s(said: dict[str, str]) -> None:
    inside, outside = (
        next(text for name, text in said.items() if name.endswith(f"2026-11-{word}.json"))
        for word in ("interne", "public")
    )
    removed = [(fiche["number"], fiche["name"]) for fiche in json.loads(outside)["changes"]["removed"]]
    assert removed == [(5, GONE[1]), (4, "")]
    assert GONE[0] in inside
    for name, text in said.items():
        if "2026-11" in name and "interne" not in name:
            assert "Brumaire" not in text, name
