"""断电: broken off at every step and run again, there is one delivery and one archived file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from louyu.engines.measures import Period
from louyu.journey.matching.sources import pulling, rounds
from louyu.journey.matching.sources.models import Pull
from louyu.journey.matching.sources.tests.feeds import Feed, at, run
from louyu.kernel.jobs.models import Job, JobState
from louyu.kernel.jobs.services import recover
from louyu.registers.deliveries.models import Delivery, Import

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As nothing in the house catches it: the row of the job stays as it is."""


# Step, the how-manieth of its calls (_set writes each state there is), and whether it was done.
STEPS = (
    *(("_fetch", 1, False), ("store_path", 1, True), ("keep_file", 1, True)),
    *(("_put_away", 1, True), ("start_import", 1, True), ("_done", 1, False), ("look", 1, True)),
    *(("confirm", 1, True), ("_done", 2, True), ("_taken", 1, False), ("_taken", 1, True)),
    *(("_set", 1, True), ("_set", 2, True), ("_set", 3, True), ("_set", 4, False)),
)


def killing(name: str, after: bool, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The `times`-th call of this step dies, before or after what it does."""
    whole: Callable[..., Any] = getattr(pulling, name)
    calls = iter(range(times))

    def dying(*args: Any, **told: Any) -> Any:
        last = next(calls, None) == times - 1
        if last and not after:
            raise Killed
        made = whole(*args, **told)
        if last:
            raise Killed
        return made

    monkeypatch.setattr(pulling, name, dying)


@pytest.mark.parametrize(("name", "times", "after"), STEPS)
def test_killed_at_a_step_it_goes_on_where_it_was(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, name: str, times: int, after: bool
) -> None:
    feed.knows("2026-08")
    feed.drop_good("2026-09")
    pull = begun(feed)
    with monkeypatch.context() as patched:
        killing(name, after, times, patched)
        with pytest.raises(Killed):
            run(pull)
    _as_after_a_kill()
    ended = run(pull)
    assert ended.state == "taken", (ended.state, ended.words, ended.reasons)
    rows = Delivery.objects.unscoped("test").filter(replaced_at=None)
    assert sorted(f"{row.period:%Y-%m}" for row in rows) == ["2026-08", "2026-09"]
    assert Import.objects.unscoped("test").count() == 2
    assert [one.name for one in feed.folder.iterdir()] == ["已取"]
    assert [one.name for one in (feed.folder / "已取").iterdir()] == [feed.name("2026-09")]


def begun(feed: Feed) -> Pull:
    now = at("2026-10-05 06:00")
    return pulling.begin(source=feed.source, period=Period("2026-09"), now=now)


def _as_after_a_kill() -> None:
    """The session that held the job is gone; what it left running is queued again."""
    from louyu.kernel.jobs.services import _release

    for job in Job.objects.unscoped("test").filter(state=JobState.RUNNING):
        _release(job.pk)
    recover()


def test_a_fetch_that_broke_in_the_house_is_tried_again(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.knows("2026-08")
    feed.drop_good("2026-09")
    pull = begun(feed)
    with monkeypatch.context() as patched:
        patched.setattr(pulling, "_keep", lambda *told: 1 / 0)
        assert run(pull).state == "running", "the job failed and left it so"
    tried = [run(one) for one in rounds.go_round(at("2026-10-05 06:10"))]
    pull.refresh_from_db()
    assert (pull.state, pull.next_retry) == ("failed", at("2026-10-05 06:10"))
    assert [one.state for one in tried if one.period == pull.period] == ["failed", "taken"]


def test_a_file_whose_reading_breaks_in_the_house_waits_for_a_person(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.knows("2026-08")
    feed.drop_good("2026-09")
    pull = begun(feed)
    with monkeypatch.context() as patched:
        patched.setattr(pulling, "look", lambda *told: 1 / 0)
        run(pull)
    rounds.go_round(at("2026-10-05 06:10"))
    held = Pull.objects.unscoped("test").get(pk=pull.pk)
    assert (held.state, held.reasons[0]["code"]) == ("quarantined", "stuck")
