"""What the leak gate and hygiene cost beside the check and the whole build, stage by stage, and how that grows.

    python benchmarks/gate.py ../shared/data/nord.xlsx 511 3000

The workbook is multiplied to each number of fiches, checked, and built with all files of both editions. Then the gate
inspects these files once more, alone: seconds of processor time for preparing the search and for each format. Peak
memory is that of the gate with the check before it, in a process of its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from multiply import multiply

from fiche_builder.check.checked import check_workbook
from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.leak.gate import Candidate, Gate
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.formats import FORMATS
from fiche_builder.publish.build import BuildRequest, build_editions

_TODAY = date(2026, 11, 22)


def main() -> None:
    """Print the table."""
    stages = ["check", "build", "gate", "prepare", *FORMATS]
    print("fiches", *(f"{stage:>8}" for stage in stages), "   share   peak MB")
    for size in map(int, sys.argv[2:]):
        with tempfile.TemporaryDirectory() as folder:
            workbook = Path(folder) / "annuaire.xlsx"
            multiply(Path(sys.argv[1]), workbook, size)
            seconds = _build(workbook, Path(folder))
            inspected = subprocess.run(
                [sys.executable, __file__, "--inspect", workbook, folder], capture_output=True, text=True, check=True
            )
            peak, *told = inspected.stdout.split()
            seconds |= {stage: float(count) for stage, _equals, count in (entry.partition("=") for entry in told)}
        seconds["gate"] = sum(seconds[stage] for stage in ["prepare", *FORMATS])
        share = seconds["gate"] / seconds["build"]
        print(f"{size:6}", *(f"{seconds[stage]:8.2f}" for stage in stages), f"{share:8.0%} {peak:>9}", flush=True)


def _build(workbook: Path, folder: Path) -> dict[str, float]:
    """Return the processor time of the check, and of the whole build with the check."""
    start = time.process_time()
    checked = check_workbook(workbook, Config(), _TODAY)
    done = time.process_time()
    request = BuildRequest(Period(2026, 11), (Audience.INTERNAL, Audience.PUBLIC), tuple(FORMATS), folder)
    build_editions(checked, request, Config())
    return {"check": done - start, "build": time.process_time() - start}


def _inspect(workbook: Path, folder: Path) -> None:
    """Print the peak of memory in MB, then the processor time of each stage."""
    gate = Gate(check_workbook(workbook, Config(), _TODAY).book.raw)
    seconds: defaultdict[str, float] = defaultdict(float)
    start = time.process_time()
    gate.find_leaks("", "txt", b"")
    seconds["prepare"] = time.process_time() - start
    for path in sorted(folder.rglob("annuaire-*.*")):
        start = time.process_time()
        extension = path.suffix[1:]
        gate.inspect([Candidate(path.name, extension, path.read_bytes(), Audience.PUBLIC.value in path.name)])
        seconds[extension] += time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(peak, *(f"{stage}={count:.3f}" for stage, count in seconds.items()))


if __name__ == "__main__":
    if sys.argv[1] == "--inspect":
        _inspect(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
