"""监视文件夹: a real folder; only complete files of the month, moved away once they are safe."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports.contract import FeedFailed, NothingThere
from louyu.journey.matching.sources.transports.folders import FolderTransport

MONTH = Period("2026-09")
TRANSPORT = FolderTransport()


@pytest.fixture
def told(tmp_path: Path) -> dict[str, Any]:
    folder = tmp_path / "来文"
    folder.mkdir()
    return {"folder": str(folder), "pattern": "税_{yyyymm}*.csv", "complete": "marker"}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


def put(told: dict[str, Any], name: str, text: str = "甲,1\n") -> Path:
    path = Path(told["folder"]) / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_without_its_marker_is_not_there_yet(told: dict[str, Any], into: Path) -> None:
    put(told, "税_202609.csv")
    with pytest.raises(NothingThere, match="等对方传完"):
        TRANSPORT.fetch(told, MONTH, into)
    put(told, "税_202609.csv.done", "")
    assert TRANSPORT.fetch(told, MONTH, into).path.read_text("utf-8") == "甲,1\n"


def test_a_name_given_at_the_end_is_enough_where_that_was_agreed(
    told: dict[str, Any], into: Path
) -> None:
    told["complete"] = "rename"
    put(told, "税_202609.csv.part")
    with pytest.raises(NothingThere):
        TRANSPORT.fetch(told, MONTH, into)
    put(told, "税_202609.csv.part").rename(Path(told["folder"]) / "税_202609.csv")
    assert TRANSPORT.fetch(told, MONTH, into).name == "税_202609.csv"


def test_a_marker_tells_rows_and_a_digest_that_is_checked(told: dict[str, Any], into: Path) -> None:
    put(told, "税_202609.csv")
    digest = hashlib.sha256("甲,1\n".encode()).hexdigest()
    put(told, "税_202609.csv.done", f"rows=12\nsha256={digest}\n")
    assert TRANSPORT.fetch(told, MONTH, into).total == 12
    put(told, "税_202609.csv", "甲,1\n乙")
    with pytest.raises(FeedFailed, match="没有传完"):
        TRANSPORT.fetch(told, MONTH, into)


def test_another_months_file_is_left_alone_and_two_of_one_month_are_asked(
    told: dict[str, Any], into: Path
) -> None:
    told["complete"] = "rename"
    put(told, "税_202608.csv")
    with pytest.raises(NothingThere):
        TRANSPORT.fetch(told, MONTH, into)
    put(told, "税_202609.csv")
    put(told, "税_202609改.csv")
    with pytest.raises(FeedFailed, match="有 2 个文件"):
        TRANSPORT.fetch(told, MONTH, into)


def test_what_was_taken_goes_into_the_archive_once_and_never_over_another(
    told: dict[str, Any],
) -> None:
    digest = hashlib.sha256("甲,1\n".encode()).hexdigest()
    for _ in range(2):
        put(told, "税_202609.csv")
        put(told, "税_202609.csv.done", "")
        TRANSPORT.put_away(told, "税_202609.csv", digest)
        TRANSPORT.put_away(told, "税_202609.csv", digest)
    folder = Path(told["folder"])
    assert [path.name for path in folder.iterdir()] == ["已取"]
    kept = {path.name for path in (folder / "已取").iterdir()}
    assert kept == {"税_202609.csv", "税_202609.csv.2"}


def test_a_newer_file_of_the_same_name_stays_where_it_is(told: dict[str, Any]) -> None:
    path = put(told, "税_202609.csv", "新的\n")
    TRANSPORT.put_away(told, "税_202609.csv", "0" * 64)
    assert path.exists()


@pytest.mark.parametrize("folder", ["/etc", "/", "{open}/../..", "feeds"])
def test_a_folder_nobody_opened_is_refused(
    told: dict[str, Any], into: Path, folder: str, settings: Any
) -> None:
    settings.FEEDS = {"folders": [told["folder"]]}
    told["folder"] = folder.replace("{open}", told["folder"])
    assert "不在开放的范围内" in "".join(TRANSPORT.check_config(told))
    with pytest.raises(FeedFailed):
        TRANSPORT.fetch(told, MONTH, into)


def test_a_link_leads_out_of_no_folder(told: dict[str, Any], into: Path, tmp_path: Path) -> None:
    told["complete"] = "rename"
    (tmp_path / "别处.csv").write_text("秘密\n", "utf-8")
    (Path(told["folder"]) / "税_202609.csv").symlink_to(tmp_path / "别处.csv")
    with pytest.raises(NothingThere):
        TRANSPORT.fetch(told, MONTH, into)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("pattern", "税收.csv", "认出是哪个月"),
        ("pattern", "../税_{yyyymm}.csv", "不能有斜杠"),
        ("pattern", "税_{yyyymm}.doc", "结尾"),
        ("folder", "", "请填写文件夹"),
    ],
)
def test_settings_that_cannot_work_are_told(
    told: dict[str, Any], name: str, value: str, said: str
) -> None:
    assert TRANSPORT.check_config(told) == []
    assert said in "".join(TRANSPORT.check_config(told | {name: value}))
