"""How long both editions take, and their memory and bytes, beside other page-makers.

    python benchmarks/edition.py ../shared/data/nord.xlsx 500 3000 15000
    python benchmarks/edition.py ../shared/data/nord.xlsx 500 3000 --rivals weasyprint,typst,chromium

The workbook is multiplied to each number of fiches. Seconds are those of page-making alone, from the directory in
memory to the bytes, including the start of processes and libraries; each edition has a process of its own, as in the
program. Each figure is made in a process of its own. Our figures are for both editions, those of the rivals
(`rivals.py`) for one, the internal edition. Rivals are not asked to set more than 3,000 fiches. The whole command is
measured by `build.py`.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from multiply import multiply
from peak import Peak

from fiche_builder.check.checked import check_workbook
from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.model.steps import NOBODY
from fiche_builder.outputs.apart import Task, make_apart

_MOST_OF_RIVALS = 3000
_HERE = Path(__file__).parent


def make(workbook: Path) -> dict[str, float]:
    """Make both editions; return the figures."""
    directory = check_workbook(workbook, Config(), date(2026, 11, 22)).directory
    editions = [
        build(directory, Period(2026, 11), Config()) for build in (build_internal_edition, build_public_edition)
    ]
    before = time.process_time()
    with Peak() as peak:
        start = time.perf_counter()
        tasks = [Task(edition, ("pdf",), "fr") for edition in editions]
        made = {file.edition.audience: file.content for file in make_apart(tasks, NOBODY, file_name)}
        seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(usage.ru_utime + usage.ru_stime for usage in used) - before
    internal, public = (len(made[edition.audience]) / len(edition.fiches) for edition in editions)
    return {
        "fiches": len(directory.fiches),
        "seconds": seconds,
        "processor": processor,
        "internal": internal,
        "public": public,
        "peak_mb": peak.mb,
    }


def file_name(edition: AnyEdition, extension: str) -> str:
    """Return a name; nobody reads it."""
    return f"{edition.audience.value}.{extension}"


def measure(*command: object) -> dict[str, float]:
    """Run a part of the benchmark in a process of its own; return the figures it prints."""
    run = subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


def main() -> None:
    """Print the table."""
    if sys.argv[1] == "--one":
        print(json.dumps(make(Path(sys.argv[2]))))
        return
    arguments = sys.argv[1:]
    rivals = arguments.pop(arguments.index("--rivals") + 1).split(",") if "--rivals" in arguments else []
    source, *sizes = (argument for argument in arguments if argument != "--rivals")
    print("fiches  what                        seconds   peak MB   bytes a fiche")
    for size in map(int, sizes):
        with tempfile.TemporaryDirectory() as folder:
            workbook, target = Path(folder) / "annuaire.xlsx", Path(folder) / "rival.pdf"
            multiply(Path(source), workbook, size)
            row = measure(__file__, "--one", workbook)
            sizes_of_both = (
                f"{row['internal']:5.0f} internal, {row['public']:.0f} public; {row['processor']:.0f} s of processors"
            )
            print(
                f"{size:6}  {'both editions':26} {row['seconds']:8.1f} {row['peak_mb']:9.0f}   {sizes_of_both}",
                flush=True,
            )
            for engine in rivals if size <= _MOST_OF_RIVALS else ():
                row = measure(_HERE / "rivals.py", engine, workbook, target)
                if "seconds" in row:
                    print(
                        f"{size:6}  {engine:26} {row['seconds']:8.1f} {row['peak_mb']:9.0f}   "
                        f"{row['bytes'] / size:5.0f}",
                        flush=True,
                    )
                else:
                    print(f"{size:6}  {engine:26} {row['skipped']}", flush=True)


if __name__ == "__main__":
    main()
