"""文件检查规则: what is refused before anything is parsed, and that hostile XML reaches nothing."""

import gzip
import struct
import zipfile
from pathlib import Path

import pytest

from louyu.engines.tables import Limits, Refused, inspect, read_table
from louyu.engines.tables.tests.sheets import LABELS, workbook

MB = 1024 * 1024


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"表": [["企业名称"], ["甲"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.bin", b"\x00" * 30 * MB)
    assert path.stat().st_size < MB
    with pytest.raises(Refused, match="压缩率异常"):
        inspect(path)
    with pytest.raises(Refused, match="解开后过大"):
        inspect(path, Limits(unpacked_bytes=20 * MB))


def test_a_gzip_bomb_is_refused_by_its_length_and_by_counting(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    bomb = gzip.compress(b"a," * 12 * MB)
    path.write_bytes(bomb)
    with pytest.raises(Refused, match="压缩率异常"):
        inspect(path)
    path.write_bytes(bomb[:-4] + struct.pack("<I", 10))  # the length it claims is a lie
    assert inspect(path) == "csv.gz"
    with pytest.raises(Refused, match="解开后过大"):
        read_table(path, LABELS, Limits(unpacked_bytes=2 * MB))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "xl\\..\\..\\evil.xml"])
def test_a_member_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="内部结构异常"):
        inspect(_with_member(tmp_path, name, b"x"))


@pytest.mark.parametrize("name", ["xl/embeddings/a.zip", "xl/embeddings/Sheet.XLSX"])
def test_a_file_within_the_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="夹带"):
        inspect(_with_member(tmp_path, name, b"x"))


def test_a_link_and_a_member_named_twice_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    path = workbook(tmp_path / "a.xlsx", {"表": [["企业名称"]]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match="内部结构异常"):
        inspect(path)
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        pytest.raises(Refused, match="内部结构异常"),
    ):
        inspect(_with_member(tmp_path, "xl/workbook.xml", b"x"))


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"表": [["企业名称"]]})
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1  # the flag of its first member
    path.write_bytes(content)
    with pytest.raises(Refused, match="加了密码"):
        inspect(path)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"表": [["企业名称"]]})
    with pytest.raises(Refused, match="内容过大"):
        inspect(path, Limits(members=3))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "认不出"),
        (b"\r\n<html><table>", "网页格式"),
        (b"%PDF-1.7", "认不出"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "认不出"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"a" * 101, "超过"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_advice(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(Refused, match=told):
        inspect(path, Limits(file_bytes=len(content) - 1) if told == "超过" else Limits())


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Refused, match="不是 xlsx"):
        inspect(path)


@pytest.mark.parametrize(
    ("part", "declared"),
    [
        ("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'),
        ("xl/_rels/workbook.xml.rels", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'),
        ("xl/styles.xml", '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'),
        ("xl/worksheets/sheet1.xml", "<!-- {padding} --><!DOCTYPE a []>"),
    ],
)
def test_a_part_with_a_document_type_is_refused(tmp_path: Path, part: str, declared: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("密")
    declared = declared.replace("{secret}", str(secret)).replace("{padding}", "x" * 70_000)
    source = workbook(tmp_path / "a.xlsx", {"表": [["企业名称"], ["甲"]]})
    target = tmp_path / "b.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == part:
                text = text.replace("?>", f"?>{declared}", 1)
            new.writestr(name, text)
    with pytest.raises(Refused, match=r"为安全起见未打开|打不开"):
        read_table(target, LABELS)


def _with_member(folder: Path, name: str, content: bytes) -> Path:
    path = workbook(folder / "a.xlsx", {"表": [["企业名称"]]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path
