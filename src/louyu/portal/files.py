"""文件: download by number, within the reader's scope."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404

from louyu.kernel.files.models import StoredFile
from louyu.kernel.files.services import attachment
from louyu.kernel.requests import Request
from louyu.registers.deliveries.use import file_taken


@login_required
def download(request: Request, pk: int) -> FileResponse:
    file = get_object_or_404(StoredFile.objects.visible_to(request.actor), pk=pk)
    file_taken(file, request.actor)
    return attachment(file)
