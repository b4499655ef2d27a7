"""Data flows one way: each module imports only from those before it."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.places import PACKAGE

# From the ground up; a module may import from its own layer and the ones before it.
LAYERS = (
    ("__init__", "errors", "i18n", "text", "dates", "collation", "collector", "words", "links.answers"),
    ("config", "fields", "model", "period", "files", "resources"),
    ("changes",),
    (
        "workbook.raw",
        "workbook.opening",
        "workbook.reader",
        "workbook.writer",
        "workbook.annotations",
        "workbook.grafting",
        "workbook.amending",
        "workbook.losses",
        "workbook.forms",
        "workbook",
    ),
    (
        "values.parsed",
        "values.cells",
        "values.phones",
        "values.emails",
        "values.sites",
        "values.simple",
        "values.parsing",
        "values",
    ),
    ("tables",),
    (
        "check.findings",
        "check.structure",
        "check.identity",
        "check.contacts",
        "check.dates",
        "check.duplicates",
        "check.people",
        "check.links",
        "check.run",
        "check",
    ),
    ("links.asking", "links.following", "links.survey", "links"),
    ("directory",),
    ("projection",),
    ("edition",),
    ("snapshot", "compare", "published"),
    ("history",),
    ("pdf_file", "pages.measures", "pages.slug", "pages.copy", "pages.html"),
    ("pages.furniture", "pages.news", "pages.makeup", "pages.weasy"),
    ("pages.fonts", "pages.commands", "pages.lift", "pages.sheet"),
    ("pages.typeset", "pages.cache", "pages.assemble"),
    ("pages.parts", "pages.room"),
    ("pages.pdf", "pages"),
    ("search.terms", "search.records", "search.ranking", "search"),
    ("web.copy", "web.data", "web.page", "web", "vcards"),
    ("stats.figures", "stats.pictures", "stats.copy", "stats.blocks", "stats.page", "stats"),
    (
        "leak.normalise",
        "leak.evidence",
        "leak.weave",
        "leak.search",
        "leak.extract",
        "leak.hygiene",
        "leak.static",
        "leak.gate",
        "leak",
    ),
    (
        "mail.transport",
        "mail.settings",
        "mail.requests",
        "mail.journal",
        "mail.plan",
        "mail.copy",
        "mail.message",
        "mail.sending",
        "mail",
    ),
    ("publish", "revision"),
    ("build", "explain", "starter", "init", "doctor"),
    ("mail.prepare", "mail.drafts"),
    (
        "verification.due",
        "verification.calls",
        "verification.organisations",
        "verification.copy",
        "verification.asking",
        "verification.packs",
    ),
    ("annotate",),
    ("amend.changes", "amend.plan", "amend.proof", "amend.writing", "amend"),
    ("returned",),
    (
        "verification.values",
        "verification.callsheet",
        "verification.sheetfile",
        "verification.answers",
        "verification.statements",
        "verification.entries",
        "verification.taking",
        "verification",
    ),
    (
        "suggestions.charsets",
        "suggestions.mime",
        "suggestions.cut",
        "suggestions.parse",
        "suggestions.importing",
        "suggestions.answers",
        "suggestions.form",
        "suggestions.decisions",
        "suggestions",
    ),
    ("apply",),
    (
        "cli.terminal",
        "cli.session",
        "cli.commands",
        "cli.compare",
        "cli.links",
        "cli.mailing",
        "cli.search",
        "cli.packs",
        "cli.verify",
        "cli.apply",
        "cli.suggestions",
        "cli.stats",
        "cli.main",
        "cli",
        "__main__",
    ),
)

# A library with a large surface is imported in one place.
HOMES = {
    "openpyxl": {
        "workbook.reader",
        "workbook.writer",
        "workbook.annotations",
        "workbook.amending",
        "workbook.forms",
        "values.simple",
    },
    "weasyprint": {"pages.weasy"},
    "fontTools": {"pages.fonts"},
    "pikepdf": {"pdf_file", "leak.extract", "leak.hygiene"},
    "jinja2": {"pages.html"},
    "rich": {"cli.terminal"},
    "phonenumbers": {"values.phones"},
    "click": {
        "cli.commands",
        "cli.compare",
        "cli.mailing",
        "cli.search",
        "cli.verify",
        "cli.apply",
        "cli.suggestions",
        "cli.stats",
        "cli.main",
    },
    "pypdfium2": {"leak.extract"},
    "ahocorasick": {"leak.search"},
    "httpx": {"links.asking"},
    "inscriptis": {"suggestions.cut"},
    "mailparser_reply": {"suggestions.cut"},
}


def modules() -> dict[str, Path]:
    """Return each module of the package by its name below it."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


def imports(path: Path) -> set[str]:
    """Return the modules a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_the_layers_name_every_module() -> None:
    assert sorted(modules()) == sorted(name for layer in LAYERS for name in layer)
    assert len(modules()) > 30


def test_nothing_imports_from_a_later_layer() -> None:
    level = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    wrong = []
    for name, path in modules().items():
        for imported in imports(path):
            target = imported.removeprefix("fiche_builder.")
            if imported.startswith("fiche_builder.") and level.get(target, -1) > level[name]:
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_the_leak_gate_shares_no_code_with_what_it_guards() -> None:
    """Nor does anything of the making of editions know the gate: only `build` puts both together, and what prepares mail."""
    allowed = {"errors", "i18n", "resources", "workbook.raw", "workbook"}
    for name, path in modules().items():
        ours = {
            imported.removeprefix("fiche_builder.")
            for imported in imports(path)
            if imported.startswith("fiche_builder.")
        }
        used = ours & set(modules())
        if name.startswith("leak"):
            assert {module for module in used if not module.startswith("leak")} <= allowed, name
        elif name not in {"build", "mail.prepare", "verification.packs", "suggestions.answers"}:
            assert not {module for module in used if module.startswith("leak")}, name


def test_all_that_the_gate_loads_is_what_it_may_know() -> None:
    """Not its own imports alone: what those import, too, when a process has loaded nothing else."""
    script = (
        "import sys, pkgutil, importlib, fiche_builder.leak as leak\n"
        "for module in pkgutil.iter_modules(leak.__path__): importlib.import_module(f'fiche_builder.leak.{module.name}')\n"
        "print(*(name for name in sys.modules if name.startswith('fiche_builder.')))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("fiche_builder.") for name in run.stdout.split()}
    assert "leak.gate" in loaded
    assert {name for name in loaded if not name.startswith("leak")} <= {
        "errors",
        "i18n",
        "resources",
        "workbook.raw",
        "workbook",
    }


def test_large_libraries_have_one_home() -> None:
    found: dict[str, set[str]] = {library: set() for library in HOMES}
    for name, path in modules().items():
        for imported in imports(path):
            library = imported.partition(".")[0]
            if library in found:
                found[library].add(name)
    assert found == HOMES


def test_files_stay_small_enough_to_be_read_whole() -> None:
    long = {
        name: lines for name, path in modules().items() if (lines := len(path.read_text("utf-8").splitlines())) > 410
    }
    assert long == {}
