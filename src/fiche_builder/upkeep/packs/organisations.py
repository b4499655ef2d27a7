"""Whom to write to: public fiches gathered by the organisation that answers for them.

Made of the public projection alone: what a pack never receives cannot stand in it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fiche_builder.model.public import PublicFiche
from fiche_builder.model.values.domains import PERSONAL_DOMAINS, is_internal_host
from fiche_builder.model.values.emails import ascii_address


@dataclass(frozen=True, slots=True)
class Organisation:
    """The fiches that one mail asks about. `key` is a mail domain, or a whole address where a domain says nothing."""

    key: str
    address: str
    """As any mail server takes it."""
    fiches: tuple[PublicFiche, ...]


def build_organisations(
    fiches: Iterable[PublicFiche], internal_domains: tuple[str, ...]
) -> tuple[tuple[Organisation, ...], tuple[PublicFiche, ...]]:
    """Return the organisations by their key, and the fiches that have no public mail: those are to be called.

    A fiche belongs to the organisation of its first public mail, its own before its contacts'. Behind the domain of a
    provider stands no organisation, and behind our own as many services as there are addresses: there the whole address
    counts.
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
    """Return what the addresses of one organisation have in common."""
    domain = address.rpartition("@")[2].casefold()
    is_shared = domain in PERSONAL_DOMAINS or is_internal_host(domain, internal_domains)
    return address.casefold() if is_shared else domain


def public_addresses(fiche: PublicFiche) -> list[str]:
    """Return the public addresses of a fiche in their ASCII form; one that has none cannot be relied on to arrive."""
    found = (*fiche.emails, *(address for contact in fiche.contacts for address in contact.emails))
    return [plain for address in found if (plain := ascii_address(address))]


def _most_frequent(key: str, fiches: Iterable[PublicFiche], internal_domains: tuple[str, ...]) -> str:
    """Return the address of the organisation that most of its fiches name, whatever its case; the first one where several do."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for fiche in fiches:
        own = {a.casefold(): a for a in public_addresses(fiche) if organisation_key(a, internal_domains) == key}
        counts.update(list(own))
        spelled = own | spelled
    return spelled[counts.most_common(1)[0][0]]
