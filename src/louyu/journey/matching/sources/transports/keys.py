"""口令: secrets by name; each is a file beside the instance's other keys, for its account alone."""

import re
import stat

from django.conf import settings

from louyu.journey.matching.sources.transports.contract import FeedFailed

FOLDER = "sources"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def fault_of(name: str) -> str:
    """A sentence when there is no such secret or others could read it; "" when all is well."""
    if not NAME.fullmatch(name):
        return "口令名称只用小写字母、数字和连字符，如 tax-bureau。"
    path = settings.KEYS_DIR / FOLDER / name
    where = f"实例目录 keys/{FOLDER}/{name}"
    if not path.is_file() or path.is_symlink():
        return f"找不到口令“{name}”，请系统管理员写进{where}。"
    if path.stat().st_mode & _FOR_OTHERS:
        return f"口令“{name}”别的账号也能读，请系统管理员把 {where} 改为仅运行账号可读（600）。"
    return ""


def secret(name: str) -> str:
    """Raises FeedFailed with what the administrator has to do."""
    if fault := fault_of(name):
        raise FeedFailed(fault)
    return str((settings.KEYS_DIR / FOLDER / name).read_text("utf-8")).strip("\r\n")
