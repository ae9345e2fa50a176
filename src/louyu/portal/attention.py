"""需要关注的清单: one watch in full, narrowed, ordered and exported; each row leads to its form."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from louyu.engines.tables import SheetOut, write_csv, write_table
from louyu.kernel.requests import Request
from louyu.portal.watches import WATCHES, Concern, Watch
from louyu.registers.buildings.models import Building
from louyu.registers.places.models import Place

PER_PAGE = 50
ENDINGS = ("xlsx", "csv")


class Narrowing(forms.Form):
    """Offers the streets and buildings that occur among the rows of this reader."""

    place = forms.ModelChoiceField(
        label="街道/园区", queryset=Place.objects.none(), required=False, empty_label="全部"
    )
    building = forms.ModelChoiceField(
        label="楼宇", queryset=Building.objects.none(), required=False, empty_label="全部"
    )
    sort = forms.ChoiceField(label="排序", required=False)

    def __init__(self, data: Any, watch: Watch, rows: QuerySet[Any], request: Request) -> None:
        super().__init__(data, label_suffix="")
        self.watch = watch
        of_rows = rows.order_by().values(watch.building)
        seen = Building.objects.visible_to(request.actor).filter(pk__in=of_rows)
        self._offer("building", seen.order_by("name_sort", "pk"))
        self._offer("place", Place.objects.filter(pk__in=seen.values("place")))
        orders = [(key, label) for key, (label, _) in watch.orders.items()]
        self.fields["sort"].choices = [("", "默认"), *orders]  # type: ignore[attr-defined]
        if not orders:
            del self.fields["sort"]

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What is not offered narrows to nothing."""
        if not self.is_valid():
            return rows.none()
        told, building = self.cleaned_data, self.watch.building
        if told["building"]:
            rows = rows.filter(**{building: told["building"]})
        if told["place"]:
            rows = rows.filter(**{f"{building}__place": told["place"]})
        return rows.order_by(*self.watch.orders[told["sort"]][1]) if told.get("sort") else rows


def _asked(request: Request, key: str) -> tuple[Watch, Narrowing, QuerySet[Any]]:
    watch = WATCHES.get(key)
    if watch is None or not request.actor.holds(*watch.roles):
        raise Http404
    rows = watch.rows(request.actor, timezone.localdate())
    form = Narrowing(request.GET, watch, rows, request)
    return watch, form, form.narrowed(rows)


@login_required
def attention(request: Request, key: str) -> HttpResponse:
    watch, form, rows = _asked(request, key)
    day, query = timezone.localdate(), request.GET.copy()
    page = Paginator(rows, PER_PAGE).get_page(query.pop("page", [""])[-1])
    context = {
        "watch": watch,
        "form": form,
        "page": page,
        "concerns": [watch.tell(row, day) for row in page],
        "today": day,
        "query": query.urlencode(),
        "narrowed": any(query.get(name) for name in ("place", "building")),
        "back": urlencode({"next": request.get_full_path()}),
    }
    return render(request, "portal/attention.html", context)


@login_required
def export(request: Request, key: str, ending: str) -> FileResponse:
    """The rows of the page, all of them, in its order."""
    watch, _, rows = _asked(request, key)
    if ending not in ENDINGS:
        raise Http404
    day, out = timezone.localdate(), BytesIO()
    table = _table([watch.tell(row, day) for row in rows])
    if ending == "csv":
        write_csv(out, table)
    else:
        now = timezone.localtime()
        head = [
            f"{settings.SYSTEM_NAME}·{watch.title}",
            f"口径：{watch.basis}截至 {day}；共 {table.height} 项",
            f"导出：{now:%Y-%m-%d %H:%M}，{request.actor.name}",
        ]
        write_table(out, [SheetOut(watch.title, table, head)])
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{watch.title}{day:%Y%m%d}.{ending}")


def _table(concerns: list[Concern]) -> pl.DataFrame:
    rows = [(one.title, one.tag, "，".join(one.facts), one.place) for one in concerns]
    headers = ("名称", "情况", "说明", "街道/园区")
    return pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String), orient="row")
