"""作业: one's own jobs alone; the page stops asking when the work is over."""

import pytest
from django.test import Client

from demo import factories
from louyu.kernel.jobs.models import Job, JobState
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db

ASKING = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "progress"}


@pytest.fixture
def person(client: Client) -> User:
    person = factories.user(Role.OFFICE)
    client.force_login(person)
    return person


def job(owner: User, **fields: object) -> Job:
    return Job.objects.create(kind="test", title="导入花名册", owner_id=owner.pk, **fields)


def test_work_in_progress_is_asked_after_until_it_is_over(client: Client, person: User) -> None:
    work = job(person, state=JobState.RUNNING, done=3, total=8, note="正在检查")
    page = client.get(f"/jobs/{work.pk}/").content.decode()
    assert "every 2s" in page
    assert 'value="3"' in page
    part = client.get(f"/jobs/{work.pk}/", **ASKING)
    assert (part.status_code, "<html" in part.content.decode()) == (200, False)
    work.state, work.link = JobState.SUCCEEDED, "/imports/1/"
    work.save()
    last = client.get(f"/jobs/{work.pk}/", **ASKING)
    assert (last.status_code, "/imports/1/" in last.content.decode()) == (286, True)
    assert "every 2s" not in client.get(f"/jobs/{work.pk}/").content.decode()


def test_why_a_job_failed_is_told(client: Client, person: User) -> None:
    work = job(person, state=JobState.FAILED, error="第 3 行的楼宇找不到。")
    assert "第 3 行的楼宇找不到。" in client.get(f"/jobs/{work.pk}/").content.decode()


def test_anothers_job_does_not_exist(client: Client, person: User) -> None:
    work = job(factories.user(Role.OFFICE))
    assert client.get(f"/jobs/{work.pk}/").status_code == 404
    assert "导入花名册" not in client.get("/jobs/").content.decode()
