"""How suggestions are shown on a line of the terminal, and which workbook the subcommands mean."""

from datetime import date
from pathlib import Path

import click

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.common.dates import day_text
from fiche_builder.common.text import shorten, tidy
from fiche_builder.model.model import Suggestion

_FIRST_WORDS = 70
_NAME = 40
_AUTHOR = 30


def given_workbook(context: click.Context, given: Path) -> Path:
    """Return the workbook, which may be named after the subcommand or before it."""
    source = context.get_parameter_source("workbook")
    if source is click.core.ParameterSource.DEFAULT and context.parent:
        return Path(context.parent.params["workbook"])
    return given


def fiche_names(checked: CheckedWorkbook) -> dict[int, str]:
    """Return the name of each fiche by its N°."""
    return {fiche.number: fiche.name for fiche in checked.directory.fiches}


def day_shown(day: date | None) -> str:
    """Return a day as people here write it."""
    return day_text(day) if day else "–"


def fiche_shown(number: int | None, names: dict[int, str]) -> str:
    """Return the N° and the name of the fiche that a suggestion is about."""
    return " ".join(part for part in (str(number or "–"), shorten(names.get(number or 0, ""), _NAME)) if part)


def author_shown(text: str) -> str:
    """Return the author without the mail address."""
    return shorten(Suggestion(author=text).author_name or text, _AUTHOR)


def first_words(text: str) -> str:
    """Return as much of a text as fits on a line."""
    return shorten(tidy(text), _FIRST_WORDS)
