"""文章: what the district tells the public in words, from a draft to its day and beyond."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone

from louyu.journey.publication.articles import triggers
from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.organizations.models import Organization, User
from louyu.registers.pictures.models import Picture

# Marks inside a word; every other tag ends one.
INLINE = r"</?(a|b|strong|i|em|u|s|sub|sup)( [^>]*)?>"


class ArticleKind(models.TextChoices):
    """Work news first: the public site shows them in this order."""

    NEWS = "news", "工作动态"
    POLICY = "policy", "招租政策"
    ACTIVITY = "activity", "商务活动"
    LETTING = "letting", "招商信息"
    PORTRAIT = "portrait", "楼宇与企业风采"


class ArticleState(models.TextChoices):
    DRAFT = "draft", "草稿"
    REVIEW = "review", "待审"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


def _without(expression: Func | str, pattern: str, by: str) -> Func:
    return Func(
        F(expression) if isinstance(expression, str) else expression,
        Value(pattern),
        Value(by),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    )


@tracked
class Article(ScopedModel):
    """`body` is HTML of the allow-list in rich_text.py; everything else is plain text.

    A published article whose `published_at` lies ahead is a scheduled one: it needs no job.
    """

    kind = models.CharField("栏目", max_length=20, choices=ArticleKind)
    title = models.CharField("标题", max_length=80)
    summary = models.CharField("摘要", max_length=200, blank=True)
    body = models.TextField("正文")
    origin = models.CharField("来源", max_length=60)
    planned_for = models.DateTimeField("定时发布", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=20, choices=ArticleState, default=ArticleState.DRAFT
    )
    office = models.ForeignKey(Organization, models.PROTECT, null=True, verbose_name="起草单位")
    drafted_by = models.ForeignKey(
        User, models.PROTECT, related_name="drafted_articles", verbose_name="起草人"
    )
    edited_by = models.ForeignKey(
        User, models.PROTECT, related_name="edited_articles", verbose_name="最后修改人"
    )
    returned_for = models.CharField("退回理由", max_length=200, blank=True)
    published_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="published_articles",
        verbose_name="审核发布人",
    )
    published_at = models.DateTimeField("发布时间", null=True)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    # What a search reads: the words without the marks.
    words = models.GeneratedField(
        expression=_without(_without("body", INLINE, ""), r"<[^>]*>", " "),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "文章"
        ordering = ["-published_at", "-created_at"]
        triggers = [triggers.reviewed_words_stay()]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ArticleKind.values), name="article_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ArticleState.values), name="article_state_known"
            ),
            models.CheckConstraint(
                condition=Q(title__regex=r"\S", body__regex=r"\S", origin__regex=r"\S"),
                name="article_has_title_body_and_origin",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["published", "withdrawn"],
                    published_by__isnull=False,
                    published_at__isnull=False,
                )
                | Q(state__in=["draft", "review"], published_by=None, published_at=None),
                name="article_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None)
                | ~Q(published_by=F("drafted_by")) & ~Q(published_by=F("edited_by")),
                name="article_published_by_another_person",
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at"], name="article_latest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk])

    @property
    def is_scheduled(self) -> bool:
        return (
            self.state == ArticleState.PUBLISHED
            and self.published_at is not None
            and self.published_at > timezone.now()
        )

    @property
    def state_told(self) -> str:
        return "待定时发布" if self.is_scheduled else str(self.get_state_display())


@tracked
class ArticlePicture(Picture):
    """文章图片: stands where the text names its number, or else below the text."""

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="pictures", verbose_name="文章"
    )

    class Meta:
        verbose_name = "文章图片"
        triggers = [triggers.pictures_of_a_draft()]
        constraints = [
            models.CheckConstraint(condition=Q(alt__regex=r"\S"), name="article_picture_has_words"),
            models.UniqueConstraint(fields=["article", "sha256"], name="article_picture_once"),
        ]

    def __str__(self) -> str:
        return self.alt
