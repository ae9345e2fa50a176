"""子进程: paints one untrusted picture under limits of memory and time."""

import json
import resource
import sys
from pathlib import Path

from louyu.engines.pictures.limits import MEMORY_BYTES, SECONDS, Refused


def main(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from louyu.engines.pictures.painting import painted

    try:
        made = painted(sys.stdin.buffer.read())
    except Refused as refused:
        print(json.dumps({"refused": str(refused)}))
        return
    for index, (content, _, _) in enumerate(made):
        (folder / f"{index}.jpg").write_bytes(content)
    print(json.dumps({"sizes": [size for _, *size in made]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
