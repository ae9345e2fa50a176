"""实例: the one folder an instance lives in, and what is read from it at start-up."""

import json
import os
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[4]
LOUYU_HOME = Path(os.environ.get("LOUYU_HOME") or CHECKOUT / "var").resolve()
FILES_DIR = LOUYU_HOME / "files"
KEYS_DIR = LOUYU_HOME / "keys"
LOGS_DIR = LOUYU_HOME / "logs"

# Written by the demo generator alone: a real instance never shows demo accounts.
DEMO_MARKER = LOUYU_HOME / "demo.json"
DEMO = DEMO_MARKER.exists()


def _told() -> dict[str, Any]:
    settings_file = LOUYU_HOME / "instance.json"
    if not settings_file.exists():
        return {}
    told: dict[str, Any] = json.loads(settings_file.read_text(encoding="utf-8"))
    return told


_TOLD = _told()
_DISTRICT = "芝罘区" if DEMO else ""

# `./louyu init` writes them; the demo shows the district it was invented for.
SYSTEM_NAME = str(_TOLD.get("system_name", f"{_DISTRICT}楼宇经济信息管理系统"))

# 公开门户: "name", "host" (主办), "run_by" (承办), "site_code" (网站标识码) and "icp" as they were
# assigned; what nobody wrote down is not shown.
PUBLIC_SITE = {
    "name": SYSTEM_NAME.removesuffix("信息管理系统"),
    "run_by": _TOLD.get("office_name", f"{_DISTRICT}楼宇办（演示）" if DEMO else ""),
    **_TOLD.get("public_site", {}),
}

TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
