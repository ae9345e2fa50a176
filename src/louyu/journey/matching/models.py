"""比对: registrations as delivered, who of the roster they are, where, and what disagrees.

`Registration`, `Pairing` follow from deliveries, roster and verdicts, and are computed anew by
each run; a person's verdicts and what became of a discrepancy are kept.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from louyu.journey.matching import triggers
from louyu.journey.matching.kinds import ChangeKind, DiscrepancyKind
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.models import Delivery
from louyu.registers.enterprises.models import Enterprise, EnterpriseStatus
from louyu.registers.matters.models import Matter
from louyu.registers.organizations.models import User
from louyu.registers.taxation.lock import Locked


class Sited(models.TextChoices):
    """What the address says of the building."""

    FOUND = "found", "已落到楼宇"
    AMBIGUOUS = "ambiguous", "几座楼宇都可能"
    NOWHERE = "nowhere", "不在名录中的楼宇"


class Registration(ScopedModel):
    """登记记录: one line of a registry delivery; `subject` is whose it is over all deliveries.

    `is_local`: the authority or the address tells of no other district (EN02 of the dictionary).
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+", verbose_name="来源")
    line = models.PositiveIntegerField("行")
    subject = models.CharField(max_length=220, db_index=True)
    code = models.CharField("统一社会信用代码", max_length=20, blank=True)
    name = models.CharField("名称", max_length=200)
    status = models.CharField(
        "登记状态", max_length=20, choices=EnterpriseStatus, default=EnterpriseStatus.ACTIVE
    )
    address = models.CharField("住所", max_length=300, blank=True)
    authority = models.CharField("登记机关", max_length=100, blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    is_local = models.BooleanField("在本区登记", default=True)
    sited = models.CharField("落楼", max_length=10, choices=Sited, default=Sited.NOWHERE)
    building = models.ForeignKey(
        Building, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="楼宇"
    )
    evidence = models.CharField("落楼依据", max_length=200, blank=True)
    room = models.CharField("楼层房号", max_length=60, blank=True)

    class Meta:
        verbose_name = "登记记录"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "line"], name="registration_line_once"),
            models.UniqueConstraint(
                fields=["delivery", "subject"], name="registration_subject_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=EnterpriseStatus.values) & Q(sited__in=Sited.values),
                name="registration_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(sited="found") | Q(building__isnull=False),
                name="registration_found_in_a_building",
            ),
        ]
        indexes = [models.Index(fields=["building", "delivery"], name="registration_at")]

    def __str__(self) -> str:
        return self.name


class Pairing(ScopedModel):
    """配对: the registration an enterprise of the roster is, taken or to be asked about.

    `score` is a probability, `evidence` a Chinese sentence; a verdict of a person has score 1.
    """

    class State(models.TextChoices):
        TAKEN = "taken", "已认定"
        ASKED = "asked", "待认定"

    class Ground(models.TextChoices):
        CODE = "code", "代码相同"
        LIKENESS = "likeness", "名称地址相近"
        VERDICT = "verdict", "人工认定"

    enterprise = models.OneToOneField(Enterprise, models.CASCADE, related_name="pairing")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="pairings")
    state = models.CharField("结果", max_length=10, choices=State)
    ground = models.CharField("依据", max_length=10, choices=Ground)
    score = models.DecimalField("得分", max_digits=5, decimal_places=4)
    evidence = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "配对"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("taken", "asked"))
                & Q(ground__in=("code", "likeness", "verdict"))
                & Q(score__gte=0, score__lte=1),
                name="pairing_words_known",
            )
        ]


@tracked
class PairingVerdict(ScopedModel):
    """认定结果: a person said that the two are one, or are not; it outranks every score.

    It holds over later deliveries until it is taken back.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=220)
    is_same = models.BooleanField("是同一家")
    # What the two looked like then: the reader of the history needs no old delivery.
    roster_words = models.CharField(max_length=400)
    registry_words = models.CharField(max_length=600)
    score = models.DecimalField("机器得分", max_digits=5, decimal_places=4)
    evidence = models.CharField("机器说明", max_length=500, blank=True)
    # Which batch took it, where many were taken together.
    batch = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_words = models.CharField("认定人", max_length=120)
    at = models.DateTimeField("认定时间", auto_now_add=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by_words = models.CharField("撤销人", max_length=120, blank=True)
    # The code the roster learnt from it, taken back with it.
    wrote_code = models.CharField(max_length=18, blank=True)

    class Meta:
        verbose_name = "认定结果"
        ordering = ["-id"]
        triggers = [triggers.verdict_is_only_taken_back()]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "subject"],
                condition=Q(undone_at=None),
                name="verdict_once_per_pair",
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(undone_at=None, is_same=True),
                name="verdict_one_registration_per_enterprise",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by_words="")
                | Q(undone_at__isnull=False) & ~Q(undone_by_words=""),
                name="verdict_undone_by_somebody",
            ),
        ]


@tracked
class SitingVerdict(ScopedModel):
    """落楼认定: a person said which building an address means, or that it is none of them."""

    address = models.CharField("住所", max_length=300, unique=True)
    building = models.ForeignKey(
        Building, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="楼宇"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_words = models.CharField("认定人", max_length=120)
    at = models.DateTimeField("认定时间", auto_now=True)

    class Meta:
        verbose_name = "落楼认定"
        ordering = ["-at"]


@tracked
class NameProposal(ScopedModel):
    """楼名门牌建议: a name, or a door, that enough registered addresses give to one building alone.

    A person takes it into the register or refuses it; what was answered is not proposed again.
    """

    class Answer(models.TextChoices):
        TAKEN = "taken", "已采纳"
        REFUSED = "refused", "未采纳"

    building = models.ForeignKey(Building, models.CASCADE, related_name="+", verbose_name="楼宇")
    name = models.CharField("名称", max_length=80, blank=True)
    road = models.CharField("道路", max_length=60, blank=True)
    number = models.CharField("门牌号", max_length=30, blank=True)
    count = models.PositiveIntegerField("地址条数")
    example = models.CharField("例", max_length=300)
    answer = models.CharField("结果", max_length=10, choices=Answer, blank=True)
    by_words = models.CharField("办理人", max_length=120, blank=True)
    at = models.DateTimeField("办理时间", null=True, blank=True)

    class Meta:
        verbose_name = "楼名门牌建议"
        ordering = ["-count", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "name", "road", "number"], name="proposal_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(road="", number="")
                | Q(name="") & ~Q(road="") & ~Q(number=""),
                name="proposal_of_a_name_or_a_door",
            ),
            models.CheckConstraint(
                condition=Q(answer="", at=None)
                | Q(answer__in=("taken", "refused"), at__isnull=False) & ~Q(by_words=""),
                name="proposal_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.road}{self.number}"


class Closing(models.TextChoices):
    GONE = "gone", "各方已一致"
    VISITED = "visited", "走访核实"
    CORRECTED = "corrected", "更正"
    RIGHT = "right", "情况属实"


@tracked
class Discrepancy(ScopedModel):
    """差异: what roster, registry and tax authority tell differently of one firm.

    Its thread is the matter. `facts` is what it rests on: one that was settled comes back only
    when its facts are others.
    """

    kind = models.CharField("种类", max_length=20, choices=DiscrepancyKind)
    # Enterprise or registered subject, and where: what makes it the same one next month.
    subject = models.CharField(max_length=260)
    facts = models.CharField(max_length=64)
    name = models.CharField("企业", max_length=200)
    words = models.CharField("情况", max_length=500)
    building = models.ForeignKey(
        Building, models.CASCADE, db_constraint=False, related_name="+", verbose_name="楼宇"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="企业"
    )
    registered = models.CharField("登记主体", max_length=220, blank=True)
    matter = models.OneToOneField(
        Matter, models.PROTECT, related_name="discrepancy", verbose_name="事项"
    )
    opened_on = models.DateField("提出日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    closing = models.CharField("结束方式", max_length=10, choices=Closing, blank=True)
    reason = models.CharField("说明", max_length=500, blank=True)
    by_words = models.CharField("办理人", max_length=120, blank=True)

    class Meta:
        verbose_name = "比对差异"
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(closed_on=None),
                name="discrepancy_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DiscrepancyKind.values) & Q(closing__in=["", *Closing.values]),
                name="discrepancy_words_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closing="")
                | Q(closed_on__gte=F("opened_on")) & ~Q(closing=""),
                name="discrepancy_closed_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(closing__in=("right", "visited")) | ~Q(reason="") & ~Q(by_words=""),
                name="discrepancy_settled_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["building", "kind"], condition=Q(closed_on=None), name="discrepancy_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.get_kind_display()}"


class Change(ScopedModel):
    """变动: what became different from one registry delivery to the next, or on site since."""

    kind = models.CharField("变动", max_length=20, choices=ChangeKind)
    day = models.DateField("日期")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+", verbose_name="来源")
    subject = models.CharField(max_length=220)
    name = models.CharField("企业", max_length=200)
    words = models.CharField("情况", max_length=300, blank=True)
    building = models.ForeignKey(
        Building, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="楼宇"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="企业"
    )

    class Meta:
        verbose_name = "变动"
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "kind", "subject", "building"],
                name="change_told_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="change_kind_known"
            ),
        ]


class TaxStandingBasis(ScopedModel):
    """纳税情况的依据: which lists and tax deliveries it was taken from; one row, no tax in it.

    `months`: of `year`, from January on without a gap; 0 where January is not delivered.
    """

    lists = ArrayField(models.BigIntegerField())
    deliveries = ArrayField(models.BigIntegerField())
    year = models.PositiveSmallIntegerField("年份")
    months = models.PositiveSmallIntegerField("税款月数")
    # Registrations of buildings without a code of their own or of their enterprise.
    codeless = models.PositiveIntegerField("没有代码")
    taken_at = models.DateTimeField("比对时间", auto_now_add=True)

    class Meta:
        verbose_name = "纳税情况的依据"
        constraints = [
            models.CheckConstraint(
                condition=Q(months__lte=12), name="tax_standing_of_months_of_a_year"
            )
        ]


class TaxStanding(Locked):
    """纳税情况: whether who is registered in a building has paid, refunds taken off.

    Taken once for a list and the tax delivered by then: were it counted anew with every change of
    an address, a change would tell of one firm (decision 0126).
    """

    subject = models.CharField(max_length=220, unique=True)
    building = models.ForeignKey(
        Building, models.CASCADE, db_constraint=False, related_name="+", verbose_name="楼宇"
    )
    is_taxed = models.BooleanField("有税收")

    class Meta:
        verbose_name = "纳税情况"
