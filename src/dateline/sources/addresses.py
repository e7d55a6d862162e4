"""Addresses of the web: which may be fetched, and the numbers that their names stand for.

What fetches is the user's machine, which may reach more than the world does: its own services, the
router, a neighbour's printer, a cloud's metadata. An address in a feed, or one that another address
leads to, must not reach these, whatever name it gives them; so a name is looked up here once, its
numbers are judged, and `fetching` connects to these numbers and no others.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from dateline.errors import SourceError

# From a host and a port to the numbers of the host.
Resolve = Callable[[str, int], tuple[str, ...]]
SCHEMES = {"http": 80, "https": 443}
LONGEST = 4096
_NAT64 = IPv6Network("64:ff9b::/96")
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
_PATH_SIGNS = "/%:@!$&'()*+,;=~"


class FetchError(SourceError):
    """An address that could not be fetched or may not be; `remedy` says what to do."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason}; {remedy}" if remedy else reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart, its host in letters that DNS knows."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as they begin an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (
            "" if self.port == SCHEMES[self.scheme] else f":{self.port}"
        )

    @property
    def address(self) -> str:
        """The address put together again."""
        return self.origin + self.path


def is_address(words: str) -> bool:
    """Whether words begin as an address of any scheme does, and not as a path."""
    return re.match(r"(?:[a-z][a-z0-9+.-]+://|(?:feed|https?):)", words, re.IGNORECASE) is not None


def target_of(address: str) -> Target:
    """An address taken apart.

    Raises:
        FetchError: it is no http or https address that can be fetched.
    """
    given = address.strip()
    # What some pages and readers write before the address of a feed.
    given = re.sub(r"^feed:(//)?(?=https?:)", "", given, flags=re.IGNORECASE)
    given = re.sub(r"^feed://", "https://", given, flags=re.IGNORECASE)
    if len(given) > LONGEST or _UNFIT.search(given):
        raise FetchError("this is no address", "copy it anew from the browser")
    try:
        parts = urlsplit(given)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise FetchError(f"this is no address ({error})", "copy it anew from the browser") from None
    if parts.scheme not in SCHEMES:
        raise FetchError(
            f"{parts.scheme or 'such'} addresses are not fetched", "give one with http or https"
        )
    if not host:
        raise FetchError("the address names no host", "copy it anew from the browser")
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            "the address holds a user's name", "save the page in the browser and give its file"
        )
    path = quote(parts.path or "/", safe=_PATH_SIGNS)
    if parts.query:
        path += "?" + quote(parts.query, safe=_PATH_SIGNS + "?")
    return Target(parts.scheme, host, port or SCHEMES[parts.scheme], path)


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The numbers of a host, in the order in which they should be tried.

    Raises:
        FetchError: the host has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(
            f"no host is called {host}", "check the address and the connection"
        ) from None
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked(target: Target, *, allow_private: bool, resolve: Resolve = resolve) -> tuple[str, ...]:
    """The numbers to connect to, if all that the host's name stands for may be reached.

    Raises:
        FetchError: there is none, or one lies in a private network.
    """
    numbers = resolve(target.host, target.port)
    if not numbers:
        raise FetchError(f"no host is called {target.host}", "check the address")
    inside = [number for number in numbers if not is_public(number)]
    if inside and not allow_private:
        raise FetchError(
            f"{target.host} is in a private network ({inside[0]}), which is not fetched from",
            "if you mean it, allow private addresses (--allow-private)",
        )
    return numbers


def is_public(number: str) -> bool:
    """Whether an IP number belongs to the public internet, also where it wraps another one."""
    try:
        ip = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _wrapped(ip)
        if inner is not None:
            return _is_open(inner)
        return _is_open(ip) and not ip.is_site_local
    return _is_open(ip)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """The number of the old kind that a translating or tunnelling number leads to."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    shut = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    return ip.is_global and not ip.is_private and not ip.is_link_local and not shut
