"""计划、目标与历史数据: the resources."""

from django.db.models import QuerySet

from louyu.journey.statistics.models import HistoricalFigure, Plan, Target, TargetPart
from louyu.kernel.editing.sentences import tell
from louyu.kernel.resource import Column, Kind, Reference, Resource, Section, register
from louyu.kernel.resource.choices import limit_choices
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel

PLACE = Reference(fields=("name", "code"))
BUILDING = Reference(fields=("name", "code", "aliases__name"))

historical_figures = register(
    Resource(
        key="historical-figures",
        model=HistoricalFigure,
        import_key=("indicator", "place", "building", "year", "month"),
        columns=(
            Column("indicator", required=True, aliases=("指标名称",), example="楼宇总建筑面积"),
            Column("place", required=True, reference=PLACE, aliases=("范围", "街道/园区")),
            Column("building", reference=BUILDING, help="整个区或街道的数据留空"),
            Column("year", required=True, kind=Kind.ORDINAL, aliases=("年度",), example="2016"),
            Column("month", kind=Kind.ORDINAL, help="全年或年末的数据留空", example="12"),
            Column("value", required=True, kind=Kind.DECIMAL, example="221.5"),
            Column("unit", required=True, aliases=("计量单位",), example="万㎡"),
            Column(
                "source",
                required=True,
                aliases=("来源", "资料来源", "依据"),
                help="数据出自哪份文件、台账或报表",
                example="2016年楼宇经济工作总结",
            ),
        ),
        sections=(
            Section("数据", ("indicator", "value", "unit", "year", "month")),
            Section("范围与来源", ("place", "building", "source")),
        ),
        search=("indicator", "source"),
        filters=("indicator", "place"),
        order=("-year", "-month", "indicator"),
        writers=(Role.OFFICE,),
    )
)

plans = register(
    Resource(
        key="plans",
        model=Plan,
        import_key=("name",),
        columns=(
            Column("name", required=True, aliases=("名称",), example="楼宇经济三年行动计划"),
            Column("document", aliases=("文件", "依据"), example="×政发〔2026〕5号"),
            Column("start", required=True, example="2026-01-01"),
            Column("end", required=True, example="2028-12-31"),
            Column("issued_on", listed=False, example="2026-03-20"),
            Column(
                "archived_on",
                help="到期以后填写；归档后目标和分解不能再改，清空即可恢复",
                example="2029-03-31",
            ),
            Column("remark", listed=False),
        ),
        sections=(
            Section("计划", ("name", "document", "issued_on", "start", "end")),
            Section("归档", ("archived_on", "remark")),
        ),
        search=("name", "document"),
        order=("-start", "name"),
        writers=(Role.OFFICE,),
    )
)

targets = register(
    Resource(
        key="targets",
        model=Target,
        import_key=("plan", "place", "name"),
        columns=(
            Column("name", required=True, aliases=("目标名称",), example="重点楼宇规模"),
            Column("plan", required=True, reference=Reference(fields=("name",)), aliases=("计划",)),
            Column("place", required=True, reference=PLACE, aliases=("范围", "街道/园区")),
            Column("indicator", required=True, aliases=("指标名称",), example="重点楼宇面积"),
            Column(
                "kind",
                aliases=("类型",),
                help="期末达到、期内累计、每年提高或每年新增",
                example="期末达到",
            ),
            Column("value", required=True, kind=Kind.DECIMAL, example="300"),
            Column("unit", required=True, aliases=("计量单位",), example="万㎡"),
            Column(
                "baseline",
                kind=Kind.DECIMAL,
                aliases=("基数", "基期数"),
                help="计划开始前的数，进度从它算起；单位与目标值相同",
                example="221.5",
            ),
            Column(
                "baseline_year",
                kind=Kind.ORDINAL,
                aliases=("基数年份",),
                listed=False,
                example="2025",
            ),
            Column("baseline_source", aliases=("基数来源",), listed=False, example="2025年年报"),
            Column(
                "department",
                reference=Reference(fields=("name",)),
                aliases=("责任部门", "牵头单位"),
                example="区商务局",
            ),
            Column("wording", aliases=("原文",), listed=False, help="计划文件里的原话"),
            Column("answerable", listed=False, help="计划文件里写的责任部门，照抄"),
        ),
        sections=(
            Section("目标", ("plan", "name", "indicator", "place", "department")),
            Section("数值", ("kind", "value", "unit")),
            Section("基期", ("baseline", "baseline_year", "baseline_source")),
            Section("计划原文", ("wording", "answerable")),
        ),
        search=("name", "plan__name"),
        filters=("plan", "place", "indicator", "department"),
        order=("plan__start", "plan_id", "pk"),
        writers=(Role.OFFICE,),
    )
)

target_parts = register(
    Resource(
        key="target-parts",
        model=TargetPart,
        import_key=("target", "street", "department", "year"),
        columns=(
            Column("plan", required=True, reference=Reference(fields=("name",)), aliases=("计划",)),
            Column(
                "target",
                required=True,
                reference=Reference(fields=("name",), within="plan"),
                aliases=("目标名称",),
                help="计划里全区的那一项目标",
                example="重点楼宇规模",
            ),
            Column(
                "street",
                reference=PLACE,
                aliases=("承担单位", "街道", "园区"),
                help="按街道、园区分解时填写",
                example="向阳街道",
            ),
            Column(
                "department",
                reference=Reference(fields=("name",)),
                aliases=("责任部门", "牵头单位"),
                help="按部门分解时填写；按街道分解时是该街道的责任单位，可不填",
            ),
            Column("year", kind=Kind.ORDINAL, help="分年度目标只填年度", example="2027"),
            Column(
                "value",
                required=True,
                kind=Kind.DECIMAL,
                aliases=("目标值",),
                help="单位与全区目标相同",
                example="20",
            ),
            Column("baseline", kind=Kind.DECIMAL, aliases=("基数",), example="18.5"),
            Column("baseline_source", aliases=("基数来源",), listed=False, example="2025年年报"),
        ),
        sections=(
            Section("分解给谁", ("plan", "target", "street", "department", "year")),
            Section("数值", ("value", "baseline", "baseline_source")),
        ),
        search=("target__name", "street__name", "department__name"),
        filters=("plan", "target", "street", "department"),
        order=("target_id", "street__path", "department__name", "year"),
        writers=(Role.OFFICE,),
    )
)


def _open_plans(actor: Actor) -> QuerySet[Plan]:
    return Plan.objects.visible_to(actor).filter(archived_on=None)


def _divisible(actor: Actor) -> QuerySet[Target]:
    open_ones = _open_plans(actor).values("pk")
    targets = Target.objects.visible_to(actor).filter(place__level=PlaceLevel.DISTRICT)
    return targets.filter(plan__in=open_ones)


for _key in ("targets", "target-parts"):
    limit_choices(_key, "plan", _open_plans)
limit_choices("target-parts", "target", _divisible)
limit_choices("target-parts", "street", lambda _: Place.objects.filter(level__in=MANAGING_LEVELS))
tell("rests_with_its_plan", "这个计划已经归档，不能再改。确需更正，请先清空计划的归档日期。")
tell("part_of_its_plan", "这项目标不在所选的计划里，请重选计划或目标。")
tell("part_of_a_district_target", "只有全区的目标可以分解，请选全区的那一项。")
