"""楼宇与房源: the resources."""

from louyu.kernel.resource import Column, Kind, Reference, Resource, Section, register
from louyu.registers.buildings.models import Building, Parcel, Unit
from louyu.registers.organizations.models import Role

PLACE = Reference(fields=("name", "code"))

buildings = register(
    Resource(
        key="buildings",
        model=Building,
        import_key=("code",),
        columns=(
            Column(
                "name",
                required=True,
                aliases=("楼宇", "大厦名称", "楼名", "名称"),
                example="滨海金融中心",
            ),
            Column(
                "code",
                required=True,
                kind=Kind.CODE,
                aliases=("编码", "楼宇代码"),
                example="ZF-001",
            ),
            Column(
                "place",
                required=True,
                reference=PLACE,
                aliases=("街道", "园区", "所属街道", "街道/园区", "管理街道", "街道园区"),
                help="负责管理该楼宇的街道或园区",
                example="向阳街道",
            ),
            Column("community", reference=PLACE, aliases=("社区",), listed=False),
            Column(
                "cluster", reference=Reference(fields=("name",)), aliases=("片区",), listed=False
            ),
            Column("address", aliases=("楼宇地址", "详细地址"), example="滨海路18号", listed=False),
            Column("longitude", listed=False, help="CGCS2000 坐标，如 121.391382"),
            Column("latitude", listed=False, help="CGCS2000 坐标，如 37.539297"),
            Column("use", aliases=("用途", "楼宇类型"), example="商务办公"),
            Column("grade", aliases=("楼宇等级",), example="甲级"),
            Column(
                "floors_above",
                unit="层",
                aliases=("地上层数", "层数"),
                listed=False,
                example="26",
            ),
            Column("floors_below", unit="层", listed=False, example="2"),
            Column(
                "gross_floor_area",
                kind=Kind.AREA,
                unit="㎡",
                aliases=("建筑面积",),
                help="含地下的全部建筑面积",
                listed=False,
                example="41000",
            ),
            Column(
                "business_area",
                kind=Kind.AREA,
                unit="㎡",
                aliases=("商务建筑面积", "可用面积"),
                help="用于商务的建筑面积，不含住宅和地下车库，不大于总建筑面积",
                example="34000",
            ),
            Column("completed_on", listed=False, example="2014-06-30"),
            Column("life_stage", aliases=("状态", "楼宇状态"), example="在用"),
            Column("stage_since", listed=False, example="2014-09-01"),
        ),
        sections=(
            Section("基本信息", ("name", "code", "use", "grade", "life_stage", "stage_since")),
            Section("位置", ("place", "community", "cluster", "address", "longitude", "latitude")),
            Section(
                "规模",
                (
                    "gross_floor_area",
                    "business_area",
                    "floors_above",
                    "floors_below",
                    "completed_on",
                ),
            ),
        ),
        search=("name", "code", "address", "aliases__name"),
        filters=("place", "cluster", "use", "grade", "life_stage"),
        order=("name_sort", "id"),
        writers=(Role.OFFICE, Role.STREET),
    )
)

units = register(
    Resource(
        key="units",
        model=Unit,
        import_key=("building", "number"),
        columns=(
            Column(
                "building",
                required=True,
                reference=Reference(fields=("name", "code", "aliases__name")),
                aliases=("楼宇名称", "楼宇编码", "大厦名称"),
                example="滨海金融中心",
            ),
            Column(
                "floor",
                required=True,
                reference=Reference(fields=("number",), within="building"),
                aliases=("层", "所在楼层"),
                help="地上为 1、2、3…，地下为 -1、-2…；没有的楼层会自动建立",
                example="26",
            ),
            Column(
                "number",
                required=True,
                kind=Kind.CODE,  # 12-05 is no date
                aliases=("房间号", "房号/单元", "单元"),
                example="2602",
            ),
            Column(
                "area",
                required=True,
                kind=Kind.AREA,
                unit="㎡",
                aliases=("建筑面积", "房源面积"),
                example="440",
            ),
            Column("use", aliases=("房源用途",), example="商务"),
        ),
        sections=(Section("房源", ("building", "floor", "number", "area", "use")),),
        search=("number", "building__name"),
        filters=("building", "use"),
        order=("building__name_sort", "floor__number", "number"),
        writers=(Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR),
    )
)

parcels = register(
    Resource(
        key="parcels",
        model=Parcel,
        import_key=("name", "place"),
        columns=(
            Column("name", required=True, aliases=("地块", "名称"), example="新河路以东地块"),
            Column("place", reference=PLACE, aliases=("街道", "街道/园区", "所属街道")),
            Column("location", aliases=("四至", "地址"), example="新河路以东、学府街以南"),
            Column("area", kind=Kind.AREA, unit="㎡", aliases=("用地面积",), example="64000"),
            Column("use", aliases=("性质", "用途"), example="商服用地"),
            Column("direction", aliases=("产业方向",), example="商务办公"),
            Column("description", aliases=("备注", "说明"), listed=False),
            Column("longitude", listed=False, help="CGCS2000 坐标；有边界时取边界内一点"),
            Column("latitude", listed=False, help="CGCS2000 坐标"),
        ),
        sections=(
            Section("地块", ("name", "place", "location", "area", "use", "direction")),
            Section("情况", ("description", "longitude", "latitude")),
        ),
        search=("name", "location"),
        filters=("place",),
        order=("name", "id"),
        writers=(Role.OFFICE, Role.STREET),
    )
)
