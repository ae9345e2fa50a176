"""文件检查: what is refused before anything is parsed, by size, first bytes and zip directory."""

import stat
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MB = 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ZIP_MAGIC = b"PK\x03\x04"
GZIP_MAGIC = b"\x1f\x8b"
_BEFORE_TEXT = b"\xef\xbb\xbf \r\n\t"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NESTED = (".zip", ".gz", ".7z", ".rar", ".tar", ".xlsx", ".xlsm", ".docx", ".pptx")
_CHECKED_RATIO_FROM = 10 * MB  # small sheets of equal rows compress well and harm nobody


class Refused(Exception):
    """The file is not read; the message is a Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Limits:
    """Bytes, a ratio, members and seconds; a spreadsheet kept by hand stays far below."""

    file_bytes: int = 20 * MB
    unpacked_bytes: int = 200 * MB
    ratio: int = 100
    members: int = 2_000
    memory_bytes: int = 1024 * MB
    seconds: int = 60
    rows: int = 200_000


USUAL = Limits()


def inspect(path: Path, limits: Limits = USUAL) -> str:
    """`xlsx`, `xls`, `csv`, `csv.gz` or `geojson`; raises Refused without parsing anything."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("文件是空的，请确认选对了文件。")
    if size > limits.file_bytes:
        raise Refused(f"文件超过 {limits.file_bytes // MB} MB，请分成几个文件再导入。")
    with path.open("rb") as source:
        head = source.read(512)
    if head.startswith(ZIP_MAGIC):
        _inspect_zip(path, limits)
        return "xlsx"
    if head.startswith(GZIP_MAGIC):
        _inspect_gzip(path, size, limits)
        return "csv.gz"
    if head.startswith(OLE_MAGIC):
        _inspect_compound(path.read_bytes())
        return "xls"
    _inspect_text(head)
    return "geojson" if head.lstrip(_BEFORE_TEXT).startswith(b"{") else "csv"


def _inspect_compound(raw: bytes) -> None:
    """The streams a compound file names: an old workbook, one with a password, or neither.

    An xls is not compressed: its size says what it holds, and the child's memory is limited.
    """
    if _stream("EncryptedPackage") in raw:
        raise Refused("表格加了密码，请取消密码后再导入。")
    if _stream("Workbook") not in raw and _stream("Book") not in raw:
        raise Refused("认不出这个文件，请用 xlsx、xls 或 csv 格式。")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def _inspect_text(head: bytes) -> None:
    if head.lstrip(_BEFORE_TEXT).startswith(b"<"):
        raise Refused("这是网页格式的表格，请用表格软件打开后另存为 xlsx 再导入。")
    if head.startswith(b"%PDF") or (b"\x00" in head and not head.startswith(UTF16_MARKS)):
        raise Refused("认不出这个文件，请用 xlsx、xls 或 csv 格式。")


def _inspect_gzip(path: Path, size: int, limits: Limits) -> None:
    """By the length gzip notes at its end; whoever unpacks still counts for himself."""
    with path.open("rb") as source:
        source.seek(-4, 2)
        (unpacked,) = struct.unpack("<I", source.read(4))
    _inspect_sizes(size, unpacked, limits)


def _inspect_zip(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise Refused("文件已损坏，请用表格软件重新保存后再导入。") from broken
    if len(members) > limits.members:
        raise Refused("表格内容过大，请删去无关的工作表、图片后再导入。")
    _inspect_sizes(
        sum(member.compress_size for member in members),
        sum(member.file_size for member in members),
        limits,
    )
    names = {member.filename for member in members}
    if len(names) < len(members):
        raise Refused("表格内部结构异常，为安全起见未打开，请用表格软件重新保存后再导入。")
    for member in members:
        _inspect_member(member)
    if "xl/workbook.xml" not in names:
        raise Refused("这不是 xlsx 表格，请用表格软件另存为 xlsx 再导入。")


def _inspect_sizes(packed: int, unpacked: int, limits: Limits) -> None:
    if unpacked > limits.unpacked_bytes:
        raise Refused("文件解开后过大，请删去无关内容或分成几个文件再导入。")
    if unpacked > _CHECKED_RATIO_FROM and unpacked > packed * limits.ratio:
        raise Refused("文件的压缩率异常，为安全起见未打开，请用表格软件重新保存后再导入。")


def _inspect_member(member: zipfile.ZipInfo) -> None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if name.is_absolute() or ".." in name.parts or is_link:
        raise Refused("表格内部结构异常，为安全起见未打开，请用表格软件重新保存后再导入。")
    if member.filename.lower().endswith(_NESTED):
        raise Refused("表格里夹带了压缩包或别的文件，请删去后再导入。")
    if member.flag_bits & 0x1:
        raise Refused("表格加了密码，请取消密码后再导入。")
