"""税收附页: what readers of tax find on the pages of a building and of an enterprise."""

from typing import Any

from django.utils import timezone

from louyu.engines.disclosure import band
from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.taxation.displays import Display
from louyu.registers.taxation.lookup import yearly_yuan
from louyu.registers.taxation.readers import is_own, reader_of, reads_band, reads_payments
from louyu.registers.taxation.record import records_for
from louyu.registers.taxation.years import building_key, tax_year

Content = dict[str, Any] | None


@panel("buildings", title="税收", template="taxation/building_panel.html", order=60)
def building_tax(building: Building, actor: Actor) -> Content:
    reader = reader_of(actor)
    if reader is None or not reader.reads(building.place_id):
        return None
    records = records_for(actor)
    if not records.years:
        return {"display": None}
    tax = tax_year(records.years[0])
    display = Display(tax, reader, records, tax.rows[building_key(building.pk)])
    return {"display": display, "place": building.place}


@panel("enterprises", title="税收", template="taxation/enterprise_panel.html", order=30)
def enterprise_tax(enterprise: Enterprise, actor: Actor) -> Content:
    if is_own(actor, enterprise):
        return {"enterprise": enterprise, "own": True}
    if reads_payments(actor, enterprise):
        return {"enterprise": enterprise, "purpose": True}
    if not reads_band(actor, enterprise):
        return None
    year = timezone.localdate().year
    sums = yearly_yuan(enterprise, (year, year - 1))
    withheld = {one.month.year: one.word for one in records_for(actor).withheld}
    bands = [(each, withheld.get(each) or band(yuan)) for each, yuan in sums.items()]
    return {"bands": bands, "year": year}
