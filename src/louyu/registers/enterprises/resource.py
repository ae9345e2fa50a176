"""经营主体: the resource."""

from louyu.kernel.resource import Column, Kind, Reference, Resource, Section, register
from louyu.registers.enterprises.models import Enterprise, Industry, LocalIndustry
from louyu.registers.organizations.models import DISTRICT_WIDE, Role

enterprises = register(
    Resource(
        key="enterprises",
        model=Enterprise,
        import_key=("uscc",),
        columns=(
            Column(
                "name",
                required=True,
                aliases=("名称", "单位名称", "公司名称", "主体名称", "name"),
                example="烟台示例商贸有限公司",
            ),
            Column(
                "uscc",
                kind=Kind.CODE,
                aliases=("信用代码", "社会信用代码", "税号", "uscc"),
                help="18 位；请把该列设为文本，以免被改成科学计数",
                example="91370602MA3D1962X2",
            ),
            Column("kind", aliases=("主体类型", "企业类型"), example="企业"),
            Column("status", aliases=("经营状态", "状态"), example="存续"),
            Column(
                "registered_address",
                aliases=("住所", "注册住所", "地址", "address"),
                listed=False,
                example="芝罘区滨海路18号2602",
            ),
            Column("registration_authority", aliases=("登记部门",), listed=False),
            Column(
                "tax_authority",
                aliases=("主管税务所", "主管税务分局", "税务机关"),
                help="照税务登记填全称；不作奖补、考核的依据，也不得据此要求迁移",
                listed=False,
                example="国家税务总局烟台市芝罘区税务局",
                readers=(*DISTRICT_WIDE, Role.STREET, Role.ENTERPRISE),
            ),
            Column(
                "industry_code",
                aliases=("行业",),
                help="GB/T 4754 代码",
                listed=False,
                example="L7299",
            ),
            Column(
                "capital_yuan",
                kind=Kind.YUAN,
                unit="元",
                aliases=("注册资金", "capital"),
                example="5000000",
            ),
            Column(
                "founded_on", aliases=("注册日期", "成立时间", "reg_date"), example="2016-03-01"
            ),
            Column("business_scope", aliases=("scope",), listed=False),
            Column(
                "place",
                reference=Reference(fields=("name", "code")),
                aliases=("街道", "所属街道"),
                listed=False,
            ),
        ),
        sections=(
            Section("基本信息", ("name", "uscc", "kind", "status", "place")),
            Section(
                "登记信息",
                (
                    "registered_address",
                    "registration_authority",
                    "tax_authority",
                    "industry_code",
                    "capital_yuan",
                    "founded_on",
                    "business_scope",
                ),
            ),
        ),
        search=("name", "uscc", "former_names__name"),
        filters=("kind", "status"),
        order=("name_sort", "id"),
        writers=(Role.OFFICE, Role.STREET),
    )
)

industries = register(
    Resource(
        key="industries",
        model=Industry,
        import_key=("code",),
        columns=(
            Column(
                "code",
                required=True,
                aliases=("行业代码", "code"),
                help="带门类字母，如 I、I65、I651、I6510",
                example="I6510",
            ),
            Column("name", required=True, aliases=("名称", "name"), example="基础软件开发"),
        ),
        sections=(Section("基本信息", ("code", "name")),),
        search=("name", "code"),
        order=("code",),
        writers=(Role.OFFICE,),
    )
)

local_industries = register(
    Resource(
        key="local-industries",
        model=LocalIndustry,
        import_key=("prefix", "start"),
        columns=(
            Column("name", required=True, aliases=("产业", "name"), example="（示例）软件产业"),
            Column(
                "prefix",
                required=True,
                kind=Kind.CODE,
                aliases=("行业代码", "prefix"),
                help="带门类字母的 GB/T 4754 代码或其开头；企业按最长的开头归类",
                example="I65",
            ),
            Column("start", required=True, aliases=("start",), example="2026-01-01"),
            Column("end", aliases=("end",)),
            Column("basis", aliases=("文件", "basis"), example="（示例）产业目录"),
        ),
        sections=(Section("基本信息", ("name", "prefix", "start", "end", "basis")),),
        search=("name", "prefix"),
        order=("prefix", "-start"),
        writers=(Role.OFFICE,),
    )
)
