"""A cell as an editor sees it."""

from datetime import datetime, time

from fiche_builder.workbook.raw import RawValue


def text_of(value: RawValue) -> str:
    """Return the text of a cell as an editor sees it: 12.0 is 12, and a date without a time is only a date."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    return "" if value is None else str(value)
