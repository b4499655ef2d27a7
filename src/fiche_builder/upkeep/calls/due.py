"""When a fiche must be verified again."""

from datetime import date

from fiche_builder.common.config import VerificationConfig
from fiche_builder.common.dates import months_between
from fiche_builder.model.model import Fiche
from fiche_builder.model.public import PublicFiche


def last_check(fiche: Fiche | PublicFiche) -> date | None:
    """Return the oldest verification of a fiche and its contacts; None if the fiche itself was never verified.

    A contact without a date of its own was verified together with its fiche.
    """
    if fiche.verified_on is None:
        return None
    return min((fiche.verified_on, *(contact.verified_on for contact in fiche.contacts if contact.verified_on)))


def months_since_check(fiche: Fiche | PublicFiche, today: date) -> int | None:
    """Return the number of whole months since the oldest verification; None for never."""
    day = last_check(fiche)
    return None if day is None else months_between(day, today)


def is_due(fiche: Fiche | PublicFiche, periods: VerificationConfig, today: date) -> bool:
    """Tell whether a fiche, or one of its contacts, is due for verification."""
    months = months_since_check(fiche, today)
    return months is None or months >= periods.due_months
