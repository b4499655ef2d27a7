"""Days and months."""

from datetime import date


def day_text(day: date) -> str:
    """Return a day as editors write it and readers read it: 25/11/2026."""
    return day.strftime("%d/%m/%Y")


def months_between(earlier: date, later: date) -> int:
    """Return the number of whole months from one day to another; it is negative when `later` comes first."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (1 if later.day < earlier.day else 0)
