"""组织导入: a successor may stand in the same file as the body it follows."""

import polars as pl

from louyu.kernel.intake import Plan, ResourceImport, named
from louyu.kernel.merging import LINE
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Organization, OrganizationKind

WORDS: dict[str, tuple[str, ...]] = {
    OrganizationKind.OFFICE: ("楼宇办",),
    OrganizationKind.DEPARTMENT: ("区直部门", "委办局", "机关"),
    OrganizationKind.SUBDISTRICT: ("街道办事处", "街道办", "乡镇", "镇"),
    OrganizationKind.PARK: ("园区管委会",),
    OrganizationKind.COMMUNITY: ("居委会", "社区居委会"),
    OrganizationKind.OPERATOR: ("管理运营主体", "运营公司"),
    OrganizationKind.OWNER: ("业主", "业主单位"),
    OrganizationKind.PROPERTY_MANAGER: ("物业", "物业服务企业"),
}


class OrganizationImport(ResourceImport):
    own = frozenset({"successor"})
    synonyms = {"kind": WORDS}

    def __init__(self) -> None:
        super().__init__(resource("organizations"))

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        if "successor" not in frame.columns:
            return frame
        keys = [(None, text) for text in frame["successor"]]
        found = named(keys, Organization.objects.visible_to(actor), ("name",))
        here = set(frame["name"])
        for line, key in zip(frame[LINE], keys, strict=True):
            if len(found.get(key, ())) > 1:
                plan.refuse([line], "successor", "有同名的单位，请到单位页面选择")
            elif key[1] is not None and key not in found and key[1] not in here:
                plan.refuse([line], "successor", "没有这个单位，请先登记或写在同一张表里")
        only = [min(found[key]) if key in found else None for key in keys]
        return frame.with_columns(successor_id=pl.Series(only, dtype=pl.Int64))

    def derive(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Successors out of the same file."""
        if "successor" not in frame.columns or frame.is_empty():
            return frame
        here = dict(frame.select("name", "id").rows())
        told = frame.select("successor_id", "successor").rows()
        numbers = [pk or here.get(text) for pk, text in told]
        return frame.with_columns(successor_id=pl.Series(numbers, dtype=pl.Int64))
