"""测试接口: a real HTTP server on this machine whose answers a test makes up."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Params = dict[str, str]


@dataclass(frozen=True)
class Answer:
    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Web:
    """`asked`: path, parameters and headers of every request."""

    url: str
    answering: Callable[[Params], Answer]
    asked: list[tuple[str, Params, dict[str, str]]] = field(default_factory=list)


@contextmanager
def web(answering: Callable[[Params], Answer]) -> Iterator[Web]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(parts.query).items()}
            served.asked.append((parts.path, params, dict(self.headers)))
            told = served.answering(params)
            body = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
            self.send_response(told.status)
            for name, value in ({"Content-Length": str(len(body))} | told.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Web(f"http://127.0.0.1:{server.server_port}/rows", answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def paged(rows: list[dict[str, Any]], *, size: int = 10, total: int | None = None) -> Any:
    """Answers as a careful interface: page, size and the total of all."""

    def answering(params: Params) -> Answer:
        number = int(params.get("page", "1"))
        piece = rows[(number - 1) * size : number * size]
        told = {"records": piece, "total": len(rows) if total is None else total}
        return Answer({"code": 0, "data": told})

    return answering
