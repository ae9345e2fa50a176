"""花名册导入: the named import whose one row means enterprise, unit and stay."""

import polars as pl

from louyu.engines.tables import TemplateColumn
from louyu.kernel.intake import Importer, Lines, Plan, register
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Floor, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit, Vacancy
from louyu.registers.occupancy.roster.columns import COLUMNS, ENTERPRISE_COLUMNS
from louyu.registers.occupancy.roster.export import roster_export
from louyu.registers.occupancy.roster.planning import Planning
from louyu.registers.organizations.models import Role


class RosterImport(Importer):
    key, label = "roster", "花名册"
    writers = (Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR)
    tables = (Enterprise, Floor, Unit, Occupancy, OccupancyUnit, Vacancy)
    together = ((OccupancyUnit, "unit"), (Vacancy, "unit"))

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        own = resource("enterprises").may_write(actor)
        return [*COLUMNS, *(ENTERPRISE_COLUMNS if own else ())]

    def options(self, actor: Actor) -> dict[str, tuple[str, ...]]:
        here = Building.objects.visible_to(self.acting_for(actor))
        return {"building": tuple(here.values_list("name", flat=True).distinct())}

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        return Planning(lines, self.acting_for(actor)).run()

    def filled(self, actor: Actor) -> pl.DataFrame:
        return roster_export(actor)


register(RosterImport())
