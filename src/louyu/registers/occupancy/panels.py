"""入驻附页: what occupancy adds to the pages of a unit, of an offer and of an enterprise.

An enterprise may sit in several streets: its stays are read within the actor's scope, every time.
"""

from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.utils import timezone

from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.acts import SHOWN, latest_acts
from louyu.registers.occupancy.models import Occupancy, Offer
from louyu.registers.occupancy.offers.standing import Standing, may_list, with_standing
from louyu.registers.occupancy.scope import reports_on, sees_terms, verifies
from louyu.registers.occupancy.tenancies import tenancies, with_rooms
from louyu.registers.occupancy.timeline import periods, state_today

Content = dict[str, Any]


def _stays(actor: Actor) -> QuerySet[Occupancy]:
    terms = ExpressionWrapper(sees_terms(actor), BooleanField())
    return with_rooms(Occupancy.objects.visible_to(actor).annotate(shows_terms=terms))


@panel("enterprises", title="入驻情况", template="occupancy/enterprise_stays.html", order=20)
def enterprise_stays(enterprise: Enterprise, actor: Actor) -> Content:
    today = timezone.localdate()
    known = tenancies(_stays(actor).filter(enterprise=enterprise).order_by("-start", "id"))
    present = [one for one in known if today in one.stay.during]
    return {
        "present": present,
        "buildings": len({one.stay.building_id for one in present}),
        "past": [one for one in known if one.stay.end and one.stay.end < today],
        "area": sum((one.area for one in present if one.area), Decimal(0)) or None,
        "people": sum(one.stay.headcount or 0 for one in present) or None,
        "day": today,
    }


@panel("enterprises", title="名称沿革", template="occupancy/enterprise_names.html", order=40)
def enterprise_names(enterprise: Enterprise, actor: Actor) -> Content | None:
    names = list(enterprise.former_names.order_by("-until"))
    return {"names": names, "present": enterprise.name} if names else None


@panel("enterprises", title="入驻登记经过", template="occupancy/acts.html", order=70)
def enterprise_acts(enterprise: Enterprise, actor: Actor) -> Content | None:
    acts = latest_acts(_stays(actor).filter(enterprise=enterprise))
    return {"acts": acts, "most": SHOWN} if acts else None


@panel("units", title="今日状态", template="occupancy/unit_today.html", order=10)
def unit_today(unit: Unit, actor: Actor) -> Content:
    return {"parts": state_today(unit, timezone.localdate()), "building": unit.building}


@panel("units", title="入驻与空置经过", template="occupancy/unit_timeline.html", order=30)
def unit_timeline(unit: Unit, actor: Actor) -> Content:
    stays = _stays(actor).filter(unit_links__unit=unit)
    return {"periods": periods(stays, unit.vacancies.all(), until=timezone.localdate())}


@panel("units", title="登记经过", template="occupancy/acts.html", order=70)
def unit_acts(unit: Unit, actor: Actor) -> Content | None:
    acts = latest_acts(_stays(actor).filter(unit_links__unit=unit), unit.vacancies.all())
    return {"acts": acts, "most": SHOWN} if acts else None


@panel("units", title="招商", template="occupancy/unit_offers.html", order=20)
def unit_offers(unit: Unit, actor: Actor) -> Content | None:
    """What was and is on offer; a button where the room may be offered today."""
    known = list(unit.offers.order_by("-listed_on", "-pk"))
    is_open = any(offer.withdrawn_on is None for offer in known)
    may_offer = not is_open and may_list(unit, actor, timezone.localdate())
    return {"offers": known, "may_offer": may_offer} if known or may_offer else None


@panel("offers", title="招商状态", template="occupancy/offer_standing.html", order=10)
def offer_standing(offer: Offer, actor: Actor) -> Content:
    mine = Offer.objects.visible_to(actor).filter(pk=offer.pk)
    told = with_standing(mine, timezone.localdate()).get()
    is_open = offer.withdrawn_on is None
    return {
        "standing": Standing(told.standing),
        "verifier": offer.verified_by.name if offer.verified_by else "",
        "verifies": is_open and mine.filter(verifies(actor)).exists(),
        "withdraws": is_open and mine.filter(reports_on(actor)).exists(),
    }


@panel("offers", title="照片", template="occupancy/offer_photos.html", order=20)
def offer_photos(offer: Offer, actor: Actor) -> Content | None:
    photos = list(offer.photos.order_by("position"))
    mine = Offer.objects.visible_to(actor).filter(reports_on(actor), pk=offer.pk)
    arranges = offer.withdrawn_on is None and mine.exists()
    return {"photos": photos, "arranges": arranges} if photos or arranges else None
