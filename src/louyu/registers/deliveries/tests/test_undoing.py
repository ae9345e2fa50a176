"""撤销导入: back to what stood before, but for what others changed since; once, as a whole."""

from pathlib import Path

import pytest

from demo import factories
from louyu.engines.checks import RECHECK
from louyu.kernel import commands
from louyu.kernel.history import acting
from louyu.kernel.jobs.models import Job
from louyu.kernel.jobs.services import run_job
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.deliveries import services, undoing
from louyu.registers.deliveries.models import Import, ImportState
from louyu.registers.deliveries.tests.workbooks import checked, imported, workbook
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

HEADERS = ("楼宇", "楼层", "房号", "面积（㎡）")


@pytest.fixture
def tower() -> Building:
    return factories.building(factories.place_tree().street, name="甲大厦")


@pytest.fixture
def clerk(tower: Building) -> Actor:
    return factories.actor(Role.STREET, place=tower.place)


def applied(clerk: Actor, path: Path) -> Import:
    services.apply(services.confirm(actor=clerk, row=checked(clerk, "units", path)), clerk)
    return Import.objects.unscoped("test").latest("pk")


def areas() -> dict[str, float]:
    return dict(Unit.objects.unscoped("test").values_list("number", "area"))


def two_lines(folder: Path, tower: Building) -> Path:
    factories.unit(tower, floor=1, number="101", area=40)
    lines = ("甲大厦", 1, "101", 50), ("甲大厦", 1, "102", 60)
    return workbook(folder / "a.xlsx", HEADERS, *lines)


def test_what_was_made_goes_and_what_was_changed_is_as_before(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    row = applied(clerk, two_lines(tmp_path, tower))
    assert areas() == {"101": 50, "102": 60}
    asked = undoing.request_undo(actor=clerk, row=row)
    assert undoing.request_undo(actor=clerk, row=row).job_id == asked.job_id
    run_job(asked.job_id)
    row.refresh_from_db()
    assert (areas(), row.state) == ({"101": 40}, ImportState.UNDONE)
    assert (row.undo["removed"], row.undo["restored"], row.undo["kept"]) == (1, 1, [])
    with pytest.raises(services.ImportRefused):
        undoing.request_undo(actor=clerk, row=row)


def test_what_somebody_changed_since_stays_and_is_told_with_the_name(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    row = applied(clerk, two_lines(tmp_path, tower))
    other = factories.actor(Role.STREET, place=tower.place)
    with acting(other, "page"):
        Unit.objects.unscoped("test").filter(number="102").update(area=61)
    row = undoing.undo(row, clerk)
    assert areas() == {"101": 40, "102": 61}
    (kept,) = row.undo["kept"]
    assert (kept["name"], kept["why"], kept["who"]) == ("102", undoing.TOUCHED, other.name)
    assert kept["at"]


def test_what_others_refer_to_stays(clerk: Actor, tower: Building, tmp_path: Path) -> None:
    row = applied(clerk, two_lines(tmp_path, tower))
    used = Unit.objects.unscoped("test").get(number="102")
    with acting(clerk, "page"):
        factories.vacancy(used)
    row = undoing.undo(row, clerk)
    assert areas() == {"101": 40, "102": 60}
    assert row.undo["kept"][0]["why"].startswith(undoing.USED)


def test_the_undoing_is_an_act_of_the_history(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    undoing.undo(applied(clerk, two_lines(tmp_path, tower)), clerk)
    unit = Unit.objects.unscoped("test").get(number="101")
    event = unit.pgh_event_model.objects.filter(pgh_obj_id=unit.pk).latest("pgh_id")
    assert event.pgh_context.metadata["event"] == "units_undone"
    assert event.pgh_context.metadata["name"] == clerk.name


def test_a_stranger_cannot_undo_and_the_office_can(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    row = applied(clerk, two_lines(tmp_path, tower))
    stranger = factories.actor(Role.STREET, place=tower.place.parent)
    with pytest.raises(services.ImportRefused):
        undoing.undo(row, stranger)
    assert undoing.undo(row, factories.actor(Role.OFFICE)).state == ImportState.UNDONE


def looked_at_again() -> int:
    return Job.objects.unscoped("test").filter(kind=RECHECK).count()


def one_line(folder: Path) -> Path:
    return workbook(folder / "a.xlsx", HEADERS, ("甲大厦", 1, "101", 50))


def test_what_a_person_sent_or_took_back_is_looked_at_again(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    row = checked(clerk, "units", one_line(tmp_path))
    assert looked_at_again() == 0
    row = services.confirm(actor=clerk, row=row)
    run_job(row.job_id)
    assert looked_at_again() == 1
    row.refresh_from_db()
    run_job(undoing.request_undo(actor=clerk, row=row).job_id)
    assert looked_at_again() == 2


def test_so_is_what_came_in_by_the_console(
    clerk: Actor, tower: Building, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = one_line(tmp_path)
    assert imported(capsys, "units", path, "--dry-run").status == 0
    assert looked_at_again() == 0
    assert imported(capsys, "units", path).status == 0
    assert looked_at_again() == 1
    number = Import.objects.unscoped("test").latest("pk").pk
    assert commands.run(["undo", f"{number}"]) == 0
    assert looked_at_again() == 2
