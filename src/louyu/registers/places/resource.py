"""区划和片区字段: places come by import alone; clusters are typed or imported."""

from louyu.kernel.resource import Column, Reference, Resource, Section, register
from louyu.registers.places.models import Cluster, Place

places = register(
    Resource(
        key="places",
        model=Place,
        import_key=("code",),
        columns=(
            Column(
                "code",
                required=True,
                aliases=("代码", "统计用区划代码", "行政区划代码", "code"),
                example="370602001",
            ),
            Column("name", required=True, aliases=("区划名称", "name"), example="向阳街道"),
            Column(
                "level",
                required=True,
                aliases=("级别",),
                help="区、街道、园区或社区",
                example="街道",
            ),
            Column(
                "parent",
                aliases=("上级代码", "parent"),
                reference=Reference(fields=("code", "name")),
                help="上级的代码；区一级留空",
                example="370602",
            ),
        ),
        sections=(Section("基本信息", ("code", "name", "level", "parent")),),
        search=("name", "code"),
        order=("path",),
        writers=("office",),
    )
)

clusters = register(
    Resource(
        key="clusters",
        model=Cluster,
        import_key=("name",),
        columns=(
            Column("name", required=True, aliases=("片区", "片区名称", "name"), example="示例片区"),
            Column("positioning", aliases=("定位",), example="商务办公与总部"),
            Column("leading_industries", aliases=("业态",), example="金融、商务服务"),
        ),
        sections=(Section("基本信息", ("name", "positioning", "leading_industries")),),
        search=("name", "positioning", "leading_industries"),
        order=("pk",),
        writers=("office",),
    )
)
