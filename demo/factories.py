"""测试素材: small builders for tests; every default is invented and may be overridden."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from PIL import Image

from demo import codes
from louyu.engines.pictures import Remade, remade
from louyu.journey.publication.articles.models import Article, ArticlePicture
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import (
    Building,
    BuildingParty,
    Floor,
    PartyKind,
    Unit,
)
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit, Offer, OfferPhoto, Vacancy
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.middleware import FACTOR
from louyu.registers.organizations.models import (
    AREA_BOUND,
    BODY_BOUND,
    DutyRole,
    Organization,
    OrganizationKind,
    Role,
    SecondFactor,
    User,
)
from louyu.registers.pictures.keeping import kept
from louyu.registers.places.models import Place, PlaceLevel

LONG_AGO = date(2020, 1, 1)
PASSWORD = "invented-for-tests-2026"
_serial = count(900_000)


@dataclass(frozen=True)
class PlaceTree:
    """A district with two streets, a park and one community in the first street."""

    district: Place
    street: Place
    other_street: Place
    park: Place
    community: Place


def place_tree() -> PlaceTree:
    district = place("370602", "芝罘区", PlaceLevel.DISTRICT)
    street = place("370602001", "向阳街道", PlaceLevel.SUBDISTRICT, district)
    return PlaceTree(
        district,
        street,
        place("370602002", "东山街道", PlaceLevel.SUBDISTRICT, district),
        place("370602-P1", "只楚园", PlaceLevel.PARK, district),
        place("370602001901", "澄湾社区", PlaceLevel.COMMUNITY, street),
    )


def place(code: str, name: str, level: PlaceLevel, parent: Place | None = None) -> Place:
    return Place.objects.create(code=code, name=name, level=level, parent=parent)


def building(managed_by: Place, **fields: Any) -> Building:
    number = next(_serial)
    defaults = {
        "code": f"T-{number}",
        "name": f"试验楼{number}",
        "gross_floor_area": 12_000,
        "business_area": 10_000,
    }
    return Building.objects.create(place=managed_by, **(defaults | fields))


def unit(of: Building, *, floor: int = 1, **fields: Any) -> Unit:
    storey, _ = Floor.objects.unscoped("factory").get_or_create(building=of, number=floor)
    defaults = {"number": f"{floor}-{next(_serial)}", "area": 100}
    return Unit.objects.create(building=of, floor=storey, **(defaults | fields))


def enterprise(**fields: Any) -> Enterprise:
    number = next(_serial)
    defaults = {"name": f"试验企业{number}有限公司", "uscc": codes.invented(number)}
    return Enterprise.objects.create(**(defaults | fields))


def occupancy(who: Enterprise, *units: Unit, start: date = LONG_AGO, **fields: Any) -> Occupancy:
    """A stay in the building of the units; pass `building` for one without units."""
    fields.setdefault("building", units[0].building if units else None)
    stay = Occupancy.objects.create(enterprise=who, start=start, **fields)
    for one in units:
        OccupancyUnit.objects.create(occupancy=stay, unit=one)
    return stay


def vacancy(of: Unit, *, start: date = LONG_AGO, **fields: Any) -> Vacancy:
    return Vacancy.objects.create(unit=of, start=start, confirmed_on=start, **fields)


def offer(of: Unit, *, listed: date | None = None, **fields: Any) -> Offer:
    """Of the whole room and to be had at once; the room must be vacant that day."""
    day = listed or timezone.localdate()
    if "contact" not in fields:
        fields["contact"] = organization(phone="0535-0000000")
    defaults = {"area": of.area, "available_from": day, "contact_phone": "0535-0000000"}
    return Offer.objects.create(building=of.building, unit=of, listed_on=day, **(defaults | fields))


def offer_photo(of: Offer, **fields: Any) -> OfferPhoto:
    """Behind those the offer has; every one shows the same grey."""
    picture = kept(_grey(), name="试验照片", owner_id=None)
    position = of.photos.count() + 1
    return OfferPhoto.objects.create(offer=of, position=position, **(picture | fields))


def article_picture(of: Article, **fields: Any) -> ArticlePicture:
    picture = kept(_grey(), name="试验图片", owner_id=None)
    return ArticlePicture.objects.create(article=of, **({"alt": "试验图片"} | picture | fields))


@cache
def _grey() -> Remade:
    out = BytesIO()
    Image.new("RGB", (60, 40), "#888").save(out, "PNG")
    return remade(out.getvalue())


def organization(kind: str = OrganizationKind.OPERATOR, **fields: Any) -> Organization:
    defaults = {"name": f"试验单位{next(_serial)}"}
    return Organization.objects.create(kind=kind, **(defaults | fields))


def party(
    of: Building,
    body: Organization,
    kind: str = PartyKind.PROPERTY_MANAGER,
    *,
    start: date = LONG_AGO,
    end: date | None = None,
) -> BuildingParty:
    return BuildingParty.objects.create(
        building=of, organization=body, kind=kind, start=start, end=end
    )


def user(
    role: str | None = None,
    *,
    place: Place | None = None,
    organization: Organization | None = None,
    **fields: Any,
) -> User:
    """A person who can sign in with PASSWORD and holds at most one duty since LONG_AGO."""
    username = fields.pop("username", f"person-{next(_serial)}")
    name = fields.pop("name", "试验人员")
    person = User.objects.create(username=username, password=_hashed(), name=name, **fields)
    if role:
        duty(person, role, place=place, organization=organization)
    return person


def factor_of(person: User) -> SecondFactor:
    """A phone that is bound already."""
    bound = {"secret": b"", "confirmed_at": timezone.now()}
    return SecondFactor.objects.get_or_create(user=person, defaults=bound)[0]


def sign_in(client: Client, person: User) -> None:
    """Signed in as with both factors; `client.force_login` is a session with the first alone."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[FACTOR] = factor_of(person).pk
    session.save()


@cache
def _hashed() -> str:
    """Hashing is slow by design; one hash serves every invented person."""
    return make_password(PASSWORD)


def duty(
    person: User,
    role: str,
    *,
    place: Place | None = None,
    organization: Organization | None = None,
    start: date = LONG_AGO,
    end: date | None = None,
) -> DutyRole:
    if (role in AREA_BOUND and place is None) or (role in BODY_BOUND and organization is None):
        raise ValueError(f"{role} needs a place or an organization")
    return DutyRole.objects.create(
        user=person, role=role, place=place, organization=organization, start=start, end=end
    )


def actor(role: str = Role.OFFICE, **bounds: Any) -> Actor:
    """The actor of a new person with this one duty."""
    return actor_of(user(role, **bounds))
