"""门户页面: sign-in, home, search, imports, jobs, files."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from louyu.journey.publication.models import Bulletin
from louyu.kernel.intake import Importer, all_kinds
from louyu.portal.watches import WATCHES
from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import anybody, holding, nobody, nothing, signed_in
from tests.scope.expectations.journey import bulletins, places
from tests.scope.expectations.plans import WORKERS
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World


def buildings_seen(world: World, person: Person) -> int:
    return len(person.sees)


def uploads(world: World) -> Iterable[Target]:
    yield Target({"pk": world.upload.pk}, nobody, "another's import")
    yield nothing()


def cockpits(world: World) -> Iterable[Target]:
    for target in places(world):
        yield target
        for more in ("order=SP06", "order=EN01&screen=1"):
            yield replace(target, query=f"{target.query}&{more}", note=f"{target.note} {more}")


def upload_jobs(world: World) -> Iterable[Target]:
    yield Target({"pk": world.upload.job_id}, nobody, "another's job")
    yield nothing()


def files(world: World) -> Iterable[Target]:
    yield Target({"pk": world.upload.file_id}, nobody, "another's file")
    for target in bulletins(world):
        if target.note.startswith("issued"):
            bulletin = Bulletin.objects.unscoped("test").get(pk=target.params["pk"])
            own = bulletin.place.name if bulletin.place.level != "district" else ""
            yield Target({"pk": bulletin.file_id}, partial(_reads_in_full, own), target.note)
            edition = bulletin.editions.unscoped("test").get(ending="docx")
            yield Target({"pk": edition.file_id}, target.open_to, f"public {target.note}")
    yield nothing()


def _reads_in_full(own: str, person: Person) -> bool:
    """The whole bulletin names buildings: a street reads its own in full, the district's not."""
    return person.sees_district or bool(own and person.keeps == "other street")


def templates(world: World) -> Iterable[Target]:
    for kind in all_kinds():
        open_to = partial(_may_import, kind)
        yield Target({"kind": kind.key}, open_to, kind.key)
        yield Target({"kind": kind.key}, open_to, f"{kind.key} filled", "?filled=1")
    yield Target({"kind": "nothing"}, nobody, "nothing")


def watches(world: World) -> Iterable[Target]:
    for key, watch in WATCHES.items():
        yield Target({"key": key}, holding(*watch.roles), key)
    yield Target({"key": "nothing"}, nobody, "nothing")


def watch_files(world: World) -> Iterable[Target]:
    for target in watches(world):
        yield replace(target, params=target.params | {"ending": "csv"})


# Written down by hand: the office everything, streets what they keep.
KEEPERS: dict[str, set[Role]] = {
    "roster": {Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR},
    "buildings": {Role.OFFICE, Role.STREET},
    "units": {Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR},
    "enterprises": {Role.OFFICE, Role.STREET},
    "places": {Role.OFFICE},
    "clusters": {Role.OFFICE},
    "industries": {Role.OFFICE},
    "local-industries": {Role.OFFICE},
    "key-buildings": {Role.OFFICE},
    "parcels": {Role.OFFICE, Role.STREET},
    "outlines": {Role.OFFICE},
    "fiscal-revenue": {Role.OFFICE},
    # For whoever is cleared for fiscal data, and nobody of the world is.
    "tax-splits": set(),
    "historical-figures": {Role.OFFICE},
    "plans": {Role.OFFICE},
    "targets": {Role.OFFICE},
    "target-parts": {Role.OFFICE},
    "letterheads": {Role.OFFICE},
    "assignments": {Role.OFFICE, Role.STREET},
    "holidays": {Role.OFFICE},
    "registrations": {Role.OFFICE, Role.DEPARTMENT},
    "organizations": {Role.OFFICE},
    "building-parties": {Role.OFFICE, Role.STREET},
    "users": {Role.SYSTEM_ADMIN},
}


TAX = {"tax", "building-tax"}


def _may_import(kind: Importer, person: Person) -> bool:
    if kind.key in TAX:
        return person.cleared and person.role in {Role.OFFICE, Role.DEPARTMENT}
    return person.role in KEEPERS[kind.key]


EXPECTED: dict[str, Expectation] = {
    "healthz": Expectation(anybody),
    "login": Expectation(lambda person: person.user is None),
    "logout": Expectation(anybody, reads=False),
    "home": Expectation(signed_in),
    "cockpit": Expectation(WORKERS, cockpits),
    "cockpit-export": Expectation(WORKERS, cockpits),
    "attention": Expectation(signed_in, watches, queries=("sort=start", "place=1", "building=1")),
    "attention-export": Expectation(signed_in, watch_files),
    "search": Expectation(signed_in, searched=True, fragments=("results",)),
    "map": Expectation(
        signed_in,
        queries=("layer=stage", "layer=vacant", "layer=cluster", "position=none", "place=1"),
        searched=True,
        count=buildings_seen,
    ),
    "feedback": Expectation(signed_in),
    "password_change": Expectation(signed_in),
    "imports": Expectation(signed_in),
    "import-template": Expectation(signed_in, templates),
    "import": Expectation(signed_in, uploads),
    "import-mapping": Expectation(signed_in, uploads, posts=True),
    "import-confirm": Expectation(signed_in, uploads, reads=False, posts=True),
    "import-discard": Expectation(signed_in, uploads, reads=False, posts=True),
    "import-undo": Expectation(signed_in, uploads, reads=False, posts=True),
    "import-decide": Expectation(signed_in, uploads, reads=False, posts=True),
    "jobs": Expectation(signed_in),
    "job": Expectation(signed_in, upload_jobs, posts=True),
    "file": Expectation(signed_in, files, posts=True),
}
