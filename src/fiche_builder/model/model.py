"""The validated directory: what the workbook says, as values that can be relied on.

The fields of `Fiche`, `Contact`, `Theme`, `Team` and `Suggestion` are named after the keys of the field table.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from fiche_builder.common.text import tidy
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, SuggestionStatus, TeamEdition, Usage

_ADDRESS = re.compile(r"[<(\[]?\b([^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,250})[>)\]]?")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number. `digits` is its canonical form: `+3225551234`, or just the digits of a short number."""

    digits: str
    shown: str
    label: str = ""
    extension: str = ""

    @property
    def uri(self) -> str:
        """The number as a link (RFC 3966)."""
        return f"tel:{self.digits}" + (f";ext={self.extension}" if self.extension else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A further contact point of a fiche."""

    fiche: int
    label: str = ""
    person: str = ""
    function: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    usage: Usage = Usage.INTERNAL
    verified_on: date | None = None
    verified_by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """One entry of the annuaire with all its values. Internal: `public.PublicFiche` is what everybody may read."""

    number: int
    theme: str
    """The key of its theme; see `Theme.key`."""
    name: str
    name_nl: str = ""
    acronym: str = ""
    other_names: tuple[str, ...] = ()
    kind: Kind | None = None
    diffusion: Diffusion = Diffusion.INTERNAL
    essential: Flag = Flag.NO
    status: Status = Status.ACTIVE
    description: str = ""
    description_nl: str = ""
    for_whom: str = ""
    conditions: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    address: str = ""
    postal_code: str = ""
    municipality: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    notice: str = ""
    notice_from: date | None = None
    notice_until: date | None = None
    see_also: tuple[int, ...] = ()
    handover_rule: str = ""
    handover_message: str = ""
    intranet: str = ""
    internal_note: str = ""
    authorised_by: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    source: str = ""
    contacts: tuple[Contact, ...] = ()

    @property
    def is_printed(self) -> bool:
        """Whether an edition has it. Whatever counts fiches counts these."""
        return self.status is not Status.ARCHIVED

    @property
    def is_public(self) -> bool:
        """Whether the public edition has it.

        A suspended fiche ("do not refer") is left out there, because the public cannot see the internal mark that would
        warn them.
        """
        return self.diffusion is Diffusion.PUBLIC and self.status is Status.ACTIVE

    @property
    def own_usage(self) -> Usage:
        """What an agent may do with the phones, mails and sites in the row of the fiche itself."""
        return Usage.GIVE if self.diffusion is Diffusion.PUBLIC else Usage.INTERNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A chapter of the annuaire. `colour` is `#RRGGBB`."""

    name: str
    code: str = ""
    name_nl: str = ""
    order: int | None = None
    colour: str = "#1D4E89"
    description: str = ""

    @property
    def key(self) -> str:
        """The key by which fiches refer to it."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A recipient of the mailing."""

    team: str
    email: str
    name: str = ""
    edition: TeamEdition = TeamEdition.INTERNAL
    active: Flag = Flag.YES


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A colleague's remark and what became of it."""

    proposal: str = ""
    received_on: date | None = None
    fiche: int | None = None
    author: str = ""
    status: SuggestionStatus = SuggestionStatus.NEW
    handled_by: str = ""
    handled_on: date | None = None
    answer: str = ""
    thank: Flag = Flag.NO
    message_id: str = ""
    """The identifier of the mail it arrived in, so that no mail is taken in twice."""

    @property
    def author_name(self) -> str:
        """The author's name without the mail address: `Marie Dupont` for `Marie Dupont <marie@contact.example>`."""
        return tidy(_ADDRESS.sub("", self.author)).strip(" ,;")

    @property
    def author_address(self) -> str:
        """The mail address in `author`, or "" if there is none."""
        match = _ADDRESS.search(self.author)
        return match[1] if match else ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to deal with it."""
        return not self.status.is_closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the sheet `Paramètres` says about the annuaire as a whole."""

    title: str = "Annuaire"
    """The name of the annuaire, shown on the cover and in every mail."""
    subtitle: str = ""
    """A line below the title."""
    organisation: str = ""
    """Who publishes it."""
    suggestions_address: str = ""
    """Where readers send remarks, and where answers to the program's mails go."""
    editors: tuple[str, ...] = ()
    """Who keeps the annuaire, separated by `;`. Printed on the last page of the internal edition."""
    public_mention: str = ""
    """A sentence of your own on the cover of the public edition."""
    internal_mention: str = ""
    """A sentence of your own on the cover of the internal edition."""
    region: str = "BE"
    """The country of phone numbers without a prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everything sound in the workbook, in the workbook's order."""

    imprint: Imprint
    themes: tuple[Theme, ...]
    fiches: tuple[Fiche, ...]
    teams: tuple[Team, ...] = ()
    suggestions: tuple[Suggestion, ...] = field(default=())
