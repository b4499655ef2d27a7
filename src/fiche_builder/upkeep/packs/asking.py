"""Which organisations to ask, which were asked, and which have not answered.

The requests of all months are compared with the workbook as it is now, because nothing else shows whether an
organisation answered: each fiche it was asked about was then verified since, or is no longer public.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from fiche_builder.common.period import EditionId
from fiche_builder.publish.journal import list_journals, read_requests
from fiche_builder.publish.requests import Request, RequestState
from fiche_builder.upkeep.packs.organisations import Organisation, public_addresses

TIME_TO_ANSWER = timedelta(weeks=3)
Requests = Mapping[EditionId, Iterable[Request]]
"""The requests in the journal of each month."""


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that was not answered, or not completely. `edition` tells in whose journal it is."""

    edition: EditionId
    request: Request
    organisation: Organisation
    """The request with the fiches that are still open, and the organisation's present address."""

    def is_late(self, today: date) -> bool:
        """Tell whether the time to answer is over."""
        return today > self.request.due_on


@dataclass(frozen=True, slots=True)
class PackPlan:
    """The organisations that are asked now, and those that are not, with their last request."""

    to_ask: tuple[Organisation, ...]
    asked: tuple[tuple[Organisation, Request], ...]


def read_all_requests(output: Path) -> dict[EditionId, list[Request]]:
    """Return the requests in all journals of an output folder."""
    return {edition: read_requests(output, edition) for edition in list_journals(output)}


def find_open(requests: Requests, organisations: Iterable[Organisation]) -> tuple[OpenRequest, ...]:
    """Return the last request to each organisation, if it was not answered.

    `organisations` are those of all public fiches today. A fiche that now belongs to another organisation is left out.
    """
    today = {organisation.key: organisation for organisation in organisations}
    found = []
    for key, (edition, request) in sorted(_latest(requests).items()):
        organisation = today.get(key)
        fiches = [fiche for fiche in organisation.fiches if fiche.number in request.fiches] if organisation else []
        still_open = tuple(
            fiche for fiche in fiches if fiche.verified_on is None or fiche.verified_on < request.asked_on
        )
        if organisation and still_open:
            is_current = any(request.address in public_addresses(fiche) for fiche in still_open)
            address = request.address if is_current else organisation.address
            found.append(OpenRequest(edition, request, replace(organisation, address=address, fiches=still_open)))
    return tuple(found)


def waiting_numbers(still_open: Iterable[OpenRequest], today: date) -> frozenset[int]:
    """Return the N° of the fiches whose organisation still has time to answer. They need no call."""
    return frozenset(
        fiche.number for entry in still_open if not entry.is_late(today) for fiche in entry.organisation.fiches
    )


def plan_packs(
    organisations: Iterable[Organisation],
    requests: Requests,
    still_open: Iterable[OpenRequest],
    month: EditionId,
    *,
    again: bool,
) -> PackPlan:
    """Return whom to ask.

    Without an explicit wish, nobody is asked twice in a month, or while an earlier request is open.
    """
    blocked = {} if again else _blocking(requests, still_open, month)
    to_ask, asked = [], []
    for organisation in organisations:
        if request := blocked.get(organisation.key):
            asked.append((organisation, request))
        else:
            to_ask.append(organisation)
    return PackPlan(tuple(to_ask), tuple(asked))


def to_remind(still_open: Iterable[OpenRequest], today: date, *, again: bool) -> tuple[OpenRequest, ...]:
    """Return the requests whose time is over. Those already reminded are included only if asked for again."""
    return tuple(entry for entry in still_open if entry.is_late(today) and (again or not entry.request.reminders))


def planned_keys(requests: Requests) -> frozenset[str]:
    """Return the organisations whose draft was being written when a program was stopped. It may exist or not."""
    return frozenset(
        request.organisation
        for entries in requests.values()
        for request in entries
        if request.state is RequestState.PLANNED
    )


def _blocking(requests: Requests, still_open: Iterable[OpenRequest], month: EditionId) -> dict[str, Request]:
    blocked = {entry.request.organisation: entry.request for entry in still_open}
    this_month = (request for request in requests.get(month, ()) if request.state is not RequestState.PLANNED)
    return blocked | {request.organisation: request for request in this_month}


def _latest(requests: Requests) -> dict[str, tuple[EditionId, Request]]:
    return {
        request.organisation: (edition, request)
        for edition in sorted(requests)
        for request in requests[edition]
        if request.state is not RequestState.PLANNED
    }
