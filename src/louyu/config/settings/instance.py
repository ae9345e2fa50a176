"""实例: the one folder an instance lives in, and what is read from it at start-up."""

import json
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[4]
LOUYU_HOME = Path(os.environ.get("LOUYU_HOME") or CHECKOUT / "var").resolve()
FILES_DIR = LOUYU_HOME / "files"
KEYS_DIR = LOUYU_HOME / "keys"
LOGS_DIR = LOUYU_HOME / "logs"

# Written by the demo generator alone: a real instance never shows demo accounts.
DEMO_MARKER = LOUYU_HOME / "demo.json"
DEMO = DEMO_MARKER.exists()


def _named(key: str, default: str) -> str:
    settings_file = LOUYU_HOME / "instance.json"
    if not settings_file.exists():
        return default
    return str(json.loads(settings_file.read_text(encoding="utf-8")).get(key, default))


# `./louyu init` writes them; the demo shows the district it was invented for.
SYSTEM_NAME = _named("system_name", f"{'芝罘区' if DEMO else ''}楼宇经济信息管理系统")

TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
