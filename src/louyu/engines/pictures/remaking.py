"""重制: a picture of any sender as two JPEGs of our own; nothing of the sent bytes remains."""

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from louyu.engines.pictures.limits import FILE_BYTES, MB, SECONDS, Refused

BROKEN = "图片已损坏或内部有误，没有读完，请重新拍摄或另存为 JPG 后再传。"
log = logging.getLogger("louyu.pictures")
_CHILD_ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Jpeg:
    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Remade:
    small: Jpeg
    large: Jpeg


def remade(content: bytes) -> Remade:
    """Raises Refused. Decoded in a fresh interpreter: what a file does there does not reach us."""
    if not content:
        raise Refused("图片是空的，请重新选择。")
    if len(content) > FILE_BYTES:
        raise Refused(f"图片超过 {FILE_BYTES // MB} MB，请缩小后再传。")
    with tempfile.TemporaryDirectory(prefix="louyu-picture-") as folder:
        sizes = _sizes(content, folder)
        return Remade(
            *(
                Jpeg((Path(folder) / f"{index}.jpg").read_bytes(), *size)
                for index, size in enumerate(sizes)
            )
        )


def _sizes(content: bytes, folder: str) -> list[list[int]]:
    command = [sys.executable, "-m", "louyu.engines.pictures.child", folder]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env=_CHILD_ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused(BROKEN) from late
    if done.returncode:
        told = done.stderr[-400:].decode(errors="replace")
        log.warning("picture child ended with %s: %s", done.returncode, told)
        raise Refused(BROKEN)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"])
    sizes: list[list[int]] = answer["sizes"]
    return sizes
