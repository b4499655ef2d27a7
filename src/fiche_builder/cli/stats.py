"""`fiche stats`: the indicators on one page, and briefly on the terminal."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from fiche_builder.check import Severity
from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.cli.history import tell_passed
from fiche_builder.cli.options import output_option, workbook_argument
from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.config import Config
from fiche_builder.common.dates import day_text
from fiche_builder.common.errors import ConfigError, DataError, MissingDependencyError
from fiche_builder.common.files import write_atomically
from fiche_builder.common.i18n import _, active_language, ngettext
from fiche_builder.common.period import Period
from fiche_builder.publish.history import read_history
from fiche_builder.stats.facts import build_facts
from fiche_builder.stats.figures import NEEDED_HISTORY, Indicators, build_indicators, indicators_json, judging_day

_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class _Targets:
    """Where the page goes; None if it is not written. A PDF may be missing unless it was asked for by name."""

    html: Path | None
    pdf: Path | None
    needs_pdf: bool


def stats_command() -> click.Command:
    """Return `fiche stats`."""

    @click.command(
        "stats",
        help=_(
            "Counts what editors watch, such as recent checks, missing contacts and suggestions: one page, HTML and "
            "PDF."
        ),
    )
    @workbook_argument()
    @output_option(_("Where the editions are, and where the page goes."))
    @click.option("--edition", metavar="YYYY-MM", help=_("The month; this month if not given."))
    @click.option(
        "--json", "as_json", is_flag=True, help=_("Print the figures as JSON, and write only pages that are named.")
    )
    @click.option("--html", metavar="FILE", type=_FILE, help=_("Write the page here instead."))
    @click.option("--pdf", metavar="FILE", type=_FILE, help=_("Write the PDF here instead."))
    @click.pass_obj
    def stats(  # noqa: PLR0913 (the options of the command)
        session: Session,
        /,
        workbook: Path,
        output: Path,
        *,
        edition: str | None,
        html: Path | None,
        pdf: Path | None,
        as_json: bool,
    ) -> None:
        config = session.read_config(workbook)
        period = Period.parse(edition) if edition else Period.of(session.today)
        targets = _targets(output, period, html, pdf, as_json=as_json)
        checked = check_workbook(workbook, config, session.today)
        _tell_what_is_left_out(session.terminal, checked)
        history = read_history(output, partial(tell_passed, session.terminal), until=period, at_most=NEEDED_HISTORY)
        directory = checked.directory
        indicators = build_indicators(directory, history, config, period, judging_day(period, session.today))
        if as_json:
            session.terminal.say_json(indicators_json(indicators))
        else:
            show_indicators(session.terminal, indicators)
        _write_pages(session.terminal, indicators, directory.imprint.title, config, targets, quiet=as_json)

    return stats


def show_indicators(terminal: Terminal, indicators: Indicators) -> None:
    """Print the indicators briefly."""
    terminal.say(_("Indicators as of %(day)s") % {"day": day_text(indicators.day)}, "bold")
    terminal.show_table(
        (_("Indicator"), _("Value"), ""),
        [(fact.label, fact.value, fact.note) for fact in build_facts(indicators, active_language())],
    )


def _tell_what_is_left_out(terminal: Terminal, checked: CheckedWorkbook) -> None:
    """Refuse a workbook without its sheets or columns. If it has errors, say that faulty values are not counted."""
    if checked.is_broken:
        terminal.show_findings(
            [finding for finding in checked.findings if finding.severity is Severity.ERROR], checked.row_titles
        )
        raise DataError(_("Nothing can be counted in this workbook."), _("Correct it, then try again."))
    if errors := checked.count(Severity.ERROR):
        text = ngettext(
            "%(count)d error: the faulty value is not counted (see it with: fiche check).",
            "%(count)d errors: the faulty values are not counted (see them with: fiche check).",
            errors,
        )
        terminal.note(text % {"count": errors}, "yellow")


def _targets(output: Path, period: Period, html: Path | None, pdf: Path | None, *, as_json: bool) -> _Targets:
    """Return where the page goes: into the output folder, unless a file is named or only figures are wanted."""
    for path, endings in ((html, (".html", ".htm")), (pdf, (".pdf",))):
        if path and path.suffix.lower() not in endings:
            # Otherwise somebody could name the workbook here, and lose it.
            raise ConfigError(
                _("“%(path)s” does not end in %(ending)s.") % {"path": path, "ending": endings[0]},
                _("Name another file."),
            )
    if html or pdf or as_json:
        return _Targets(html, pdf, needs_pdf=True)
    return _Targets(output / f"indicateurs-{period}.html", output / f"indicateurs-{period}.pdf", needs_pdf=False)


def _write_pages(  # noqa: PLR0913
    terminal: Terminal, indicators: Indicators, title: str, config: Config, targets: _Targets, *, quiet: bool
) -> None:
    """Write the page and its PDF in the language of editions. Without Pango, write at least the page."""
    if not (targets.html or targets.pdf):
        return
    from fiche_builder.stats.page import make_html, make_pdf

    tell = terminal.note if quiet else terminal.say
    page = make_html(indicators, title, config.edition.lang)
    if targets.html:
        write_atomically(targets.html, page)
        tell(str(targets.html))
    if targets.pdf:
        try:
            content = make_pdf(page)
        except MissingDependencyError as error:
            if targets.needs_pdf:
                raise
            terminal.note(_("No PDF was made: %(reason)s") % {"reason": error.message}, "yellow")
            terminal.note(f"→ {error.hint}")
            return
        write_atomically(targets.pdf, content)
        tell(str(targets.pdf))
