"""子进程: parses one untrusted file under limits of memory and time, and hands back plain data."""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any


def main() -> None:
    request: dict[str, Any] = json.load(sys.stdin)
    limits = request["limits"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(json.dumps(answer(request), ensure_ascii=False))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    from louyu.engines.tables.faulty import mark
    from louyu.engines.tables.inspection import Limits, Refused
    from louyu.engines.tables.parsing import parse

    path, out = Path(request["path"]), Path(request["out"])
    limits = Limits(**request["limits"])
    try:
        if request["work"] == "mark":
            mark(path, request["layouts"], request["errors"], out)
            return {}
        sheets = parse(path, request["form"], request["known_labels"], limits)
    except Refused as refused:
        return {"refused": str(refused)}
    for index, sheet in enumerate(sheets):
        sheet.frame.write_ipc(out / f"{index}.arrow")
    return {"sheets": [asdict(sheet) | {"frame": index} for index, sheet in enumerate(sheets)]}


if __name__ == "__main__":
    main()
