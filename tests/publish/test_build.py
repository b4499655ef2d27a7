"""From a workbook to a published edition: what it holds, what was left out, and why nothing is published."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from fiche_builder.check.checked import check_workbook
from fiche_builder.common.config import Config
from fiche_builder.common.errors import DataError, LeakError
from fiche_builder.common.i18n import use_language
from fiche_builder.common.period import Period
from fiche_builder.leak.gate import Gate
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import Counted, Observer, Progress, Stage, WorkStep
from fiche_builder.publish.archive import read_published
from fiche_builder.publish.build import BuildRequest, build_editions, inspect_files, left_out
from fiche_builder.publish.folder import OutputFile
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, check, fiche, public


def request(output: Path, *formats: str) -> BuildRequest:
    return BuildRequest(Period(2026, 11), tuple(Audience), formats, output)


@pytest.mark.parametrize(
    ("sheets", "cell", "said"),
    [
        ({"Fiches": [public(1), public(2, Horaires="lu-ve 😀 9-12")]}, "Fiches!U3", "“😀” (émoji)"),
        ({"Fiches": [public(1, Autres_appellations="電話")]}, "Fiches!F2", "“電” (écriture : sinogrammes)"),
        ({"Thèmes": [{"Nom": "Emploi", "Description": "א"}]}, "Thèmes!F2", "“א” (écriture : hébreu)"),
        ({"Paramètres": [{"Clé": "Titre", "Valeur": "Annuaire 電"}]}, "Paramètres!B2", "“電” (écriture : sinogrammes)"),
    ],
    ids=["fiche", "index", "band", "cover"],
)
def test_what_the_check_did_not_tell_is_still_refused_in_whatever_part_it_is_printed(
    sheets: dict[str, Sequence[dict[str, Any]]], cell: str, said: str, workbook: WorkbookMaker, tmp_path: Path
) -> None:
    """The last guard, in the editor's language."""
    use_language("fr")
    checked = replace(check(workbook(**sheets)), findings=())
    for _again in range(2):  # what was typeset before the error is kept, and must not hide it
        with pytest.raises(DataError) as caught:
            build_editions(checked, request(tmp_path / "o", "pdf"), Config())
        assert said in caught.value.message
        assert cell in caught.value.message
        assert not (tmp_path / "o").exists()


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
    assert inspect_files(Gate(raw), files[:1], 1) == files[:1]
    with pytest.raises(LeakError, match=r"2\.json ← Fiches!AD2"):
        inspect_files(Gate(raw), files, len(files))


class _Listener(Observer):
    """Writes down when a step begins and ends, and the last of each count."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.counts: dict[tuple[Stage, Audience | None], dict[Counted, int]] = {}

    @contextmanager
    def step(self, step: WorkStep) -> Iterator[Progress]:
        counts = self.counts.setdefault((step.stage, step.audience), {})
        self.heard.append(f"{step.stage.value} {step.name}".strip())
        yield lambda unit, done, _expected: counts.__setitem__(unit, done)
        self.heard.append("done")


def test_each_step_is_told_when_it_begins_and_ends_with_what_was_really_made(
    workbook: WorkbookMaker, tmp_path: Path
) -> None:
    listener = _Listener()
    path = workbook(Fiches=[public(1), public(2), fiche(3)])
    checked = check_workbook(path, Config(), TODAY, observer=listener)
    folder = build_editions(checked, request(tmp_path / "o", "pdf", "json"), Config(), listener)
    steps = iter(listener.heard)
    assert [next(steps) for _step in range(6)] == [
        *("reading annuaire.xlsx", "done", "checking annuaire.xlsx", "done", "selection", "done")
    ]
    # Editions are made side by side, and each file is inspected as soon as it is made: here, one after the other.
    assert [next(steps) for _step in range(3)] == ["inspection", "edition", "edition"]
    for who, stage in (("interne", "hygiene"), ("public", "leak-gate")):  # a public file is read once for both
        for what in ("pdf", "json"):
            name = f"annuaire-2026-11-{who}.{what}"
            assert [next(steps) for _step in range(4)] == [f"file {name}", "done", f"{stage} {name}", "done"]
        assert next(steps) == "done"
    assert list(steps) == ["done", "publication", "done"]
    assert listener.counts[Stage.CHECKING, None] == {Counted.FICHES: 3}
    for audience, fiches, word in ((Audience.INTERNAL, 3, "interne"), (Audience.PUBLIC, 2, "public")):
        with pikepdf.open(folder / f"annuaire-2026-11-{word}.pdf") as pdf:
            counted = listener.counts[Stage.EDITION, audience]
            assert (counted[Counted.FICHES], counted[Counted.PAGES]) == (fiches, len(pdf.pages))
    assert listener.counts[Stage.INSPECTION, None] == {Counted.FILES: 4}
    assert listener.counts[Stage.PUBLICATION, None] == {Counted.FILES: 4}
    build_editions(
        checked,
        replace(request(tmp_path / "o", "json"), period=Period(2026, 12), unchanged_too=True),
        Config(),
        listener,
    )
    assert listener.heard.count("changes 2026-11") == 2
