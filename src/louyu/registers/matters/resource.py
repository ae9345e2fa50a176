"""事项与节假日: the resources; matters are opened and moved on their own pages."""

from louyu.kernel.resource import Column, Reference, Resource, Section, register
from louyu.registers.matters.models import Holiday, Matter
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

NAME = Reference(fields=("name",))

matters = register(
    Resource(
        key="matters",
        model=Matter,
        import_key=("title",),
        columns=(
            Column("title"),
            Column("kind"),
            Column("building", reference=NAME),
            Column("enterprise", reference=NAME),
            Column("place", reference=NAME, listed=False),
            Column("level", listed=False),
            Column("due"),
            Column("state"),
            Column("satisfaction", unit="分", listed=False),
        ),
        sections=(
            Section("事项", ("title", "kind", "building", "enterprise", "place")),
            Section("办理", ("level", "due", "state", "satisfaction")),
        ),
        search=("title", "building__name", "enterprise__name"),
        filters=("kind", "state", "building"),
        order=("-opened_at", "-id"),
    )
)
