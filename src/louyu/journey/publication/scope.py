"""通报可见范围: the office and the leaders all; departments and streets what is issued to them.

Whoever is asked to countersign a bulletin reads it while it is being countersigned.
"""

from django.db.models import Q

from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.countersigning import of_own_bodies
from louyu.journey.publication.models import (
    Bulletin,
    BulletinState,
    Countersignature,
    Edition,
    Letterhead,
)
from louyu.kernel.files.models import StoredFile
from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.organizations.models import DISTRICT_WIDE, Role
from louyu.registers.places.models import PlaceLevel


def readable_bulletins(actor: Actor, prefix: str = "") -> Q:
    """The condition for bulletins, or for rows that reach one through `prefix`."""
    if actor.holds(Role.OFFICE, Role.LEADER):
        return Q(**{f"{prefix}pk__isnull": False})
    issued = Q(**{f"{prefix}state": BulletinState.ISSUED})
    asked = _asked_of(actor, prefix)
    if actor.holds(Role.DEPARTMENT):
        return issued | asked
    # An issued bulletin of the district is a published document: its table of all streets
    # may be read by every street.
    district = Q(**{f"{prefix}place__level": PlaceLevel.DISTRICT})
    own = Q(**{f"{prefix}place_id__in": actor.areas(Role.STREET)})
    return issued & (district | own) | asked if actor.holds(Role.STREET) else Q(pk__in=[])


def _asked_of(actor: Actor, prefix: str) -> Q:
    asked = Countersignature.objects.unscoped("the rule of who is asked").filter(
        of_own_bodies(actor)
    )
    return Q(
        **{
            f"{prefix}state": BulletinState.COUNTERSIGN,
            f"{prefix}pk__in": asked.values("bulletin_id"),
        }
    )


@policy(Bulletin)
def bulletins(actor: Actor) -> Q:
    return readable_bulletins(actor)


@policy(Countersignature)
def countersignatures(actor: Actor) -> Q:
    """With the bulletin, for who draws it up; a body its own."""
    if actor.holds(Role.OFFICE, Role.LEADER):
        return Q(pk__isnull=False)
    return of_own_bodies(actor) & readable_bulletins(actor, "bulletin__")


@policy(Letterhead)
def letterheads(actor: Actor) -> Q:
    """Who reads drafts; everybody else reads what stands on an issued bulletin."""
    return Q(pk__isnull=False) if actor.holds(Role.OFFICE, Role.LEADER) else NOTHING


@policy(Edition)
def editions(actor: Actor) -> Q:
    """The public one with the bulletin; the others for those who read it in full."""
    whole = _in_full(actor, "bulletin__")
    return whole | Q(audience=Audience.PUBLIC) & readable_bulletins(actor, "bulletin__")


@policy(StoredFile)
def issued_files(actor: Actor) -> Q:
    """In full; a bulletin issued before there were editions names no building."""
    early = Edition.objects.unscoped("which bulletins have editions").values("bulletin_id")
    whole, read = _in_full(actor, "bulletin__"), readable_bulletins(actor, "bulletin__")
    return whole | read & Q(bulletin__isnull=False) & ~Q(bulletin__pk__in=early)


@policy(StoredFile)
def edition_files(actor: Actor) -> Q:
    at = "bulletin_edition__"
    public = Q(**{f"{at}audience": Audience.PUBLIC})
    return _in_full(actor, f"{at}bulletin__") | public & readable_bulletins(
        actor, f"{at}bulletin__"
    )


@policy(StoredFile)
def stamped_scans(actor: Actor) -> Q:
    return _in_full(actor, "stamped_bulletin__")


def _in_full(actor: Actor, prefix: str) -> Q:
    """Bulletins of which the actor reads more than the public edition."""
    own = Q(**{f"{prefix}place_id__in": actor.areas(Role.STREET)})
    readable = readable_bulletins(actor, prefix)
    return readable if actor.holds(*DISTRICT_WIDE) else readable & own
