"""Hosts that tell something: free providers of mailboxes, and the intranet."""

PERSONAL_DOMAINS = frozenset(
    {
        "aol.com",
        "free.fr",
        "gmail.com",
        "gmx.com",
        "gmx.fr",
        "gmx.net",
        "googlemail.com",
        "hotmail.be",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "laposte.net",
        "live.be",
        "live.com",
        "live.fr",
        "me.com",
        "msn.com",
        "orange.fr",
        "outlook.be",
        "outlook.com",
        "outlook.fr",
        "proton.me",
        "protonmail.com",
        "scarlet.be",
        "sfr.fr",
        "skynet.be",
        "telenet.be",
        "voo.be",
        "wanadoo.fr",
        "yahoo.be",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
    }
)
"""Providers that give a mailbox to anybody: behind such an address a person may stand, not an office."""


def is_internal_host(host: str, domains: tuple[str, ...]) -> bool:
    """Tell whether a host is one of the internal domains, or below one."""
    name = host.casefold().rstrip(".")
    return any(name == domain.casefold() or name.endswith(f".{domain.casefold()}") for domain in domains)
