"""`fiche doctor`: what is missing on this machine and in the project."""

from pathlib import Path

import click

from fiche_builder.cli.examining import Health, examine
from fiche_builder.cli.options import output_option, workbook_argument
from fiche_builder.cli.session import Session
from fiche_builder.common.errors import ExitCode
from fiche_builder.common.i18n import _


def doctor_command() -> click.Command:
    """Return `fiche doctor`."""

    @click.command("doctor", help=_("Tells what is missing on this machine and in this project, and how to get it."))
    @workbook_argument()
    @output_option(_("Where to."))
    @click.pass_obj
    def doctor(session: Session, workbook: Path, output: Path) -> int:
        diagnoses = list(examine(workbook, output, session.read_config(workbook), session.today))
        for diagnosis in diagnoses:
            session.terminal.show_diagnosis(diagnosis)
        return ExitCode.WRONG_USE if any(d.health is Health.MISSING for d in diagnoses) else ExitCode.DONE

    return doctor
