"""A cell as an editor reads it."""

from datetime import datetime, time

from fiche_builder.workbook.raw import RawValue


def text_of(value: RawValue) -> str:
    """Return a cell as an editor reads it: 12.0 is 12, a date without a time is only a date."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    return "" if value is None else str(value)
