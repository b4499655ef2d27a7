"""`fiche search`: the search of the offline page, on the terminal."""

from pathlib import Path

import click

from fiche_builder.check import Severity
from fiche_builder.check.checked import check_workbook
from fiche_builder.cli.options import workbook_option
from fiche_builder.cli.session import Session
from fiche_builder.common.i18n import _, ngettext, translations
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition
from fiche_builder.edition.fiche_copy import FicheCopy, InternalFicheCopy, build_sections
from fiche_builder.outputs.search.ranking import SearchIndex
from fiche_builder.outputs.search.records import build_records

_SHOWN = 10


def search_command() -> click.Command:
    """Return `fiche search`."""

    @click.command(
        "search", help=_("Finds fiches by name, acronym, place, number or the caller's own words; the best one first.")
    )
    @click.argument("words", nargs=-1, required=True)
    @workbook_option(_("Where to search."))
    @click.option(
        "--limit",
        metavar="N",
        type=click.IntRange(1),
        default=_SHOWN,
        show_default=True,
        help=_("How many fiches to show."),
    )
    @click.pass_obj
    def search(session: Session, words: tuple[str, ...], workbook: Path, limit: int) -> None:
        config = session.read_config(workbook)
        checked = check_workbook(workbook, config, session.today)
        edition = build_internal_edition(checked.directory, Period.of(session.today), config)
        sections = build_sections(edition, config.edition.lang, translations(config.edition.lang))
        copies = {copy.number: copy for section in sections for copy in section.fiches}
        found = SearchIndex(build_records(edition, sections)).search(" ".join(words))
        for record in found[:limit]:
            _show(session, copies[record.number])
        count = ngettext("%(count)d fiche found", "%(count)d fiches found", len(found)) % {"count": len(found)}
        session.terminal.note(count if found else _("No fiche found: try fewer letters, another word or the place."))
        if errors := checked.count(Severity.ERROR):
            message = ngettext(
                "%(count)d error in the workbook: what is faulty cannot be found (fiche check).",
                "%(count)d errors in the workbook: what is faulty cannot be found (fiche check).",
                errors,
            )
            session.terminal.note(message % {"count": errors}, "yellow")

    return search


def _show(session: Session, copy: FicheCopy) -> None:
    """Print a fiche: its title, then each contact point with what may be done with it."""
    session.terminal.say(f"{copy.number} {copy.bookmark}", "bold")
    if isinstance(copy, InternalFicheCopy) and copy.is_suspended:
        session.terminal.say(f"  {_('Suspended: do not refer')}", "bold red")
    for line in copy.contact_lines:
        points = " · ".join(link.text for link in line.links)
        mark = f"[{line.mark.word}]" if line.mark else ""
        session.terminal.say("  " + "  ".join(part for part in (points, line.label, mark) if part))
    if copy.address:
        session.terminal.say(f"  {copy.address}")
