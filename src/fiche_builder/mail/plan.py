"""Who gets what: the workbook's recipients, compared with what the journal says they have."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from fiche_builder.common.errors import ConfigError, MailError
from fiche_builder.common.i18n import _
from fiche_builder.common.text import fold
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Team
from fiche_builder.model.values.simple import nearest
from fiche_builder.model.words import TeamEdition
from fiche_builder.publish.journal import Delivery, Key, State, delivery_key, latest_deliveries

_UNFINISHED = {State.PLANNED, State.DEFERRED}
_UNKNOWN = {State.UNCERTAIN, State.SENDING}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for. Without any wish, it is everyone who does not have the edition yet."""

    teams: tuple[str, ...] = ()
    resume: bool = False
    again: bool = False
    retry_uncertain: tuple[str, ...] = ()
    accept_private_text: bool = False


class Step(Enum):
    """What a mailing does for a recipient."""

    SEND = "send"
    HAS_IT = "has it"
    WAS_REFUSED = "was refused"
    UNCERTAIN = "uncertain"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """A recipient, and what is to be done.

    `earlier` is the last delivery. It is continued unless `is_new` says otherwise.
    """

    team: Team
    audience: Audience
    step: Step
    earlier: Delivery | None = None
    is_new: bool = True

    @property
    def key(self) -> Key:
        """The key by which the journal knows it."""
        return delivery_key(self.team.email, self.audience.value)


@dataclass(frozen=True, slots=True)
class MailingPlan:
    """A mailing before it begins."""

    mails: tuple[PlannedMail, ...]
    forgotten: tuple[Delivery, ...] = field(default=())
    """Deliveries of an earlier mailing that were not made, and whose address is no longer in the workbook."""

    @property
    def to_send(self) -> tuple[PlannedMail, ...]:
        """The mails that will be sent."""
        return tuple(mail for mail in self.mails if mail.step is Step.SEND)

    @property
    def is_held(self) -> bool:
        """Whether somebody has to wait for the public edition."""
        return any(mail.step is Step.HELD for mail in self.mails)


def build_plan(
    active: Iterable[Team], deliveries: Collection[Delivery], sha256: Mapping[Audience, str], wishes: Wishes
) -> MailingPlan:
    """Return what a mailing does for each active recipient that was asked for.

    `sha256` is the hash of each audience's file. Raise `MailError` if somebody has another file than the published one,
    or if an earlier mailing was not finished and nobody said how to go on.
    """
    active = list(active)
    chosen = choose_teams(active, wishes.teams)
    _refuse_other_files(deliveries, sha256)
    journal = latest_deliveries(deliveries)
    everyone = {delivery_key(team.email, audience_of(team).value) for team in active}
    forgotten = tuple(d for key, d in journal.items() if d.state in _UNFINISHED | _UNKNOWN and key not in everyone)
    retried = _retried(wishes, journal)
    mails = tuple(_plan_mail(team, journal, sha256, wishes, retried) for team in chosen)
    if wishes.retry_uncertain and not wishes.resume:
        mails = tuple(mail for mail in mails if mail.key[0] in retried)
    elif not wishes.resume and _is_half_done(mails, journal):
        raise MailError(
            _("An earlier mailing of this edition was not finished."),
            _("Go on with it: fiche send --resume"),
        )
    return MailingPlan(mails, forgotten)


def hold_back(plan: MailingPlan, audience: Audience) -> MailingPlan:
    """Return the plan without the mails that one audience was to get: they wait."""
    mails = (
        replace(mail, step=Step.HELD) if mail.step is Step.SEND and mail.audience is audience else mail
        for mail in plan.mails
    )
    return replace(plan, mails=tuple(mails))


def audience_of(team: Team) -> Audience:
    """Return whose edition a recipient gets."""
    return Audience.INTERNAL if team.edition is TeamEdition.INTERNAL else Audience.PUBLIC


def _is_half_done(mails: Iterable[PlannedMail], journal: Mapping[Key, Delivery]) -> bool:
    """Tell whether an earlier mailing sent something and then stopped.

    A mailing that sent nothing, for example because of a wrong password, does not count.
    """
    return any(mail.earlier and mail.earlier.state in _UNFINISHED for mail in mails) and any(
        delivery.state is not State.PLANNED for delivery in journal.values()
    )


def _plan_mail(
    team: Team,
    journal: Mapping[Key, Delivery],
    sha256: Mapping[Audience, str],
    wishes: Wishes,
    retried: Collection[str],
) -> PlannedMail:
    audience = audience_of(team)
    earlier = journal.get(delivery_key(team.email, audience.value))
    if earlier is None:
        return PlannedMail(team, audience, Step.SEND)
    if earlier.state in _UNKNOWN:
        step = Step.SEND if team.email.casefold() in retried else Step.UNCERTAIN
        return PlannedMail(team, audience, step, earlier, is_new=False)
    if earlier.state in _UNFINISHED:
        # It is the same message, unless the file was built again meanwhile.
        return PlannedMail(team, audience, Step.SEND, earlier, is_new=earlier.sha256 != sha256[audience])
    if wishes.again:
        return PlannedMail(team, audience, Step.SEND, earlier)
    return PlannedMail(team, audience, Step.HAS_IT if earlier.state is State.SENT else Step.WAS_REFUSED, earlier)


def choose_teams(active: list[Team], names: tuple[str, ...]) -> list[Team]:
    """Return the recipients in the teams with these names, or all recipients if no team is named."""
    if not names:
        return active
    known = {fold(team.team): team.team for team in active}
    for name in names:
        if fold(name) not in known:
            near, names_known = nearest(name, known.values()), {"names": ", ".join(known.values())}
            raise ConfigError(
                _("There is no active team “%(name)s” in the sheet “Équipes”.") % {"name": name},
                _("Did you mean “%(near)s”?") % {"near": near} if near else _("Known here: %(names)s.") % names_known,
            )
    wanted = {fold(name) for name in names}
    return [team for team in active if fold(team.team) in wanted]


def _retried(wishes: Wishes, journal: Mapping[Key, Delivery]) -> set[str]:
    uncertain = {key[0] for key, delivery in journal.items() if delivery.state in _UNKNOWN}
    for address in wishes.retry_uncertain:
        if address.casefold() not in uncertain:
            names = {"names": ", ".join(sorted(uncertain))}
            raise ConfigError(
                _("There is no doubt whether “%(address)s” has this edition.") % {"address": address},
                _("In doubt are: %(names)s.") % names if uncertain else _("Nobody is in doubt: fiche send --resume"),
            )
    return {address.casefold() for address in wishes.retry_uncertain}


def _refuse_other_files(deliveries: Iterable[Delivery], sha256: Mapping[Audience, str]) -> None:
    current = {audience.value: digest for audience, digest in sha256.items()}
    for delivery in deliveries:
        if (
            delivery.state in {State.SENT, *_UNKNOWN}
            and current.get(delivery.audience, delivery.sha256) != delivery.sha256
        ):
            raise MailError(
                _("Some recipients have another file of this edition than the one that is published now."),
                _("Make a corrected edition for everybody: fiche build --revise"),
            )
