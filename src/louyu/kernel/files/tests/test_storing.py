"""文件: stored once under its checksum, handed out only as a download and only in scope."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from demo import factories
from louyu.kernel.files.models import StoredFile
from louyu.kernel.files.services import attachment, store, store_path
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path


def test_bytes_lie_under_their_checksum() -> None:
    row = store(name="名册.xlsx", chunks=[b"ab", b"c"], owner_id=None)
    assert row.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert (row.path.read_bytes(), row.size) == (b"abc", 3)


def test_equal_content_is_kept_once(folder: Path) -> None:
    first = store(name="a.csv", chunks=[b"abc"], owner_id=1)
    second = store(name="b.csv", chunks=[b"abc"], owner_id=2)
    assert first.path == second.path
    assert first.pk != second.pk
    assert [p.name for p in (folder / "files").rglob("*") if p.is_file()] == [first.sha256]


def test_a_name_cannot_lead_out_of_the_folder(folder: Path) -> None:
    source = folder / "source"
    source.write_bytes(b"x")
    row = store_path(source, name="../../../etc/passwd", owner_id=None)
    assert row.name == "passwd"
    assert row.path.is_relative_to(folder / "files")


def test_content_is_never_shown_inside_a_page() -> None:
    row = store(name="坏.html", chunks=[b"<script>"], owner_id=None)
    answer = attachment(row)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("office", 404), ("visitor", 302)])
def test_only_the_owner_downloads(client: Client, who: str, status: int) -> None:
    owner, office = factories.user(Role.OFFICE), factories.user(Role.OFFICE)
    row = store(name="a.csv", chunks=[b"abc"], owner_id=owner.pk)
    if who != "visitor":
        client.force_login({"owner": owner, "office": office}[who])
    answer = client.get(f"/files/{row.pk}/")
    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content) == b"abc"


def test_console_files_belong_to_nobody_on_the_web() -> None:
    store(name="a.csv", chunks=[b"abc"], owner_id=None)
    assert StoredFile.objects.visible_to(factories.actor()).count() == 0


def test_what_a_file_row_says_is_never_changed() -> None:
    row = store(name="a.csv", chunks=[b"abc"], owner_id=None)
    with refused_by("stored_file_is_immutable"):
        sql("UPDATE files_storedfile SET sha256 = 'other' WHERE id = %s", [row.pk])
