"""Writing the file of a call sheet, but never over an editor's calls.

It may only replace a call sheet that nobody has touched.
"""

import io
import zipfile
from datetime import date
from pathlib import Path

from fiche_builder.common.errors import ConfigError, OutputError, WorkbookError
from fiche_builder.common.files import write_atomically, write_new
from fiche_builder.common.i18n import _
from fiche_builder.upkeep.calls.callsheet import KIND
from fiche_builder.workbook.forms import FACTS_TITLE
from fiche_builder.workbook.locks import lock_files
from fiche_builder.workbook.opening import read_workbook_bytes
from fiche_builder.workbook.reader import parse_workbook


def write_call_sheet(path: Path, content: bytes) -> None:
    """Write a call sheet; raise `OutputError` if there is already a file that may hold somebody's work."""
    if path.suffix.casefold() != ".xlsx":
        raise ConfigError(
            _("The call sheet “%(name)s” must end with .xlsx.") % {"name": path.name},
            _("Choose another name, such as %(name)s.") % {"name": "appels.xlsx"},
        )
    if not path.exists() and write_new(path, content):
        return
    if lock_files(path) or not is_untouched(path):
        raise OutputError(
            _("“%(path)s” already exists and is not an empty call sheet: it was not overwritten.") % {"path": path},
            _("Choose another name. If calls are noted in it, take them in first: fiche apply %(path)s")
            % {"path": path},
        )
    write_atomically(path, content)


def is_untouched(path: Path) -> bool:
    """Tell whether a file is a call sheet just as it was made.

    All its parts then have the sheet's own date, which no other program gives them. If somebody only opened and saved
    it, it counts as filled in: a second name is better than an hour of calls lost.
    """
    try:
        content = read_workbook_bytes(path)
        sheets = parse_workbook(path, content).sheets
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            moments = {part.date_time for part in parts.infolist()}
    except WorkbookError:
        return False
    rows = [row for sheet in sheets if sheet.title == FACTS_TITLE for row in sheet.rows]
    facts = {row.cells[1].shown: row.cells[2].shown for row in rows if {1, 2} <= row.cells.keys()}
    try:
        day = date.fromisoformat(facts.get("day", ""))
    except ValueError:
        return False
    return facts.get("kind") == KIND and moments == {(day.year, day.month, day.day, 0, 0, 0)}
