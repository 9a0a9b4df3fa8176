"""Fetching a page reaches the public internet and nothing else, however the address is written.

The inside is a server on 127.0.0.1; 127.0.0.2 stands for the public internet. That the tests would
see a request that gets through is shown by taking the guard away.
"""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import pytest

from sources.foundation import outbound
from sources.foundation.outbound import Unreachable, fetch

OUT = [ip_network("127.0.0.2/32")]
AGENT = "SecondSource/1 (+https://desk.example.org)"
Answering = Callable[[Any], None]


@dataclass
class Site:
    port: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pages: dict[str, Answering] = field(default_factory=dict)

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"


def site(address: str) -> Iterator[Site]:
    found = Site()
    stopping = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            try:
                found.pages.get(self.path, plain(b"secret"))(self)
            except OSError:
                """Whoever asked has gone away."""

        def log_message(self, *_: Any) -> None:
            """Silent."""

    Handler.stopping = stopping  # type: ignore[attr-defined]
    server = ThreadingHTTPServer((address, 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    stopping.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def inside() -> Iterator[Site]:
    yield from site("127.0.0.1")


@pytest.fixture
def public() -> Iterator[Site]:
    yield from site("127.0.0.2")


def plain(body: bytes, status: int = 200, **headers: str) -> Answering:
    def answer(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def dripping(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.stopping.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


INSIDE = [
    "127.0.0.1", "localhost", "LOCALHOST", "127.1", "127.0.1", "2130706433", "0x7f000001",
    "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0.0.0.0", "0", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::1]", "[::]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "①②⑦.0.0.1", "127。0。0。1", "127.0.0.1.",
    "localhost.",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_no_notation_of_an_inside_address_is_asked(inside: Site, host: str) -> None:
    with pytest.raises(Unreachable):
        fetch(inside.url(host), agent=AGENT, seconds=2)
    assert inside.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://127.0.0.2/", "gopher://127.0.0.1/", "javascript:alert(1)",
        "http://", "//127.0.0.1/", "http://user:secret@127.0.0.2/", "http://127.0.0.2:0/",
        "http://127.0.0.2:99999/", "", "data:text/html,x", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://100.64.0.1/", "http://224.0.0.1/", "http://nowhere.invalid/",
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused(address: str) -> None:
    with pytest.raises(Unreachable):
        fetch(address, agent=AGENT, seconds=2)


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Have names resolve to these addresses, one list a lookup, the last one again and again."""
    asked: list[str] = []
    left = list(answers)
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *more: Any, **named: Any) -> Any:
        if host[:1].isdigit():  # an address stands for itself
            return real(host, port, *more, **named)
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", look_up)
    return asked


def test_a_name_that_stands_for_an_inside_address_is_refused(
    inside: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    with pytest.raises(Unreachable):
        fetch(inside.url("news.example"), agent=AGENT, seconds=2)
    assert inside.asked == []


def test_a_name_with_one_inside_address_among_public_ones_is_refused(
    inside: Site, public: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.2", "127.0.0.1"])
    with pytest.raises(Unreachable):
        fetch(public.url("news.example"), agent=AGENT, also=OUT, seconds=2)
    assert (inside.asked, public.asked) == ([], [])


def test_a_name_that_changes_its_address_is_asked_at_the_one_that_was_checked(
    inside: Site, public: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the name resolves to a public address once, and to an inside one from then on."""
    asked = resolving(monkeypatch, ["127.0.0.2"], ["127.0.0.1"])
    public.pages["/"] = plain(b"public")
    assert fetch(public.url("news.example"), agent=AGENT, also=OUT).body == b"public"
    assert asked == ["news.example"]
    assert inside.asked == []


def test_a_redirect_to_the_inside_is_not_followed(inside: Site, public: Site) -> None:
    for host in INSIDE:
        to = inside.url(host).encode().decode("latin-1")  # as a server would send it
        public.pages["/"] = plain(b"", 302, Location=to)
        with pytest.raises(Unreachable):
            fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT, seconds=2)
    assert inside.asked == []


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.2/", "gopher://x/", "http://"])
def test_a_redirect_leaves_the_web_for_nowhere(public: Site, to: str) -> None:
    public.pages["/"] = plain(b"", 301, Location=to)
    with pytest.raises(Unreachable):
        fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT, seconds=2)


def test_redirects_are_followed_and_counted(public: Site) -> None:
    public.pages["/"] = plain(b"", 301, Location="/next")
    public.pages["/next"] = plain(b"", 307, Location=public.url("127.0.0.2", "/page"))
    public.pages["/page"] = plain(b"news", Content_Type="text/html")
    got = fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT)
    assert (got.url, got.body) == (public.url("127.0.0.2", "/page"), b"news")
    assert got.headers["content-type"] == "text/html"
    assert {headers["user-agent"] for _, headers in public.asked} == {AGENT}
    public.pages["/round"] = plain(b"", 302, Location="/round")
    with pytest.raises(Unreachable, match="redirects more than 5 times"):
        fetch(public.url("127.0.0.2", "/round"), agent=AGENT, also=OUT)


def test_a_page_that_is_too_large_is_not_read(public: Site) -> None:
    public.pages["/"] = plain(b"x" * 2_000)
    with pytest.raises(Unreachable, match="larger than 1,000 bytes"):
        fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT, largest=1_000)
    assert len(fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT, largest=2_000).body) == 2_000


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_bomb_is_not_unpacked(public: Site, layers: int) -> None:
    body = b"\0" * 50_000_000
    for _ in range(layers):
        body = gzip.compress(body)
    public.pages["/"] = plain(body, Content_Encoding=", ".join(["gzip"] * layers))
    with pytest.raises(Unreachable, match="larger than"):
        fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT, largest=1_000_000)


def test_packed_pages_are_unpacked(public: Site) -> None:
    public.pages["/"] = plain(gzip.compress(b"news"), Content_Encoding="gzip")
    assert fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT).body == b"news"
    public.pages["/"] = plain(b"no gzip", Content_Encoding="gzip")
    with pytest.raises(Unreachable, match="broken"):
        fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT)
    public.pages["/"] = plain(b"\x0b", Content_Encoding="br")
    with pytest.raises(Unreachable, match="not asked for"):
        fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT)


def test_a_server_that_drips_is_cut_off(public: Site) -> None:
    public.pages["/"] = dripping
    began = time.monotonic()
    with pytest.raises(Unreachable, match="Nothing came"):
        fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT, seconds=0.6)
    assert time.monotonic() - began < 10


def test_an_error_page_is_no_page(public: Site) -> None:
    public.pages["/"] = plain(b"gone", 410)
    with pytest.raises(Unreachable, match="answers 410"):
        fetch(public.url("127.0.0.2"), agent=AGENT, also=OUT)


def test_without_the_guard_the_inside_would_be_reached(
    inside: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the tests above see nothing come in is not because nothing can."""
    monkeypatch.setattr(outbound, "is_outside", lambda _: True)
    reached = 0
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1"):
        reached += fetch(inside.url(host), agent=AGENT, seconds=2).body == b"secret"
    assert reached == 5
    assert len(inside.asked) == 5
