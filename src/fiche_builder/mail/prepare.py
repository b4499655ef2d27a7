"""Everything that must be right before the first message is sent: the recipients, the files, the rules.

Nothing here sends.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fiche_builder.check import Severity
from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.check.questions import Question, still_open
from fiche_builder.common.config import Config
from fiche_builder.common.dates import day_text
from fiche_builder.common.errors import DataError, FicheError, MailError
from fiche_builder.common.i18n import _, active_language, ngettext
from fiche_builder.common.period import Period
from fiche_builder.common.text import fold, fold_header
from fiche_builder.edition.snapshot import Snapshot
from fiche_builder.leak.gate import LEAK_GATE, Gate, refuse_leaks
from fiche_builder.mail.mail_copy import MailCopy, MailedFiles, add_indicators, build_copy, format_size
from fiche_builder.mail.message import Attachment, Letter, render_letter
from fiche_builder.mail.plan import MailingPlan, Wishes, audience_of, build_plan, choose_teams, hold_back
from fiche_builder.mail.settings import attaches_page, domains_hint
from fiche_builder.model.columns import Audience
from fiche_builder.model.fields import TEAMS
from fiche_builder.model.model import Team
from fiche_builder.model.values.domains import is_internal_host
from fiche_builder.model.values.emails import ascii_address
from fiche_builder.model.words import Flag
from fiche_builder.publish.archive import PublishedEdition, list_editions
from fiche_builder.publish.history import Passed, newest_sent, read_history
from fiche_builder.publish.journal import Delivery
from fiche_builder.publish.manifest import PublishedFile
from fiche_builder.stats.figures import NEEDED_HISTORY, Indicators, build_indicators, judging_day

_MEGABYTE = 1024**2
LARGE = 7 * _MEGABYTE
"""Files above this size, all of a mail together, are a third larger in it, and some mailboxes send it back."""
TOO_LARGE = 14 * _MEGABYTE
"""Above this size, most mailboxes do."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the recipients of one audience get.

    `file` is the PDF, `page` the offline page if it is mailed too. `editors_letter` is the letter of the editors' team,
    if any of them is among these recipients.
    """

    file: PublishedFile
    snapshot: Snapshot
    letter: Letter[MailCopy]
    editors_letter: Letter[MailCopy] | None = None
    page: PublishedFile | None = None

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return self.file.size + (self.page.size if self.page else 0)

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions that were open about its files when they were built."""
        return tuple(dict.fromkeys((*self.file.unanswered, *(self.page.unanswered if self.page else ()))))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A mailing that may begin: all active recipients, and what is sent to those that were asked for.

    `warnings` are for the person who sends it.
    """

    edition: PublishedEdition
    teams: tuple[Team, ...]
    parcels: Mapping[Audience, Parcel]
    warnings: tuple[str, ...]
    editors_team: str = ""
    questions: tuple[Question, ...] = ()
    """What nobody answered about the texts of the public edition, neither before it was built nor since."""

    def letter_for(self, team: Team) -> Letter[MailCopy]:
        """Return the letter for a recipient."""
        parcel = self.parcels[audience_of(team)]
        return parcel.editors_letter if parcel.editors_letter and _is_editor(team, self.editors_team) else parcel.letter

    @property
    def sha256(self) -> dict[Audience, str]:
        """The hash of each PDF."""
        return {audience: parcel.file.sha256 for audience, parcel in self.parcels.items()}


def prepare_mailing(
    checked: CheckedWorkbook, edition: PublishedEdition, team_names: tuple[str, ...], config: Config, today: date
) -> Prepared:
    """Return the mailing of an edition to the named teams, or to all if none is named.

    Raise a `FicheError` if any rule forbids it.
    """
    teams = _read_teams(checked, config)
    chosen = choose_teams(teams, team_names)
    audiences = {audience_of(team) for team in chosen}
    wanted = [audience for audience in (Audience.INTERNAL, Audience.PUBLIC) if audience in audiences]
    with_page = attaches_page(config.mail)
    parcels = {audience: _make_parcel(edition, audience, config, with_page=with_page) for audience in wanted}
    if public := parcels.get(Audience.PUBLIC):
        _refuse_leaking_letter(checked, public)
    spoilt: list[FicheError] = []
    if any(_is_editor(team, config.mail.editors_team) for team in chosen):
        indicators = _count(checked, edition, config, today, spoilt.append)
        parcels[Audience.INTERNAL] = _with_editors_letter(parcels[Audience.INTERNAL], indicators)
    warnings = (
        *(error.message for error in spoilt),
        *_warnings(checked, parcels.values(), with_page=with_page),
        *_warnings_of_time(edition, today),
    )
    questions = still_open((question for parcel in parcels.values() for question in parcel.unanswered), checked.book)
    return Prepared(edition, tuple(teams), parcels, warnings, config.mail.editors_team, questions)


def plan_mailing(prepared: Prepared, deliveries: Collection[Delivery], wishes: Wishes) -> MailingPlan:
    """Return the plan of a mailing. Whoever gets the public edition waits while there are questions about its texts."""
    plan = build_plan(prepared.teams, deliveries, prepared.sha256, wishes)
    return hold_back(plan, Audience.PUBLIC) if prepared.questions and not wishes.accept_private_text else plan


def _is_editor(team: Team, name: str) -> bool:
    """Tell whether a recipient gets the internal edition as one of the editors' team.

    Nobody else gets the editors' letter.
    """
    return bool(name) and fold(team.team) == fold(name) and audience_of(team) is Audience.INTERNAL


def _count(
    checked: CheckedWorkbook, edition: PublishedEdition, config: Config, today: date, passed: Passed
) -> Indicators:
    """Return the indicators of the workbook as it is now, beside those of the editions in the same folder."""
    period = edition.id.period
    history = read_history(edition.folder.parent, passed, until=period, at_most=NEEDED_HISTORY)
    return build_indicators(checked.directory, history, config, period, judging_day(period, today))


def _with_editors_letter(parcel: Parcel, indicators: Indicators) -> Parcel:
    letter = parcel.letter
    return replace(parcel, editors_letter=render_letter(add_indicators(letter.copy, indicators), letter.attachments))


def _read_teams(checked: CheckedWorkbook, config: Config) -> list[Team]:
    """Return the active recipients by their ASCII address.

    A faulty row would mean that somebody is forgotten, so it stops the mailing.
    """
    _refuse_faulty_rows(checked)
    active = [team for team in checked.directory.teams if team.active is Flag.YES]
    if not active:
        raise MailError(
            _("Nobody is to get the edition: the sheet “Équipes” has no active recipient."),
            _("Write teams and mail addresses into the sheet “Équipes”."),
        )
    teams = []
    for team in active:
        address = ascii_address(team.email)
        if not address:
            raise MailError(
                _("“%(address)s” has letters before the @ that many mail servers do not take.")
                % {"address": team.email},
                _("Ask for the address without accents."),
            )
        teams.append(replace(team, email=address))
    _refuse_outside(teams, config.privacy.internal_domains)
    return teams


def _refuse_faulty_rows(checked: CheckedWorkbook) -> None:
    errors = [
        f
        for f in checked.findings
        if f.severity is Severity.ERROR and fold_header(f.place.sheet) == fold_header(TEAMS.title)
    ]
    if not errors:
        return
    lines = [f"{finding.place.sheet} {finding.place.coordinate}: {finding.message}" for finding in errors]
    message = ngettext(
        "%(count)d error in the recipients: nothing was sent.",
        "%(count)d errors in the recipients: nothing was sent.",
        len(errors),
    ) % {"count": len(errors)}
    kind = MailError if any(finding.code == "recipient-outside" for finding in errors) else DataError
    raise kind("\n".join([message, *lines]), _("Correct the sheet “Équipes” and send again."))


def _refuse_outside(teams: Iterable[Team], domains: tuple[str, ...]) -> None:
    """Check again, just before sending, that the internal edition goes to internal domains only."""
    internal = [team.email for team in teams if audience_of(team) is Audience.INTERNAL]
    if internal and not domains:
        raise MailError(
            _("Nobody can tell which addresses are internal: no internal domain is set."),
            domains_hint(internal),
        )
    outside = [address for address in internal if not is_internal_host(address.rpartition("@")[2], domains)]
    if outside:
        raise MailError(
            _("The internal edition would go outside (%(domains)s), to: %(addresses)s.")
            % {"domains": ", ".join(domains), "addresses": ", ".join(outside)},
            _("Choose the edition “Publique”, or add the domain to internal_domains in fiche.toml."),
        )


def _find_file(edition: PublishedEdition, audience: Audience) -> PublishedFile:
    """Return the PDF of an audience if it may be sent."""
    file = edition.find(audience, "pdf")
    if file is None:
        raise MailError(
            _("Edition %(edition)s has no PDF for some of its recipients.") % {"edition": edition.id},
            _("Build it for everybody, with its PDFs: %(command)s") % {"command": _build_command(edition)},
        )
    _refuse_unchecked(file)
    if file.size > TOO_LARGE:
        raise MailError(
            _("“%(name)s” is too large to be mailed: %(size)s.")
            % {"name": file.name, "size": format_size(file.size, active_language())},
            _("Put it on the intranet and mail its address; or divide the workbook and make two editions."),
        )
    return file


def _find_page(edition: PublishedEdition, pdf: PublishedFile) -> PublishedFile | None:
    """Return the offline page that goes with a PDF, if both together are not too large for a mail."""
    page = edition.find(pdf.audience, "html")
    if page is None or page.workbook_sha256 != pdf.workbook_sha256:
        raise MailError(
            _("Edition %(edition)s has no offline page (.html) of the same workbook as its PDF.")
            % {"edition": edition.id},
            _('Build it with all its files: %(command)s. Or mail the PDF alone: attach = ["pdf"] in fiche.toml.')
            % {"command": _build_command(edition)},
        )
    _refuse_unchecked(page)
    return page if pdf.size + page.size <= TOO_LARGE else None


def _refuse_unchecked(file: PublishedFile) -> None:
    if file.audience is Audience.PUBLIC and LEAK_GATE not in file.checks:
        raise MailError(
            _("“%(name)s” did not pass the leak gate.") % {"name": file.name}, _("Build the edition again.")
        )


def _build_command(edition: PublishedEdition) -> str:
    return "fiche build --revise" if edition.id.revision > 1 else "fiche build"


def _make_parcel(edition: PublishedEdition, audience: Audience, config: Config, *, with_page: bool) -> Parcel:
    file = _find_file(edition, audience)
    page = _find_page(edition, file) if with_page else None
    attachments = tuple(Attachment(one.name, edition.read(one)) for one in (file, page) if one)
    data = edition.find(audience, "json")
    snapshot = edition.snapshot(audience)
    if data is None or snapshot is None or data.workbook_sha256 != file.workbook_sha256:
        raise MailError(
            _("“%(name)s” has no snapshot (.json) of the same workbook beside it.") % {"name": file.name},
            _("Build the edition again with all its files: fiche build"),
        )
    files = MailedFiles(file, page, lacks_page=with_page and page is None)
    letter = render_letter(build_copy(snapshot, files, config.edition.lang), attachments)
    return Parcel(file, snapshot, letter, page=page)


def _refuse_leaking_letter(checked: CheckedWorkbook, parcel: Parcel) -> None:
    """Let the gate read the mail too, before it is addressed: recipients' names are internal, and only theirs."""
    gate, letter = Gate(checked.book.raw), parcel.letter
    if parcel.snapshot.changes:
        gate.learn(parcel.snapshot.changes.earlier_texts)
    leaks = gate.find_leaks(letter.copy.subject, "txt", letter.text.encode())
    refuse_leaks([*leaks, *gate.find_leaks(letter.attachments[0].name, "html", letter.html.encode())])


def mailed_size(size: int) -> int:
    """Return how many bytes files take in a mail: as base64, four letters for three bytes, and line ends."""
    return size * 4 // 3 * 78 // 76


def _warnings(checked: CheckedWorkbook, parcels: Iterable[Parcel], *, with_page: bool) -> Iterator[str]:
    parcels = list(parcels)
    if any(parcel.file.workbook_sha256 != checked.book.raw.sha256 for parcel in parcels):
        yield _("The workbook was changed after this edition was built: the changes are not in it.")
    for parcel in parcels:
        if with_page and not parcel.page:
            yield _(
                "The offline page is too large to be mailed together with “%(name)s”: it is left out of this mail. Let "
                "them have it another way."
            ) % {"name": parcel.file.name}
        if parcel.size > LARGE:
            yield _("“%(name)s” is large (%(size)s): some mailboxes will send it back.") % {
                "name": " + ".join(file.name for file in (parcel.file, parcel.page) if file),
                "size": format_size(parcel.size, active_language()),
            }


def _warnings_of_time(edition: PublishedEdition, today: date) -> Iterator[str]:
    """Yield what is odd about sending this edition today: one of the past or far ahead, or overtaken."""
    output, period = edition.folder.parent, edition.id.period
    if newer := newest_sent(output, edition.id):
        yield _("People have a later edition already: %(newer)s. This one would replace it with older data.") % {
            "newer": newer
        }
    elif later := [known for known in list_editions(output) if known > edition.id]:
        yield _("There is a later edition, %(later)s, which nobody has yet.") % {"later": later[-1]}
    if period.valid_until < today:
        yield _("This edition is out of date since %(day)s.") % {"day": day_text(period.valid_until)}
    if period.months_after(Period.of(today)) > 1:
        yield _("This edition is for %(month)s: that is far ahead.") % {"month": period.label(active_language())}
