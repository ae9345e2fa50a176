"""分工与事项: who answers for which demo building, visits, matters in every state, one 代办."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity, Purpose, Visit
from louyu.registers.assignments.services import delegate
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters import services
from louyu.registers.matters.models import Holiday, Matter
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import DutyRole, Organization, OrganizationKind, User

BASIS = "演示分工表"
YEAR_OF_VISITS = 4
LEFT_WITHOUT = 3  # buildings of the street for which nobody is named, to be seen as gaps
FINDINGS = (
    "二层公共卫生间漏水，物业已报修。",
    "企业反映晚高峰出口拥堵，想增设一处临时上下客区。",
    "大堂指引牌内容过期，已提醒更新。",
    "",
)
# Who asks, in which building of the street, for what, and what was done about it.
ASKED: tuple[tuple[str, str, int, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("enterprise", "request", 0, "希望协调地下车库月租车位", ()),
    (
        "enterprise",
        "request",
        0,
        "办公区空调噪声大，请物业检修",
        (("liaison", "answer", "已更换三台风机减震垫，请再听听看。"),),
    ),
    (
        "enterprise",
        "request",
        0,
        "想了解员工子女入学的办理途径",
        (
            ("liaison", "hand_up", "不属于物业职责，请街道答复。"),
            ("street-xiangyang", "answer", "已发送办理指南，并约好现场咨询时间。"),
            ("enterprise", "close", "5"),
        ),
    ),
    (
        "enterprise",
        "request",
        0,
        "楼前人行道破损，雨天积水",
        (
            ("liaison", "hand_up", "市政设施，请街道协调。"),
            ("street-xiangyang", "hand_up", "涉及道路养护单位，请区里协调。"),
            ("office", "join", "请确认养护责任并排入计划。"),
        ),
    ),
    ("liaison", "coordination", 0, "申请在大堂设置政务服务自助终端", ()),
    (
        "liaison",
        "data_doubt",
        0,
        "系统里五层面积与租赁合同不一致，请核对",
        (("street-xiangyang", "answer", "以实测报告为准，已更正。"),),
    ),
    ("liaison", "visit_finding", 0, "三层一家企业大门紧闭，邮件堆积", ()),
    (
        "street-xiangyang",
        "coordination",
        1,
        "请协调临街广告位设置审批",
        (("office", "hand_back", "请先补充设置位置图，再报区里。"),),
    ),
    ("street-xiangyang", "data_doubt", 2, "两幢楼登记了同一门牌，请确认管理边界", ()),
    (
        "office",
        "visit_finding",
        1,
        "地下车库入口照明不足",
        (("street-xiangyang", "answer", "已加装照明。"), ("office", "reopen", "入口坡道仍偏暗。")),
    ),
    (
        "office",
        "coordination",
        2,
        "请汇总楼内企业用工需求",
        (
            ("street-xiangyang", "answer", "已汇总，共提供岗位若干，详见附件邮箱。"),
            ("office", "close", ""),
        ),
    ),
    ("enterprise", "request", 0, "会议室共享预约能否开放给中小企业", ()),
)
LATE = ("楼前人行道破损，雨天积水", "三层一家企业大门紧闭，邮件堆积")


def build_duties(*, base: date) -> None:
    people = {user.username: user for user in User.objects.all()}
    colleague = _colleague(people["street-xiangyang"], base)
    buildings = _street_buildings()
    _assign(people, buildings, base)
    _visit(people, buildings, base)
    _holidays(base)
    actors = {name: actor_of(user) for name, user in people.items()}
    for asked in ASKED:
        _ask(actors, buildings, *asked)
    Matter.objects.unscoped("demo data").filter(title__in=LATE).update(
        due=timezone.localdate() - timedelta(days=3)
    )
    delegate(
        giver=people["street-xiangyang"],
        receiver=colleague,
        start=timezone.localdate(),
        end=timezone.localdate() + timedelta(days=6),
        actor=actors["street-xiangyang"],
    )


def _street_buildings() -> list[Building]:
    """Of the street of the demo's walk, those of the liaison's company first."""
    rows = Building.objects.unscoped("demo data").filter(place__code="370602001")
    company = User.objects.get(username="liaison").organization
    own = set(rows.filter(parties__organization=company).values_list("pk", flat=True))
    return sorted(rows.exclude(life_stage="planned"), key=lambda one: (one.pk not in own, one.pk))


def _colleague(street: User, base: date) -> User:
    duty = street.duties.get()
    user = User.objects.create(
        username="street-xiangyang-2", name="向阳街道同事·演示", password=street.password
    )
    DutyRole.objects.create(user=user, role=duty.role, place=duty.place, start=duty.start)
    return user


def _assign(people: dict[str, User], buildings: list[Building], base: date) -> None:
    start = date(base.year, 1, 1)
    company = people["liaison"].organization
    rows = []
    for building in buildings[: len(buildings) - LEFT_WITHOUT]:
        own = building.parties.filter(organization=company).exists()
        named = {"user": people["liaison"]} if own else {"organization": _manager(building)}
        if not any(named.values()):
            continue
        rows.append(_held(Capacity.LIAISON, start, building, **named))
    for building in buildings:
        rows.append(
            _held(Capacity.STREET_OFFICER, start, building, user=people["street-xiangyang"])
        )
    for building in buildings[:4]:
        rows.append(
            _held(
                Capacity.LEADER,
                start,
                building,
                user=people["leader"],
                visits_per_year=YEAR_OF_VISITS,
            )
        )
    tenant = Enterprise.objects.unscoped("demo data").get(
        uscc=people["enterprise"].organization.uscc
    )
    rows.append(
        Assignment(
            capacity=Capacity.LEADER,
            user=people["leader"],
            enterprise=tenant,
            start=start,
            basis=BASIS,
            visits_per_year=YEAR_OF_VISITS,
        )
    )
    Assignment.objects.bulk_create(rows)


def _held(capacity: str, start: date, building: Building, **more: object) -> Assignment:
    return Assignment(capacity=capacity, building=building, start=start, basis=BASIS, **more)


def _manager(building: Building) -> Organization | None:
    kind = OrganizationKind.PROPERTY_MANAGER
    party = building.parties.filter(kind=kind, end=None).select_related("organization").first()
    return party.organization if party else None


def _visit(people: dict[str, User], buildings: list[Building], base: date) -> None:
    visitors = ("leader", "street-xiangyang", "liaison", "office")
    Visit.objects.bulk_create(
        Visit(
            visitor=people[visitors[number % len(visitors)]],
            building=buildings[(number + number // 4) % 4],
            day=base - timedelta(days=9 * number + 1),
            purpose=list(Purpose)[number % len(Purpose)],
            findings=FINDINGS[number % len(FINDINGS)],
        )
        for number in range(10)
    )


def _holidays(base: date) -> None:
    """The fixed days of the civil calendar only: the notice of a year is imported."""
    days = (((1, 1), "元旦"), ((5, 1), "劳动节"), ((10, 1), "国庆节"))
    for year in (base.year, base.year + 1):
        for (month, day), name in days:
            Holiday.objects.create(day=date(year, month, day), name=name)


def _ask(
    actors: dict[str, Actor],
    buildings: list[Building],
    who: str,
    kind: str,
    building: int,
    text: str,
    steps: tuple[tuple[str, str, str], ...],
) -> None:
    actor = actors[who]
    about = {"building": buildings[building]}
    if who == "enterprise":
        user = User.objects.get(username=who)
        tenant = Enterprise.objects.unscoped("demo data").get(uscc=user.organization.uscc)
        stay = tenant.occupancies.filter(end=None).select_related("building").earliest("pk")
        about = {"building": stay.building, "enterprise": tenant}
    matter = services.open_matter(kind=kind, text=text, actor=actor, **about)
    for name, act, words in steps:
        _STEPS[act](matter, words, actors[name])


def _many(verb: Callable[..., int]) -> Callable[[Matter, str, Actor], object]:
    return lambda matter, text, actor: verb(matters=[matter.pk], text=text, actor=actor)


def _join(matter: Matter, text: str, actor: Actor) -> object:
    body = Organization.objects.unscoped("demo data").filter(kind="department").earliest("pk")
    return services.join(matters=[matter.pk], body=body, text=text, actor=actor)


_STEPS: dict[str, Callable[[Matter, str, Actor], object]] = {
    "answer": _many(services.answer),
    "hand_up": _many(services.hand_up),
    "hand_back": _many(services.hand_back),
    "join": _join,
    "close": lambda matter, stars, actor: services.close(
        matter=matter, satisfaction=int(stars) if stars else None, actor=actor
    ),
    "reopen": lambda matter, text, actor: services.reopen(matter=matter, text=text, actor=actor),
}
