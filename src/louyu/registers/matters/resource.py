"""节假日: the resource, so that the yearly notice can be imported."""

from louyu.kernel.resource import Column, Resource, Section, register
from louyu.registers.matters.models import Holiday
from louyu.registers.organizations.models import Role

holidays = register(
    Resource(
        key="holidays",
        model=Holiday,
        import_key=("day",),
        columns=(
            Column("day", required=True, example="2026-10-01"),
            Column("kind", required=True, help="周末调休上班的填“上班”", example="放假"),
            Column("name", aliases=("节日名称",), example="国庆节"),
        ),
        sections=(Section("节假日", ("day", "kind", "name")),),
        search=("day", "name"),
        filters=("kind",),
        order=("-day",),
        writers=(Role.OFFICE,),
    )
)
