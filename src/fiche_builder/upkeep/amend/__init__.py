"""A new workbook beside the master, with the changes in it and nothing else different, and a list of the changes."""

from fiche_builder.upkeep.amend.changes import Addition, Amendment, Change, ChangeLine, row_title, show
from fiche_builder.upkeep.amend.writing import (
    Amended,
    Master,
    made_since,
    preview_changes,
    read_master,
    undated,
    write_amended,
)

__all__ = [
    "Addition", "Amended", "Amendment", "Change", "ChangeLine", "Master",
    "made_since", "preview_changes", "read_master", "row_title", "show", "undated", "write_amended",
]  # fmt: skip
