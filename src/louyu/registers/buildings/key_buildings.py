"""重点楼宇名单: the resource of the dated listings, each with the document it rests on."""

from louyu.kernel.resource import Column, Reference, Resource, Section, register
from louyu.registers.buildings.models import KeyListing
from louyu.registers.organizations.models import Role

key_buildings = register(
    Resource(
        key="key-buildings",
        model=KeyListing,
        import_key=("building", "start"),
        columns=(
            Column(
                "building",
                required=True,
                aliases=("楼宇名称", "楼宇编码", "building"),
                reference=Reference(fields=("code", "name", "aliases__name")),
                example="示例大厦",
            ),
            Column(
                "basis",
                required=True,
                aliases=("依据", "文件", "文号", "basis"),
                help="认定文件的名称或文号",
                example="（示例）重点楼宇名单的通知",
            ),
            Column("start", required=True, aliases=("认定日期", "start"), example="2026-01-01"),
            Column("end", aliases=("退出日期", "end")),
        ),
        sections=(Section("基本信息", ("building", "basis", "start", "end")),),
        search=("basis", "building__name"),
        order=("building__name", "-start"),
        writers=(Role.OFFICE,),
    )
)
