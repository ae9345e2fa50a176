"""文章页面: the list of the desk, one article with its way to the public, and its editor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from louyu.journey.publication.articles import services
from louyu.journey.publication.articles.forms import ADD, ArticleFilter, ArticleForm, told_of
from louyu.journey.publication.articles.models import Article, ArticleState
from louyu.journey.publication.articles.pictures import marked_up
from louyu.journey.publication.articles.rich_text import shown
from louyu.journey.publication.articles.scope import DRAFTERS, REVIEWERS
from louyu.journey.publication.articles.trail import MOVES, trail
from louyu.journey.publication.articles.workflow import FLOW, OWN, may_publish, open_to
from louyu.kernel.editing.sending import NotAKey, once
from louyu.kernel.history import acting
from louyu.kernel.history.entries import version
from louyu.kernel.requests import Request
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.models import User

PER_PAGE = 20
DESK = {*DRAFTERS, *REVIEWERS}


@login_required
def index(request: Request) -> HttpResponse:
    _desk_only(request)
    filters = ArticleFilter(request.GET)
    chosen = filters.chosen()
    rows = Article.objects.visible_to(request.actor).filter(**chosen)
    rows = rows.select_related("office", "edited_by").defer("body", "words")
    context = {
        "filters": filters,
        "kept": urlencode(chosen),
        "page": Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "may_draft": request.actor.holds(*DRAFTERS),
    }
    return render(request, "articles/list.html", context)


@login_required
def new(request: Request) -> HttpResponse:
    _drafters_only(request)
    writer = get_object_or_404(
        User.objects.select_related("organization"), pk=request.actor.user_id
    )
    form = ArticleForm(
        *_sent(request),
        initial={"origin": writer.organization.name if writer.organization else ""},
    )
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            made = services.draft(form.words(), actor=request.actor)
            messages.success(request, "草稿已保存。看过预览后送审。")
            return _onward(request, made)

        try:
            return redirect(once(act, key=form.cleaned_data["key"], actor=request.actor))
        except (services.ArticleRefused, NotAKey) as refusal:
            form.add_error(None, str(refusal))
    return _editor(request, form, None)


@login_required
def edit(request: Request, pk: int) -> HttpResponse:
    _drafters_only(request)
    article = _found(request, pk)
    if article.state != ArticleState.DRAFT:
        messages.error(request, "只有草稿可以修改。已送审的请先退回，已发布的请先撤下。")
        return redirect(article)
    told = told_of(article) | {"seen": version(article)}
    form = ArticleForm(*_sent(request), initial=told, article=article)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            services.edit(article, form.words(), seen=seen, actor=request.actor)
            messages.success(request, "已保存。")
            return redirect(_onward(request, article))
        except services.ArticleRefused as refusal:
            form.add_error(None, str(refusal))
    return _editor(request, form, article)


@login_required
def detail(request: Request, pk: int) -> HttpResponse:
    _desk_only(request)
    article = _found(request, pk)
    is_draft = article.state == ArticleState.DRAFT
    waits_for_another = article.state == ArticleState.REVIEW and request.actor.holds(*REVIEWERS)
    context = {
        "article": article,
        "body": shown(article.body, marked_up(article, "article-picture")),
        "transitions": open_to(article, request.actor),
        "may_edit": is_draft and request.actor.holds(*DRAFTERS),
        "own": OWN if waits_for_another and not may_publish(article, request.actor) else "",
        "trail": trail(article),
    }
    return render(request, "articles/detail.html", context)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    _desk_only(request)
    article = _found(request, pk)
    name, reason = request.POST.get("transition", ""), request.POST.get("reason", "")
    before = article.state
    try:
        with acting(request.actor, f"article_{name}", reason=reason):
            moved = FLOW.take(article, name, actor=request.actor, reason=reason)
        done = "已定时，到时自动发布" if moved.is_scheduled else f"已{MOVES[before, moved.state]}"
        messages.success(request, f"{done}。")
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(article)


def _sent(request: Request) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _onward(request: Request, article: Article) -> str:
    """Whoever added a picture goes on writing, to put it into the text."""
    page = "article-edit" if ADD in request.POST else "article"
    return reverse(page, args=[article.pk])


def _editor(request: Request, form: ArticleForm, article: Article | None) -> HttpResponse:
    context = {"form": form, "article": article}
    return render(request, "articles/edit.html", context, status=422 if form.errors else 200)


def _found(request: Request, pk: int) -> Article:
    rows = Article.objects.visible_to(request.actor)
    people = ("office", "drafted_by", "edited_by", "published_by")
    return get_object_or_404(rows.select_related(*people), pk=pk)


def _desk_only(request: Request) -> None:
    if not request.actor.holds(*DESK):
        raise PermissionDenied


def _drafters_only(request: Request) -> None:
    if not request.actor.holds(*DRAFTERS):
        raise PermissionDenied
