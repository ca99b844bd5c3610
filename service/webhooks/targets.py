"""Posting to an address that somebody else chose: never into our own network, never where a reply sends us.

The name is resolved once, every address that it has is checked, and the connection goes to the one that was checked:
a name that answers differently the next time (DNS rebinding) gains nothing. Replies are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_REPLY_BYTES = 4_096
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadTarget(Exception):
    """An address that nothing is sent to; says why."""


@dataclass(frozen=True)
class Poster:
    """Posts to https addresses of the public internet. ``loopback`` allows http to this machine, for tests alone."""

    timeout: float = 10.0
    loopback: bool = False

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the reply. BadTarget; OSError and HTTPException when nobody answers."""
        parts = self.checked(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        assert parts.hostname is not None, "checked"
        connection = _Pinned(parts.hostname, port, self._address(parts.hostname, port), self.timeout, parts.scheme)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body, headers)
            reply = connection.getresponse()
            reply.read(_REPLY_BYTES)
            return reply.status
        finally:
            connection.close()

    def checked(self, url: str) -> SplitResult:
        """The parts of an address that we may post to, as far as its text tells; BadTarget."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as fault:
            raise BadTarget("expected an address such as https://example.org/hook") from fault
        if parts.scheme != "https" and not (self.loopback and parts.scheme == "http"):
            raise BadTarget("expected an address that begins with https://")
        if not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
            raise BadTarget("expected a host, and neither user nor password")
        if not url.isascii() or any(sign.isspace() for sign in url):
            raise BadTarget("expected an address without spaces and letters beyond ASCII")
        return parts

    def _address(self, host: str, port: int) -> str:
        """The address that is connected to: all that the name has are checked, not the first alone."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as fault:
            raise OSError(f"{host} cannot be found") from fault
        addresses = [str(each[4][0]) for each in found]
        for address in addresses:
            if not self.allowed(ipaddress.ip_address(address.partition("%")[0])):
                raise BadTarget("the address lies in a network that is not public")
        return addresses[0]

    def allowed(self, ip: Ip) -> bool:
        """Whether an address is one of the public internet, and hides none that is not."""
        if self.loopback and ip.is_loopback:
            return True
        inner = _inner(ip)
        if inner is not None:
            return self.allowed(inner)
        return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inner(ip: Ip) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to, None where it leads to none."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name says by now; the certificate is still checked for the name."""

    def __init__(self, host: str, port: int, address: str, timeout: float, scheme: str) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._secure = scheme == "https"

    def connect(self) -> None:
        """Connect to the address that was checked."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
