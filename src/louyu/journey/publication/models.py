"""通报: one bulletin with the figures it prints, kept as they were; the letterheads in turn."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from louyu.engines.measures import Quarter
from louyu.journey.publication import triggers
from louyu.kernel.files.models import StoredFile
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import User
from louyu.registers.places.models import Place


class BulletinKind(models.TextChoices):
    QUARTERLY = "quarterly", "季度通报"


class BulletinState(models.TextChoices):
    DRAFT = "draft", "拟稿"
    REVIEW = "review", "核稿"
    ISSUED = "issued", "已签发"


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
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="签发人")
    issued_at = models.DateTimeField("签发时间", null=True)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)

    class Meta:
        verbose_name = "通报"
        ordering = ["-period", "place__path"]
        triggers = [triggers.issued_never_changes()]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period", "place"], name="bulletin_once_per_period_and_place"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BulletinKind.values), name="bulletin_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BulletinState.values), name="bulletin_state_known"
            ),
            models.CheckConstraint(
                condition=Q(period__regex=r"^[0-9]{4}Q[1-4]$"), name="bulletin_period_written"
            ),
            models.CheckConstraint(
                condition=Q(checksum=_sha256_of("data")), name="bulletin_data_match_checksum"
            ),
            models.CheckConstraint(
                condition=Q(state="issued")
                & Q(file__isnull=False, issued_by__isnull=False, issued_at__isnull=False)
                | ~Q(state="issued") & Q(file=None, issued_by=None, issued_at=None, number=""),
                name="bulletin_issued_with_file_and_issuer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place.name}{self.quarter.words}楼宇经济通报"

    def get_absolute_url(self) -> str:
        return reverse("bulletin", args=[self.pk])

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.period)

    @property
    def is_issued(self) -> bool:
        return self.state == BulletinState.ISSUED
