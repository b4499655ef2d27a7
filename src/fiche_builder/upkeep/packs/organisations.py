"""Whom to write to: public fiches, grouped by the organisation that answers for them.

They come from the public projection alone, so a pack cannot hold what it never receives.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fiche_builder.model.public import PublicFiche
from fiche_builder.model.values.domains import PERSONAL_DOMAINS, is_internal_host
from fiche_builder.model.values.emails import ascii_address


@dataclass(frozen=True, slots=True)
class Organisation:
    """The fiches that one mail asks about. `key` is a mail domain, or a whole address if the domain says nothing."""

    key: str
    address: str
    """The address in a form that any mail server accepts."""
    fiches: tuple[PublicFiche, ...]


def build_organisations(
    fiches: Iterable[PublicFiche], internal_domains: tuple[str, ...]
) -> tuple[tuple[Organisation, ...], tuple[PublicFiche, ...]]:
    """Return the organisations by key, and the fiches without a public mail, which must be called.

    A fiche belongs to the organisation of its first public mail; its own mails come before those of its contacts. The
    domain of a provider is no organisation, and our own domain has as many services as addresses. In these cases the
    whole address counts.
    """
    groups: dict[str, list[PublicFiche]] = {}
    unreachable = []
    for fiche in fiches:
        if addresses := public_addresses(fiche):
            groups.setdefault(organisation_key(addresses[0], internal_domains), []).append(fiche)
        else:
            unreachable.append(fiche)
    organisations = (
        Organisation(
            key, _most_frequent(key, group, internal_domains), tuple(sorted(group, key=lambda fiche: fiche.number))
        )
        for key, group in groups.items()
    )
    return tuple(sorted(organisations, key=lambda organisation: organisation.key)), tuple(unreachable)


def organisation_key(address: str, internal_domains: tuple[str, ...]) -> str:
    """Return the key that the addresses of one organisation share."""
    domain = address.rpartition("@")[2].casefold()
    is_shared = domain in PERSONAL_DOMAINS or is_internal_host(domain, internal_domains)
    return address.casefold() if is_shared else domain


def public_addresses(fiche: PublicFiche) -> list[str]:
    """Return the public addresses of a fiche that have an ASCII form. Without one, a mail may not arrive."""
    found = (*fiche.emails, *(address for contact in fiche.contacts for address in contact.emails))
    return [plain for address in found if (plain := ascii_address(address))]


def _most_frequent(key: str, fiches: Iterable[PublicFiche], internal_domains: tuple[str, ...]) -> str:
    """Return the address that most fiches of the organisation name, or the first of several. Case does not count."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for fiche in fiches:
        own = {a.casefold(): a for a in public_addresses(fiche) if organisation_key(a, internal_domains) == key}
        counts.update(list(own))
        spelled = own | spelled
    return spelled[counts.most_common(1)[0][0]]
