"""统计算例: small districts built from words, and their figures read back as they are printed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import make_aware

from demo import factories
from louyu.engines.measures import Period, Scale, text_of
from louyu.journey.collection.models import Cycle, Duty, Submission, TenantAnswer
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.queries import values_of
from louyu.journey.statistics.subjects import Subject, building_subject, place_subjects
from louyu.journey.verification.models import Review, Sample, SampledStay
from louyu.registers.buildings.models import Building, KeyListing, LifeStage, Unit, UnitUse
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, OccupancyUnit, VacancyState
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import User
from louyu.registers.places.models import Place

MONTH = Period("2026-09")
OFFICE = console("测试")


def word(choices: Any, label: str) -> str:
    return next(value for value, shown in choices.choices if shown == label)


def build(tree: factories.PlaceTree, buildings: Iterable[Mapping[str, Any]]) -> None:
    for told in buildings:
        stage = word(LifeStage, told.get("阶段", "在用"))
        house = factories.building(
            tree.street,
            name=told["名称"],
            code=told["名称"],
            gross_floor_area=told.get("总建筑面积"),
            business_area=told.get("申报商务面积"),
            life_stage=stage,
            stage_since=factories.LONG_AGO,
        )
        if basis := told.get("重点"):
            KeyListing.objects.create(building=house, basis=basis, start=factories.LONG_AGO)
        for room in told["房源"]:
            _build_room(house, room)


def _build_room(house: Building, told: Mapping[str, Any]) -> None:
    use = word(UnitUse, told.get("用途", "商务"))
    room = factories.unit(house, number=told["房号"], area=told["面积"], use=use)
    for stay in told.get("使用", ()):
        authority, address = stay.get("登记机关", ""), stay.get("注册地址", "")
        who = factories.enterprise(
            registration_authority=authority,
            registered_address=address,
            tax_authority=stay.get("主管税务机关", ""),
        )
        kind = word(OccupancyKind, stay["方式"])
        settle(room, enterprise=who, kind=kind, area=stay.get("面积"))
    if "空置" in told:
        factories.vacancy(room, state=word(VacancyState, told["空置"]))


def settle(room: Unit, *, area: Any = None, enterprise: Any = None, **fields: Any) -> Any:
    who = enterprise or factories.enterprise()
    stay = factories.occupancy(who, building=room.building, **fields)
    OccupancyUnit.objects.create(occupancy=stay, unit=room, area=area)
    return stay


def play(
    cycle: Cycle, house: Building, told: tuple[str, tuple[int, ...], str], looker: User
) -> Duty | None:
    """A building's month: its state, days from the first of the month on which it was handed
    in, and what was said of each (`r` sent back, `a` accepted); without a state it is none."""
    state, days, said = told
    if not state:
        return None
    why = "试验" if state in ("exempt", "returned") else ""
    duty = Duty.objects.create(cycle=cycle, building=house, place=house.place, state=state, why=why)
    for number, after in enumerate(days):
        at = make_aware(datetime.combine(cycle.month, time(23, 30))) + timedelta(days=after - 1)
        submission = Submission.objects.create(
            duty=duty, number=number + 1, key=uuid4(), by_words="试联络", at=at
        )
        if number < len(said):
            outcome, reason = ("accepted", "") if said[number] == "a" else ("returned", "试验")
            told_of = {"outcome": outcome, "reason": reason, "by_words": looker.name}
            Review.objects.create(submission=submission, by=looker, at=at, **told_of)
    return duty


def sampled(duty: Duty | None, stay: Occupancy, is_right: bool | None) -> None:
    """What the last handing-in said of the stay, drawn by lot; seen where it is right or not."""
    assert duty
    last = duty.submissions.order_by("-number")[0]
    answer = TenantAnswer.objects.create(submission=last, occupancy=stay, verdict="stays")
    sample, _ = Sample.objects.unscoped("test").get_or_create(
        cycle=duty.cycle, place=duty.place, defaults={"seed": 1, "out_of": 9, "by_words": "试"}
    )
    seen = {} if is_right is None else {"is_right": is_right, "seen_on": duty.cycle.due_on}
    found = "试" if is_right is False else ""
    SampledStay.objects.create(sample=sample, answer=answer, weight=1, found=found, **seen)


def computed(period: Period = MONTH) -> None:
    compute(period=period, actor=OFFICE)


def subject_of(name: str) -> Subject:
    places = {subject.name: subject for subject in place_subjects(OFFICE)}
    found = places.get(name) or building_subject(OFFICE, name)
    assert found, name
    return found


def figures(subject: Subject, period: Period = MONTH) -> dict[str, str]:
    """Every indicator as a building prints it: ㎡, percent, 家."""
    values = values_of(OFFICE, subject, [period], BY_CODE)[period]
    return {
        code: text_of(values.get(code), BY_CODE[code].measure, Scale.BUILDING) for code in BY_CODE
    }


def numerator(code: str, subject: Subject | Place, period: Period = MONTH) -> Any:
    of = subject if isinstance(subject, Subject) else Subject(subject)
    return values_of(OFFICE, of, [period], [code])[period][code].numerator


def day(text: str) -> date:
    return date.fromisoformat(text)
