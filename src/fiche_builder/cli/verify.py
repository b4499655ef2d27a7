"""`fiche verify`: this month's calls, the packs for organisations, and the reminders."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from fiche_builder.check import Severity
from fiche_builder.check.checked import check_workbook
from fiche_builder.cli.history import tell_passed
from fiche_builder.cli.options import folder_type, output_option, path_type, workbook_argument
from fiche_builder.cli.session import Session
from fiche_builder.cli.verify_packs import Packs, VerifyRun
from fiche_builder.common.collector import without_collector
from fiche_builder.common.dates import day_text
from fiche_builder.common.errors import ConfigError, FicheError
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.publish.history import iterate_history
from fiche_builder.upkeep.calls.calls import (
    EDITIONS_BACK,
    Workload,
    build_calls,
    build_workload,
    count_contact_changes,
)
from fiche_builder.upkeep.calls.callsheet import make_call_sheet
from fiche_builder.upkeep.calls.sheetfile import write_call_sheet
from fiche_builder.upkeep.packs.asking import OpenRequest, Requests, planned_keys, read_all_requests, waiting_numbers


def verify_command() -> click.Command:
    """Return `fiche verify`."""

    @click.command(
        "verify",
        help=_("Tells whom to call this month to check the annuaire at the source; or writes to the organisations."),
    )
    @workbook_argument()
    @click.option(
        "--calls",
        metavar="N",
        type=click.IntRange(1),
        help=_("How many calls at most; as in fiche.toml, or 20, if not given."),
    )
    @output_option()
    @click.option("--json", "as_json", is_flag=True, help=_("Print the calls as JSON."))
    @click.option("--sheet", metavar="FILE.xlsx", type=path_type(), help=_("Write a call sheet to be filled in."))
    @click.option(
        "--packs",
        metavar="DIR",
        type=folder_type(),
        help=_("Write a mail draft for each organisation: its public data, to confirm."),
    )
    @click.option(
        "--reminders",
        is_flag=True,
        help=_("With --packs: only reminders, for those who have not answered within three weeks."),
    )
    @click.option("--again", is_flag=True, help=_("With --packs: also those who were asked, or reminded, before."))
    @click.pass_obj
    def verify(session: Session, /, workbook: Path, output: Path, **options: Any) -> None:  # noqa: ANN401 (see _VerifyCommand)
        config = session.read_config(workbook)
        _refuse_odd_options(**options)
        day = session.today
        _VerifyCommand(VerifyRun(session.terminal, config, check_workbook(workbook, config, day), output, day)).run(
            **options
        )

    return verify


class _VerifyCommand:
    """One call of `fiche verify`."""

    def __init__(self, desk: VerifyRun) -> None:
        self._desk = desk
        self._terminal = desk.terminal

    def run(  # noqa: PLR0913
        self, *, calls: int | None, as_json: bool, sheet: Path | None, packs: Path | None, reminders: bool, again: bool
    ) -> None:
        if errors := self._desk.checked.count(Severity.ERROR):
            self._terminal.note(
                ngettext(
                    "%(count)d error in the workbook: what is faulty is left out here (fiche check).",
                    "%(count)d errors in the workbook: what is faulty is left out here (fiche check).",
                    errors,
                )
                % {"count": errors},
                "yellow",
            )
        if packs and reminders:
            Packs(self._desk).write_reminders(packs, again=again)
        elif packs:
            Packs(self._desk).write_packs(packs, again=again)
        else:
            self._show_calls(calls or self._desk.config.verification.calls, sheet, as_json=as_json)

    def _show_calls(self, capacity: int, sheet: Path | None, *, as_json: bool) -> None:
        requests = self._read_requests()
        still_open = self._desk.open_requests(requests)
        with without_collector():
            changes = count_contact_changes(
                iterate_history(self._desk.output, partial(tell_passed, self._terminal), at_most=EDITIONS_BACK)
            )
        periods, waiting = self._desk.config.verification, waiting_numbers(still_open, self._desk.today)
        directory = self._desk.checked.directory
        workload = build_workload(
            directory, build_calls(directory, changes, periods, self._desk.today, waiting), capacity, periods
        )
        if as_json:
            self._terminal.say_json(calls_json(workload, still_open, self._desk.today))
        else:
            self._show(workload)
            self._tell_requests(still_open, requests)
        if sheet:
            self._write_sheet(workload, sheet)

    def _show(self, workload: Workload) -> None:
        """Print the calls in the order in which to make them, and what remains."""
        say, periods = self._terminal.say, self._desk.config.verification
        if not workload.calls:
            say(
                _("Nobody is to be called: everything was checked within %(months)d months, or is being asked by mail.")
                % {"months": periods.due_months}
            )
            return
        count = len(workload.calls)
        say(
            ngettext("%(count)d call for this month", "%(count)d calls for this month", count) % {"count": count},
            "bold",
        )
        self._terminal.show_table(
            ("", _("N°"), _("Name"), _("Call"), _("Last check"), _("Why")),
            [
                (str(rank), str(call.fiche.number), call.fiche.name, call.reach, _day(call.checked_on), call.why)
                for rank, call in enumerate(workload.calls, 1)
            ],
        )
        say()
        say(_remaining_line(workload))
        if workload.calls_needed > workload.capacity:
            say(
                _(
                    "That is too slow: to check all %(printed)d fiches every %(cycle)d months takes %(needed)d calls "
                    "a month, "
                    "not %(capacity)d. Writing saves calls: fiche verify --packs DIR"
                )
                % {
                    "printed": workload.printed,
                    "cycle": workload.cycle,
                    "needed": workload.calls_needed,
                    "capacity": workload.capacity,
                }
            )

    def _read_requests(self) -> Requests:
        """Return all requests. If a journal cannot be read, the calls are shown all the same."""
        try:
            return read_all_requests(self._desk.output)
        except FicheError as error:
            self._terminal.note(error.message, "yellow")
            return {}

    def _tell_requests(self, still_open: tuple[OpenRequest, ...], requests: Requests) -> None:
        """Name the organisations that were written to and have not answered."""
        note = self._terminal.note
        late = [entry for entry in still_open if entry.is_late(self._desk.today)]
        waiting = len(still_open) - len(late)
        reminded = sum(entry.request.reminders > 0 for entry in late)
        if waiting:
            note(
                ngettext(
                    "%(count)d organisation was written to and still has time to answer: its fiches are not in this "
                    "list.",
                    "%(count)d organisations were written to and still have time to answer: their fiches are not in "
                    "this list.",
                    waiting,
                )
                % {"count": waiting}
            )
        if count := len(late) - reminded:
            note(
                ngettext(
                    "%(count)d organisation has not answered for more than three weeks: fiche verify --packs DIR "
                    "--reminders",
                    "%(count)d organisations have not answered for more than three weeks: fiche verify --packs DIR "
                    "--reminders",
                    count,
                )
                % {"count": count},
                "yellow",
            )
        if reminded:
            note(
                ngettext(
                    "%(count)d organisation did not answer its reminder either: call it.",
                    "%(count)d organisations did not answer their reminder either: call them.",
                    reminded,
                )
                % {"count": reminded},
                "yellow",
            )
        if planned := planned_keys(
            {month: entries for month, entries in requests.items() if month == self._desk.month}
        ):
            note(
                ngettext(
                    "%(count)d draft was being written when the program was cut short: fiche verify --packs DIR",
                    "%(count)d drafts were being written when the program was cut short: fiche verify --packs DIR",
                    len(planned),
                )
                % {"count": len(planned)},
                "yellow",
            )

    def _write_sheet(self, workload: Workload, path: Path) -> None:
        """Write the call sheet for these calls. An empty one would be useless."""
        if not workload.calls:
            self._terminal.note(_("No call sheet was written: there is nothing to call about."))
            return
        calls = [(call.fiche.number, call.why) for call in workload.calls]
        write_call_sheet(path, make_call_sheet(self._desk.checked, calls, self._desk.today))
        self._terminal.note(_("The call sheet: %(path)s. When it is filled in: fiche apply %(path)s") % {"path": path})


def calls_json(workload: Workload, still_open: Iterable[OpenRequest], day: date) -> dict[str, Any]:
    """Return the calls in the shape that other programs rely on.

    `due` counts the fiches to be verified, including these calls, and `remaining` those after them. `months` is how
    long it takes to do all that is due, with this many calls a month. `calls_needed` is how many calls a month would
    verify all `fiches` within the overdue period. `requests` are the organisations that were written to and have not
    answered, in time and late. In a call, `call` is what to dial, `checked_on` the oldest verification (null for never)
    and `months` its age. `changes` counts the editions of the last year with other contact data. `score` is the urgency
    in months, and `reasons` says the same in words.
    """
    late = [entry.is_late(day) for entry in still_open]
    return {
        "today": day.isoformat(),
        "capacity": workload.capacity,
        "fiches": workload.printed,
        "due": workload.due,
        "remaining": workload.remaining,
        "months": workload.months,
        "calls_needed": workload.calls_needed,
        "requests": {"waiting": late.count(False), "late": late.count(True)},
        "calls": [
            {
                "rank": rank,
                "number": call.fiche.number,
                "name": call.fiche.name,
                "call": call.reach,
                "checked_on": call.checked_on.isoformat() if call.checked_on else None,
                "months": call.months,
                "changes": call.changes,
                "score": call.score,
                "reasons": list(call.reasons),
            }
            for rank, call in enumerate(workload.calls, 1)
        ],
    }


def _refuse_odd_options(*, packs: Path | None, reminders: bool, again: bool, **calls: object) -> None:
    if (reminders or again) and not packs:
        raise ConfigError(
            _("--reminders and --again need to know where the drafts go."),
            _("Name the folder: fiche verify --packs DIR --reminders"),
        )
    if packs and any(calls.values()):
        raise ConfigError(
            _("Calls and packs are made one after the other."),
            _("Leave out --calls, --json and --sheet with --packs."),
        )


def _day(day: date | None) -> str:
    return day_text(day) if day else _("never")


def _remaining_line(workload: Workload) -> str:
    if not workload.remaining:
        return _("After these calls nothing is due any more.")
    fiches = ngettext("%(count)d fiche is still due", "%(count)d fiches are still due", workload.remaining) % {
        "count": workload.remaining
    }
    months = ngettext("%(count)d month", "%(count)d months", workload.months) % {"count": workload.months}
    return _("After these calls %(fiches)s: at this pace all is done in %(months)s.") % {
        "fiches": fiches,
        "months": months,
    }
