"""演示服务活动: one campaign some weeks old, with firms at every step and some that said no."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from django.db.models import QuerySet

from demo.registry import AUTHORITY
from louyu.initiatives.local_registration import services
from louyu.initiatives.local_registration.confirming import confirm
from louyu.initiatives.local_registration.models import Act, Campaign, Consent, Entry, Step, Way
from louyu.initiatives.local_registration.proposing import proposed
from louyu.initiatives.local_registration.services import Answer, Guidance
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User
from louyu.registers.places.models import Place

LISTED = 60
# Of those listed so many are visited; each next share is of those before.
VISITED, ASKED, ANSWERED, AGREES, GUIDED = 0.7, 0.8, 0.8, 0.7, 0.7
SO_LONG, TO_COME = timedelta(days=45), timedelta(days=75)
MATERIALS = "变更登记申请书\n住所使用证明\n营业执照正副本"
SURNAMES = "王李张刘陈杨赵黄"


def build_campaigns(*, base: date, random: Random) -> None:
    office = actor_of(User.objects.get(username="office"))
    campaign = Campaign.objects.create(
        name="自愿登记服务（演示）",
        basis="楼宇企业变更登记服务工作安排（演示）",
        place=Place.objects.get(parent=None),
        start=base - SO_LONG,
        end=base + TO_COME,
    )
    entries = _listed(campaign, office, random)
    visited: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        if random.random() < VISITED:
            visited[base - timedelta(days=random.randrange(20, 44, 4))].append(entry)
    for day, some in sorted(visited.items()):
        services.visit(entries=[one.pk for one in some], day=day, actor=office)
        for entry in some:
            _ask(entry, day, office, random)
    _settle(campaign, office)


def _listed(campaign: Campaign, actor: Actor, random: Random) -> list[Entry]:
    """Since the first day; the other firms are still to be proposed.

    Some have registered here since, as the latest list of the registry tells.
    """
    found = list(proposed(campaign, actor).order_by("pk"))
    rows = [
        Entry(enterprise_id=one.enterprise_id, building_id=one.building_id, words=one.words)
        for one in random.sample(found, min(LISTED, len(found)))
    ]
    rows += [
        Entry(
            enterprise=stay.enterprise,
            building=stay.building,
            words=f"在{stay.building}办公，登记在“{stay.enterprise.registration_authority}”",
        )
        for stay in _newly_registered()
    ]
    for row in rows:
        row.campaign, row.listed_on = campaign, campaign.start
    made = Entry.objects.bulk_create(rows)
    Step.objects.bulk_create(
        Step(
            entry=one,
            act=Act.LISTED,
            day=campaign.start,
            text=one.words,
            by_id=actor.user_id,
            by_words=actor.name,
        )
        for one in made
    )
    return made


def _newly_registered() -> QuerySet[Occupancy]:
    stays = Occupancy.objects.unscoped("demo").filter(
        end=None, is_primary=True, enterprise__pairing__registration__is_local=True
    )
    elsewhere = stays.exclude(enterprise__registration_authority=AUTHORITY)
    found = elsewhere.select_related("enterprise", "building").order_by("enterprise_id", "pk")
    return found.distinct("enterprise_id")


def _ask(entry: Entry, day: date, actor: Actor, random: Random) -> None:
    if random.random() > ASKED:
        return
    services.ask(entry=entry, day=day, text="已说明自愿原则，留下告知内容。", actor=actor)
    if random.random() > ANSWERED:
        return
    answer = Answer(
        agrees=random.random() < AGREES,
        person=f"{random.choice(SURNAMES)}演示",
        position="行政负责人",
        way=random.choice((Way.PAPER, Way.SPOKEN, Way.PHONE)),
        day=day + timedelta(days=random.randint(0, 6)),
    )
    services.record(entry=entry, answer=answer, actor=actor)
    if answer.agrees and random.random() < GUIDED:
        guidance = Guidance(
            day=answer.day + timedelta(days=random.randint(1, 8)),
            text="说明了变更登记的流程和网上办理的入口。",
            materials=MATERIALS,
            helper="街道企业服务专员",
        )
        services.guide(entry=entry, guidance=guidance, actor=actor)


def _settle(campaign: Campaign, actor: Actor) -> None:
    guided = list(campaign.listed_firms.filter(state="guided").order_by("pk"))
    for entry, stays in zip(guided, (True, False, True), strict=False):
        services.settle(entry=entry, stays=stays, text="", actor=actor)
    consent = Consent.objects.unscoped("demo").filter(entry__in=guided[3:4]).first()
    if consent:
        services.withdraw(consent=consent, actor=actor)
    confirm(actor)
