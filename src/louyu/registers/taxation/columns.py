"""涉税表的列: what a bureau's file may say, taxes as rows or as columns."""

from collections.abc import Sequence
from decimal import Decimal

from louyu.engines.tables import ColumnSpec, Kind, TemplateColumn
from louyu.registers.taxation.kinds import SYNONYMS, TaxType

WIDE = "of_"
MOST = Decimal(10) ** 15
SHARE_HELP = "填百分数，如 45.2；不提供就留空"
_WORDS = {tax.value: (str(tax.label), *SYNONYMS.get(TaxType(tax), ())) for tax in TaxType}


def amount(field: str, label: str, unit: str, *aliases: str) -> ColumnSpec:
    """Negative for a refund. The unit is told by the header or by the provider, never guessed."""
    return ColumnSpec(
        field, label, Kind.YUAN, aliases=aliases, unit=unit, unit_told=True, maximum=MOST
    )


def month() -> TemplateColumn:
    aliases = (
        "所属期",
        "税款所属期",
        "所属月份",
        "税款所属月份",
        "期间",
        "征期",
        "入库月份",
        "时间",
    )
    return TemplateColumn(
        ColumnSpec("month", "月份", Kind.TEXT, aliases=aliases, max_length=40),
        help="不填就是来源的所属期；累计数写作 1-9月",
        example="2026-09",
    )


def tax_type() -> TemplateColumn:
    return TemplateColumn(
        ColumnSpec(
            "tax_type", "税种", Kind.CHOICE, aliases=("征收项目", "税种名称"), choices=_WORDS
        ),
        help="不分税种就填税收合计",
        example="增值税",
    )


def paid(unit: str) -> list[TemplateColumn]:
    aliases = ("金额", "税收", "入库税额", "实缴税额", "实缴金额", "入库金额", "缴税金额", "纳税额")
    kept = ("留成", "区级收入", "区级税收", "地方留成", "区级留存")
    return [
        TemplateColumn(amount("yuan", "税额", unit, *aliases), "退税填负数", "12345.67"),
        TemplateColumn(amount("retained_yuan", "区级留成", unit, *kept), "财政提供才填"),
    ]


def payer() -> list[TemplateColumn]:
    codes = ("统一社会信用代码", "信用代码", "社会信用代码", "税号", "纳税人代码")
    names = ("企业名称", "单位名称", "名称", "纳税人")
    code = ColumnSpec("code", "纳税人识别号", Kind.CODE, aliases=codes, max_length=20)
    name = ColumnSpec("name", "纳税人名称", Kind.TEXT, aliases=names)
    return [
        TemplateColumn(code, "没有识别号就留空，只填名称", "91370602MA3TESTX0A"),
        TemplateColumn(name, "没有识别号时必填", "某某（烟台）有限公司"),
    ]


def wide(unit: str) -> list[ColumnSpec]:
    """One column per tax, for ledgers that have the taxes side by side."""
    return [amount(f"{WIDE}{tax}", words[0], unit, *words[1:]) for tax, words in _WORDS.items()]


def building() -> TemplateColumn:
    spec = ColumnSpec(
        "building", "楼宇", Kind.TEXT, required=True, aliases=("楼宇名称", "楼宇编码", "楼宇编号")
    )
    return TemplateColumn(spec, "编码或登记的名称", "示例大厦")


def contributors() -> list[TemplateColumn]:
    payers = ColumnSpec(
        "payers",
        "纳税户数",
        Kind.INTEGER,
        required=True,
        aliases=("户数", "纳税企业数"),
        unit="户",
        minimum=Decimal(0),
        maximum=Decimal(1_000_000),
    )
    return [
        TemplateColumn(payers, "当月有税款的户数", "12"),
        TemplateColumn(_share("largest_share", "最大一户占比"), SHARE_HELP, "45.2"),
        TemplateColumn(_share("two_largest_share", "最大两户占比"), SHARE_HELP, "61.8"),
    ]


def _share(field: str, label: str) -> ColumnSpec:
    least, most = Decimal(0), Decimal(100)
    return ColumnSpec(field, label, Kind.DECIMAL, unit="%", decimals=4, minimum=least, maximum=most)


def specs(columns: Sequence[TemplateColumn]) -> list[ColumnSpec]:
    return [column.spec for column in columns]
