"""作业接口: one's own background work and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from louyu.kernel.jobs.models import Job
from louyu.kernel.scope import Actor
from louyu.portal.api.answers import READS, Pk, cut
from louyu.portal.api.schemas import Paged, Paging
from louyu.registers.deliveries.models import Import

router = Router(tags=["作业"])


class JobOut(Schema):
    """`done` of `total` steps; `error` says in Chinese why a job failed."""

    id: int
    title: str
    state: str
    done: int
    total: int
    note: str
    error: str
    created_at: datetime
    finished_at: datetime | None


class Jobs(Paged):
    items: list[JobOut]


def visible(actor: Actor) -> QuerySet[Job]:
    """The job of an import is there for whom the import is: no token hears of a guarded file."""
    of_import = Cast(KeyTextTransform("import", "params"), BigIntegerField())
    seen = Import.objects.visible_to(actor).values("pk")
    rows = Job.objects.visible_to(actor).annotate(of_import=of_import)
    return rows.filter(Q(of_import=None) | Q(of_import__in=seen))


@router.get("", response={200: Jobs} | READS, summary="作业列表", url_name="api-jobs")
def index(request: Any, asked: Query[Paging]) -> Any:
    return cut(visible(request.actor), asked, JobOut.from_orm)


@router.get("/{pk}", response={200: JobOut} | READS, summary="作业", url_name="api-job")
def detail(request: Any, pk: Pk) -> Any:
    return get_object_or_404(visible(request.actor), pk=pk)
