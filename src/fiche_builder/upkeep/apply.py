"""Reading the sheets that editors filled in, by kind, and comparing them with the workbook.

To add a kind, write its name into the hidden sheet of facts in the form (`workbook.forms`), and add its reader here.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import _
from fiche_builder.upkeep.amend import Master
from fiche_builder.upkeep.calls.answers import is_call_sheet
from fiche_builder.upkeep.calls.callsheet import KIND as CALLS
from fiche_builder.upkeep.calls.taking import read_calls
from fiche_builder.upkeep.reports.taking_over import read_report
from fiche_builder.upkeep.sheets.returned import Desk, Returned
from fiche_builder.upkeep.suggestions.decisions import read_decisions
from fiche_builder.upkeep.suggestions.form import KIND as SUGGESTIONS
from fiche_builder.workbook.forms import read_facts
from fiche_builder.workbook.handed_back import REPORT_KIND
from fiche_builder.workbook.reader import read_workbook

KINDS: dict[str, Callable[[Desk], Returned]] = {
    CALLS: read_calls,
    SUGGESTIONS: read_decisions,
    REPORT_KIND: read_report,
}


def read_returned(path: Path, master: Master, today: date) -> Returned:
    """Read a filled sheet; raise `WorkbookError` if it is not one, or not one of this workbook."""
    raw = read_workbook(path)
    kind = read_facts(raw).get("kind", CALLS if is_call_sheet(raw) else "")
    if kind not in KINDS:
        raise WorkbookError(
            _("“%(name)s” is not a sheet that fiche made to be filled in.") % {"name": path.name},
            _(
                "Such sheets are made with: fiche verify --sheet appels.xlsx, fiche suggestions --sheet "
                "suggestions.xlsx, or fiche check --annotate anomalies.xlsx. Did you delete their hidden sheet?"
            ),
        )
    return KINDS[kind](Desk(raw, master.checked.book, master.name, today))
