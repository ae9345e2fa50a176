"""文章表单: what a person writes, and how a list of articles is narrowed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from louyu.journey.publication.articles.models import Article, ArticleKind, ArticleState
from louyu.journey.publication.articles.services import LONGEST, Words

DAY_AND_HOUR = "%Y-%m-%dT%H:%M"


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
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.initial.setdefault("key", str(uuid4()))
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"help-{name}"

    @property
    def short(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "origin", "planned_for")]

    def words(self) -> Words:
        told = self.cleaned_data
        return Words(
            kind=told["kind"],
            title=told["title"],
            body=told["body"],
            origin=told["origin"],
            summary=told["summary"],
            planned_for=told["planned_for"],
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
