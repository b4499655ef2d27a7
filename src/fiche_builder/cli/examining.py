"""What is missing on this machine, in the settings and in the workbook, and how to get it, for `fiche doctor`."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from fiche_builder.check import Severity
from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.common.config import CONFIG_NAME, Config, find_config, project_folders
from fiche_builder.common.errors import FicheError
from fiche_builder.common.font_chain import FOLDER, active_fonts
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.resources import fonts_folder, templates_folder
from fiche_builder.common.text import fold_header
from fiche_builder.mail.plan import audience_of
from fiche_builder.mail.settings import attaches_page, domains_hint, read_sender, read_server, unset
from fiche_builder.mail.transport import PASSWORD_VARIABLE
from fiche_builder.model.columns import Audience
from fiche_builder.model.fields import PARAMETER_NAMES, TEAMS
from fiche_builder.model.values.domains import PERSONAL_DOMAINS, is_internal_host
from fiche_builder.model.words import Flag
from fiche_builder.workbook.locks import lock_files


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


def examine(workbook: Path, output: Path, config: Config, today: date) -> Iterator[Diagnosis]:
    """Yield a diagnosis of each thing on which `fiche` relies."""
    yield Diagnosis(Health.FINE, "Python", sys.version.split()[0])
    yield _examine_pango()
    yield from _examine_fonts(workbook)
    yield _examine_templates()
    yield _examine_settings(workbook)
    try:
        checked = check_workbook(workbook, config, today)
    except FicheError as error:
        yield Diagnosis(Health.MISSING, _("Workbook"), error.message, error.hint)
        checked = None
    else:
        yield from _examine_workbook(workbook)
    yield _examine_output(output)
    yield _examine_mail(config)
    if checked:
        yield from _examine_recipients(checked, config)


def _examine_pango() -> Diagnosis:
    """Tell whether the PDF of the indicators can be made. Nothing else needs Pango, so its lack is no fault."""
    from fiche_builder.stats.weasy import import_weasyprint

    try:
        weasyprint = import_weasyprint()
    except FicheError as error:
        return Diagnosis(Health.NOTE, "Pango", _("missing; only the PDF of fiche stats needs it"), error.hint)
    return Diagnosis(
        Health.FINE,
        "Pango",
        _("makes the PDF of fiche stats (%(version)s)") % {"version": f"WeasyPrint {weasyprint.__version__}"},
    )


def _examine_fonts(workbook: Path) -> Iterator[Diagnosis]:
    subject = _("Fonts")
    try:
        fonts_folder()
        others = [f"{font.family} ({font.path.name})" for font in active_fonts().fonts]
    except FicheError as error:
        yield Diagnosis(Health.MISSING, subject, error.message, error.hint)
        return
    yield Diagnosis(Health.FINE, subject, ", ".join(["Source Sans Pro", *others]))
    if not others and any((folder / FOLDER).is_dir() for folder in project_folders(workbook)):
        yield Diagnosis(
            Health.NOTE,
            subject,
            _("the folder look/fonts has no font in it"),
            _("Put the .ttf or .otf files themselves there, not in a folder of their own."),
        )


def _examine_templates() -> Diagnosis:
    if (templates_folder("pdf") / "fiche.html").is_file():
        return Diagnosis(Health.FINE, _("Templates"), _("complete"))
    return Diagnosis(
        Health.MISSING, _("Templates"), _("The folder of templates is missing."), _("Install fiche-builder again.")
    )


def _examine_settings(workbook: Path) -> Diagnosis:
    path = find_config(workbook)
    if path:
        return Diagnosis(Health.FINE, _("Settings"), str(path))
    return Diagnosis(
        Health.NOTE,
        _("Settings"),
        _("there is no %(name)s beside the workbook: every setting has its default") % {"name": CONFIG_NAME},
        _("fiche init makes one; it overwrites nothing."),
    )


def _examine_workbook(workbook: Path) -> Iterator[Diagnosis]:
    yield Diagnosis(Health.FINE, _("Workbook"), _("%(name)s can be read") % {"name": workbook.name})
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
            _("Set %(names)s under [mail] in fiche.toml; your IT service knows it.") % {"names": unset(config.mail)},
        )
    try:
        server = read_server(config.mail, os.environ)
        read_sender(config.mail)
        attaches_page(config.mail)
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


def _examine_recipients(checked: CheckedWorkbook, config: Config) -> Iterator[Diagnosis]:
    """Yield whether the edition could be sent to the people in this workbook, with these settings."""
    subject = _("Recipients")
    active = [team for team in checked.directory.teams if team.active is Flag.YES]
    internal = [team for team in active if audience_of(team) is Audience.INTERNAL]
    domains = config.privacy.internal_domains
    faulty = sum(
        finding.severity is Severity.ERROR and fold_header(finding.place.sheet) == fold_header(TEAMS.title)
        for finding in checked.findings
    )
    if faulty:
        yield Diagnosis(
            Health.NOTE,
            subject,
            ngettext(
                "%(count)d error in the sheet “Équipes”: until it is corrected, nothing can be sent",
                "%(count)d errors in the sheet “Équipes”: until they are corrected, nothing can be sent",
                faulty,
            )
            % {"count": faulty},
            _("See them with: fiche check"),
        )
    if not active:
        yield Diagnosis(
            Health.NOTE,
            subject,
            _("the sheet “Équipes” has no active recipient: nobody would get the edition"),
            _("Write teams and mail addresses into the sheet “Équipes”."),
        )
    elif internal and not domains:
        yield Diagnosis(
            Health.MISSING, subject, _no_domains_text(len(internal)), domains_hint(team.email for team in internal)
        )
    else:
        yield Diagnosis(
            Health.FINE,
            subject,
            _("%(internal)d for the internal edition, %(public)d for the public one")
            % {"internal": len(internal), "public": len(active) - len(internal)},
        )
    if free := [domain for domain in domains if is_internal_host(domain, tuple(PERSONAL_DOMAINS))]:
        yield Diagnosis(
            Health.MISSING,
            subject,
            _("anybody can have a mailbox at %(domains)s: this is no internal domain") % {"domains": ", ".join(free)},
            _("Remove it from internal_domains under [privacy] in fiche.toml."),
        )
    if not checked.directory.imprint.suggestions_address:
        yield Diagnosis(
            Health.NOTE,
            _("Suggestions"),
            _("no address is set to which readers report mistakes; answers to the mail go to its sender"),
            _("Write it into the sheet “Paramètres”, in the row “%(name)s”.")
            % {"name": PARAMETER_NAMES["suggestions_address"]},
        )


def _no_domains_text(count: int) -> str:
    return ngettext(
        "%(count)d recipient of the internal edition, but no internal domain is set: nothing could be sent to them",
        "%(count)d recipients of the internal edition, but no internal domain is set: nothing could be sent to them",
        count,
    ) % {"count": count}
