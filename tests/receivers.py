"""A receiver of webhooks on this machine, which can fail in every way that receivers do."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What came in, and how the next requests are answered: by `answers` in turn, then by `usual`.

    An answer is a status code, or a word: reset, hang, drip, redirect.
    """

    usual: Any = 200
    answers: list[Any] = field(default_factory=list)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.received]


@contextmanager
def receiving(receiver: Receiver, context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.paths.append(self.path)
            body = self.rfile.read(length := int(self.headers["Content-Length"]))
            if len(body) < length:  # whoever sent it was killed amid it
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append((headers, body))
            answer = receiver.answers.pop(0) if receiver.answers else receiver.usual
            with suppress(OSError):
                self.answer(answer)

        def answer(self, how: Any) -> None:
            match how:
                case "reset":
                    self.connection.setsockopt(
                        socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
                    )
                    self.connection.close()
                case "hang":
                    receiver.stopping.wait(30)
                case "drip":
                    for each in b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100:
                        if receiver.stopping.is_set():
                            return
                        self.wfile.write(bytes([each]))
                        self.wfile.flush()
                        time.sleep(0.1)
                case "redirect":
                    self.send_response(302)
                    self.send_header("Location", f"{receiver.url}/elsewhere")
                    self.end_headers()
                case _:
                    self.send_response(how)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """A sender that goes away is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if context else "http"
    receiver.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.stopping.set()
        server.shutdown()
        server.server_close()
