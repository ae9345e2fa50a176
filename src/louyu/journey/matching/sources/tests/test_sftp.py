"""SFTP: against a real server on loopback; a host that is another one hears no password."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest

from louyu.engines.measures import Period
from louyu.journey.matching.sources.tests.sftp_server import USER, WORD, Server, serving
from louyu.journey.matching.sources.transports.contract import FeedFailed, NothingThere
from louyu.journey.matching.sources.transports.sftp import SftpTransport

MONTH = Period("2026-09")
TRANSPORT = SftpTransport()
CONTENT = "纳税人识别号,税额（元）\n91370602MA3TESTX0A,12\n"


def keep_secret(settings: Any, name: str, word: str) -> Path:
    folder = settings.KEYS_DIR / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    path: Path = folder / name
    path.write_text(word, "utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "对方" / "out").mkdir(parents=True)
    with serving(tmp_path / "对方") as one:
        yield one


@pytest.fixture
def told(server: Server, settings: Any) -> dict[str, Any]:
    keep_secret(settings, "tax-bureau", WORD + "\n")
    return {
        "host": "127.0.0.1",
        "port": str(server.port),
        "user": USER,
        "secret": "tax-bureau",
        "host_key": server.host_key,
        "folder": "/out",
        "pattern": "税_{period}.csv",
        "complete": "marker",
    }


def put(server: Server, name: str, text: str = CONTENT) -> Path:
    path = server.root / "out" / name
    path.write_text(text, "utf-8")
    return path


def test_a_complete_file_is_fetched_and_moved_into_the_archive(
    told: dict[str, Any], server: Server, tmp_path: Path
) -> None:
    assert TRANSPORT.check_config(told) == []
    put(server, "税_2026-09.csv")
    with pytest.raises(NothingThere):
        TRANSPORT.fetch(told, MONTH, tmp_path)
    put(server, "税_2026-09.csv.done", "rows=1")
    assert "2 个文件" in TRANSPORT.try_out(told)
    got = TRANSPORT.fetch(told, MONTH, tmp_path)
    assert (got.path.read_text("utf-8"), got.total) == (CONTENT, 1)
    TRANSPORT.put_away(told, got.name, "0" * 64)
    assert (server.root / "out" / got.name).exists(), "another file of this name is not ours"
    for _ in range(2):
        TRANSPORT.put_away(told, got.name, hashlib.sha256(CONTENT.encode()).hexdigest())
    assert [one.name for one in (server.root / "out").iterdir()] == ["已取"]
    assert (server.root / "out" / "已取" / got.name).read_text("utf-8") == CONTENT


def test_another_host_key_hears_no_password(told: dict[str, Any], tmp_path: Path) -> None:
    other = paramiko.ECDSAKey.generate()
    told["host_key"] = f"{other.get_name()} {other.get_base64()}"
    with pytest.raises(FeedFailed, match="公钥与登记的不一致"):
        TRANSPORT.fetch(told, MONTH, tmp_path)


def test_a_private_key_signs_in(tmp_path: Path, settings: Any, told: dict[str, Any]) -> None:
    key = paramiko.ECDSAKey.generate()
    text = io.StringIO()
    key.write_private_key(text)
    keep_secret(settings, "own-key", text.getvalue())
    (tmp_path / "另一台" / "out").mkdir(parents=True)
    with serving(tmp_path / "另一台", key=key) as server:
        changed = {"port": str(server.port), "host_key": server.host_key, "secret": "own-key"}
        assert "0 个文件" in TRANSPORT.try_out(told | changed)


def test_a_wrong_password_a_missing_folder_and_a_silent_port_are_told(
    told: dict[str, Any], settings: Any
) -> None:
    keep_secret(settings, "wrong", "something else")
    for changed, said in (
        ({"secret": "wrong"}, "不接受这个账号和口令"),
        ({"folder": "/no"}, "没有 /no 这个文件夹"),
        ({"port": "1"}, "连不上"),
        ({"host": "sftp.example.org"}, "不在允许访问的名单里"),
    ):
        with pytest.raises(FeedFailed, match=said):
            TRANSPORT.try_out(told | changed)


def test_a_secret_others_can_read_or_that_is_not_there_is_not_used(
    told: dict[str, Any], settings: Any
) -> None:
    keep_secret(settings, "open-to-all", WORD).chmod(0o644)
    for name, said in (
        ("open-to-all", "别的账号也能读"),
        ("nobody-knows", "找不到口令"),
        ("../secret_key", "只用小写字母"),
    ):
        assert said in "".join(TRANSPORT.check_config(told | {"secret": name}))
        with pytest.raises(FeedFailed, match=said):
            TRANSPORT.try_out(told | {"secret": name})


@pytest.mark.parametrize("host_key", ["", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 !!!"])
def test_a_host_key_that_is_none_is_told(told: dict[str, Any], host_key: str) -> None:
    assert "主机公钥" in "".join(TRANSPORT.check_config(told | {"host_key": host_key}))
