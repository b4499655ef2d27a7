"""How long the whole `fiche build` takes, and each stage of it, beside `fiche check` and other page-makers.

    python benchmarks/build.py sources/annuaire.xlsx ../shared/data/nord.xlsx 3000 15000 --rivals typst,weasyprint

Each workbook is built as it is, then the last one multiplied to each number of fiches; `--runs 3` takes the medians of
three. Every figure is a command in a process of its own, with all formats and both editions:

- `first`: nothing was published before;
- `changed`: the month after, with other hours in every twentieth fiche, beside the edition of `first`.

`fiche check` of the same workbook runs just before, so that ratios compare what the machine could do at that time. A
rival (`rivals.py`) sets one edition, the internal one, and no more than 3,000 fiches; its workbook is read before its
clock starts.

The seconds of a stage come from the build's own observer: this program listens instead of the terminal. Files are made
side by side and inspected meanwhile, so the seconds of these stages overlap; `making` is from the first of them to the
last, and `pages` the same for PDFs. `start` is all before the first step (Python, libraries, settings), `rest` all
between and after the steps. `processor` are the
seconds of all processors, which a busy machine changes less. Memory is the peak of the process and those it started.
"""

import argparse
import json
import os
import resource
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from multiply import multiply
from peak import Peak

_HERE = Path(__file__).parent
_ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600", "FICHE_LANG": "fr"}  # 22 November 2026
_CHANGED = 20
_MOST_OF_RIVALS = 3000
_ONE_AFTER_THE_OTHER = {"start", "reading", "checking", "selection", "changes", "making", "publication"}
_WHOLE = ("seconds", "processor", "mb")
Figures = dict[str, float]
"""Seconds by stage; for the whole command, `seconds`, those of processors, and `mb`."""


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == ["--listen"]:
        listen(Path(sys.argv[2]), sys.argv[3:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", help="workbooks, then numbers of fiches")
    parser.add_argument("--rivals", default="", metavar="typst,weasyprint,chromium")
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    workbooks = [Path(name) for name in options.sources if not name.isdigit()]
    rivals = [name for name in options.rivals.split(",") if name]
    last = workbooks[-1]
    with tempfile.TemporaryDirectory() as folder:
        for size in [int(name) for name in options.sources if name.isdigit()]:
            multiplied = Path(folder) / f"{last.stem}-{size}.xlsx"
            multiply(last, multiplied, size)
            workbooks.append(multiplied)
        for workbook in workbooks:
            measure(workbook, Path(folder) / f"of-{workbook.stem}", rivals, options.runs)


def measure(workbook: Path, folder: Path, rivals: list[str], runs: int) -> None:
    """Print what is measured of one workbook."""
    folder.mkdir()
    later = folder / "later.xlsx"
    change(workbook, later)
    fiches = 0
    figures: dict[str, list[Figures]] = {"fiche check": [], "first": [], "changed": []}
    for run in range(runs):
        output = folder / f"output-{run}"
        figures["fiche check"].append(command("check", str(workbook), "--json"))
        for state, source, month in (("first", workbook, "2026-11"), ("changed", later, "2026-12")):
            figures[state].append(
                command("build", str(source), "--yes", "--edition", month, "--skip-errors", "--output", str(output))
            )
        manifest = json.loads((output / "2026-11" / "manifest.json").read_text(encoding="utf-8"))
        fiches = max(file["fiches"] for file in manifest["files"])
    print(f"\n## {fiches} fiches ({workbook.name})\n")
    print_table(figures)
    for engine in rivals if fiches <= _MOST_OF_RIVALS else ():
        print_rival(engine, workbook, folder / "rival.pdf", figures)


def print_table(figures: dict[str, list[Figures]]) -> None:
    """Print seconds and shares of each stage, and the ratio to the check."""
    columns = list(figures)
    stages = list(dict.fromkeys(stage for runs in figures.values() for run in runs for stage in run))
    print(f"| | {' | '.join(columns)} |\n| --- |{' --- |' * len(columns)}")
    for stage in [stage for stage in stages if stage not in _WHOLE]:
        print(f"| {stage} | {' | '.join(_share(stage, runs) for runs in figures.values())} |")
    middle = {
        name: {whole: statistics.median(run[whole] for run in runs) for whole in _WHOLE}
        for name, runs in figures.items()
    }
    for whole in _WHOLE:
        print(f"| {whole} | {' | '.join(f'{row[whole]:.1f}' for row in middle.values())} |")
    for whole in ("seconds", "processor"):
        check = middle["fiche check"][whole]
        print(
            f"| ratio to the check, {whole} | {' | '.join(f'{row[whole] / check:.2f}' for row in middle.values())} |",
            flush=True,
        )


def _share(stage: str, runs: list[Figures]) -> str:
    if not any(stage in run for run in runs):
        return ""
    seconds = statistics.median(run.get(stage, 0.0) for run in runs)
    return f"{seconds:.2f} ({seconds / statistics.median(run['seconds'] for run in runs):.0%})"


def print_rival(engine: str, workbook: Path, target: Path, figures: dict[str, list[Figures]]) -> None:
    """Print how long another page-maker takes for one edition, and ours beside it."""
    run = subprocess.run(
        [sys.executable, _HERE / "rivals.py", engine, workbook, target], check=True, capture_output=True, text=True
    )
    row = json.loads(run.stdout)
    if "skipped" in row:
        print(f"\n{engine}: {row['skipped']}", flush=True)
        return
    pages = statistics.median(run["pages"] for run in figures["first"])
    print(
        f"\n{engine}, the internal edition: {row['seconds']:.1f} s, {row['peak_mb']:.0f} MB, {row['pages']} pages; our "
        f"pages of both editions take {pages / row['seconds']:.2f} times as long",
        flush=True,
    )


def command(*arguments: str) -> Figures:
    """Run a command of `fiche` and return its figures."""
    with tempfile.NamedTemporaryFile("r", suffix=".json", encoding="utf-8") as heard:
        before, start = _processor(), time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, __file__, "--listen", heard.name, *arguments],
            env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with Peak(process.pid) as peak:
            _out, errors = process.communicate()
            seconds = time.perf_counter() - start
        steps = json.loads(heard.read() or "[]")
    if process.returncode not in {0, 1}:  # a check that finds errors exits with 1
        sys.exit(f"fiche {' '.join(arguments)}:\n{errors}")
    figures: Figures = {}
    if steps:
        figures["start"] = min(begin for _stage, begin, _end in steps) - start
    for stage, begin, end in steps:
        if stage != "edition":
            figures[stage] = figures.get(stage, 0.0) + end - begin
    if pages := [(begin, end) for stage, begin, end in steps if stage in {"internal pdf", "public pdf"}]:
        figures["pages"] = max(end for _begin, end in pages) - min(begin for begin, _end in pages)
    if steps:
        figures["rest"] = seconds - sum(figures.get(stage, 0.0) for stage in _ONE_AFTER_THE_OTHER)
    figures |= {"seconds": seconds, "processor": _processor() - before, "mb": peak.mb}
    return figures


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def listen(target: Path, arguments: list[str]) -> None:
    """Run a command of `fiche` in this process, and write down when each of its steps began and ended."""
    from fiche_builder.cli.terminal import Terminal
    from fiche_builder.model.steps import Observer, Progress, WorkStep, ignore

    steps: list[tuple[str, float, float]] = []

    class Listener(Observer):
        @contextmanager
        def step(self, step: WorkStep) -> Iterator[Progress]:
            begin = time.perf_counter()
            yield ignore
            kind = Path(step.name).suffix[1:] if step.audience else ""
            who = step.audience.value if step.audience else ""
            stage = f"{who} {kind}" if step.stage.value == "file" else f"{step.stage.value} {kind}".strip()
            stage = "making" if stage == "inspection" else stage
            steps.append((stage, begin, time.perf_counter()))

    @contextmanager
    def listening(_terminal: Terminal) -> Iterator[Observer]:
        yield Listener()

    Terminal.steps = listening  # type: ignore[assignment, method-assign]
    sys.argv = ["fiche", *arguments]
    try:
        runpy.run_module("fiche_builder", run_name="__main__")
    finally:
        target.write_text(json.dumps(steps), encoding="utf-8")


def change(source: Path, target: Path) -> None:
    """Write a workbook with other hours in every twentieth fiche."""
    from openpyxl import load_workbook

    workbook = load_workbook(source)
    sheet = workbook["Fiches"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Horaires")
    for row in range(2, sheet.max_row + 1, _CHANGED):
        sheet.cell(row, column).value = "lu-je 8:30-11:45"
    workbook.save(target)


if __name__ == "__main__":
    main()
