"""组织: the resource. Bodies outlive their names and pass on to a successor."""

from louyu.kernel.resource import Column, Kind, Reference, Resource, Section, register
from louyu.registers.organizations.models import Organization, Role

organizations = register(
    Resource(
        key="organizations",
        model=Organization,
        import_key=("kind", "name"),
        columns=(
            Column(
                "name",
                required=True,
                aliases=("单位名称", "单位", "部门名称", "机构名称", "name"),
                example="示例物业服务有限公司",
            ),
            Column(
                "kind",
                required=True,
                aliases=("单位类别", "类型", "性质", "kind"),
                example="物业公司",
            ),
            Column(
                "place",
                reference=Reference(fields=("code", "name")),
                aliases=("街道", "所属街道", "街道/园区"),
                help="街道办事处、园区管委会填自己的街道或园区",
                example="向阳街道",
            ),
            Column(
                "uscc",
                kind=Kind.CODE,
                aliases=("信用代码", "uscc"),
                listed=False,
                help="18 位；企业类单位填，机关可以不填",
            ),
            Column("start", aliases=("成立日期", "开始日期"), example="2019-03-01"),
            Column("end", aliases=("结束日期", "撤并日期"), help="机构撤并、公司注销的日期"),
            Column(
                "successor",
                reference=Reference(fields=("name",)),
                aliases=("后继", "并入单位", "承接单位"),
                help="撤并后由谁承接；原单位人员的岗位随之转到后继单位",
            ),
        ),
        sections=(
            Section("基本信息", ("name", "kind", "place", "uscc")),
            Section("存续", ("start", "end", "successor")),
        ),
        search=("name",),
        filters=("kind", "place"),
        order=("kind", "name"),
        writers=(Role.OFFICE,),
    )
)
