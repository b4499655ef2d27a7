"""The house: twelve rooms on nine floors, and imports that only go down (`docs/decisions/0015-twelve-rooms.md`)."""

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.making.places import PACKAGE, ROOT

# From the ground up. A room imports from itself and from the floors below, never from its neighbours.
FLOORS = (
    ("common",),
    ("workbook",),
    ("model", "leak"),
    ("check", "edition"),
    ("outputs",),
    ("publish", "stats"),
    ("mail",),
    ("upkeep",),
    ("cli",),
)
ROOMS = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# A library with a large surface is imported in one room, and there in as few modules as can be.
HOMES = {
    "openpyxl": {
        "workbook.amending",
        "workbook.annotations",
        "workbook.cells",
        "workbook.forms",
        "workbook.writer",
    },
    "weasyprint": {"stats.weasy"},
    "uharfbuzz": {
        "common.font_chain",
        "outputs.pdf.compositor.shaping",
        "outputs.pdf.fonts",
        "outputs.pdf.look_fonts",
    },
    "tinycss2": {"outputs.pdf.compositor.properties", "outputs.pdf.compositor.styles"},
    "cssselect2": {"outputs.pdf.compositor.styles"},
    "uniseg": {"outputs.pdf.compositor.breaks"},
    "fontTools": {
        "common.font_chain",
        "common.glyphs",
        "outputs.pdf.compositor.items",
        "outputs.pdf.fonts",
        "outputs.pdf.look_fonts",
    },
    "pikepdf": {"leak.drawing", "leak.fonts", "leak.gaps", "leak.hygiene", "leak.packed", "leak.pdf"},
    "jinja2": {"common.templates"},
    "rich": {"cli.terminal"},
    "phonenumbers": {"model.values.numbering"},
    "pypdfium2": {"leak.pdf"},
    "ahocorasick": {"leak.occurrences"},
    "httpx": {"check.sites.asking"},
    "inscriptis": {"upkeep.suggestions.cut"},
    "mailparser_reply": {"upkeep.suggestions.cut"},
}
# What puts editions and the gate together; nothing else of the making of editions knows the gate.
WITH_THE_GATE = {"publish.build", "mail.prepare", "upkeep.packs.packs", "upkeep.suggestions.answer_drafts"}
# Who needs Pango: the PDF of the indicators, and the doctor, who says whether it can be made.
WITH_PANGO = {"stats.weasy": {"stats.page", "cli.examining"}, "stats.page": {"cli.stats"}}
LONGEST = 350
TESTS = ROOT / "tests"


def modules() -> dict[str, Path]:
    """Return each module of the rooms, by its name below the package."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if len(parts) > 1:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
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


def own_imports() -> dict[str, set[str]]:
    """Return what each module imports of the other modules of the rooms."""
    known = modules()
    return {
        name: {
            target
            for imported in imports(path)
            if (target := imported.removeprefix("fiche_builder.")) in known and target != name
        }
        for name, path in known.items()
    }


def room_of(module: str) -> str:
    return module.partition(".")[0]


def arrows() -> dict[tuple[str, str], set[str]]:
    """Return which room imports from which other, and the imports that do so."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, targets in own_imports().items():
        for target in targets:
            if room_of(name) != room_of(target):
                found[room_of(name), room_of(target)].add(f"{name} imports {target}")
    return found


def runs_up(drawn: dict[tuple[str, str], set[str]]) -> list[str]:
    """Return the imports that do not go down."""
    return sorted(line for (start, end), lines in drawn.items() if ROOMS[end] >= ROOMS[start] for line in lines)


def test_there_are_twelve_rooms_and_every_module_lives_in_one() -> None:
    assert {room_of(name) for name in modules()} == set(ROOMS)
    assert len(ROOMS) == 12
    assert sorted(path.name for path in PACKAGE.glob("*.py")) == ["__init__.py", "__main__.py"]
    assert len(modules()) > 120


def test_imports_go_down(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither up nor around: rooms of one floor do not know each other."""
    drawn = arrows()
    wrong = runs_up(drawn)
    with capsys.disabled():
        counts = f"{len(ROOMS)} rooms on {len(FLOORS)} floors, {len(modules())} modules, {len(drawn)} arrows"
        print(f"\n{counts}, {len(wrong)} running up or around")  # noqa: T201 (who draws the house wants the counts)
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "end"), [("common", "model"), ("leak", "model"), ("publish", "stats"), ("mail", "cli")]
)
def test_an_import_up_or_to_a_neighbour_is_seen(start: str, end: str) -> None:
    assert runs_up({(start, end): {"it"}, ("cli", "common"): {"fine"}}) == ["it"]


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Inside a room there are no floors, but no circles either; a package's door may import what stands behind it."""
    graph = own_imports()
    state: dict[str, int] = {}
    circles: list[str] = []

    def visit(name: str, way: tuple[str, ...]) -> None:
        state[name] = 1
        for target in sorted(graph[name]):
            if target.startswith(f"{name}.") or name.startswith(f"{target}."):
                continue
            if state.get(target) == 1:
                circles.append(" → ".join((*way[way.index(target) :], target)))
            elif target not in state:
                visit(target, (*way, target))
        state[name] = 2

    for name in sorted(graph):
        if name not in state:
            visit(name, (name,))
    assert circles == []


def test_the_leak_gate_shares_no_code_with_what_it_guards() -> None:
    """Nor does anything of the making of editions know the gate."""
    allowed = {"common.errors", "common.i18n", "common.plain", "common.resources", "common", "workbook.raw", "workbook"}
    for name, used in own_imports().items():
        if room_of(name) == "leak":
            assert {module for module in used if room_of(module) != "leak"} <= allowed, name
        elif name not in WITH_THE_GATE:
            assert not {module for module in used if room_of(module) == "leak"}, name


def test_no_command_but_two_asks_for_pango() -> None:
    graph = own_imports()
    assert {wanted: {name for name, used in graph.items() if wanted in used} for wanted in WITH_PANGO} == WITH_PANGO


def test_all_that_the_gate_loads_is_what_it_may_know() -> None:
    """Not its own imports alone: what those import, too, when a process has loaded nothing else."""
    script = (
        "import sys, pkgutil, importlib, fiche_builder.leak as leak\n"
        "for module in pkgutil.iter_modules(leak.__path__): "
        "importlib.import_module(f'fiche_builder.leak.{module.name}')\n"
        "print(*(name for name in sys.modules if name.startswith('fiche_builder.')))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("fiche_builder.") for name in run.stdout.split()}
    assert "leak.gate" in loaded
    allowed = {
        *("common", "common.errors", "common.i18n", "common.plain", "common.resources", "workbook", "workbook.raw")
    }
    assert {name for name in loaded if room_of(name) != "leak"} <= allowed


def test_large_libraries_have_one_home() -> None:
    found: dict[str, set[str]] = {library: set() for library in HOMES}
    for name, path in modules().items():
        for imported in imports(path):
            library = imported.partition(".")[0]
            if library in found:
                found[library].add(name)
    assert found == HOMES


def test_click_is_known_in_the_command_line_alone() -> None:
    assert {room_of(name) for name, path in modules().items() if "click" in imports(path)} == {"cli"}


def repeated(named: Iterable[tuple[str, str]]) -> list[str]:
    """Return each name that stands in more than one place, with all of them, as `Line: mail.copy and amend.changes`."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in named:
        places[name].append(place)
    return sorted(f"{name}: {' and '.join(sorted(where))}" for name, where in places.items() if len(where) > 1)


def classes() -> Iterator[tuple[str, str]]:
    """Yield each class and its module; who reads `_Writer` and `Writer` aloud says one name."""
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node.name.lstrip("_"), f"{module}:{node.lineno}"


def test_a_class_name_says_whose_it_is() -> None:
    """It stands once in the house, so that a search for it finds one thing."""
    assert len(dict(classes())) > 200
    assert repeated(classes()) == []


def test_a_module_name_says_whose_it_is() -> None:
    """A room has each name once; and no name stands in three rooms: it would say nothing of any."""
    files = [(path.stem, name) for name, path in modules().items() if path.name != "__init__.py"]
    in_a_room = repeated((f"{stem} in {room_of(name)}", name) for stem, name in files)
    in_the_house = [line for line in repeated(files) if line.count(" and ") > 1]
    assert in_a_room + in_the_house == []


def test_a_name_that_stands_twice_is_told_with_both_places() -> None:
    assert repeated([("Line", "mail.copy:29"), ("Desk", "cli.verify:3"), ("Line", "amend.changes:42")]) == [
        "Line: amend.changes:42 and mail.copy:29"
    ]


def test_files_stay_small_enough_to_be_read_whole() -> None:
    long = {
        name: lines
        for name, path in modules().items()
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def has_bodies(path: Path) -> bool:
    """Tell whether a module does anything: one of frozen values alone has neither a function nor a method."""
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def where_its_test_is(module: Path) -> Path:
    """Return where one looks for the test of a module."""
    place = module.relative_to(PACKAGE)
    return TESTS / place.with_name(f"test_{place.name}")


def test_every_module_has_its_test_where_one_looks_for_it() -> None:
    """In the same folder under `tests/`, under its own name; modules of frozen values alone may be without one."""
    asked = {name: path for name, path in modules().items() if path.name != "__init__.py" and has_bodies(path)}
    missing = {name for name, path in asked.items() if not where_its_test_is(path).is_file()}
    assert missing == set()


def test_tests_stay_small_enough_to_be_read_whole() -> None:
    long = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if "node_modules" not in path.parts and len(path.read_text("utf-8").splitlines()) > LONGEST
    }
    assert long == set()
