"""What is missing on this machine and how to get it, for `fiche doctor`."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from fiche_builder.common.config import Config
from fiche_builder.common.errors import FicheError
from fiche_builder.common.i18n import _
from fiche_builder.common.resources import fonts_folder, templates_folder
from fiche_builder.mail.settings import read_sender, read_server
from fiche_builder.mail.transport import PASSWORD_VARIABLE
from fiche_builder.workbook.locks import lock_files
from fiche_builder.workbook.reader import read_workbook


class Health(Enum):
    """The state of a thing: fine, worth knowing, or a problem."""

    FINE = "fine"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was examined."""

    health: Health
    subject: str
    detail: str
    hint: str = ""


def examine(workbook: Path, output: Path, config: Config) -> Iterator[Diagnosis]:
    """Yield a diagnosis of each thing on which `fiche` relies."""
    yield Diagnosis(Health.FINE, "Python", sys.version.split()[0])
    yield _examine_pango()
    yield _examine_fonts()
    yield _examine_templates()
    yield from _examine_workbook(workbook)
    yield _examine_output(output)
    yield _examine_mail(config)


def _examine_pango() -> Diagnosis:
    from fiche_builder.outputs.pdf.weasy import import_weasyprint

    try:
        weasyprint = import_weasyprint()
    except FicheError as error:
        return Diagnosis(Health.MISSING, "Pango", error.message, error.hint)
    return Diagnosis(Health.FINE, "Pango", f"WeasyPrint {weasyprint.__version__}")


def _examine_fonts() -> Diagnosis:
    try:
        fonts_folder()
    except FicheError as error:
        return Diagnosis(Health.MISSING, _("Fonts"), error.message, error.hint)
    return Diagnosis(Health.FINE, _("Fonts"), "Source Sans Pro")


def _examine_templates() -> Diagnosis:
    if (templates_folder("pdf") / "fiche.html").is_file():
        return Diagnosis(Health.FINE, _("Templates"), _("complete"))
    return Diagnosis(
        Health.MISSING, _("Templates"), _("The folder of templates is missing."), _("Install fiche-builder again.")
    )


def _examine_workbook(workbook: Path) -> Iterator[Diagnosis]:
    try:
        raw = read_workbook(workbook)
    except FicheError as error:
        yield Diagnosis(Health.MISSING, _("Workbook"), error.message, error.hint)
        return
    yield Diagnosis(Health.FINE, _("Workbook"), _("%(name)s can be read") % {"name": raw.name})
    if lock_files(workbook):
        yield Diagnosis(
            Health.NOTE,
            _("Workbook"),
            _("It is open in another program: what is not saved there is not in the edition."),
            _("Save and close it before you build."),
        )


def _examine_output(output: Path) -> Diagnosis:
    folder = next((path for path in (output, *output.absolute().parents) if path.exists()), Path())
    if folder.is_dir() and os.access(folder, os.W_OK):
        return Diagnosis(Health.FINE, _("Output folder"), str(output))
    return Diagnosis(
        Health.MISSING,
        _("Output folder"),
        _("“%(path)s” cannot be written into.") % {"path": output},
        _("Choose another folder with --output, or ask for the right to write there."),
    )


def _examine_mail(config: Config) -> Diagnosis:
    subject = _("Mailing")
    if not config.mail.host or not config.mail.sender:
        return Diagnosis(
            Health.NOTE,
            subject,
            _("no mail server is set: editions can be made, not mailed"),
            _("Set host and sender under [mail] in fiche.toml."),
        )
    try:
        server = read_server(config.mail, os.environ)
        read_sender(config.mail)
    except FicheError as error:
        return Diagnosis(Health.MISSING, subject, error.message, error.hint)
    if not server.password and not server.token:
        return Diagnosis(
            Health.NOTE,
            subject,
            _("%(host)s is set, without a password") % {"host": config.mail.host},
            _("If the server asks for one, set the environment variable %(name)s.") % {"name": PASSWORD_VARIABLE},
        )
    return Diagnosis(Health.FINE, subject, f"{config.mail.host} ({server.security.value})")
