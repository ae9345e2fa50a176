"""通报: one bulletin with the figures it prints, kept as they were; the letterheads in turn.

Who countersigns it belongs to `Countersignature`, one row for each body that is asked.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from louyu.engines.measures import Period
from louyu.journey.publication import triggers
from louyu.journey.publication.audiences import LABELS, Audience
from louyu.journey.publication.spans import Span, named_after, span_of
from louyu.kernel.files.models import StoredFile
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import Organization, User
from louyu.registers.places.models import Place

ENDINGS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


class BulletinKind(models.TextChoices):
    QUARTERLY = "quarterly", "季度通报"
    MONTHLY = "monthly", "月度通报"

    @classmethod
    def of(cls, span: Span) -> BulletinKind:
        return cls.MONTHLY if isinstance(span, Period) else cls.QUARTERLY


class BulletinState(models.TextChoices):
    DRAFT = "draft", "拟稿"
    REVIEW = "review", "核稿"
    COUNTERSIGN = "countersign", "会签"
    ISSUED = "issued", "已签发"


class Urgency(models.TextChoices):
    NORMAL = "", "平件"
    URGENT = "urgent", "加急"
    MOST_URGENT = "most_urgent", "特急"


class Answer(models.TextChoices):
    """What a body that is asked to countersign has said."""

    WAITING = "waiting", "待会签"
    AGREED = "agreed", "同意"
    COMMENTED = "commented", "有意见"


def _sha256_of(field: str) -> Func:
    octets = Func(F(field), Value("UTF8"), function="convert_to")
    digest = Func(octets, function="sha256", output_field=models.BinaryField())
    return Func(digest, Value("hex"), function="encode", output_field=models.CharField())


@tracked
class Letterhead(ScopedModel):
    """版头: what names the issuer on a bulletin from a day on, until the next one begins.

    An issued bulletin carries its own copy and does not follow.
    """

    valid_from = models.DateField("启用日期")
    mark = models.CharField("发文机关标志", max_length=60)
    issuer = models.CharField("发文机关署名", max_length=60)
    number_word = models.CharField("发文机关代字", max_length=20, blank=True)
    printer = models.CharField("印发机关", max_length=60, blank=True)

    class Meta:
        verbose_name = "版头"
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from"],
                name="letterhead_one_from_a_day",
                violation_error_message="这一天已有版头启用，请改原来的那一个。",
            ),
            models.CheckConstraint(
                condition=Q(mark__regex=r"\S", issuer__regex=r"\S"),
                name="letterhead_names_the_issuer",
                violation_error_message="请填写发文机关标志和署名。",
            ),
            models.CheckConstraint(
                condition=Q(number_word__regex=r"^[^0-9〔〕\[\]（）()]*$"),
                name="letterhead_number_word_alone",
                violation_error_message="只填代字，如“×楼办”；年份和顺序号在发文时加。",
            ),
        ]

    def __str__(self) -> str:
        return self.mark

    def get_absolute_url(self) -> str:
        return reverse("letterheads-detail", args=[self.pk])


@tracked
class Bulletin(ScopedModel):
    """`data` holds every figure printed, as canonical JSON; `text` names them in 【】."""

    kind = models.CharField("类别", max_length=20, choices=BulletinKind)
    period = models.CharField("期别", max_length=10)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name="范围")
    state = models.CharField(
        "状态", max_length=20, choices=BulletinState, default=BulletinState.DRAFT
    )
    data = models.TextField("数据")
    checksum = models.CharField("校验值", max_length=64)
    text = models.TextField("正文")
    letterhead = models.BooleanField("套红头", default=False)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, verbose_name="签发稿")
    number = models.CharField("发文字号", max_length=60, blank=True)
    # What 发文稿纸 carries besides; the office fills it in until the bulletin is issued.
    secrecy = models.CharField("密级和保密期限", max_length=20, blank=True)
    urgency = models.CharField("紧急程度", max_length=20, choices=Urgency, blank=True)
    main_to = models.CharField("主送", max_length=300, blank=True)
    copy_to = models.CharField("抄送", max_length=300, blank=True)
    copies = models.PositiveSmallIntegerField("印数", null=True, blank=True)
    scan = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        null=True,
        related_name="stamped_bulletin",
        verbose_name="盖章扫描件",
    )
    # 更正 is a bulletin of its own: the one it corrects stays as it is.
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="correction", verbose_name="更正"
    )
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人"
    )
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="核稿人"
    )
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="签发人")
    issued_at = models.DateTimeField("签发时间", null=True)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)

    class Meta:
        verbose_name = "通报"
        ordering = ["-period", "place__path"]
        triggers = [triggers.issued_never_changes()]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period", "place"],
                condition=Q(corrects=None),
                name="bulletin_once_per_period_and_place",
            ),
            models.CheckConstraint(
                condition=~Q(corrects=F("id")), name="bulletin_corrects_another"
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=Urgency.values), name="bulletin_urgency_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BulletinKind.values), name="bulletin_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BulletinState.values), name="bulletin_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="quarterly", period__regex=r"^[0-9]{4}Q[1-4]$")
                | Q(kind="monthly", period__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
                name="bulletin_period_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(checksum=_sha256_of("data")), name="bulletin_data_match_checksum"
            ),
            # Every reader of the row could reach it: tax is read when 涉税版 is opened.
            models.CheckConstraint(
                condition=~Q(data__regex=r'"TX[0-9]{2}[A-Z]?":'), name="bulletin_holds_no_tax"
            ),
            models.CheckConstraint(
                condition=Q(state="issued")
                & Q(file__isnull=False, issued_by__isnull=False, issued_at__isnull=False)
                | ~Q(state="issued")
                & Q(file=None, issued_by=None, issued_at=None, number="", scan=None),
                name="bulletin_issued_with_file_and_issuer",
            ),
        ]

    def __str__(self) -> str:
        named = f"{self.place.name}{named_after(self.span)}"
        return f"{named}（更正）" if self.corrects_id else named

    def get_absolute_url(self) -> str:
        return reverse("bulletin", args=[self.pk])

    @property
    def span(self) -> Span:
        return span_of(self.period)

    @property
    def is_issued(self) -> bool:
        return self.state == BulletinState.ISSUED


class Edition(ScopedModel):
    """版本: another file of an issued bulletin, for other readers or of another kind."""

    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, related_name="editions", verbose_name="通报"
    )
    audience = models.CharField("读者", max_length=20, choices=list(LABELS.items()))
    ending = models.CharField("格式", max_length=10, choices=list(ENDINGS.items()))
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="bulletin_edition", verbose_name="文件"
    )

    class Meta:
        verbose_name = "通报版本"
        triggers = [triggers.editions_never_change()]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "audience", "ending"], name="edition_once_of_its_kind"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=list(Audience), ending__in=list(ENDINGS)),
                name="edition_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.CLEARED), name="edition_holds_no_tax"
            ),
        ]

    def __str__(self) -> str:
        return f"{Audience(self.audience).label} {self.ending}"


@tracked
class Countersignature(ScopedModel):
    """会签: what one body says of a bulletin; all are asked at once and answer by themselves."""

    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, related_name="countersignatures", verbose_name="通报"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="会签单位"
    )
    answer = models.CharField("答复", max_length=20, choices=Answer, default=Answer.WAITING)
    opinion = models.TextField("会签意见", blank=True)
    handling = models.TextField("意见处理", blank=True)
    asked_at = models.DateTimeField("送会签时间", null=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="会签人"
    )
    signed_at = models.DateTimeField("会签时间", null=True)

    class Meta:
        verbose_name = "会签"
        ordering = ["organization__kind", "organization__name"]
        triggers = [triggers.countersignatures_are_kept()]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "organization"], name="countersigned_once_by_a_body"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="countersignature_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, signed_by=None, signed_at=None, opinion="")
                | ~Q(answer=Answer.WAITING) & Q(signed_at__isnull=False, asked_at__isnull=False),
                name="countersignature_answer_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.COMMENTED) | Q(opinion__regex=r"\S"),
                name="countersignature_comment_is_written",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of issuing."""
        if self.answer == Answer.WAITING:
            return True
        return self.answer == Answer.COMMENTED and not self.handling
