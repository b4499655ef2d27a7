"""How long the leak gate takes, compared with making the public edition that it guards, and how that grows.

    python benchmarks/gate.py ../shared/data/nord.xlsx 500 3000

The workbook is multiplied to each number of fiches. Its public edition is made once, then inspected.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from multiply import multiply

from fiche_builder.check.checked import check_workbook
from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_public_edition
from fiche_builder.leak.gate import Gate, refuse_unhygienic
from fiche_builder.outputs.pdf import ComposingRoom, PdfMaker


def main() -> None:
    """Print the table."""
    print("fiches   edition   gate   share   leaks")
    for size in map(int, sys.argv[2:]):
        with tempfile.TemporaryDirectory() as folder:
            workbook = Path(folder) / "annuaire.xlsx"
            multiply(Path(sys.argv[1]), workbook, size)
            checked = check_workbook(workbook, Config(), date(2026, 11, 22))
        start = time.perf_counter()
        edition = build_public_edition(checked.directory, Period(2026, 11), Config())
        content = PdfMaker(edition, "fr", ComposingRoom()).make()
        made = time.perf_counter()
        leaks = Gate(checked.book.raw).find_leaks("public.pdf", "pdf", content)
        refuse_unhygienic("public.pdf", "pdf", content)
        done = time.perf_counter()
        print(
            f"{size:6} {made - start:8.1f} s {done - made:5.1f} s {(done - made) / (made - start):6.1%} {len(leaks):6}",
            flush=True,
        )


if __name__ == "__main__":
    main()
