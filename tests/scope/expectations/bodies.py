"""单位: public bodies for whoever is on duty, companies with the buildings they work in."""

from collections.abc import Iterable

from louyu.registers.buildings.models import BuildingParty
from louyu.registers.organizations.models import PUBLIC_KINDS, Organization, Role
from tests.scope.expectations.gates import OFFICE_ONLY, REGISTRARS, at_site, nothing
from tests.scope.expectations.registers import noun
from tests.scope.matrix import Target
from tests.scope.world import Person, World

OFF_DUTY = ("no duty", "former liaison", "visitor")


def companies(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        for body in (site.manager, site.operator):
            yield Target({"pk": body.pk}, at_site(number), f"{body.kind} of site {number}")
    yield nothing()


def parties(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        for party in BuildingParty.objects.unscoped("test").filter(building=site.building):
            yield Target({"pk": party.pk}, at_site(number), f"{party.kind} of site {number}")
    yield nothing()


def _companies_seen(world: World, person: Person) -> int:
    rows = Organization.objects.unscoped("test")
    if person.sees_district:
        return rows.count()
    public = 0 if person.label in OFF_DUTY else rows.filter(kind__in=PUBLIC_KINDS).count()
    chain = bool(person.sees & {1, 2})
    return public + 2 * len(person.sees) + chain + (person.role == Role.ENTERPRISE)


def _parties_seen(world: World, person: Person) -> int:
    return 2 * len(person.sees) + len(person.sees & {1, 2})


EXPECTED = {
    **noun("organizations", companies, _companies_seen, OFFICE_ONLY, list=("sort=-name",)),
    **noun("building-parties", parties, _parties_seen, REGISTRARS, list=("sort=-start",)),
}
