"""人员与授权: second factors, accounts, grants and a street's liaisons."""

from collections.abc import Iterable

from louyu.registers.organizations.models import ADMINISTRATORS, DutyRole, Role, User
from tests.scope.expectations.gates import holding, nobody, nothing, signed_in
from tests.scope.matrix import Expectation, Target
from tests.scope.world import World

ADMINS = holding(*ADMINISTRATORS)
STREETS = holding(Role.STREET)


def people(world: World) -> Iterable[Target]:
    yield Target({"pk": User.objects.earliest("pk").pk}, ADMINS, "an official")
    yield nothing()


def duties(world: World) -> Iterable[Target]:
    held = DutyRole.objects.earliest("pk")
    yield Target({"what": "duty", "pk": held.pk}, nobody, "an official's")
    yield nothing(what="nothing")


def liaisons(world: World) -> Iterable[Target]:
    """Posted to: a duty no street may touch, and one that does not exist."""
    yield Target({"pk": DutyRole.objects.earliest("pk").pk}, nobody, "an official's")
    yield nothing()


def by(*roles: Role) -> Expectation:
    """What is posted there; the administrators' own tests post as they may."""
    return Expectation(holding(*roles), people, reads=False, posts=True)


EXPECTED: dict[str, Expectation] = {
    "second-factor": Expectation(signed_in),
    # Everybody in the matrix has bound a phone already: it leads on.
    "second-factor-enrol": Expectation(nobody),
    "accounts": Expectation(ADMINS, searched=True),
    "account-new": Expectation(holding(Role.SYSTEM_ADMIN), posts=True),
    "account": Expectation(ADMINS, people, posts=True),
    "account-link": by(Role.SYSTEM_ADMIN),
    "account-switch": by(Role.SYSTEM_ADMIN),
    "account-take-away": Expectation(
        holding(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN), duties, reads=False
    ),
    "account-links": Expectation(holding(Role.SYSTEM_ADMIN), reads=False, posts=True),
    "account-address": by(Role.SYSTEM_ADMIN),
    "account-change": by(Role.SYSTEM_ADMIN),
    "rights": Expectation(holding(Role.AUDITOR)),
    "grants": Expectation(ADMINS),
    "grants-decide": Expectation(ADMINS, reads=False, posts=True),
    "liaisons": Expectation(STREETS, posts=True),
    "liaison-link": Expectation(STREETS, liaisons, reads=False, posts=True),
    "liaison-address": Expectation(STREETS, liaisons, reads=False, posts=True),
    "liaison-end": Expectation(STREETS, liaisons, reads=False, posts=True),
}
