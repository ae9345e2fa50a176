"""作业: own jobs with their progress; the page polls itself while work goes on."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from louyu.kernel.jobs.models import Job


@login_required
def index(request: HttpRequest) -> HttpResponse:
    jobs = Job.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    page = Paginator(jobs, 20).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page})


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.actor), pk=pk)  # type: ignore[attr-defined]
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "jobs/_progress.html" if fragment else "jobs/detail.html", {"job": job})
