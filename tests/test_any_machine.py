"""Nothing that is printed or refused depends on the machine's fonts, language, time zone, user or day.

Each machine is an environment for a process of its own; `docs/decisions/0013-any-machine.md` says what was decided.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal
from tests.making.fonts import FOREIGN, install_foreign_fonts, without_fonts
from tests.making.places import PACKAGE
from tests.making.workbooks import fiche, make_workbook, public

ROWS = [
    public(1, Nom="Écluse « Æ ǭ ©\ufe0f »", Nom__nl="IJsbaan ĳ", Sigle="ÉÆ", Commune="İstanbul",
        Description="x\u0301 – Щербина Ωμέγα"),
    public(2, Nom="œuvre", Horaires="lu-ve 9:00-12:00"),
    fiche(3, Nom="Zone ı", Téléphone="02 555 01 40 (accueil)"),
    fiche(4, Nom="éclair", Vérifié_le=date(2025, 1, 6)),
]  # fmt: skip
HERE = {"SOURCE_DATE_EPOCH": "1795860000"}  # 28 November 2026
_COMMANDS = """
import os, sys
os.umask(int(os.environ.get("TEST_UMASK", "022"), 8))
from fiche_builder.cli.main import run
workbooks, others = sys.argv[1:3], sys.argv[3:]
codes = [int(run(["build", workbook, *others])) for workbook in workbooks]
print("codes", *codes)
run(["--lang", "en", "check", workbooks[1], "--json"])
"""
_FIGURES = """
import sys
from fiche_builder.cli.main import run
code = run(["stats", sys.argv[2], "--edition", "2026-11", "--output", sys.argv[3]])
print("findings")
sys.exit(code or run(["check", sys.argv[1], "--json"]))
"""
_PLAIN = """
import io, pikepdf, weasyprint
page = weasyprint.HTML(string='<p style="font-family: Annuaire">a 中</p>').write_pdf()
with pikepdf.open(io.BytesIO(page)) as pdf:
    print(*sorted({str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].Resources.Font.values()}))
"""


def without_a_language(folder: Path) -> dict[str, str | None]:
    """No fonts, letters of ASCII alone, the farthest east, a leap day."""
    return {
        **without_fonts(folder), "LC_ALL": "C", "LANG": None, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
            "PYTHONIOENCODING": "ascii",
        "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "error",
    }  # fmt: skip


def elsewhere(folder: Path) -> dict[str, str | None]:
    """Other fonts, Turkish, the farthest west, no home, no rights for others, a narrow screen."""
    return {
        **install_foreign_fonts(folder), "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PANGO_LANGUAGE": "zh",
            "TZ": "Pacific/Pago_Pago",
        "PYTHONHASHSEED": "1", "HOME": None, "TEST_UMASK": "077", "COLUMNS": "40", "TERM": "dumb", "NO_COLOR": "1",
    }  # fmt: skip


MACHINES = {"without a language": without_a_language, "elsewhere": elsewhere}
DAYS = {
    "without a language": datetime(2028, 2, 29, 0, 30, tzinfo=UTC),
    "elsewhere": datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
}


def on_a_machine(changes: Mapping[str, str | None], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python there."""
    environment: dict[str, str] = {**os.environ, **{key: value for key, value in changes.items() if value is not None}}
    for key in (key for key, value in changes.items() if value is None):
        environment.pop(key, None)
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook, and another with letters that our fonts lack."""
    folder = tmp_path_factory.mktemp("sources")
    make_workbook(folder / "réseau.xlsx", {"Fiches": ROWS})
    rows = [public(1, Nom=f"a{FOREIGN[0]} b"), public(2, Description=f"é {FOREIGN[1:]} 한")]
    themes = [{"Nom": "Emploi 電"}]
    foreign = {"Fiches": [{**row, "Thème": "Emploi 電"} for row in rows], "Thèmes": themes}
    make_workbook(folder / "étranger.xlsx", foreign)
    return folder


def make_all(
    sources: Path, output: Path, machine: Mapping[str, str | None]
) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """Build both workbooks; return the published files, and what was said about the letters that our fonts lack."""
    workbooks = (str(sources / "réseau.xlsx"), str(sources / "étranger.xlsx"))
    options = ("--edition", "2026-11", "--output", str(output / "made"))
    done = on_a_machine(machine, "-c", _COMMANDS, *workbooks, *options)
    said, found, findings = done.stdout.partition("codes 0 1\n")
    assert found, said + done.stderr
    return files(output / "made" / "2026-11"), [
        (f"{finding['sheet']}!{finding['cell']}", finding["message"])
        for finding in json.loads(findings)["findings"]
        if finding["code"] == "sign-missing"
    ]


@pytest.fixture(scope="module")
def made_here(
    sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    return make_all(sources, tmp_path_factory.mktemp("here"), HERE)


@pytest.mark.parametrize("name", MACHINES)
def test_every_machine_prints_the_same_and_refuses_the_same(
    name: str, sources: Path, tmp_path: Path, made_here: tuple[dict[str, bytes], list[tuple[str, str]]]
) -> None:
    machine = {**MACHINES[name](tmp_path / "machine"), "SOURCE_DATE_EPOCH": str(int(DAYS[name].timestamp()))}
    published, refused = make_all(sources, tmp_path, machine)
    expected, named = made_here
    assert published == expected
    assert len(published) == 9
    assert refused == named
    assert [cell for cell, _message in named] == ["Fiches!C2", "Fiches!K3", "Thèmes!B2"]
    told = "".join(message for _cell, message in named)
    assert {character for character in (*FOREIGN, "한") if character not in told} == {"☎"}  # it is left out


def count_all(
    sources: Path, output: Path, machine: Mapping[str, str | None]
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the pages of indicators and the findings."""
    done = on_a_machine(
        machine, "-c", _FIGURES, str(sources / "réseau.xlsx"), str(sources / "étranger.xlsx"), str(output)
    )
    return files(output), json.loads(done.stdout.partition("findings\n")[2])


def test_every_machine_counts_and_finds_the_same(sources: Path, tmp_path: Path) -> None:
    """All of it, in the words of the workbook, even where the screen has no such letters, or our font no such sign."""
    pages, findings = count_all(sources, tmp_path / "here", HERE)
    assert findings["workbook"] == "réseau.xlsx"
    assert findings["findings"] != []
    assert set(pages) == {"indicateurs-2026-11.html", "indicateurs-2026-11.pdf"}
    for name, make in MACHINES.items():
        machine = {**make(tmp_path / "machines" / name), **HERE}
        assert count_all(sources, tmp_path / name, machine) == (pages, findings), name


def test_the_fonts_elsewhere_are_seen_by_who_does_not_look_away(tmp_path: Path) -> None:
    """Else the tests above would show nothing."""
    assert on_a_machine(install_foreign_fonts(tmp_path), "-c", _PLAIN).stdout.split() == ["Annuaire"]


def test_a_command_that_runs_past_midnight_has_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(None, Terminal())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761599")
    assert session.today == date(2026, 12, 31)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    assert session.today == date(2026, 12, 31)
    assert Session(None, Terminal()).today == date(2027, 1, 1)


# Who asks the clock: for the day of a command, the moment of a message and its result, and the last use of a kept slug.
ASKS_THE_CLOCK = {"cli/session.py", "cli/send.py", "publish/journal.py"}
_CLOCK = re.compile(r"\b(?:datetime|date|time)\.(?:now|today|utcnow|time|localtime)\(|\.astimezone\(\)")


def test_the_clock_is_asked_in_few_places() -> None:
    asking = {
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if _CLOCK.search(path.read_text("utf-8"))
    }
    assert asking == ASKS_THE_CLOCK


def test_nobody_asks_for_the_language_of_the_machine() -> None:
    asking: dict[str, Any] = {
        path.name: found
        for path in PACKAGE.rglob("*.py")
        if (found := re.findall(r"^\s*import locale|setlocale|default_locale", path.read_text("utf-8")))
    }
    assert asking == {}
