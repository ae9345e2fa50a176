"""文件检查: what is refused before anything is parsed, by size and by the zip directory."""

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MB = 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ZIP_MAGIC = b"PK\x03\x04"
GZIP_MAGIC = b"\x1f\x8b"


class Refused(Exception):
    """The file is not read; the message is a Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Limits:
    """Bytes, a ratio, members and seconds; a spreadsheet kept by hand stays far below."""

    file_bytes: int = 20 * MB
    unpacked_bytes: int = 200 * MB
    ratio: int = 100
    members: int = 2_000
    memory_bytes: int = 3 * 1024 * MB  # address space; resident use stays below a third
    seconds: int = 60
    rows: int = 200_000


def inspect(path: Path, limits: Limits = Limits()) -> str:
    """The format, `xlsx`, `csv` or `csv.gz`; raises Refused without parsing anything."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("文件是空的，请确认选对了文件。")
    if size > limits.file_bytes:
        raise Refused(f"文件超过 {limits.file_bytes // MB} MB，请分成几个文件再导入。")
    with path.open("rb") as source:
        head = source.read(8)
    if head.startswith(OLE_MAGIC):
        raise Refused("这是旧版 xls 或加了密码的表格，请另存为不加密码的 xlsx 再导入。")
    if head.startswith(ZIP_MAGIC):
        _inspect_zip(path, limits)
        return "xlsx"
    if head.startswith(GZIP_MAGIC):
        return "csv.gz"
    if b"\x00" in head:
        raise Refused("认不出这个文件，请用 xlsx 或 csv 格式。")
    return "csv"


def _inspect_zip(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise Refused("文件已损坏，请用表格软件重新保存后再导入。") from broken
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > limits.members or unpacked > limits.unpacked_bytes:
        raise Refused("表格内容过大，请删去无关的工作表、图片后再导入。")
    if unpacked > 10 * MB and unpacked / packed > limits.ratio:
        raise Refused("表格的压缩率异常，为安全起见未打开，请用表格软件重新保存后再导入。")
    for member in members:
        _inspect_member(member)
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise Refused("这不是 xlsx 表格，请用表格软件另存为 xlsx 再导入。")


def _inspect_member(member: zipfile.ZipInfo) -> None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if name.is_absolute() or ".." in name.parts or is_link:
        raise Refused("表格内部结构异常，为安全起见未打开，请用表格软件重新保存后再导入。")
    if member.filename.lower().endswith((".zip", ".gz", ".7z", ".rar")):
        raise Refused("表格里夹带了压缩包，请删去后再导入。")
    if member.flag_bits & 0x1:
        raise Refused("表格加了密码，请取消密码后再导入。")
