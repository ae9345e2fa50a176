"""分工与走访: the resources."""

from louyu.kernel.resource import Column, Reference, Resource, Section, register
from louyu.registers.assignments.models import Assignment, Visit
from louyu.registers.organizations.models import Role

BUILDING = Reference(fields=("name", "code", "aliases__name"))
ENTERPRISE = Reference(fields=("uscc", "name"))
# A visit is whoever signs in and reports it: no role types a name.
WRITTEN_BY_ITSELF = ("",)
VISITORS = (
    Role.LEADER,
    Role.OFFICE,
    Role.DEPARTMENT,
    Role.STREET,
    Role.COMMUNITY,
    Role.LIAISON,
    Role.OPERATOR,
)

assignments = register(
    Resource(
        key="assignments",
        model=Assignment,
        import_key=("building", "capacity", "user", "start"),
        columns=(
            Column(
                "building",
                reference=BUILDING,
                aliases=("楼宇名称", "楼宇编码"),
                example="滨海金融中心",
            ),
            Column(
                "enterprise", reference=ENTERPRISE, aliases=("企业名称",), help="楼宇和企业只填一项"
            ),
            Column("capacity", required=True, aliases=("分工类别", "职责"), example="楼宇联络员"),
            Column(
                "user",
                reference=Reference(fields=("name", "username")),
                aliases=("姓名", "账号", "联络员", "责任人"),
                help="姓名；有同名的填账号",
                example="张三",
            ),
            Column(
                "organization",
                reference=Reference(fields=("name",)),
                aliases=("负责单位",),
                help="负责人和单位只填一项",
            ),
            Column("start", required=True, aliases=("起始日期", "自"), example="2026-01-01"),
            Column("end", aliases=("截止日期", "至"), help="还在任的不填"),
            Column("basis", aliases=("依据文件", "文号"), listed=False, example="分工通知"),
            Column(
                "visits_per_year", unit="次", listed=False, help="要求每年走访几次；没有要求的不填"
            ),
        ),
        sections=(
            Section("谁负责", ("capacity", "user", "organization")),
            Section("负责哪里", ("building", "enterprise")),
            Section("期限与依据", ("start", "end", "basis", "visits_per_year")),
        ),
        search=(
            "capacity",
            "user__name",
            "organization__name",
            "building__name",
            "enterprise__name",
        ),
        filters=("capacity", "building"),
        order=("-start", "id"),
        writers=(Role.OFFICE, Role.STREET),
    )
)

visits = register(
    Resource(
        key="visits",
        model=Visit,
        import_key=("building", "day", "purpose"),
        columns=(
            Column("day", required=True),
            Column("building", reference=BUILDING),
            Column("enterprise", reference=ENTERPRISE),
            Column("purpose", required=True),
            Column("visitor", reference=Reference(fields=("name",)), writers=WRITTEN_BY_ITSELF),
            Column("findings", help="看到什么、对方提了什么；没有可以不填"),
        ),
        sections=(
            Section("走访", ("building", "enterprise", "day", "purpose", "visitor", "findings")),
        ),
        search=("day", "findings", "building__name", "enterprise__name", "visitor__name"),
        filters=("building", "visitor", "purpose"),
        order=("-day", "-id"),
        writers=VISITORS,
    )
)
