"""The docs are true: reference pages match the code, links lead somewhere, the tutorial shows what is printed."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fiche_builder.common.errors import ConfigError
from fiche_builder.outputs.pdf.compositor.properties import PROPERTIES
from fiche_builder.outputs.pdf.compositor.styles import StyleSheet
from tests.making.places import ROOT
from tests.making.tutorial import STEP, TUTORIAL, Reader, exchanges, follow

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


# The how-tos


_NEW = {
    "src/fiche_builder/cli/themes.py", "src/fiche_builder/locale/de.po", "src/fiche_builder/mail/sendmail.py",
    "src/fiche_builder/outputs/phone_list.py", "src/fiche_builder/outputs/typst_pdf.py", "tests/cli/test_themes.py",
}  # fmt: skip
"""Files that the examples make: what a how-to names besides is there."""
_PATH = re.compile(r"`((?:src|templates|tests|scripts|benchmarks)/[\w./-]+)`")
_IMPORT = re.compile(r"^ *from (fiche_builder[\w.]*|tests[\w.]*) import (.+)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = set(_PATH.findall(page.read_text(encoding="utf-8"))) - _NEW
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_import_of_an_example_finds_what_it_asks_for(page: Path) -> None:
    lost = []
    for module, names in _IMPORT.findall(page.read_text(encoding="utf-8")):
        if f"src/{module.replace('.', '/')}.py" not in _NEW:
            there = vars(importlib.import_module(module))
            lost += [f"{module}.{name}" for name in names.split(", ") if name not in there]
    assert lost == []


def test_every_class_of_the_glossary_is_there() -> None:
    named = re.findall(r"\(`([A-Z]\w+)`\)", (DOCS / "glossary.md").read_text(encoding="utf-8"))
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert "Slug" in named
    assert [name for name in named if f"class {name}" not in sources] == []


_PROPERTY = re.compile(r"^\| (`[^|]+`) \| ([^|`]+) \|$", re.MULTILINE)


def test_the_css_of_the_look_is_that_of_the_compositor() -> None:
    """Each property with its values, and the error for another one as it is printed."""
    text = (DOCS / "how-to" / "change-the-look.md").read_text(encoding="utf-8")
    table = text.partition("| property | values |")[2].partition("\n\n")[0]
    told = {name: values for names, values in _PROPERTY.findall(table) for name in re.findall("`([^`]+)`", names)}
    assert told == {name: values for name, (_read, values) in PROPERTIES.items()}
    with pytest.raises(ConfigError) as raised:
        StyleSheet("\n" * 28 + "h3 { colour: red }")
    assert f"Error: {raised.value.message}\n→ {raised.value.hint[:35]}" in text


@pytest.mark.parametrize("selector", ["h3", ".phone", "b.give", ":root", "*", ".phone a", ".tile > a", "h2, h3"])
def test_a_selector_of_the_look_is_known(selector: str) -> None:
    StyleSheet(f"{selector} {{ color: #1d4e89 }}")


@pytest.mark.parametrize("selector", ["#id", "[attribute]", "h2 + h3", "h2 ~ h3", "a:hover", "@media print"])
def test_another_selector_is_refused(selector: str) -> None:
    with pytest.raises(ConfigError, match=r"annuaire\.css:1"):
        StyleSheet(f"{selector} {{ color: #1d4e89 }}")


# The tutorial


_SIZE = re.compile(r"\d+ KB|\d+\.\d MB")


def as_shown(expected: str) -> "re.Pattern[str]":
    """Return what the tutorial shows as a pattern: `…` stands for what is left out, a few letters or many lines."""
    return re.compile(".*?".join(re.escape(part) for part in expected.split("…")), re.DOTALL)


def test_the_tutorial_prints_what_it_shows(tmp_path: Path) -> None:
    """Where it does not: `python -m tests.making.tutorial` shows what is printed now."""
    reader, typed = Reader(tmp_path), []
    for step in STEP.finditer(TUTORIAL.read_text(encoding="utf-8")):
        done = follow(reader, step)
        for (command, expected), (code, printed) in zip(exchanges(step["console"] or ""), done, strict=True):
            typed.append(command)
            assert as_shown(_SIZE.sub("SIZE", expected)).fullmatch(_SIZE.sub("SIZE", printed)), (
                f"$ {command}\n{printed}"
            )
            assert code == int(step["exit"] or 0), command
    assert [command.split()[1] for command in typed if command.startswith("fiche")][-2:] == ["send", "send"]
    assert len(list(reader.folder.glob("drafts/*.eml"))) == 2
