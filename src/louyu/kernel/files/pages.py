"""文件: download by number, within the reader's scope."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from louyu.kernel.files.models import StoredFile
from louyu.kernel.files.services import attachment


@login_required
def download(request: HttpRequest, pk: int) -> FileResponse:
    return attachment(get_object_or_404(StoredFile.objects.visible_to(request.actor), pk=pk))  # type: ignore[attr-defined]
