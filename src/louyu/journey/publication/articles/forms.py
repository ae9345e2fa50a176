"""文章表单: what a person writes, and how a list of articles is narrowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django import forms

from louyu.engines.pictures import Refused, Remade
from louyu.journey.publication.articles.models import Article, ArticleKind, ArticleState
from louyu.journey.publication.articles.pictures import Arrangement, removed_pictures
from louyu.journey.publication.articles.rich_text import line
from louyu.journey.publication.articles.services import LONGEST, Words
from louyu.registers.pictures.keeping import ACCEPT, received
from louyu.registers.pictures.models import LONGEST_WORDS

DAY_AND_HOUR = "%Y-%m-%dT%H:%M"
# The button that saves and goes on writing.
ADD = "add"
WORDS_MISSING = "请写图片说明：看不见图片的人靠它知道图上是什么。"


class ArticleForm(forms.Form):
    kind = forms.ChoiceField(label="栏目", choices=ArticleKind.choices)
    title = forms.CharField(
        label="标题", max_length=80, error_messages={"required": "请填写标题，80 字以内。"}
    )
    origin = forms.CharField(
        label="来源", max_length=60, error_messages={"required": "请填写来源，如区楼宇办。"}
    )
    planned_for = forms.DateTimeField(
        label="定时发布",
        required=False,
        input_formats=[DAY_AND_HOUR],
        widget=forms.DateTimeInput(format=DAY_AND_HOUR, attrs={"type": "datetime-local"}),
        help_text="留空则审核通过立即发布",
        error_messages={"invalid": "时间请写成 2026-09-30T09:00 的样子。"},
    )
    summary = forms.CharField(
        label="摘要",
        max_length=200,
        required=False,
        help_text="列表和订阅中显示，200 字以内",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label="正文",
        max_length=5 * LONGEST,
        strip=False,
        error_messages={"required": "正文是空的，请写正文。"},
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    picture = forms.FileField(
        label="图片文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="JPG、PNG 或 WebP，不超过 15 MB；拍摄位置等信息自动去掉",
        error_messages={"empty": "图片是空的，请重新选择。"},
    )
    alt = forms.CharField(
        label="图片说明",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="必填，一句话说清图上是什么，如“培训会现场，联络员在填表”",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, article: Article | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.initial.setdefault("key", str(uuid4()))
        self._has = list(article.pictures.order_by("pk")) if article else []
        self._had = removed_pictures(article) if article else []
        for number, one in enumerate(self._has, start=1):
            words = forms.CharField(
                label=f"第 {number} 张的说明", max_length=LONGEST_WORDS, initial=one.alt
            )
            words.error_messages["required"] = WORDS_MISSING
            self.fields[f"alt-{one.pk}"] = words
            self.fields[f"gone-{one.pk}"] = forms.BooleanField(label="移除", required=False)
        for event in self._had:
            again = forms.BooleanField(label=f"恢复“{event.alt}”", required=False)
            self.fields[f"back-{event.pgh_id}"] = again
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"help-{name}"

    @property
    def short(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "origin", "planned_for")]

    @property
    def added(self) -> list[forms.BoundField]:
        return [self["picture"], self["alt"]]

    @property
    def pictures(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each picture with the field of its words and the one that takes it away."""
        return ((one, self[f"alt-{one.pk}"], self[f"gone-{one.pk}"]) for one in self._has)

    @property
    def removed(self) -> list[forms.BoundField]:
        return [self[f"back-{event.pgh_id}"] for event in self._had]

    def clean_picture(self) -> Remade | None:
        """Painted anew before anything is saved."""
        upload = self.cleaned_data["picture"]
        try:
            return received(upload) if upload else None
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in ("alt", *(f"alt-{one.pk}" for one in self._has)):
            told[name] = line(told.get(name, ""))
            if name != "alt" and not told[name] and name not in self.errors:
                self.add_error(name, WORDS_MISSING)
        if told.get("picture") and not told.get("alt"):
            self.add_error("alt", WORDS_MISSING)
        is_named = ADD in self.data or bool(told.get("alt"))
        if "picture" not in self.errors and not told.get("picture") and is_named:
            self.add_error("picture", "请选择图片文件。")
        return told

    def _arrangement(self) -> Arrangement:
        told = self.cleaned_data
        return Arrangement(
            added=(told["picture"], told["alt"]) if told["picture"] else None,
            words={one.pk: told[f"alt-{one.pk}"] for one in self._has},
            removed=frozenset(one.pk for one in self._has if told[f"gone-{one.pk}"]),
            back=frozenset(one.pgh_id for one in self._had if told[f"back-{one.pgh_id}"]),
        )

    def words(self) -> Words:
        told = self.cleaned_data
        return Words(
            kind=told["kind"],
            title=told["title"],
            body=told["body"],
            origin=told["origin"],
            summary=told["summary"],
            planned_for=told["planned_for"],
            pictures=self._arrangement(),
        )


def told_of(article: Article) -> dict[str, Any]:
    names = ("kind", "title", "origin", "planned_for", "summary", "body")
    return {name: getattr(article, name) for name in names}


class ArticleFilter(forms.Form):
    """The address says which; what it does not know counts as not said."""

    kind = forms.ChoiceField(
        label="栏目", required=False, choices=[("", "全部"), *ArticleKind.choices]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ArticleState.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
