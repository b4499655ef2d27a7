"""The docs say what is so: the reference pages are those of the code, links lead somewhere, the tutorial's commands print what it shows."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.making.places import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def test_the_reference_is_that_of_the_code_on_any_machine() -> None:
    """Neither the locale nor the width of the terminal nor the day changes a page."""
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "LANGUAGE": "fr",
        "COLUMNS": "20",
        "FICHE_LANG": "nl",
        "TZ": "Asia/Tokyo",
    }
    environment["SOURCE_DATE_EPOCH"] = "1900000000"
    script = [sys.executable, str(ROOT / "scripts" / "reference.py"), "--check"]
    done = subprocess.run(script, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stale_page_is_named(tmp_path: Path) -> None:
    """The check is no formality: a changed page is told, and one that no code makes."""
    for path in (DOCS / "reference").glob("*.md"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "findings.md").write_text("# Findings\n", encoding="utf-8")
    (tmp_path / "old.md").write_text("# Gone\n", encoding="utf-8")
    ask = "import pathlib, reference, sys; print(*reference.stale_pages(pathlib.Path(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", ask, str(tmp_path)], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
    )
    assert done.stdout == "findings.md old.md\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lost = []
    for target in _LINK.findall(_CODE.sub("", text)):
        name, _hash, anchor = target.partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        there = page.parent / name if name else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(target)
    assert lost == []


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings have on GitHub."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# The tutorial


_STEP = re.compile(
    r"(?:<!-- exit (?P<exit>\d+) -->\n)?```console\n(?P<console>.*?)^```$"
    r"|<!-- sheet (?P<sheet>\S+), row (?P<row>\d+) -->\n(?P<table>(?:\|[^\n]*\n)+)"
    r"|```toml\n(?P<setting>.*?)\n```",
    re.MULTILINE | re.DOTALL,
)
_SIZE = re.compile(r"\d+ KB|\d+\.\d MB")


class Reader:
    """Somebody who does what the tutorial says, line by line, on the day it was written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            name: value for name, value in os.environ.items() if name not in {"FICHE_LANG", "COLUMNS"}
        } | {"SOURCE_DATE_EPOCH": str(int(datetime(2026, 11, 28, tzinfo=UTC).timestamp())), "PYTHONUNBUFFERED": "1"}

    def type(self, command: str) -> tuple[int, str]:
        """Run a command; return its exit code and what it printed."""
        name, *arguments = command.split()
        if name == "cd":
            self.folder /= arguments[0]
            return 0, ""
        assert name == "fiche"
        done = subprocess.run(
            [sys.executable, "-m", "fiche_builder", *arguments],
            cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.returncode, "".join(f"{line.rstrip()}\n" for line in done.stdout.decode().splitlines())

    def write(self, sheet: str, row: int, rows: Sequence[tuple[str, str]]) -> None:
        """Type values into the cells of a row, under their headers."""
        path = self.folder / "sources" / "annuaire.xlsx"
        book = openpyxl.load_workbook(path)
        columns = {str(cell.value).removesuffix(" *"): place for place, cell in enumerate(book[sheet][1], 1)}
        for header, value in rows:
            book[sheet].cell(row, columns[header.strip("`")], value)
        book.save(path)

    def set(self, line: str) -> None:
        """Take the sign of a comment away from a setting, and give it its value."""
        path = self.folder / "fiche.toml"
        name = line.partition(" =")[0]
        text, count = re.subn(rf"^# {name} = .*$", line, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert count == 1
        path.write_text(text, encoding="utf-8")


def exchanges(console: str) -> list[tuple[str, str]]:
    """Return each command of a block with what stands below it."""
    return [
        (part.partition("\n")[0], part.partition("\n")[2])
        for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]
    ]


def as_shown(expected: str) -> "re.Pattern[str]":
    """Return what the tutorial shows as a pattern: `…` stands for the rest of a line or for lines, sizes are as they come."""
    parts = (_SIZE.sub("SIZE", part) for part in expected.split("…"))
    return re.compile(".*?".join(re.escape(part) for part in parts), re.DOTALL)


def test_the_tutorial_prints_what_it_shows(tmp_path: Path) -> None:
    reader, typed = Reader(tmp_path), []
    for step in _STEP.finditer((DOCS / "tutorial.md").read_text(encoding="utf-8")):
        if step["table"]:
            rows = [tuple(cell.strip() for cell in line.strip("|\n").split("|")) for line in step["table"].splitlines()]
            reader.write(step["sheet"], int(step["row"]), [(header, value) for header, value in rows[2:]])
        elif step["setting"]:
            reader.set(step["setting"])
        else:
            for command, expected in exchanges(step["console"]):
                code, printed = reader.type(command)
                typed.append(command)
                assert as_shown(expected).fullmatch(_SIZE.sub("SIZE", printed)), f"$ {command}\n{printed}"
                assert code == int(step["exit"] or 0), command
    assert [command.split()[1] for command in typed if command.startswith("fiche")][-2:] == ["send", "send"]
    assert len(list(reader.folder.glob("drafts/*.eml"))) == 2
