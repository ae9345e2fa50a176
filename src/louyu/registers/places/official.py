"""官方代码: a district with its streets and communities out of published tables of codes."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place, PlaceLevel

# The length of an official code tells the level, and its beginning the place above.
LEVELS = {6: PlaceLevel.DISTRICT, 9: PlaceLevel.SUBDISTRICT, 12: PlaceLevel.COMMUNITY}
ABOVE = {9: 6, 12: 9}


class PlacesRefused(Exception):
    """One Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Loaded:
    created: int
    renamed: int
    unchanged: int


def official_rows(files: Iterable[Path], district: str) -> dict[str, str]:
    """Code → name of the district and all below it, in the order of their codes."""
    found: dict[str, str] = {}
    for path in files:
        for line, (code, name) in _lines(path):
            if not code.startswith(district) or len(code) not in LEVELS:
                continue
            if found.setdefault(code, name) != name:
                raise PlacesRefused(
                    f"{path.name} 第 {line} 行：{code} 有两个名称“{found[code]}”和“{name}”，"
                    "请核对后只保留一个。"
                )
    if district not in found and not Place.objects.filter(code=district).exists():
        raise PlacesRefused(f"文件里没有代码为 {district} 的区，请核对代码或加上区县代码表。")
    return dict(sorted(found.items()))


def _lines(path: Path) -> Iterator[tuple[int, tuple[str, str]]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            if not {"code", "name"} <= set(reader.fieldnames or ()):
                raise PlacesRefused(f"{path.name} 没有 code 和 name 两列，请核对表头。")
            for row in reader:
                yield reader.line_num, ((row["code"] or "").strip(), (row["name"] or "").strip())
    except (OSError, EOFError, UnicodeDecodeError):
        raise PlacesRefused(f"读不出 {path.name}，请核对路径，并另存为 UTF-8 的 csv。") from None


def load(files: Iterable[Path], *, district: str, actor: Actor) -> Loaded:
    """All or nothing, and again without effect; places of other districts are left alone."""
    rows = official_rows(files, district)
    known = {place.code: place for place in Place.objects.filter(code__startswith=district)}
    created = renamed = 0
    with transaction.atomic(), acting(actor, "places_loaded"):
        for code, name in rows.items():
            parent = known.get(code[: ABOVE[len(code)]]) if len(code) in ABOVE else None
            if len(code) in ABOVE and parent is None:
                raise PlacesRefused(f"{code}（{name}）没有上级，请加上街道代码表。")
            place = known.get(code)
            if place is None:
                level = LEVELS[len(code)]
                known[code] = Place.objects.create(code=code, name=name, level=level, parent=parent)
                created += 1
            elif place.name != name:
                place.name = name
                place.save(update_fields=["name"])
                renamed += 1
    return Loaded(created, renamed, len(rows) - created - renamed)
