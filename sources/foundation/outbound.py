"""The one way to the world outside: requests to addresses that others gave us.

Whoever gives an address must not reach with it what only this machine can reach. So the name is
looked up once, every address that it stands for has to be one of the public internet, and the
connection goes to the very address that was checked. A posting is not redirected; a page that is
fetched may be, each step being checked as the first. The whole of an exchange has a time limit and
a size limit, however slowly it drips and however far it unpacks.
"""

import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from threading import Event, Thread
from time import perf_counter
from typing import Any
from urllib.parse import urljoin
from zlib import MAX_WBITS, decompressobj
from zlib import error as ZlibError

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Url, parse_url

SECONDS = 15.0
LARGEST_ANSWER = 65_536  # bytes that are read of an answer to a posting
LARGEST_PAGE = 10_000_000  # bytes of a page, unpacked
REDIRECTS = 5

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]


class Unreachable(Exception):
    """No answer came, or the address may not be asked; the text says why and names no address of
    ours."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes  # the first of it


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: its bytes unpacked, and the address at which it was in the end."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


# Ways of writing an inside address as an IPv6 one; `is_global` says yes to most of them.
_IN_DISGUISE = [
    ip_network(each)
    for each in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local use
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local
    )
]


def is_outside(address: Address) -> bool:
    """Whether it is a unicast address of the public internet, written as such."""
    if any(address.version == each.version and address in each for each in _IN_DISGUISE):
        return False
    inside = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not inside


def check_address(text: str, *, also: Networks, plain: bool = False) -> Url:
    """The parts of an address that may be asked; ValueError says what is wrong with it.

    Plain HTTP is only for the networks in `also`, which are the house's own, unless it is `plain`
    that is asked for: what is public anyway is no secret on the way.
    """
    try:
        url = parse_url(text)
    except HTTPError:
        raise ValueError("an address like https://cms.example.org/hooks") from None
    if url.scheme not in ("https", "http") or not url.host:
        raise ValueError("an address like https://cms.example.org/hooks")
    if url.scheme == "http" and not also and not plain:
        raise ValueError("an https address")
    if url.auth is not None:
        raise ValueError("an address without a name and a password in it")
    if url.port is not None and not 1 <= url.port <= 65_535:
        raise ValueError("a port from 1 to 65535")
    return url


def look_up(url: Url, *, also: Networks, plain: bool = False) -> str:
    """An address of the host, after all of its addresses were checked."""
    host, port = str(url.host).strip("[]"), _port(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("The name of the host is not known.") from None
    addresses = [ip_address(str(each[4][0]).split("%")[0]) for each in found]
    for address in addresses:
        own = any(address.version == each.version and address in each for each in also)
        secret = url.scheme == "http" and not plain
        if not own and (secret or not is_outside(address)):
            raise Unreachable("The host is not one of the public internet.")
    if not addresses:
        raise Unreachable("The name of the host is not known.")
    return str(addresses[0])


def post(
    text: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    also: Networks = (),
    seconds: float | None = None,
) -> Answer:
    """Send `body` there and read what is answered; Unreachable if nothing is, in time."""
    try:
        url = check_address(text, also=also)
    except ValueError as error:
        raise Unreachable(f"Expected {error}.") from None
    answer, _ = _exchange(
        "POST",
        url,
        body,
        headers,
        also=also,
        seconds=seconds or SECONDS,
        largest=LARGEST_ANSWER,
    )
    return answer


def fetch(
    text: str,
    *,
    agent: str,
    also: Networks = (),
    seconds: float | None = None,
    largest: int = LARGEST_PAGE,
) -> Fetched:
    """The page at an address, redirects followed; Unreachable says why there is none."""
    until = perf_counter() + (seconds or SECONDS)
    headers = {
        "User-Agent": agent,
        "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.8,*/*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
    }
    for _ in range(REDIRECTS + 1):
        try:
            url = check_address(text, also=also, plain=True)
        except ValueError as error:
            raise Unreachable(f"Expected {error}.") from None
        left = until - perf_counter()
        if left <= 0:
            raise Unreachable("It took too long.")
        answer, whole = _exchange(
            "GET", url, None, headers, also=also, seconds=left, largest=largest, plain=True
        )
        location = answer.headers.get("location", "")
        if answer.status in (301, 302, 303, 307, 308) and location:
            text = urljoin(text, location)
            continue
        if answer.status >= 400:
            raise Unreachable(f"The page answers {answer.status}.")
        if not whole:
            raise Unreachable(f"The page is larger than {largest:,} bytes.")
        body = _unpacked(answer.body, answer.headers.get("content-encoding", ""), largest)
        return Fetched(text, answer.status, answer.headers, body)
    raise Unreachable(f"The page redirects more than {REDIRECTS} times.")


def _exchange(
    method: str,
    url: Url,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    also: Networks,
    seconds: float,
    largest: int,
    plain: bool = False,
) -> tuple[Answer, bool]:
    """One request and its answer, and whether that is all of it; Unreachable if none comes."""
    began = perf_counter()
    address = look_up(url, also=also, plain=plain)
    connection = _connection(url, address, seconds)
    try:
        with _Limit(connection, seconds - (perf_counter() - began)) as limit:
            connection.connect()
            limit.hold()
            connection.request(
                method,
                url.request_uri,
                body=body,
                headers={"Host": str(url.netloc), "User-Agent": "SecondSource/1", **headers},
                preload_content=False,  # or all of it is read, however much it is
                decode_content=False,
            )
            response = connection.getresponse()
            read = response.read(largest + 1, decode_content=False) or b""
            if limit.cut.is_set():
                raise TimeoutError
            answer = Answer(
                response.status,
                {name.lower(): value for name, value in response.headers.items()},
                read[:largest],
            )
            return answer, len(read) <= largest
    except ssl.SSLError as error:
        raise Unreachable(f"TLS: {getattr(error, 'reason', None) or 'failed'}.") from None
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        late = perf_counter() - began >= seconds
        why = f"Nothing came within {seconds:g} seconds." if late else type(error).__name__
        raise Unreachable(why) from None
    finally:
        connection.close()


def _unpacked(body: bytes, encoding: str, largest: int) -> bytes:
    """The bytes as they were before they were packed, unless they are too many: a few kilobytes can
    unpack to all memory."""
    for each in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if each == "identity":
            continue
        if each not in ("gzip", "x-gzip", "deflate"):
            raise Unreachable(f"The page is packed in a way that was not asked for ({each[:20]}).")
        unpacking = decompressobj(MAX_WBITS | 32)  # finds out which of the two it is
        try:
            body = unpacking.decompress(body, largest + 1)
        except ZlibError:
            raise Unreachable("The page is packed in a broken way.") from None
        if len(body) > largest:
            raise Unreachable(f"The page is larger than {largest:,} bytes.")
    return body


def _port(url: Url) -> int:
    return int(url.port or (443 if url.scheme == "https" else 80))


def _connection(url: Url, address: str, seconds: float) -> HTTPConnection:
    """A connection to exactly this address, which answers for the host's name."""
    if url.scheme == "http":
        return HTTPConnection(address, _port(url), timeout=seconds)
    host = str(url.host).strip("[]")
    return HTTPSConnection(
        address,
        _port(url),
        timeout=seconds,
        ssl_context=ssl.create_default_context(),
        server_hostname=host,
        assert_hostname=host,
    )


class _Limit:
    """Cuts a connection off when the time is over: a timeout of the socket begins anew with each
    byte that drips in.

    It holds the socket itself: an answer that ends only when the connection does takes the socket
    away from its connection.
    """

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.connection, self.seconds = connection, max(seconds, 0.01)
        self.sock: Any = None
        self.over, self.cut = Event(), Event()

    def __enter__(self) -> "_Limit":
        Thread(target=self._wait, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()

    def hold(self) -> None:
        """Take hold of the socket, now that there is one."""
        self.sock = self.connection.sock

    def _wait(self) -> None:
        wait = self.seconds
        while not self.over.wait(wait):  # more than once: amid a handshake there is none to cut
            self.cut.set()
            sock: Any = self.sock or self.connection.sock
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
            wait = 0.5
