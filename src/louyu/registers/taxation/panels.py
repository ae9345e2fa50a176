"""税收附页: what readers of tax find on the pages of a building and of an enterprise."""

from typing import Any

from django.utils import timezone

from louyu.engines.disclosure import band
from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.taxation.access import may_read
from louyu.registers.taxation.displays import Display
from louyu.registers.taxation.lookup import yearly_yuan
from louyu.registers.taxation.readers import is_own, reader_of, reads_band
from louyu.registers.taxation.years import building_key, tax_year, years_known

Content = dict[str, Any] | None


@panel("buildings", title="税收", template="taxation/building_panel.html", order=60)
def building_tax(building: Building, actor: Actor) -> Content:
    reader = reader_of(actor)
    if reader is None or not reader.reads(building.place_id):
        return None
    years = years_known()
    if not years:
        return {"display": None}
    tax = tax_year(years[0])
    display = Display(tax, reader, tax.rows[building_key(building.pk)])
    return {"display": display, "place": building.place}


@panel("enterprises", title="税收", template="taxation/enterprise_panel.html", order=30)
def enterprise_tax(enterprise: Enterprise, actor: Actor) -> Content:
    if is_own(actor, enterprise):
        return {"enterprise": enterprise, "own": True}
    if may_read(actor):
        return {"enterprise": enterprise, "purpose": True}
    if not reads_band(actor, enterprise):
        return None
    year = timezone.localdate().year
    sums = yearly_yuan(enterprise, (year, year - 1))
    return {"bands": [(each, band(yuan)) for each, yuan in sums.items()], "year": year}
