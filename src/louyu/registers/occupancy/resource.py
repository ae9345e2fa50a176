"""招商房源: the resource."""

from louyu.kernel.figures import MISSING
from louyu.kernel.resource import Column, Kind, Reference, Resource, Section, register
from louyu.registers.occupancy.models import Offer
from louyu.registers.occupancy.scope import REPORTERS

# Columns that acts of their own write: withdrawing, verifying.
BY_ACT = ("",)

offers = register(
    Resource(
        key="offers",
        model=Offer,
        import_key=("building", "unit", "listed_on"),
        columns=(
            Column("building", required=True, reference=Reference(fields=("name", "code"))),
            Column(
                "unit",
                reference=Reference(fields=("number",), within="building"),
                help="须已登记空置，或现租约 90 天内到期",
                example="1203",
            ),
            Column(
                "storey",
                listed=False,
                absent=MISSING,
                help="只有没有分户的楼宇填楼层，地下写负数",
            ),
            Column("area", required=True, kind=Kind.AREA, unit="㎡", example="320"),
            Column(
                "rent_yuan",
                unit="元/㎡·月",
                absent="面议",
                help="留空为面议；公开页显示的就是这个数",
                example="45",
            ),
            Column("available_from", required=True),
            Column("minimum_months", unit="个月", listed=False, absent="不限", example="12"),
            Column("fit_out", listed=False),
            Column(
                "conditions",
                listed=False,
                help="免租期、物业费、停车等，公开显示；不写租户名称和个人信息",
                example="免租期 2 个月，物业费 4 元/㎡·月",
            ),
            Column("contact", required=True, reference=Reference(fields=("name",)), listed=False),
            Column(
                "contact_phone",
                required=True,
                listed=False,
                help="公开显示，请填办公电话",
                example="0535-6600000",
            ),
            Column("mobile_is_published", listed=False),
            Column("listed_on", required=True),
            Column("withdrawn_on", listed=False, writers=BY_ACT),
            Column("withdrawal_reason", listed=False, writers=BY_ACT),
            Column("verified_on", writers=BY_ACT),
        ),
        sections=(
            Section("房源", ("building", "unit", "storey", "area", "fit_out")),
            Section("条件", ("rent_yuan", "available_from", "minimum_months", "conditions")),
            Section("联系", ("contact", "contact_phone", "mobile_is_published")),
            Section("上架", ("listed_on", "verified_on", "withdrawn_on", "withdrawal_reason")),
        ),
        search=("building__name", "unit__number", "conditions"),
        filters=("building", "fit_out"),
        order=("-listed_on", "-id"),
        writers=REPORTERS,
    )
)
