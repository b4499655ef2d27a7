"""How long `fiche check` takes on a large workbook, compared with openpyxl's bare load, and how that grows.

    python benchmarks/check.py ../shared/data/nord.xlsx

The workbook is multiplied to 1,500 and 15,000 fiches. Each figure is the median of three whole processes. The two
programs take turns, so that a change in the machine's speed affects both. Compare ratios, not seconds: machines differ.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from multiply import multiply

_SIZES = (1_500, 15_000)
_RUNS = 3
_LOAD = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1])"


def main() -> None:
    """Print the table."""
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        checks = {}
        print("fiches   load_workbook   fiche check   ratio")
        for size in _SIZES:
            workbook = Path(folder) / f"{size}.xlsx"
            multiply(source, workbook, size)
            loads, runs = [], []
            for _run in range(_RUNS):
                loads.append(_seconds("-c", _LOAD, str(workbook)))
                runs.append(_seconds("-m", "fiche_builder", "--quiet", "check", str(workbook), "--json"))
            ratio = statistics.median(run / load for run, load in zip(runs, loads, strict=True))
            checks[size] = statistics.median(runs)
            print(f"{size:6}   {statistics.median(loads):11.2f} s   {checks[size]:9.2f} s   {ratio:5.2f}")
        small, large = _SIZES
        print(
            f"growth from {small} to {large} fiches: {checks[large] / checks[small]:.1f} times ({large / small:.0f} "
            f"times the fiches)"
        )


def _seconds(*arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=False, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
