"""涉税事务页: the roster package for the bureau, and the log of views for the auditor."""

import logging
from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.measures import Period, PeriodError
from louyu.kernel.requests import Request
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.access import reading
from louyu.registers.taxation.models import TaxView
from louyu.registers.taxation.package import write_package
from louyu.registers.taxation.readers import may_send_package, reads_whole_district

log = logging.getLogger("louyu.export")
PER_PAGE = 50
COMPLETING = "补认纳税人识别号和企业"
MONTHS_BACK = 12


@login_required
@require_GET
def package(request: Request) -> HttpResponse | FileResponse:
    """With a month the workbook, without one the page that asks for it."""
    if not may_send_package(request.actor):
        raise Http404
    this = Period.of(timezone.localdate())
    months = [this.shifted(-back) for back in range(1, MONTHS_BACK + 1)]
    try:
        period = Period(request.GET["period"]) if "period" in request.GET else None
    except PeriodError as wrong:
        raise Http404 from wrong
    if period is None:
        return render(request, "taxation/package.html", {"months": months})
    out = BytesIO()
    rows = write_package(out, period=period, actor=request.actor)
    out.seek(0)
    log.info("%s tenants in the package of %s to user %s", rows, period, request.actor.user_id)
    return FileResponse(out, as_attachment=True, filename=f"入驻名单与合计表{period}.xlsx")


@login_required
@require_GET
def unidentified(request: Request) -> HttpResponse:
    """Payers no enterprise is known for: a work list, without their amounts."""
    if not reads_whole_district(request.actor):
        raise Http404
    with reading(request.actor, purpose=COMPLETING, what="待补识别的纳税人") as tax:
        rows = (
            tax.payments.filter(enterprise=None)
            .exclude(code__in=Enterprise.objects.unscoped("known by now").values("uscc"))
            .values("code", "name")
            .annotate(months=Count("month", distinct=True), last=Max("month"))
            .order_by("code", "name")
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        page.object_list = tax.shown(list(page.object_list))
    return render(request, "taxation/unidentified.html", {"page": page})


@login_required
@require_GET
def views(request: Request) -> HttpResponse:
    if not request.actor.holds(Role.AUDITOR):
        raise Http404
    rows = TaxView.objects.visible_to(request.actor)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "taxation/views.html", {"page": page})
