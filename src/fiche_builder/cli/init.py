"""`fiche init`: the files with which a new team starts."""

from pathlib import Path

import click

from fiche_builder.cli.options import folder_type
from fiche_builder.cli.session import Session
from fiche_builder.common.i18n import _
from fiche_builder.model.project import init_project


def init_command() -> click.Command:
    """Return `fiche init`."""

    @click.command(
        "init", help=_("Starts a project: a workbook with drop-downs and examples, and fiche.toml. Never overwrites.")
    )
    @click.argument("folder", metavar="[DIR]", default=".", type=folder_type())
    @click.pass_obj
    def init(session: Session, folder: Path) -> None:
        for path, is_new in init_project(folder, session.today):
            session.terminal.say((_("made: %(path)s") if is_new else _("kept as it is: %(path)s")) % {"path": path})
        session.terminal.note(_("Next: open the workbook, replace the examples, save, then run: fiche check"))

    return init
