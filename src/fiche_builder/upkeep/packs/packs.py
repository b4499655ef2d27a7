"""Packs: the draft for each organisation, made from its public data, read by the leak gate, written and recorded."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from fiche_builder.common.errors import OutputError
from fiche_builder.common.files import make_folder, write_atomically
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId
from fiche_builder.leak.gate import Gate, refuse_leaks
from fiche_builder.mail.message import build_draft, render_letter
from fiche_builder.model.public import PublicImprint
from fiche_builder.model.values.emails import ascii_address
from fiche_builder.publish.journal import Journal, open_journal
from fiche_builder.publish.requests import NewRequest, Request, RequestState
from fiche_builder.upkeep.packs.asking import TIME_TO_ANSWER, OpenRequest
from fiche_builder.upkeep.packs.organisations import Organisation
from fiche_builder.upkeep.packs.request_copy import Asking, build_request_copy
from fiche_builder.workbook.raw import RawWorkbook

_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft ready to be written."""

    name: str
    organisation: Organisation
    content: bytes
    due_on: date

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class DraftWriter:
    """Makes the drafts of a day, all in the language of the edition."""

    imprint: PublicImprint
    language: str
    month: EditionId
    today: date

    def make_request(self, organisation: Organisation) -> Draft:
        """Return the draft that asks an organisation."""
        return self._make("verification", organisation, None)

    def make_reminder(self, still_open: OpenRequest) -> Draft:
        """Return the draft that reminds an organisation of what is still open."""
        return self._make("rappel", still_open.organisation, still_open.request.asked_on)

    def _make(self, kind: str, organisation: Organisation, first_asked: date | None) -> Draft:
        due_on = self.today + TIME_TO_ANSWER
        copy = build_request_copy(
            organisation.fiches, self.imprint, Asking(self.month, due_on, first_asked), self.language
        )
        reply_to = ascii_address(self.imprint.suggestions_address)
        content = build_draft(render_letter(copy, template="verification"), reply_to, "", organisation.address)
        return Draft(f"{self.month}-{kind}-{_file_part(organisation.key)}.eml", organisation, content, due_on)


def refuse_leaking_drafts(raw: RawWorkbook, drafts: Iterable[Draft]) -> None:
    """Raise `LeakError` if any draft holds an internal value in its finished bytes. Then none is written."""
    gate = Gate(raw)
    refuse_leaks(leak for draft in drafts for leak in gate.find_leaks(draft.name, "eml", draft.content))


def write_requests(
    drafts: Iterable[Draft], folder: Path, journal: Journal, today: date
) -> Iterator[tuple[Draft, Path]]:
    """Write the drafts into a folder and record them. Yield each with its path."""
    drafts = tuple(drafts)
    make_folder(folder)  # before anything is recorded
    journal.plan_requests(
        NewRequest(
            organisation=draft.organisation.key,
            address=draft.organisation.address,
            fiches=tuple(fiche.number for fiche in draft.organisation.fiches),
            sha256=draft.sha256,
            asked_on=today,
            due_on=draft.due_on,
        )
        for draft in drafts
    )
    planned = {request.organisation: request for request in journal.requests() if request.state is RequestState.PLANNED}
    for draft in drafts:
        path = folder / draft.name
        try:
            write_atomically(path, draft.content)
        except OutputError:
            # Nothing was interrupted: this draft and those after it certainly do not exist.
            journal.plan_requests(())
            raise
        journal.mark_requests([replace(planned[draft.organisation.key], state=RequestState.ASKED)])
        yield draft, path


def write_reminders(
    reminders: Iterable[tuple[OpenRequest, Draft]], folder: Path, output: Path
) -> Iterator[tuple[Draft, Path]]:
    """Write the reminders, and record each in the journal of its request. All these journals are locked meanwhile."""
    reminders = tuple(reminders)
    make_folder(folder)  # before anything is recorded
    with ExitStack() as stack:
        editions = sorted({entry.edition for entry, _draft in reminders})
        journals = {edition: stack.enter_context(open_journal(output, edition)) for edition in editions}
        _refuse_changed(journals, [(entry.edition, entry.request) for entry, _draft in reminders])
        for edition, journal in journals.items():
            journal.mark_requests(
                replace(entry.request, state=RequestState.REMINDING)
                for entry, _draft in reminders
                if entry.edition == edition
            )
        for position, (entry, draft) in enumerate(reminders):
            path = folder / draft.name
            try:
                write_atomically(path, draft.content)
            except OutputError:
                for unwritten, _draft in reminders[position:]:
                    journals[unwritten.edition].mark_requests([unwritten.request])
                raise
            journals[entry.edition].mark_requests([_reminded(entry.request, draft)])
            yield draft, path


def _reminded(request: Request, draft: Draft) -> Request:
    return replace(
        request, state=RequestState.ASKED, sha256=draft.sha256, due_on=draft.due_on, reminders=request.reminders + 1
    )


def _refuse_changed(journals: dict[EditionId, Journal], expected: Iterable[tuple[EditionId, Request]]) -> None:
    """Raise if another program wrote reminders after we read the journals and before we locked them."""
    now = {edition: journal.requests() for edition, journal in journals.items()}
    if any(request not in now[edition] for edition, request in expected):
        raise OutputError(
            _("Another program has just written to the same organisations."),
            _("Look at its drafts, then run this again if any are missing."),
        )


def _file_part(key: str) -> str:
    """Return a key as part of a file name. Different keys get different names."""
    part = quote(key, safe="@+")
    return (
        part if len(part) <= _LONGEST_KEY else f"{part[:_LONGEST_KEY]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    )
