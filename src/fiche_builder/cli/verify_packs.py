"""The part of `fiche verify` that writes to organisations: packs, reminders, and what the terminal says of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.config import Config
from fiche_builder.common.dates import day_text
from fiche_builder.common.files import make_folder
from fiche_builder.common.i18n import _, listed, ngettext
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.wording import phone_text
from fiche_builder.model.public import PublicFiche, phones_of, project_fiches, project_imprint
from fiche_builder.publish.journal import open_journal
from fiche_builder.publish.requests import RequestState
from fiche_builder.upkeep.calls.due import is_due
from fiche_builder.upkeep.packs.asking import (
    OpenRequest,
    Requests,
    find_open,
    plan_packs,
    planned_keys,
    read_all_requests,
    to_remind,
)
from fiche_builder.upkeep.packs.organisations import build_organisations
from fiche_builder.upkeep.packs.packs import Draft, DraftWriter, refuse_leaking_drafts, write_reminders, write_requests

_LISTED = 10
"""Organisations named in one line at most."""


@dataclass(frozen=True)
class VerifyRun:
    """What one call of `fiche verify` works on."""

    terminal: Terminal
    config: Config
    checked: CheckedWorkbook
    output: Path
    today: date

    @property
    def month(self) -> EditionId:
        """The edition whose journal keeps today's requests."""
        return EditionId(Period.of(self.today))

    @cached_property
    def public(self) -> tuple[PublicFiche, ...]:
        """The public fiches of the directory."""
        return project_fiches(self.checked.directory.fiches)

    def open_requests(self, requests: Requests) -> tuple[OpenRequest, ...]:
        """Return the requests that were not answered."""
        if not any(requests.values()):
            return ()
        return find_open(requests, build_organisations(self.public, self.config.privacy.internal_domains)[0])


class Packs:
    """Writes the drafts, and reports what was written and what was not."""

    def __init__(self, desk: VerifyRun) -> None:
        self._desk = desk

    def _writer(self) -> DraftWriter:
        imprint = project_imprint(self._desk.checked.directory.imprint)
        if not imprint.suggestions_address:
            nobody = _(
                "No “Adresse des suggestions” in the sheet “Paramètres”: answers come to whoever sends the drafts."
            )
            self._desk.terminal.note(nobody, "yellow")
        return DraftWriter(imprint, self._desk.config.edition.lang, self._desk.month, self._desk.today)

    def write_packs(self, folder: Path, *, again: bool) -> None:
        """Write a draft for each organisation with due fiches that was not asked yet, and record it."""
        due = [fiche for fiche in self._desk.public if is_due(fiche, self._desk.config.verification, self._desk.today)]
        organisations, unreachable = build_organisations(due, self._desk.config.privacy.internal_domains)
        make_folder(self._desk.output)  # where the journals are
        with open_journal(self._desk.output, self._desk.month) as journal:
            requests = read_all_requests(self._desk.output)
            plan = plan_packs(
                organisations, requests, self._desk.open_requests(requests), self._desk.month, again=again
            )
            writer = self._writer()
            drafts = [writer.make_request(organisation) for organisation in plan.to_ask]
            refuse_leaking_drafts(self._desk.checked.book.raw, drafts)
            cut_short = planned_keys(requests)
            self._warn_of_repeated(organisation.key for organisation in plan.to_ask if organisation.key in cut_short)
            self._tell_written(write_requests(drafts, folder, journal, self._desk.today) if drafts else (), folder)
        if count := len(plan.asked):
            asked = [f"{organisation.key} ({day_text(request.asked_on)})" for organisation, request in plan.asked]
            names = listed(asked, _LISTED)
            self._desk.terminal.note(
                ngettext(
                    "%(count)d organisation was asked before and is not asked again (--again does): %(names)s",
                    "%(count)d organisations were asked before and are not asked again (--again does): %(names)s",
                    count,
                )
                % {"count": count, "names": names}
            )
        self._show_unreachable(unreachable)

    def write_reminders(self, folder: Path, *, again: bool) -> None:
        """Write a draft to each organisation that has not answered for three weeks, and record it."""
        requests = read_all_requests(self._desk.output)
        chosen = to_remind(self._desk.open_requests(requests), self._desk.today, again=again)
        writer = self._writer()
        drafts = [(entry, writer.make_reminder(entry)) for entry in chosen]
        refuse_leaking_drafts(self._desk.checked.book.raw, (draft for _entry, draft in drafts))
        self._warn_of_repeated(
            entry.organisation.key for entry in chosen if entry.request.state is RequestState.REMINDING
        )
        self._tell_written(write_reminders(drafts, folder, self._desk.output) if drafts else (), folder)

    def _tell_written(self, written: Iterable[tuple[Draft, Path]], folder: Path) -> None:
        """Write the drafts, naming each."""
        count = 0
        for draft, path in written:
            count += 1
            fiches = len(draft.organisation.fiches)
            shown = {"path": path, "address": draft.organisation.address, "count": fiches}
            line = ngettext(
                "%(path)s  (%(address)s, %(count)d fiche)", "%(path)s  (%(address)s, %(count)d fiches)", fiches
            )
            self._desk.terminal.say(line % shown)
        if not count:
            self._desk.terminal.say(_("There is nobody to write to now."))
            return
        drafts = ngettext("%(count)d draft in %(folder)s", "%(count)d drafts in %(folder)s", count) % {
            "count": count,
            "folder": folder,
        }
        self._desk.terminal.say(drafts, "bold")
        self._desk.terminal.note(_("Open each draft, look at it, and send it: in the journal it counts as sent."))

    def _warn_of_repeated(self, keys: Iterable[str]) -> None:
        if names := listed(list(keys), _LISTED):
            self._desk.terminal.note(
                _(
                    "An earlier run was cut short while it wrote to %(names)s: look whether you sent that draft "
                    "before you send this one."
                )
                % {"names": names},
                "yellow",
            )

    def _show_unreachable(self, fiches: tuple[PublicFiche, ...]) -> None:
        """List the public fiches about which no mail can ask."""
        if not fiches:
            return
        self._desk.terminal.say()
        self._desk.terminal.say(_("To be called: without a public mail address"), "bold")
        rows = []
        for fiche in sorted(fiches, key=lambda fiche: fiche.number):
            phones = phones_of(fiche)
            rows.append((str(fiche.number), fiche.name, phone_text(phones[0], _) if phones else ""))
        self._desk.terminal.show_table((_("N°"), _("Name"), _("Call")), rows)
