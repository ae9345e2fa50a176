"""期望: for every address, who gets an answer and for which objects. No entry, no page."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from louyu.journey.publication.models import Bulletin
from louyu.kernel.intake import Importer, all_kinds
from louyu.portal.watches import WATCHES
from louyu.registers.organizations.models import Role
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World

Gate = Callable[[Person], bool]


def anybody(person: Person) -> bool:
    return True


def nobody(person: Person) -> bool:
    return False


def signed_in(person: Person) -> bool:
    return person.user is not None


def holding(*roles: str) -> Gate:
    return lambda person: person.role in roles


def _site(number: int) -> Gate:
    return lambda person: number in person.sees


def buildings(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.building.pk}, _site(number), f"building of site {number}")
    yield nothing()


def units(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.units[0].pk}, _site(number), f"unit of site {number}")
    yield nothing()


def enterprises(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target(
            {"pk": site.tenant.pk},
            lambda person, number=number: number in person.sees or person.tenant_of == number,
            f"tenant of site {number}",
        )
    yield Target({"pk": world.shared.pk}, lambda p: bool(p.sees & {0, 2}), "shared tenant")
    yield Target(
        {"pk": world.sole_record.pk},
        lambda p: p.sees_district or p.label == "other street",
        "record of the other street",
    )
    yield nothing()


def bulletins(world: World) -> Iterable[Target]:
    streets = ("street", "other street", "park")
    yield Target({"pk": world.draft.pk}, holding(Role.OFFICE, Role.LEADER), "draft of the street")
    yield Target(
        {"pk": world.issued.pk},
        lambda p: p.sees_district or p.label in streets,
        "issued bulletin of the district",
    )
    yield Target(
        {"pk": world.street_bulletin.pk},
        lambda p: p.sees_district or p.label == "other street",
        "issued bulletin of the other street",
    )
    yield nothing()


def uploads(world: World) -> Iterable[Target]:
    yield Target({"pk": world.upload.pk}, nobody, "another's import")
    yield nothing()


def upload_jobs(world: World) -> Iterable[Target]:
    yield Target({"pk": world.upload.job_id}, nobody, "another's job")
    yield nothing()


def files(world: World) -> Iterable[Target]:
    yield Target({"pk": world.upload.file_id}, nobody, "another's file")
    for target in bulletins(world):
        if target.note.startswith("issued"):
            bulletin = Bulletin.objects.unscoped("test").get(pk=target.params["pk"])
            yield Target({"pk": bulletin.file_id}, target.open_to, target.note)
    yield nothing()


def templates(world: World) -> Iterable[Target]:
    for kind in all_kinds():
        open_to = partial(_may_import, kind)
        yield Target({"kind": kind.key}, open_to, kind.key)
        yield Target({"kind": kind.key}, open_to, f"{kind.key} filled", "?filled=1")
    yield Target({"kind": "nothing"}, nobody, "nothing")


def _may_import(kind: Importer, person: Person) -> bool:
    """Written down by hand: the office everything but places, streets what they keep."""
    keepers = {
        "roster": {Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR},
        "buildings": {Role.OFFICE, Role.STREET},
        "units": {Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR},
        "enterprises": {Role.OFFICE, Role.STREET},
        "places": {Role.OFFICE},
    }
    return person.role in keepers[kind.key]


def subjects(world: World) -> Iterable[Target]:
    """Whose figures: the district's, a street's, a building's, and nobody's."""
    tree = world.tree
    district_wide = holding(Role.OFFICE, Role.LEADER, Role.DEPARTMENT)
    yield Target({}, district_wide, "district", f"?place={tree.district.code}")
    for label, place in (
        ("street", tree.street),
        ("other street", tree.other_street),
        ("park", tree.park),
    ):
        yield Target(
            {},
            lambda p, label=label: p.sees_district or p.label == label,
            label,
            f"?place={place.code}&period={world.month}",
        )
    for number, site in enumerate(world.sites):
        yield Target({}, _site(number), f"building of site {number}", f"?place={site.code}")


def first_page_of_figures(world: World) -> Iterable[Target]:
    """Who has no figures at all is told so, whatever they ask for."""
    for target in subjects(world):
        yield replace(
            target, open_to=lambda p, t=target: t.open_to(p) or not (p.sees or p.sees_district)
        )


def stays(world: World) -> Iterable[Target]:
    for number, site in enumerate(world.sites):
        yield Target({"pk": site.stay.pk}, _site(number), f"stay of site {number}")
    yield nothing()


def _of_each(code_of: str, *codes: str, **params: str) -> Callable[[World], Iterable[Target]]:
    def targets(world: World) -> Iterable[Target]:
        for code in codes:
            for target in subjects(world):
                note = f"{code} {target.note}"
                yield Target({code_of: code} | params, target.open_to, note, target.query)

    return targets


def nothing(**params: object) -> Target:
    return Target({"pk": 987_654_321} | params, lambda person: False, "nothing")


def endings(world: World) -> Iterable[Target]:
    for ending in ("xlsx", "csv"):
        yield Target({"ending": ending}, anybody, ending)
    yield Target({"ending": "exe"}, nobody, "unknown format")


def watches(world: World) -> Iterable[Target]:
    for key, watch in WATCHES.items():
        yield Target({"key": key}, holding(*watch.roles), key)
    yield Target({"key": "nothing"}, nobody, "nothing")


def _buildings_seen(world: World, person: Person) -> int:
    return len(person.sees)


def _units_seen(world: World, person: Person) -> int:
    return sum(len(world.sites[number].units) for number in person.sees)


def _enterprises_seen(world: World, person: Person) -> int:
    """Present and former tenants, the shared one once, and the records of one's own street."""
    shared = bool(person.sees & {0, 2})
    record = person.sees_district or person.label == "other street"
    return 2 * len(person.sees) + shared + record + (person.tenant_of is not None)


def _noun(
    key: str,
    objects: Callable[[World], Iterable[Target]],
    count: Callable[[World, Person], int],
    writers: Gate,
    **queries: tuple[str, ...],
) -> dict[str, Expectation]:
    """The addresses every declared noun has."""
    return {
        key: Expectation(
            signed_in, fragments=("results",), searched=True, count=count, queries=queries["list"]
        ),
        f"{key}-export": Expectation(signed_in, endings, queries=queries["list"]),
        f"{key}-new": Expectation(writers, posts=True),
        f"{key}-edit": Expectation(writers, objects, posts=True),
        f"{key}-history": Expectation(signed_in, objects, fragments=("history",)),
        f"{key}-detail": Expectation(signed_in, objects),
    }


SORTED = ("sort=-name", "sort=name&size=20", "page=2")
OFFICE_ONLY = holding(Role.OFFICE)
REGISTRARS = holding(Role.OFFICE, Role.STREET)
CARETAKERS = holding(Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR)

EXPECTED: dict[str, Expectation] = {
    "healthz": Expectation(anybody),
    "login": Expectation(lambda person: person.user is None),
    "logout": Expectation(anybody, reads=False),
    "home": Expectation(signed_in),
    "attention": Expectation(signed_in, watches),
    "search": Expectation(signed_in, searched=True, fragments=("results",)),
    "feedback": Expectation(signed_in),
    "password_change": Expectation(signed_in),
    "places": Expectation(signed_in),
    "places-export": Expectation(signed_in, endings),
    **_noun("buildings", buildings, _buildings_seen, REGISTRARS, list=(*SORTED, "sort=-place")),
    **_noun("units", units, _units_seen, CARETAKERS, list=("sort=-area", "sort=building")),
    **_noun("enterprises", enterprises, _enterprises_seen, REGISTRARS, list=SORTED),
    "bulletins": Expectation(signed_in, queries=("sort=-place",)),
    "bulletin-new": Expectation(OFFICE_ONLY, posts=True),
    "bulletin": Expectation(signed_in, bulletins),
    "bulletin-word": Expectation(signed_in, bulletins),
    "bulletin-text": Expectation(OFFICE_ONLY, bulletins, posts=True),
    "bulletin-move": Expectation(signed_in, bulletins, reads=False, posts=True),
    "bulletin-figures": Expectation(OFFICE_ONLY, bulletins, reads=False, posts=True),
    "bulletin-number": Expectation(OFFICE_ONLY, bulletins, reads=False, posts=True),
    "buildings-roster": Expectation(signed_in, buildings),
    "departure": Expectation(CARETAKERS, stays, posts=True),
    "vacancy": Expectation(CARETAKERS, units, posts=True),
    "figures": Expectation(signed_in, first_page_of_figures),
    "figures-export": Expectation(signed_in, _of_each("ending", "xlsx", "csv")),
    "figures-compute": Expectation(OFFICE_ONLY, reads=False, posts=True),
    "figure": Expectation(signed_in, _of_each("code", "SP07", "EN01")),
    "figure-rows": Expectation(signed_in, _of_each("code", "SP02", "SP06", "EN01")),
    "figure-rows-export": Expectation(signed_in, _of_each("code", "SP02", "EN01", ending="csv")),
    "imports": Expectation(signed_in),
    "import-template": Expectation(signed_in, templates),
    "import": Expectation(signed_in, uploads),
    "import-mapping": Expectation(signed_in, uploads, posts=True),
    "import-confirm": Expectation(signed_in, uploads, reads=False, posts=True),
    "import-discard": Expectation(signed_in, uploads, reads=False, posts=True),
    "import-decide": Expectation(signed_in, uploads, reads=False, posts=True),
    "jobs": Expectation(signed_in),
    "job": Expectation(signed_in, upload_jobs, posts=True),
    "file": Expectation(signed_in, files, posts=True),
}
