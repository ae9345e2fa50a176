"""测试用的上传: a clerk who sends small workbooks through the pages, and the worker's part."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from demo.factories import user
from louyu.kernel.jobs.services import run_job
from louyu.registers.deliveries.models import Import
from louyu.registers.organizations.models import Role, User

HEADERS = ("企业名称", "统一社会信用代码", "注册资本（万元）")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def clerk() -> Client:
    return signed_in(user(Role.OFFICE))


def workbook(*rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> bytes:
    book = openpyxl.Workbook()
    for row in (headers, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, content: bytes, *, name: str = "企业.xlsx", **fields: str) -> Any:
    told = {"kind": "enterprises", "key": "one-sending", **fields}
    return client.post(reverse("imports"), {**told, "file": SimpleUploadedFile(name, content)})


def sent(client: Client, *rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> Import:
    """Uploaded and checked."""
    answer = upload(client, workbook(*rows, headers=headers))
    assert answer.status_code == 302, answer.content.decode()
    return worked(newest())


def newest() -> Import:
    return Import.objects.unscoped("test").latest("pk")


def worked(row: Import) -> Import:
    """The worker has done what waits for this import."""
    row.refresh_from_db()
    assert row.job
    run_job(row.job.pk)
    row.refresh_from_db()
    return row


def page(client: Client, row: Import, query: str = "") -> str:
    answer = client.get(reverse("import", args=[row.pk]) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def press(client: Client, button: str, row: Import, /, **fields: Any) -> Any:
    return client.post(reverse(f"import-{button}", args=[row.pk]), fields)
