"""The tutorial as steps that a program can do. `python -m tests.making.tutorial` shows in it what is printed today."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl

from tests.making.places import ROOT

TUTORIAL = ROOT / "docs" / "tutorial.md"
STEP = re.compile(
    r"(?:<!-- exit (?P<exit>\d+) -->\n)?```console\n(?P<console>.*?)^```$"
    r"|<!-- sheet (?P<sheet>\S+), row (?P<row>\d+) -->\n(?P<table>(?:\|[^\n]*\n)+)"
    r"|```toml\n(?P<setting>.*?)\n```",
    re.MULTILINE | re.DOTALL,
)


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


def follow(reader: Reader, step: "re.Match[str]") -> list[tuple[int, str]]:
    """Do what a step says; return what each of its commands came to."""
    if step["table"]:
        rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in step["table"].splitlines()[2:]]
        reader.write(step["sheet"], int(step["row"]), [(header, value) for header, value in rows])
    elif step["setting"]:
        reader.set(step["setting"])
    else:
        return [reader.type(command) for command, _expected in exchanges(step["console"])]
    return []


def main() -> None:
    """Follow the tutorial, and write what each command prints below it, but for what is shown in part."""
    text, shown, last = TUTORIAL.read_text(encoding="utf-8"), [], 0
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder))
        for step in STEP.finditer(text):
            done = follow(reader, step)
            if step["console"]:
                pairs = zip(exchanges(step["console"]), done, strict=True)
                block = (f"$ {c}\n{old if '…' in old else new}" for (c, old), (_code, new) in pairs)
                shown += [text[last : step.start("console")], *block]
                last = step.end("console")
    TUTORIAL.write_text("".join([*shown, text[last:]]), encoding="utf-8")


if __name__ == "__main__":
    main()
