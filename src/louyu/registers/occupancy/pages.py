"""楼宇页: one building with its stacking plan, tenants, rooms, names and changes; its roster."""

import logging
from io import BytesIO

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from louyu.engines.tables import SheetOut, write_table
from louyu.kernel.requests import Request, asks_for
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.building_page import BuildingPage
from louyu.registers.occupancy.building_views import card, shown
from louyu.registers.occupancy.overview import buildings_seen
from louyu.registers.occupancy.roster.export import roster_export

log = logging.getLogger("louyu.export")
ROSTER = "花名册"


@login_required
def building(request: Request, pk: int) -> HttpResponse:
    today = timezone.localdate()
    row = get_object_or_404(buildings_seen(request.actor, today), pk=pk)
    page = BuildingPage(request, row, today)
    if asks_for(request, "unit-card"):
        response = render(request, "occupancy/_card.html", card(page))
    else:
        response = render(request, *shown(page))
    if page.colouring.kept_nowhere:
        response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@login_required
def roster(request: Request, pk: int) -> FileResponse:
    """Who is in the building today, as a workbook that can be filled in and imported again."""
    row = get_object_or_404(Building.objects.visible_to(request.actor), pk=pk)
    frame = roster_export(request.actor, Q(pk=row.pk))
    now = timezone.localtime()
    head = [
        f"{settings.SYSTEM_NAME}·{ROSTER}·{row.name}",
        f"截至 {now:%Y-%m-%d}；导出：{now:%Y-%m-%d %H:%M}，{request.actor.name}",
    ]
    out = BytesIO()
    write_table(out, [SheetOut(ROSTER, frame, head)])
    out.seek(0)
    log.info("%s rows of roster of %s to user %s", frame.height, row.code, request.actor.user_id)
    return FileResponse(out, as_attachment=True, filename=f"{row.name}{ROSTER}{now:%Y%m%d}.xlsx")
