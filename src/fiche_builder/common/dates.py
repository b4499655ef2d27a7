"""Days and months."""

from datetime import date


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to another; negative when `later` is the earlier one."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (1 if later.day < earlier.day else 0)
