"""本机服务: 企业微信 and 专有钉钉 on this machine, and a mail server that holds a conversation.

Each checks by itself what it is sent: nothing here is computed with the code under test.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.serving import Quiet

SECRET = "invented-secret"
CORPORATION, APPLICATION, TENANT = "ww-invented", "invented-app", "196729"


class WeComServer(Quiet):
    """One member, `zhangsan`; hands out numbered tokens and takes the newest alone."""

    expires_in = 7200
    tokens = 0
    taken: list[dict[str, Any]]
    refuses: dict[str, Any]

    @classmethod
    def anew(cls) -> type[WeComServer]:
        return type("Tenant", (cls,), {"taken": [], "refuses": {}})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        assert parts.path == "/cgi-bin/gettoken"
        if asked != {"corpid": CORPORATION, "corpsecret": SECRET}:
            self.answer({"errcode": 40001, "errmsg": "invalid credential"})
            return
        type(self).tokens += 1
        told = {"errcode": 0, "errmsg": "ok", "expires_in": self.expires_in}
        self.answer(told | {"access_token": f"token-{self.tokens}"})

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert parts.path == "/cgi-bin/message/send"
        if dict(parse_qsl(parts.query))["access_token"] != f"token-{self.tokens}":
            self.answer({"errcode": 40014, "errmsg": "invalid access_token"})
        elif self.refuses:
            self.answer(self.refuses)
        elif body["touser"].lower() != "zhangsan":
            self.answer({"errcode": 81013, "errmsg": "user & party & tag all invalid"})
        else:
            self.taken.append(body)
            self.answer({"errcode": 0, "errmsg": "ok", "msgid": f"msg-{len(self.taken)}"})


class DingTalkServer(Quiet):
    """Takes work notices whose signature is right, each bizMsgId once."""

    taken: list[dict[str, str]]
    nested = False

    @classmethod
    def anew(cls) -> type[DingTalkServer]:
        return type("Platform", (cls,), {"taken": []})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = dict(parse_qsl(body))
        if self.headers["X-Hmac-Auth-Signature"] != self._signature(fields):
            self.answer({"Message": "signature", "Code": "InvalidSignature", "success": False})
        elif fields["bizMsgId"] in {one["bizMsgId"] for one in self.taken}:
            self.answer({"success": False, "errorMsg": "重复", "errorCode": "REPEATED"})
        elif fields["tenantId"] != TENANT or fields["receiverIds"] != "4001":
            self.answer({"success": False, "errorMsg": "无接收人", "errorCode": "NO_RECEIVER"})
        else:
            self.taken.append(fields)
            told: dict[str, Any] = {"success": True, "content": {"msgId": "m-1"}}
            self.answer({"success": True, "content": json.dumps(told)} if self.nested else told)

    def _signature(self, fields: dict[str, str]) -> str:
        assert self.headers["apiKey"] == APPLICATION
        assert self.headers["X-Hmac-Auth-Version"] == "1.0"
        assert len(self.headers["X-Hmac-Auth-Timestamp"]) == len("2018-09-12T12:15:34.000+08:00")
        lines = [
            self.command,
            self.headers["X-Hmac-Auth-Timestamp"],
            self.headers["X-Hmac-Auth-Nonce"],
            urlsplit(self.path).path,
            "&".join(f"{name}={value}" for name, value in sorted(fields.items())),
        ]
        digest = hmac.new(SECRET.encode(), "\n".join(lines).encode(), hashlib.sha256).digest()
        return base64.b64encode(digest).decode()


@dataclass
class Mailbox:
    """What the mail server was told, and how it behaves."""

    port: int = 0
    letters: list[bytes] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)


class _Conversation(socketserver.StreamRequestHandler):
    box: Mailbox
    tls: ssl.SSLContext | None
    secure = False

    def handle(self) -> None:
        self.say("220 mail.example ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            getattr(self, f"on_{verb.lower()}")(line)
            if verb == "QUIT":
                return

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def on_ehlo(self, line: str) -> None:
        offered = "250-STARTTLS" if self.tls and not self.secure else "250-8BITMIME"
        self.say("250-mail.example", offered, "250 AUTH PLAIN")

    def on_starttls(self, line: str) -> None:
        assert self.tls
        self.say("220 go ahead")
        self.connection = self.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.secure = True

    def on_auth(self, line: str) -> None:
        user, password = base64.b64decode(line.split(" ")[2]).decode().strip("\0").split("\0")
        self.box.signed_in.append(user)
        self.say("235 welcome" if password == SECRET else "535 wrong")

    def on_mail(self, line: str) -> None:
        self.say("250 ok")

    def on_rcpt(self, line: str) -> None:
        self.say("250 ok" if "<zhang@example.com>" in line else "550 no such user")

    def on_data(self, line: str) -> None:
        self.say("354 go on")
        told = b""
        while not told.endswith(b"\r\n.\r\n"):
            told += self.rfile.readline()
        self.box.letters.append(told.removesuffix(b".\r\n"))
        self.box.encrypted.append(self.secure)
        self.say("250 taken")

    def on_rset(self, line: str) -> None:
        self.say("250 ok")

    def on_quit(self, line: str) -> None:
        self.say("221 bye")


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    box = Mailbox()
    handler = type("Talk", (_Conversation,), {"box": box, "tls": tls})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()
