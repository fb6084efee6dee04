"""Which address on the network may be asked for a calendar: pure.

What somebody types at the desk must not lead the server to itself or to its neighbours. So a
host is looked up once, everything that it leads to must be public, and the connection goes to
what was judged.
"""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from .troubles import CalendarTrouble, Trouble

Network = IPv4Network | IPv6Network
PORTS = {"https": 443, "http": 80}
PUBLIC_V6 = ip_network("2000::/3")
# What `ipaddress` calls global, or did in one of its versions, though it leads elsewhere.
ELSEWHERE = [
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # behind a provider (RFC 6598)
        "192.0.0.0/24",  # for protocols (RFC 6890)
        "192.88.99.0/24",  # to a 6to4 relay (RFC 7526)
        "198.18.0.0/15",  # for measuring (RFC 2544)
        "2001::/23",  # for protocols, Teredo among them, which wraps an IPv4 address
        "2001:db8::/32",  # for examples
        "2002::/16",  # 6to4: wraps an IPv4 address
        "3fff::/20",  # for examples (RFC 9637)
    )
]


@dataclass(frozen=True)
class Place:
    """An address taken apart: whom to ask, and for what."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def name(self) -> str:
        """The host as the other side knows it, with the port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_plain(self) -> bool:
        """https at its own port; anything else is for networks that are allowed by name."""
        return self.scheme == "https" and self.port in (80, 443)


def place_of(address: str) -> Place:
    """Take an address apart. Raises CalendarTrouble for what is none of ours to ask."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError is one
        raise CalendarTrouble(Trouble.ADDRESS) from None
    has_user = "@" in parts.netloc
    if parts.scheme not in PORTS or not host or has_user or "%" in host or port == 0:
        raise CalendarTrouble(Trouble.ADDRESS)
    target = quote(parts.path or "/", safe="/%:=&~+!$,;'()*@") + (
        "?" + quote(parts.query, safe="/%:=&~+!$,;'()*@?") if parts.query else ""
    )
    return Place(parts.scheme, host, port or PORTS[parts.scheme], target)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether this is a computer on the open internet, by no detour."""
    if address.version == 6 and address not in PUBLIC_V6:
        return False  # local, mapped and translated addresses, and what nobody has been given
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in ELSEWHERE)
    )


def check(place: Place, found: Collection[str], allowed: Collection[Network]) -> None:
    """Raises CalendarTrouble unless every address that the host was found at may be asked."""
    if not found:
        raise CalendarTrouble(Trouble.UNKNOWN_HOST)
    for text in found:
        try:
            address = ip_address(text)
        except ValueError:
            raise CalendarTrouble(Trouble.NOT_PUBLIC) from None
        if any(address in network for network in allowed):
            continue
        if not is_public(address):
            raise CalendarTrouble(Trouble.NOT_PUBLIC)
        if not place.is_plain:
            raise CalendarTrouble(Trouble.ADDRESS)
