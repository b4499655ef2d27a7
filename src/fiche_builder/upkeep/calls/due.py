"""When a fiche is to be checked at the source again."""

from datetime import date

from fiche_builder.common.config import VerificationConfig
from fiche_builder.common.dates import months_between
from fiche_builder.model.model import Fiche
from fiche_builder.model.public import PublicFiche


def last_check(fiche: Fiche | PublicFiche) -> date | None:
    """Return the oldest check of a fiche and its contacts; None where the fiche itself was never checked.

    A contact without a day of its own was checked with its fiche.
    """
    if fiche.verified_on is None:
        return None
    return min((fiche.verified_on, *(contact.verified_on for contact in fiche.contacts if contact.verified_on)))


def months_since_check(fiche: Fiche | PublicFiche, today: date) -> int | None:
    """Return the whole months since the oldest check; None for never."""
    day = last_check(fiche)
    return None if day is None else months_between(day, today)


def is_due(fiche: Fiche | PublicFiche, periods: VerificationConfig, today: date) -> bool:
    """Tell whether a fiche, or one of its contacts, is to be checked again."""
    months = months_since_check(fiche, today)
    return months is None or months >= periods.due_months
