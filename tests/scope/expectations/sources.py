"""数据接入: the office's and the providing body's; what a file was like, the cleared among them."""

from collections.abc import Iterable

from louyu.journey.matching.sources.models import Via
from louyu.registers.organizations.models import Role
from tests.scope.expectations.gates import OFFICE_ONLY, anybody, holding, nobody, nothing
from tests.scope.matrix import Expectation, Target
from tests.scope.world import Person, World


def _office_or_analyst(person: Person) -> bool:
    return person.role == Role.OFFICE or person.label == "tax analyst"


def sources(world: World) -> Iterable[Target]:
    planted = world.planted["tax_sources"]
    yield Target({"pk": planted.own.pk}, _office_or_analyst, "the tax bureau's own")
    yield Target({"pk": planted.other.pk}, OFFICE_ONLY, "another bureau's")
    yield nothing()


def brought_to(world: World) -> Iterable[Target]:
    """A file of tax is brought by whoever may import tax."""
    planted = world.planted["tax_sources"]
    yield Target({"pk": planted.own.pk}, lambda p: p.label == "tax analyst", "the bureau's own")
    yield Target({"pk": planted.other.pk}, nobody, "another bureau's")
    yield nothing()


def pulls(world: World) -> Iterable[Target]:
    planted = world.planted["tax_sources"]
    yield Target({"pk": planted.pull.pk}, lambda p: p.label == "tax analyst", "held tax")
    yield Target({"pk": planted.other_pull.pk}, nobody, "another bureau's held tax")
    yield nothing()


def ways(world: World) -> Iterable[Target]:
    for via in Via.values:
        yield Target({"via": via}, anybody, via)
    yield Target({"via": "telnet"}, nobody, "unknown way")


READERS = holding(Role.OFFICE, Role.DEPARTMENT)
EXPECTED: dict[str, Expectation] = {
    "sources": Expectation(
        holding(Role.OFFICE, Role.DEPARTMENT, Role.SYSTEM_ADMIN), queries=("page=2",)
    ),
    "source-choose": Expectation(OFFICE_ONLY),
    "source-new": Expectation(OFFICE_ONLY, ways, posts=True),
    "source": Expectation(READERS, sources, queries=("page=2",)),
    "source-edit": Expectation(OFFICE_ONLY, sources, posts=True),
    "source-act": Expectation(OFFICE_ONLY, sources, reads=False, posts=True),
    "source-upload-act": Expectation(READERS, brought_to, reads=False, posts=True),
    "pull": Expectation(READERS, pulls),
    "pull-decide": Expectation(READERS, pulls, reads=False, posts=True),
}
