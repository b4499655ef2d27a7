"""Hosts with a special meaning: free mailbox providers, and the intranet."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_PERSONAL = """
    9online.fr aliceadsl.fr aol.com bbox.fr belgacom.net bluewin.ch brutele.be casema.nl cegetel.net chello.nl
    club-internet.fr eircom.net free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hetnet.nl
    home.nl hotmail.be hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.nl icloud.com kpnmail.nl laposte.net
    live.be live.com live.fr live.nl mac.com mail.com me.com msn.com neuf.fr numericable.fr orange.fr outlook.be
    outlook.com outlook.fr outlook.nl pandora.be planet.nl pm.me proton.me protonmail.com pt.lu quicknet.nl scarlet.be
    sfr.fr skynet.be t-online.de telenet.be tiscali.be tiscali.fr upcmail.nl voila.fr voo.be wanadoo.fr web.de xs4all.nl
    yahoo.be yahoo.co.uk yahoo.com yahoo.de yahoo.fr yahoo.ie yahoo.nl ymail.com ziggo.nl
"""
PERSONAL_DOMAINS = frozenset(_PERSONAL.split())
"""Providers that give anybody a mailbox. Such an address may belong to a person, not to an office."""


def is_internal_host(host: str, domains: tuple[str, ...]) -> bool:
    """Tell whether a host is one of the internal domains, or a subdomain of one."""
    name = host.casefold().rstrip(".")
    return any(name == domain.casefold() or name.endswith(f".{domain.casefold()}") for domain in domains)


_PRIVATE_ENDINGS = (
    "corp", "home", "home.arpa", "internal", "intra", "intranet", "lan", "local", "localdomain", "localhost",
    "priv", "private",
)  # fmt: skip
"""Endings of host names that do not exist on the web.

They are reserved (RFC 6762, 8375; ICANN for `internal`), or have long been used inside offices.
"""
_PRIVATE_NETWORKS = tuple(
    ip_network(block)
    for block in (
        *(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
        ),
        *("::/127", "fc00::/7", "fe80::/10"),
    )
)


def is_private_host(host: str) -> bool:
    """Tell whether a host can only be reached from inside an office.

    Such a host is a name of one word, a name such as `serveur.lan`, or an address such as 192.168.1.10.
    """
    name = host.casefold().strip("[]").rstrip(".")
    try:
        address: IPv4Address | IPv6Address = ip_address(name)
    except ValueError:
        return bool(name) and ("." not in name or name.endswith(tuple(f".{ending}" for ending in _PRIVATE_ENDINGS)))
    if isinstance(address, IPv6Address):
        # An IPv4 address may be written as an IPv6 one. A zone (%eth0) names the network interface, not the host.
        address = address.ipv4_mapped or IPv6Address(address.packed)
    return any(address in network for network in _PRIVATE_NETWORKS)
