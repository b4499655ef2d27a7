"""Options and arguments that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from fiche_builder.cli.session import DEFAULT_WORKBOOK
from fiche_builder.common.i18n import _

_Command = TypeVar("_Command", bound=Callable[..., Any])


def path_type() -> click.Path:
    """Return the type of a path.

    It is made together with its command, because click names it in the language of that moment.
    """
    return click.Path(path_type=Path)


def folder_type() -> click.Path:
    """Return the type of a folder."""
    return click.Path(path_type=Path, file_okay=False)


def workbook_argument() -> Callable[[_Command], _Command]:
    """Return the argument that names the workbook."""
    return click.argument("workbook", metavar="[WORKBOOK]", default=DEFAULT_WORKBOOK, type=path_type())


def workbook_option(help_text: str) -> Callable[[_Command], _Command]:
    """Return the option that names the workbook, for commands whose argument is something else."""
    return click.option("--workbook", type=path_type(), default=DEFAULT_WORKBOOK, show_default=True, help=help_text)


def output_option(help_text: str | None = None) -> Callable[[_Command], _Command]:
    """Return the option that names the folder of the editions."""
    words = help_text or _("Where the editions are.")
    return click.option("--output", type=folder_type(), default=Path("output"), show_default=True, help=words)
