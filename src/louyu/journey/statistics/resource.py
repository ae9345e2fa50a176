"""计划、目标与历史数据: the resources."""

from louyu.journey.statistics.models import HistoricalFigure, Plan, Target
from louyu.kernel.resource import Column, Kind, Reference, Resource, Section, register
from louyu.registers.organizations.models import Role

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
        ),
        sections=(Section("计划", ("name", "document", "start", "end")),),
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
            Column("baseline_year", aliases=("基数年份",), listed=False, example="2025"),
            Column("baseline_source", aliases=("基数来源",), listed=False, example="2025年年报"),
            Column(
                "department",
                reference=Reference(fields=("name",)),
                aliases=("责任部门", "牵头单位"),
                example="区商务局",
            ),
        ),
        sections=(
            Section("目标", ("plan", "name", "indicator", "place", "department")),
            Section("数值", ("kind", "value", "unit")),
            Section("基期", ("baseline", "baseline_year", "baseline_source")),
        ),
        search=("name", "plan__name"),
        filters=("plan", "place", "indicator", "department"),
        order=("plan__start", "plan_id", "pk"),
        writers=(Role.OFFICE,),
    )
)
