"""清单的列: what an office writes in a roster, and under which headers."""

from decimal import Decimal

from louyu.engines.tables import ColumnSpec, Kind, TemplateColumn
from louyu.kernel.intake import same_text
from louyu.registers.occupancy.models import EndReason, OccupancyKind

MOST_AREA = Decimal("99999999.99")
KINDS: dict[str, tuple[str, ...]] = {
    OccupancyKind.OWNER_OCCUPIED: ("自有", "自持", "自用办公"),
    OccupancyKind.LEASED: ("租用", "承租", "出租"),
    OccupancyKind.SUBLET: ("分租",),
    OccupancyKind.COWORKING: ("共享办公", "工位"),
    OccupancyKind.ADDRESS_ONLY: ("仅注册", "地址托管", "集群注册"),
}
REASONS: dict[str, tuple[str, ...]] = {
    EndReason.LEASE_END: ("到期", "合同到期", "租期届满"),
    EndReason.CLOSED: ("注销", "停业", "歇业", "倒闭"),
    EndReason.COST: ("租金高", "成本"),
    EndReason.EXPANSION: ("扩大规模", "扩租另迁"),
}
EMPTY_WORDS = frozenset(
    map(
        same_text,
        (
            *("空置", "空", "空房", "空置中", "闲置", "招租", "招租中", "待租", "待招租"),
            *("待出租", "未出租", "未租", "暂无"),
        ),
    )
)
# What stands where a name should: nobody is called so.
NO_NAMES = frozenset(map(same_text, ("无", "待定", "待补", "待核实", "未知", "不详", "不明")))


def _words(choices: type, more: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {value: (label, *more.get(value, ())) for value, label in choices.choices}  # type: ignore[attr-defined]


BUILDING = TemplateColumn(
    ColumnSpec(
        "building",
        "楼宇",
        Kind.TEXT,
        required=True,
        titled=True,
        aliases=(
            *("楼宇名称", "大厦", "大厦名称", "楼名", "楼宇编码", "门牌", "门牌号", "项目名称"),
            *("所在楼宇", "楼宇及房号", "楼宇房号", "楼宇/房号", "位置", "所在位置", "坐落"),
        ),
    ),
    help="楼宇名称、编码、别名或门牌都可以；一幢楼一张工作表的，工作表名写楼名即可",
    example="滨海金融中心",
)
COLUMNS = (
    BUILDING,
    TemplateColumn(
        ColumnSpec(
            "address",
            "经营地址",
            Kind.TEXT,
            aliases=("地址", "办公地址", "详细地址", "实际经营地址", "实际地址"),
            max_length=300,
        ),
        help="没有填楼宇的，按地址里的楼名或门牌认楼",
    ),
    TemplateColumn(
        ColumnSpec("floor", "楼层", Kind.TEXT, aliases=("层", "所在楼层", "层数"), max_length=20),
        help="地上为 1、2、3…，地下为 -1、-2…；新房号要填楼层",
        example="26",
    ),
    TemplateColumn(
        ColumnSpec(
            "rooms",
            "房号",
            Kind.CODE,
            aliases=("房间号", "单元", "房号/单元", "门牌/房号", "室号", "房源"),
        ),
        help="一格可填几间：2601、2602 或 2601~2603",
        example="2602",
    ),
    TemplateColumn(
        ColumnSpec(
            "name",
            "企业名称",
            Kind.TEXT,
            required=True,
            aliases=(
                *("入驻企业", "企业", "公司名称", "单位名称", "租户", "入驻企业名称", "承租方"),
                *("承租企业", "入驻单位", "承租单位", "房号及企业", "入驻情况", "承租情况"),
            ),
        ),
        help="空着的房间填“空置”",
        example="烟台示例商贸有限公司",
    ),
    TemplateColumn(
        ColumnSpec(
            "uscc",
            "统一社会信用代码",
            Kind.CODE,
            aliases=("信用代码", "社会信用代码", "税号", "纳税人识别号"),
            max_length=18,
        ),
        help="18 位，不知道就留空",
        example="91370602MA3D1962X2",
    ),
    TemplateColumn(
        ColumnSpec(
            "kind",
            "入驻方式",
            Kind.CHOICE,
            aliases=("使用方式", "入驻类型", "租赁/自用"),
            choices=_words(OccupancyKind, KINDS),
        ),
        example="租赁",
    ),
    TemplateColumn(
        ColumnSpec(
            "start",
            "入驻日期",
            Kind.DATE,
            partial=True,
            aliases=("入驻时间", "起租日期", "迁入日期", "起租日"),
        ),
        help="不知道就留空，按首次报送的月份登记",
        example="2024-03-01",
    ),
    TemplateColumn(
        ColumnSpec(
            "area",
            "使用面积",
            Kind.AREA,
            aliases=("租赁面积", "面积", "入驻面积", "承租面积", "办公面积"),
            unit="㎡",
            minimum=Decimal("0.01"),
            maximum=MOST_AREA,
        ),
        help="该企业使用的面积；留空即整间",
        example="440",
    ),
    TemplateColumn(
        ColumnSpec(
            "unit_area",
            "房源面积",
            Kind.AREA,
            aliases=("房间面积", "建筑面积", "产权面积"),
            unit="㎡",
            minimum=Decimal("0.01"),
            maximum=MOST_AREA,
        ),
        help="整间房的面积，新房号必填（只一间时可由使用面积代替）",
        example="440",
    ),
    TemplateColumn(
        ColumnSpec(
            "rent_yuan",
            "月租金",
            Kind.DECIMAL,
            aliases=("租金", "租金单价", "月租金单价"),
            unit="元/㎡",
            minimum=Decimal(0),
            maximum=MOST_AREA,
        ),
        help="每平方米每月多少元",
        example="45",
    ),
    TemplateColumn(
        ColumnSpec(
            "lease_expiry",
            "租约到期日",
            Kind.DATE,
            partial=True,
            aliases=("租赁到期日", "到期日期", "合同到期日", "到期日"),
        ),
        example="2027-02-28",
    ),
    TemplateColumn(
        ColumnSpec(
            "headcount",
            "从业人数",
            Kind.INTEGER,
            aliases=("员工人数", "人数", "从业人员", "职工人数"),
            unit="人",
            minimum=Decimal(0),
            maximum=Decimal(1_000_000),
        ),
        example="35",
    ),
    TemplateColumn(
        ColumnSpec("end", "迁出日期", Kind.DATE, aliases=("迁出时间", "退租日期", "搬离日期")),
        help="已经搬走的才填",
    ),
    TemplateColumn(
        ColumnSpec(
            "end_reason",
            "迁出原因",
            Kind.CHOICE,
            aliases=("退租原因",),
            choices=_words(EndReason, REASONS),
        )
    ),
    TemplateColumn(
        ColumnSpec("destination", "迁往", Kind.TEXT, aliases=("迁往何处", "去向", "迁往地址"))
    ),
)
# Facts of the enterprise itself: offered to those who may write enterprises.
ENTERPRISE_COLUMNS = (
    TemplateColumn(
        ColumnSpec("industry_code", "行业代码", Kind.CODE, aliases=("行业",), max_length=5),
        help="GB/T 4754 代码，如 L7299",
        example="L7299",
    ),
    TemplateColumn(
        ColumnSpec(
            "registered_address",
            "注册地址",
            Kind.TEXT,
            aliases=("住所", "注册住所"),
            max_length=300,
        )
    ),
)
LABELS = {c.spec.field: c.spec.label for c in (*COLUMNS, *ENTERPRISE_COLUMNS)}
ENTERPRISE_FIELDS = tuple(c.spec.field for c in ENTERPRISE_COLUMNS)
STAY_FIELDS = ("kind", "headcount", "lease_expiry", "rent_yuan")
WORDS = {
    "kind": dict(OccupancyKind.choices),
    "end_reason": dict(EndReason.choices),
}
