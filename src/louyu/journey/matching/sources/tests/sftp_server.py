"""测试 SFTP: a real server of paramiko's on this machine, over a real folder."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko

USER, WORD = "louyu", "invented-word"


class _Door(paramiko.ServerInterface):
    def __init__(self, key: paramiko.PKey | None) -> None:
        self.key = key

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def check_auth_password(self, username: str, password: str) -> int:
        right = (username, password) == (USER, WORD)
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        right = self.key is not None and username == USER and key == self.key
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server: Any, *args: Any, root: Path, **kwargs: Any) -> None:
        super().__init__(server, *args, **kwargs)
        self.root = root

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def list_folder(self, path: str) -> Any:
        try:
            found = []
            for one in self._at(path).iterdir():
                told = paramiko.SFTPAttributes.from_stat(one.lstat())
                told.filename = one.name
                found.append(told)
        except OSError as trouble:
            return paramiko.SFTPServer.convert_errno(trouble.errno or 0)
        return found

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._at(path).stat())
        except OSError as trouble:
            return paramiko.SFTPServer.convert_errno(trouble.errno or 0)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        handle = paramiko.SFTPHandle(flags)
        try:
            handle.readfile = self._at(path).open("rb")  # type: ignore[attr-defined]
        except OSError as trouble:
            return paramiko.SFTPServer.convert_errno(trouble.errno or 0)
        handle.stat = lambda: self.stat(path)  # type: ignore[method-assign]
        return handle

    def _tried(self, act: Any) -> int:
        try:
            act()
        except OSError as trouble:
            return int(paramiko.SFTPServer.convert_errno(trouble.errno or 0))
        return paramiko.SFTP_OK

    def mkdir(self, path: str, attr: Any) -> int:
        return self._tried(lambda: self._at(path).mkdir())

    def rename(self, oldpath: str, newpath: str) -> int:
        return self._tried(lambda: os.rename(self._at(oldpath), self._at(newpath)))

    def remove(self, path: str) -> int:
        return self._tried(lambda: self._at(path).unlink())


@dataclass
class Server:
    port: int
    host_key: str
    root: Path


@contextmanager
def serving(root: Path, *, key: paramiko.PKey | None = None) -> Iterator[Server]:
    identity = paramiko.ECDSAKey.generate()
    listener = socket.create_server(("127.0.0.1", 0))
    lines: list[paramiko.Transport] = []

    def answer() -> None:
        with suppress(OSError):
            while True:
                met, _ = listener.accept()
                line = paramiko.Transport(met)
                lines.append(line)
                line.add_server_key(identity)
                line.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, root=root)
                with suppress(paramiko.SSHException, EOFError):
                    line.start_server(server=_Door(key))

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        name = f"{identity.get_name()} {identity.get_base64()}"
        yield Server(listener.getsockname()[1], name, root)
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for line in lines:
            line.close()
        thread.join(5)
