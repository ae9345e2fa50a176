"""作业: own jobs with their progress; the page asks again by itself while work goes on."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from louyu.kernel.jobs.models import Job
from louyu.kernel.requests import Request, asks_for

PER_PAGE = 20
STOP_POLLING = 286  # htmx stops asking again when answered with this status


@login_required
def index(request: Request) -> HttpResponse:
    jobs = Job.objects.visible_to(request.actor)
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page})


@login_required
def detail(request: Request, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.actor), pk=pk)
    if not asks_for(request, "progress"):
        return render(request, "jobs/detail.html", {"job": job})
    status = STOP_POLLING if job.is_over else 200
    return render(request, "jobs/_progress.html", {"job": job}, status=status)
