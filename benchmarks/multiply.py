"""Making a large workbook from a small one.

Its fiches and contacts are repeated, each time with another N°, name and phones.
"""

import sys
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

_REPEATED = {"Fiches": "N°", "Contacts": "Fiche"}
_STEP = 10_000


def multiply(source: Path, target: Path, fiches: int) -> None:
    """Write a workbook with `fiches` fiches, made from those in `source`."""
    original = load_workbook(source)
    count = original["Fiches"].max_row - 1
    copies = -(-fiches // count)
    workbook = Workbook(write_only=True)
    for sheet in original.worksheets:
        written = workbook.create_sheet(sheet.title)
        header, *rows = sheet.iter_rows(values_only=True)
        written.append(header)
        for copy in range(copies if sheet.title in _REPEATED else 1):
            for row in rows:
                changed = _change(dict(zip(header, row, strict=True)), sheet.title, copy)
                if _is_kept(changed, sheet.title, copy, count, fiches):
                    written.append(list(changed.values()))
    workbook.save(target)


def _change(row: dict[Any, Any], sheet: str, copy: int) -> dict[Any, Any]:
    if sheet not in _REPEATED or not copy:
        return row
    key = _REPEATED[sheet]
    changed = {**row, key: row[key] + copy * _STEP}
    if row.get("Nom"):
        changed["Nom"] = f"{row['Nom']}, antenne {copy}"
    phone = row.get("Téléphone")
    if isinstance(phone, str) and phone[-1:].isdigit() and len(phone) > 6:  # noqa: PLR2004 (short numbers stay)
        changed["Téléphone"] = f"{phone[:-1]}{(int(phone[-1]) + copy) % 10}"
    return changed


def _is_kept(row: dict[Any, Any], sheet: str, copy: int, count: int, fiches: int) -> bool:
    """Cut the last copy, so that there are exactly as many fiches as asked for, with only their contacts."""
    if sheet not in _REPEATED:
        return True
    position = copy * count + row[_REPEATED[sheet]] % _STEP
    return position <= fiches


if __name__ == "__main__":
    multiply(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
