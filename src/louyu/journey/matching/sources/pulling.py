"""取数: one attempt, step by step; what stands in its row says where to go on after a kill."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.engines.tables import Refused
from louyu.journey.matching.sources import scheduling
from louyu.journey.matching.sources.models import (
    KEPT,
    OPEN,
    FeedSource,
    Pull,
    PullState,
)
from louyu.journey.matching.sources.profiles import Profile, look
from louyu.journey.matching.sources.thresholds import in_force
from louyu.journey.matching.sources.transports.contract import (
    FeedFailed,
    Fetched,
    NothingThere,
    Transport,
)
from louyu.journey.matching.sources.transports.registry import TRANSPORTS
from louyu.journey.matching.sources.weighing import Arrival, Doubt, inner, outer
from louyu.kernel.files.models import StoredFile
from louyu.kernel.files.services import store_path
from louyu.kernel.jobs.services import enqueue, run_job
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Import, ImportState
from louyu.registers.deliveries.services import ImportRefused, confirm, discard, start_import
from louyu.registers.deliveries.source import missing
from louyu.registers.organizations.actors import console

PULL, REASON = "sources.pull", "数据接入"
OWN = "an attempt works on its own row"
Progress = Callable[[int, int, str], None]
STEPS = 4


def begin(*, source: FeedSource, period: Period, now: datetime, attempt: int = 1) -> Pull:
    """The attempt that is under way, or a new one with its job; asked for twice it is one.

    It acts as the system, whoever asked: no clearance is needed to fetch, one is to look.
    """
    with transaction.atomic():
        pull, is_new = _opened(source, period, now)
        if is_new:
            pull.attempt = attempt
            pull.save()
            queue_up(pull, console(REASON), now.isoformat())
    return pull


def bring(
    *, source: FeedSource, period: Period, file: StoredFile, actor: Actor, now: datetime
) -> Pull:
    """A file a person brought, weighed like any other. Raises FeedFailed."""
    with transaction.atomic():
        pull, is_new = _opened(source, period, now)
        if not is_new:
            raise FeedFailed("正在取这个月的数据，请等它结束后再上传。")
        pull.words = f"由 {actor.name} 上传"
        pull.save()
        if not keep_file(pull, file):
            raise FeedFailed("这份文件已经收到过，没有新数据。")
        queue_up(pull, console(REASON), now.isoformat())
    return pull


def _opened(source: FeedSource, period: Period, now: datetime) -> tuple[Pull, bool]:
    """Held against others; what is under way comes back as it is."""
    held = FeedSource.objects.unscoped(OWN).select_for_update().get(pk=source.pk)
    rows = Pull.objects.unscoped(OWN).filter(source=held, period=period.first)
    if under_way := rows.filter(state__in=OPEN).first():
        return under_way, False
    last = rows.order_by("-pk").first()
    looked = last if last and last.state == PullState.NOTHING else None
    pull = looked or Pull(source=held, period=period.first)
    pull.state, pull.started_at, pull.attempt = PullState.RUNNING, now, 1
    pull.finished_at = pull.next_retry = None
    pull.words, pull.due_on = "", scheduling.due_on(held, period)
    return pull, True


def queue_up(pull: Pull, actor: Actor, once: str) -> None:
    """`once` makes the job's key: the same word twice is one job."""
    pull.job = enqueue(
        PULL,
        actor=actor,
        title=f"接入{pull.source.name} {pull.month}",
        params={"pull": pull.pk},
        link=pull.source.get_absolute_url(),
        idempotency_key=f"pull:{pull.pk}:{once}"[:100],
    )
    pull.save(update_fields=["job"])


def advance(pull: Pull, actor: Actor, progress: Progress) -> Pull:
    """As far as it goes today; `actor` confirms, by name where a person released it."""
    if pull.state == PullState.RUNNING:
        progress(0, STEPS, "连接并取数")
        _fetch(pull)
    if pull.state == PullState.FETCHED:
        _put_away(pull)
        progress(1, STEPS, "读取和核对")
        if pull.taking is None:
            _send(pull)
    if pull.state == PullState.FETCHED:
        _take(pull, actor, progress)
    return pull


def transport_of(source: FeedSource) -> Transport:
    return TRANSPORTS[source.transport]


def faults(source: FeedSource, period: Period) -> list[str]:
    """What keeps this source from being fetched, before anything is reached."""
    record = missing(source.about(str(period)))
    return [*record, *transport_of(source).check_config(source.settings)]


def _fetch(pull: Pull) -> None:
    source = pull.source
    if wrong := faults(source, pull.month):
        _fail(pull, "".join(wrong))
        return
    with tempfile.TemporaryDirectory(prefix="louyu-feed-") as folder:
        try:
            got = transport_of(source).fetch(source.settings, pull.month, Path(folder))
        except NothingThere as nothing:
            _nothing(pull, str(nothing))
        except FeedFailed as trouble:
            _fail(pull, str(trouble))
        else:
            _keep(pull, got)


def _fail(pull: Pull, words: str) -> None:
    _end(pull, PullState.FAILED, words, scheduling.retry_after_failure(pull))


def _nothing(pull: Pull, words: str) -> None:
    retry = pull.started_at + transport_of(pull.source).again_after
    _end(pull, PullState.NOTHING, words, retry)


def _end(pull: Pull, state: PullState, words: str, retry: datetime | None) -> None:
    ended = {"state": state, "words": words[:500], "finished_at": timezone.now()}
    _set(pull, **ended, next_retry=retry)


def _keep(pull: Pull, got: Fetched) -> None:
    """The bytes are safe before the row says so, and the row before the provider's file moves."""
    sha256 = hashlib.sha256(got.path.read_bytes()).hexdigest()
    file = store_path(got.path, name=got.name, owner_id=None)
    if not keep_file(pull, file, total=got.total):
        transport_of(pull.source).put_away(pull.source.settings, got.name, sha256)
        _nothing(pull, f"{got.name} 与已经取过的一份相同，没有新数据。")


def keep_file(pull: Pull, file: StoredFile, *, total: int | None = None) -> bool:
    """False where this source has had the same file for the month."""
    kept = {"state": PullState.FETCHED, "file": file, "file_name": file.name}
    try:
        with transaction.atomic():
            _set(pull, **kept, sha256=file.sha256, stated_rows=total)
    except IntegrityError:
        _set(pull, state=PullState.RUNNING, file=None, file_name="", sha256="", stated_rows=None)
        return False
    return True


def _put_away(pull: Pull) -> None:
    """Not being able to tidy up at the provider's holds nothing up."""
    try:
        transport_of(pull.source).put_away(pull.source.settings, pull.file_name, pull.sha256)
    except FeedFailed as trouble:
        _set(pull, words=str(trouble)[:500])


def give_up(pull: Pull, words: str) -> None:
    """Its job broke off: without a file it is a failure, with one a person looks at it."""
    if pull.state == PullState.RUNNING:
        _fail(pull, words)
    else:
        _hold(pull, [Doubt("stuck", words)])


def _send(pull: Pull) -> None:
    """As the system: nobody's import, so that nobody confirms it past what is held back here."""
    source, file = pull.source, pull.file
    assert file is not None
    key = f"source:{source.pk}:{pull.month}:{pull.sha256}:{pull.looked_again}"
    try:
        row = start_import(
            actor=console(REASON),
            kind=source.kind,
            file=file,
            mapping_name=source.mapping_name,
            idempotency_key=key,
            about=source.about(str(pull.month)),
        )
    except ImportRefused as refusal:
        _hold(pull, [Doubt("unreadable", str(refusal)), *_outer(pull)])
    else:
        _set(pull, taking=row)


def _take(pull: Pull, actor: Actor, progress: Progress) -> None:
    row = _done(pull.taking)
    if row.state == ImportState.PREVIEW and pull.decided_at is None:
        progress(2, STEPS, "与上次比对")
        if _is_held(pull, row, actor):
            return
    if row.state == ImportState.PREVIEW:
        progress(3, STEPS, "写入")
        try:
            row = _done(confirm(actor=actor, row=row))
        except ImportRefused as refusal:
            _hold(pull, [Doubt("stuck", str(refusal))])
            return
    if row.state == ImportState.APPLIED:
        _taken(pull)
    elif row.state == ImportState.REFUSED:
        _hold(pull, [Doubt("unreadable", row.refusal or "文件不能导入。"), *_outer(pull)])
    elif row.job and row.job.is_over:
        _hold(pull, [Doubt("stuck", row.job.error or "核对或写入没有完成，请重新核对。")])


def _done(row: Import | None) -> Import:
    """The import after its job; where another worker has it, as far as it is."""
    assert row is not None
    if row.job_id:
        run_job(row.job_id)
    rows = Import.objects.unscoped(OWN).select_related("job", "file")
    return rows.get(pk=row.pk)


def _is_held(pull: Pull, row: Import, actor: Actor) -> bool:
    bounds = in_force(timezone.localdate(pull.started_at))
    try:
        seen = look(row.file.path, row, actor)
    except Refused as refusal:
        _hold(pull, [Doubt("unreadable", str(refusal)), *_outer(pull)])
        return True
    arrival = _arrival(pull)
    doubts = [*outer(arrival, bounds), *inner(arrival, seen, row.report, bounds)]
    _set(pull, rows=seen.profile.rows, profile=seen.profile.as_json())
    if doubts:
        _hold(pull, doubts)
    return bool(doubts)


def _outer(pull: Pull) -> list[Doubt]:
    bounds = in_force(timezone.localdate(pull.started_at))
    return list(outer(_arrival(pull), bounds))


def _arrival(pull: Pull) -> Arrival:
    others = Pull.objects.unscoped(OWN).filter(source=pull.source)
    copies = others.filter(sha256=pull.sha256, state__in=KEPT)
    copies = copies.exclude(period=pull.period).order_by("period")
    taken = others.filter(state=PullState.TAKEN, taking__state=ImportState.APPLIED)
    past = taken.filter(period__lte=pull.period).order_by("-period", "-pk").first()
    before = past or taken.order_by("period", "-pk").first()
    alike = [
        (one.month, profile)
        for one in taken.exclude(period=pull.period).order_by("-period", "-pk")[:12]
        if (profile := Profile.stored(one.profile))
    ]
    return Arrival(
        period=pull.month,
        name=pull.file_name,
        arrived_on=timezone.localdate(pull.started_at),
        due_on=pull.due_on,
        stated=pull.stated_rows,
        same_as=tuple(Period.of(day) for day in copies.values_list("period", flat=True)),
        before=Profile.stored(before.profile) if before else None,
        before_of=before.month if before else None,
        alike=tuple(alike),
    )


def _hold(pull: Pull, doubts: list[Doubt]) -> None:
    told = [{"code": one.code, "words": one.words} for one in doubts]
    held = {"state": PullState.QUARANTINED, "finished_at": timezone.now()}
    _set(pull, **held, reasons=told, decided_at=None)


def _taken(pull: Pull) -> None:
    """What waited of the same month from before is no longer to be decided."""
    rows = Pull.objects.unscoped(OWN).filter(source=pull.source, period=pull.period)
    older = rows.filter(state=PullState.QUARANTINED, pk__lt=pull.pk).select_related("taking")
    now = timezone.now()
    with transaction.atomic():
        for row in older:
            if row.taking:
                discard(actor=console(REASON), row=row.taking)
        older.update(
            state=PullState.DISCARDED,
            decision=f"已由 {timezone.localtime(now):%Y-%m-%d %H:%M} 取得的文件代替。",
            decided_at=now,
        )
        _set(pull, state=PullState.TAKEN, finished_at=now)


def _set(pull: Pull, **values: object) -> None:
    for name, value in values.items():
        setattr(pull, name, value)
    pull.save(update_fields=list(values))
