"""清单里的企业: which enterprise a line means. The code decides, then the name in the building.

What only looks alike is held back for a person (decision 0020).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from stdnum.cn import uscc as credit_code

from louyu.kernel.intake import same_text
from louyu.kernel.merging import LINE, among
from louyu.kernel.scope import Actor
from louyu.kernel.sorting import sort_key
from louyu.registers.enterprises.imports import OLD_LENGTH
from louyu.registers.enterprises.models import Enterprise, EnterpriseName
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.roster.columns import ENTERPRISE_FIELDS, NO_NAMES
from louyu.registers.occupancy.roster.ledger import Ledger, Record
from louyu.registers.occupancy.roster.refusing import Held, Stopped

Cells = dict[str, Any]
SHORTEST_ALIKE = 6  # in shorter names one other character makes another name


def code_of(cells: Cells) -> tuple[str | None, str]:
    """The code, or the number from before 2015."""
    written = (cells["uscc"] or "").upper()
    if len(written) == OLD_LENGTH and written.isdigit():
        return None, written
    if written and not credit_code.is_valid(written):
        raise Stopped("uscc", "统一社会信用代码校验不通过，请对照营业执照重新填写")
    return written or None, ""


def _name_of(cells: Cells) -> str:
    name = same_text(cells["name"])
    vague = name.startswith("空置") and "公司" not in name
    if vague or name in NO_NAMES or not any(sign.isalpha() for sign in name):
        raise Stopped("name", "不是企业名称，请填企业全称；空着的房间请只填“空置”")
    return name


class Tenants:
    def __init__(self, lines: Iterable[Cells], building_ids: set[int], actor: Actor) -> None:
        self.ledger = Ledger(Enterprise)
        lines = list(lines)
        codes = {(cells["uscc"] or "").upper() for cells in lines} - {""}
        names = {cells["name"] for cells in lines}
        stays = Occupancy.objects.visible_to(actor).filter(building_id__in=building_ids)
        seats = list(stays.values_list("building_id", "enterprise_id").distinct())
        rows = Enterprise.objects.visible_to(actor)
        seated = {pk for _, pk in seats}
        self.ledger.load(rows.filter(pk__in=among(seated)))
        self.ledger.load(rows.filter(name__in=among(names | {_wide(name) for name in names})))
        self.seen = set(self.ledger.records)
        # A code is one enterprise in the whole district, whoever registered it.
        everywhere = Enterprise.objects.unscoped("a code is one enterprise everywhere")
        self.ledger.load(everywhere.filter(uscc__in=among(codes)))
        self.ledger.load(everywhere.filter(old_number__in=among(codes)).exclude(old_number=""))
        self.seen |= set(
            rows.filter(pk__in=among(self.ledger.records)).values_list("pk", flat=True)
        )
        former = EnterpriseName.objects.visible_to(actor).filter(enterprise_id__in=among(self.seen))
        self._former = {
            (pk, same_text(name)) for pk, name in former.values_list("enterprise_id", "name")
        }
        self._by_code: dict[str, Record] = {}
        self._elsewhere: dict[str, list[Record]] = defaultdict(list)
        self._here: dict[tuple[int, str], list[Record]] = defaultdict(list)
        self._alike: dict[tuple[int, str], list[Record]] = defaultdict(list)
        for record in self.ledger:
            self._index(record)
        for building, pk in seats:
            self._seat(building, self.ledger.records[pk])

    def _index(self, record: Record) -> None:
        for code in filter(None, (record["uscc"], record["old_number"])):
            self._by_code[code] = record
        if record["id"] is None or record["id"] in self.seen:
            self._elsewhere[same_text(record["name"])].append(record)

    def _seat(self, building: int, record: Record) -> None:
        name = same_text(record["name"])
        if record not in self._here[building, name]:
            self._here[building, name].append(record)
            for variant in _variants(name):
                self._alike[building, variant].append(record)

    def find(self, cells: Cells, building: int, decided: bool | None) -> Record | None:
        """None: a new one. `decided` answers an earlier doubt: the same, or another."""
        code, old = code_of(cells)
        name = _name_of(cells)
        coded = self._by_code.get(code or old)
        if coded is not None:
            return self._of_code(coded, name, decided)
        doubt = self._doubt(code, name, building)
        if isinstance(doubt, Record):
            return doubt
        if doubt is None or decided is False:
            return None
        candidate, why = doubt
        if decided:
            return candidate
        raise Held(candidate["name"], why)

    def _of_code(self, coded: Record, name: str, decided: bool | None) -> Record:
        known = same_text(coded["name"]) == name or (coded["id"], name) in self._former
        if known:
            return coded
        if coded["id"] is not None and coded["id"] not in self.seen:
            raise Stopped("uscc", "此代码已登记在另一名称下，请对照营业执照核对代码和名称")
        if decided is False:
            raise Stopped("uscc", f"此代码属于「{coded['name']}」，请核对代码")
        if decided is None:
            raise Held(coded["name"], "信用代码相同，名称不同")
        return coded

    def _doubt(
        self, code: str | None, name: str, building: int
    ) -> Record | tuple[Record, str] | None:
        here = [r for r in self._here[building, name] if not (code and r["uscc"])]
        if len(here) == 1:
            return here[0]
        if here:
            return here[0], "本楼有几家同名企业，请补填信用代码"
        away = [r for r in self._elsewhere[name] if not (code and r["uscc"])]
        if away:
            return away[0], "同名企业已在别处登记"
        alike = (r for v in _variants(name) for r in self._alike[building, v])
        near = next((r for r in alike if not (code and r["uscc"])), None)
        return (near, "本楼有名称相近的企业") if near else None

    def settled(self, found: Record | None, cells: Cells, building: Record) -> Record:
        """The enterprise itself: made, or completed with a code it lacked."""
        code, old = code_of(cells)
        line = cells[LINE]
        if found is None:
            found = self.ledger.make(
                line,
                name=cells["name"],
                name_sort=sort_key(cells["name"]),
                uscc=code,
                old_number=old,
                place_id=building["place_id"],
            )
        elif code and not found["uscc"]:
            self.ledger.change(found, line, uscc=code)
        if found.is_new or found["id"] in self.seen:
            facts = {name: cells[name] for name in ENTERPRISE_FIELDS if cells[name] is not None}
            self.ledger.change(found, line, **facts)
        self._index(found)
        self._seat(building["id"], found)
        return found


def _wide(name: str) -> str:
    return name.replace("(", "（").replace(")", "）")


def _variants(name: str) -> set[str]:
    """The name and the name without any one character: one edit apart share a variant."""
    if len(name) < SHORTEST_ALIKE:
        return set()
    return {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}
