"""月度更新: five hundred buildings, opened and accepted, against the same rows written by hand."""

import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bench.measure import Pair
from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.models import Duty, DutyState, Question, Submission
from louyu.journey.collection.opening import open_month
from louyu.journey.verification.services import accept
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import LifeStage
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place, PlaceLevel

BUILDINGS, TENANTS = 500, 6
RULE = "bench"
OPEN_BY_HAND = """
    WITH cycle AS (
        INSERT INTO collection_cycle (kind, month, due_on, opened_at, closed_by)
        VALUES ('month', %(month)s, %(month)s, now(), '') RETURNING id
    )
    , due AS (
        INSERT INTO collection_duty (cycle_id, building_id, place_id, state, version, why)
        SELECT cycle.id, b.id, b.place_id, 'open', 0, ''
        FROM buildings_building b, cycle WHERE b.place_id = %(place)s ORDER BY b.id
        RETURNING id, building_id
    )
    INSERT INTO collection_question (duty_id, code, words, occupancy_id, proposed, asked_at)
    SELECT due.id, 'silent', '', o.id, '', now()
    FROM due JOIN occupancy_occupancy o USING (building_id) ORDER BY due.id, o.id
"""
ACCEPT_BY_HAND = """
    WITH taken AS (
        UPDATE collection_duty SET state = 'accepted', version = version + 1
        WHERE id = ANY(%(duties)s) RETURNING id
    )
    INSERT INTO verification_review (submission_id, outcome, reason, by_id, by_words, at)
    SELECT s.id, 'accepted', '', %(by)s, '', now()
    FROM taken JOIN collection_submission s ON s.duty_id = taken.id ORDER BY s.id
"""
# Every turn opens another month; the tables keep what was opened before.
_months = (Period.of(timezone.localdate()).shifted(-back) for back in count())


def pairs() -> Iterator[Pair]:
    yield Pair(
        promise="月度 开月",
        work=f"开启一个月，{BUILDINGS} 座楼宇、{BUILDINGS * TENANTS:,} 家在驻企业，提出待核对项",
        baseline="INSERT … SELECT 写入同样多行应报和待核对项，表带同样的索引、留痕和触发器",
        omits="问什么、为什么问、联络员、是否已列入",
        reach=2.0,
        ours=lambda: _open(next(_months)),
        theirs=lambda: _by_hand(OPEN_BY_HAND, month=next(_months).first, place=_clerk()[1]),
    )
    yield Pair(
        promise="月度 核实",
        work=f"一次核实通过 {BUILDINGS} 座楼宇的提交",
        baseline="UPDATE 和 INSERT … SELECT 写入同样多行，表带同样的索引、留痕和触发器",
        omits="是否看过最新版本、是否本人提交、阻断疑点、可见范围",
        reach=2.0,
        ours=lambda: _accepting(_accept),
        theirs=lambda: _accepting(_accept_by_hand),
        clock=None,
    )


@cache
def _clerk() -> tuple[Actor, int]:
    """Who accepts, and the street with its five hundred buildings."""
    district = Place.objects.get(level=PlaceLevel.DISTRICT)
    street = factories.place("370602099", "虚构测速街道", PlaceLevel.SUBDISTRICT, district)
    for _ in range(BUILDINGS):
        house = factories.building(street, life_stage=LifeStage.IN_USE)
        for _ in range(TENANTS):
            room = factories.unit(house)
            factories.occupancy(factories.enterprise(), room, start=factories.LONG_AGO)
    return actor_of(factories.user(Role.STREET, place=street)), street.pk


def _open(month: Period) -> list[int]:
    _, place = _clerk()
    opened = open_month(month=month, day=timezone.localdate(), actor=console("测速"))
    due = opened.cycle.buildings_due.filter(place=place)
    return list(due.values_list("pk", flat=True))


def _accepting(work: Callable[[list[int]], None]) -> float:
    """Seconds of the acceptance alone; handing in is not what is compared."""
    duties = _open(next(_months))
    Question.objects.unscoped(RULE).filter(duty__in=duties).delete()
    Submission.objects.bulk_create(
        Submission(duty_id=pk, number=1, key=uuid4(), by_words="测速", rest_unchanged=True)
        for pk in duties
    )
    Duty.objects.unscoped(RULE).filter(pk__in=duties).update(state=DutyState.SUBMITTED, version=1)
    begin = time.perf_counter()
    work(duties)
    return time.perf_counter() - begin


def _accept(duties: list[int]) -> None:
    accept(looked_at=dict.fromkeys(duties, 1), actor=_clerk()[0])


def _accept_by_hand(duties: list[int]) -> None:
    _by_hand(ACCEPT_BY_HAND, duties=duties, by=_clerk()[0].user_id)


def _by_hand(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
