"""`fiche build`: checking the workbook, making the editions and publishing them."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import platformdirs

from fiche_builder.check import Severity
from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.check.findings import Past
from fiche_builder.cli.diff import news_line, warn_of_reused
from fiche_builder.cli.history import confirm_month, read_served
from fiche_builder.cli.options import output_option, path_type, workbook_argument
from fiche_builder.cli.questions import list_questions
from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.errors import ConfigError, DataError
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.explain import explain, summarise
from fiche_builder.edition.wording import fiche_count
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.formats import FORMATS
from fiche_builder.publish.archive import PublishedEdition, read_published, read_replaced
from fiche_builder.publish.build import BuildRequest, build_editions
from fiche_builder.publish.history import last_frame
from fiche_builder.publish.revision import edition_to_build
from fiche_builder.workbook.locks import lock_files

_AUDIENCES = {
    "internal": (Audience.INTERNAL,),
    "public": (Audience.PUBLIC,),
    "all": (Audience.INTERNAL, Audience.PUBLIC),
}
_KILOBYTE = 1024


def build_command() -> click.Command:
    """Return `fiche build`."""

    @click.command("build", help=_("Checks the workbook, then makes the editions and publishes them in one step."))
    @workbook_argument()
    @click.option("--edition", metavar="YYYY-MM", help=_("The edition; this month if not given."))
    @click.option(
        "--audience", type=click.Choice(list(_AUDIENCES)), default="all", show_default=True, help=_("For whom.")
    )
    @click.option(
        "--format", "formats", metavar="pdf,…", default=",".join(FORMATS), help=_("Which files; all if not given.")
    )
    @output_option(_("Where to."))
    @click.option(
        "--since", metavar="EDITION", help=_("The edition to compare with; the newest earlier one if not given.")
    )
    @click.option("--revise", is_flag=True, help=_("Make a corrected edition of a month that was sent: 2026-11-r2."))
    @click.option("--yes", is_flag=True, help=_("Do not ask: make also a month far away, or a revision like the last."))
    @click.option("--skip-errors", is_flag=True, help=_("Leave out each faulty value or fiche, list them, and go on."))
    # Scripts of the months in which typesetting was slow may still give these. They change nothing now.
    @click.option("--cache", type=path_type(), hidden=True, expose_value=False)
    @click.option("--no-cache", is_flag=True, hidden=True, expose_value=False)
    @click.option("--workers", type=click.IntRange(1, 64), hidden=True, expose_value=False)
    @click.option(
        "--explain",
        "wants_explanation",
        is_flag=True,
        help=_("Tell what the public edition withholds, and by which rule."),
    )
    @click.option("--explain-all", is_flag=True, help=_("The same, fiche by fiche."))
    @click.pass_obj
    def build(  # noqa: PLR0913 (the options of the command)
        session: Session,
        /,
        workbook: Path,
        *,
        yes: bool,
        skip_errors: bool,
        wants_explanation: bool,
        explain_all: bool,
        **options: Any,  # noqa: ANN401 (see _request)
    ) -> None:
        _forget_pieces()
        config = session.read_config(workbook)
        request = _request(session.today, **options)
        read_replaced(request.output / str(request.id))
        if not yes:
            confirm_month(session, request.period, request.output)
        served = read_served(session.terminal, request.output, request.id)
        request = replace(request, unchanged_too=yes, served=served)
        past = Past(served, last_frame(request.output))
        with session.terminal.steps() as observer:
            checked = check_workbook(workbook, config, session.today, past=past, observer=observer)
        _refuse_or_list_errors(session.terminal, checked, skip_errors=skip_errors)
        if Audience.PUBLIC in request.audiences:
            list_questions(session.terminal, checked)
        if lock_files(workbook):
            session.terminal.note(
                _("The workbook is open in another program: what is not saved there is not in the edition."), "yellow"
            )
        with session.terminal.steps() as observer:
            folder = build_editions(checked, request, config, observer)
        edition = read_published(folder)
        _show_edition(session.terminal, edition)
        _show_news(session.terminal, edition)
        if wants_explanation or explain_all:
            _show_withheld(session.terminal, checked, one_by_one=explain_all)

    return build


def _request(  # noqa: PLR0913 (the options of the command)
    day: date,
    *,
    edition: str | None,
    audience: str,
    formats: str,
    output: Path,
    since: str | None,
    revise: bool,
) -> BuildRequest:
    names = tuple(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise ConfigError(
            _("There is no format “%(name)s”.") % {"name": ", ".join(unknown)},
            _("Known here: %(names)s.") % {"names": ", ".join(FORMATS)},
        )
    period = Period.parse(edition) if edition else Period.of(day)
    made = edition_to_build(output, period, revise=revise)
    earlier = EditionId.parse(since) if since else None
    if earlier and earlier >= made:
        raise ConfigError(
            _("Edition %(since)s is not earlier than %(edition)s.") % {"since": earlier, "edition": made},
            _("Name an earlier one with --since."),
        )
    return BuildRequest(period, _AUDIENCES[audience], names, output, made.revision, earlier)


def _forget_pieces() -> None:
    """Delete the typeset pieces that earlier versions of the program kept: they hold internal text."""
    folder = platformdirs.user_cache_path("fiche-builder", appauthor=False)
    if folder.is_absolute():  # a user without a home has none
        with suppress(OSError):
            (folder / "slugs-1.sqlite").unlink()


def _refuse_or_list_errors(terminal: Terminal, checked: CheckedWorkbook, *, skip_errors: bool) -> None:
    errors = [finding for finding in checked.findings if finding.severity is Severity.ERROR]
    if errors:
        terminal.show_findings(errors, checked.row_titles)
        count = {"count": len(errors)}
        if checked.is_broken or not skip_errors:
            raise DataError(
                ngettext(
                    "%(count)d error: nothing was published.", "%(count)d errors: nothing was published.", len(errors)
                )
                % count,
                _("Correct the workbook and build again.")
                if checked.is_broken
                else _(
                    "Correct the workbook and build again; or leave the faulty values out with: fiche build "
                    "--skip-errors"
                ),
            )
        terminal.note(
            ngettext("%(count)d error: left out.", "%(count)d errors: left out.", len(errors)) % count, "bold red"
        )
    if warnings := checked.count(Severity.WARNING):
        terminal.note(
            ngettext(
                "%(count)d warning (see it with: fiche check)",
                "%(count)d warnings (see them with: fiche check)",
                warnings,
            )
            % {"count": warnings},
            "yellow",
        )


def _show_withheld(terminal: Terminal, checked: CheckedWorkbook, *, one_by_one: bool) -> None:
    terminal.say()
    terminal.say(_("The public edition withholds:"), "bold")
    told = list(explain(checked.directory))
    if one_by_one:
        for withheld in told:
            terminal.say(f"  {withheld.number} {withheld.name}: {', '.join(withheld.fields)} ({withheld.rule})")
        return
    for rule, what in summarise(told):
        terminal.say("  " + _("%(place)s: %(message)s") % {"place": rule, "message": what})
    terminal.say(_("Fiche by fiche: fiche build --explain-all") if told else "  " + _("nothing"))


def _show_edition(terminal: Terminal, edition: PublishedEdition) -> None:
    for file in edition.files:
        fiches = fiche_count(file.fiches, ngettext)
        terminal.say(f"{edition.folder / file.name}  ({fiches}, {-(-file.size // _KILOBYTE)} KB)")


def _show_news(terminal: Terminal, edition: PublishedEdition) -> None:
    """Tell what changed since the earlier edition, as the editions do."""
    for audience in (Audience.INTERNAL, Audience.PUBLIC):
        if changes := edition.changes(audience):
            word = _("internal edition") if audience is Audience.INTERNAL else _("public edition")
            news = {"edition": changes.old, "audience": word, "counts": news_line(changes)}
            terminal.note(_("Since %(edition)s (%(audience)s): %(counts)s") % news)
            if audience is Audience.INTERNAL:
                warn_of_reused(terminal, changes)
