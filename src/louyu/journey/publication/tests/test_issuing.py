"""起草与签发: figures are taken as they are stored; what is issued freezes its months."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as open_word

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.measures import Period, Quarter
from louyu.journey.publication import services
from louyu.journey.publication.issuing import render
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.taking import FiguresMissing, taken
from louyu.journey.publication.telling import figures_of
from louyu.journey.publication.trail import trail
from louyu.journey.publication.wording import FIGURES
from louyu.journey.publication.workflow import FLOW
from louyu.journey.statistics.computing import MonthRefused, compute
from louyu.journey.statistics.models import HistoricalFigure
from louyu.journey.statistics.queries import readings_of
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.commands import run
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import OrganizationKind, Role
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db

QUARTER = Quarter("2024Q3")
MONTH, BEFORE = Period("2024-09"), Period("2024-06")


@pytest.fixture
def office() -> Actor:
    factories.organization(OrganizationKind.OFFICE, name="某区楼宇办")
    return factories.actor(Role.OFFICE)


@pytest.fixture
def tree(office: Actor) -> PlaceTree:
    """Two streets with a building each: one half let, the other half vacant and unknown."""
    tree = factories.place_tree()
    for street, let in ((tree.street, 600), (tree.other_street, 200)):
        tower = _tower(street)
        factories.occupancy(factories.enterprise(), factories.unit(tower, area=let))
        factories.vacancy(factories.unit(tower, area=300))
    compute(period=MONTH, actor=office)
    return tree


def _tower(street: Place) -> Building:
    return factories.building(
        street,
        gross_floor_area=1_200,
        business_area=1_000,
        life_stage="in_use",
        stage_since=factories.LONG_AGO,
    )


@pytest.fixture
def draft(tree: PlaceTree, office: Actor) -> Bulletin:
    return services.draft(span=QUARTER, place=tree.district, actor=office)


def snapshot(bulletin: Bulletin) -> Snapshot:
    bulletin.refresh_from_db()
    return Snapshot.read(bulletin.data)


def issue(bulletin: Bulletin, office: Actor) -> Bulletin:
    FLOW.take(bulletin, "submit", actor=office)
    FLOW.take(bulletin, "issue", actor=office)
    bulletin.refresh_from_db()
    return bulletin


def test_a_draft_holds_the_figures_that_the_figures_page_shows(
    draft: Bulletin, tree: PlaceTree, office: Actor
) -> None:
    printed = figures_of(snapshot(draft))
    shown = readings_of(office, Subject(tree.district), MONTH)
    assert printed["入驻率"] == "57.14%"  # (600 + 200) ÷ (2,000 − 600)
    for name, (code, _) in FIGURES.items():
        reading = shown[code]
        assert printed[name] == reading.text + (reading.unit if reading.is_number else "")


def test_the_parts_are_streets_then_parks_and_add_up(tree: PlaceTree, office: Actor) -> None:
    _tower(tree.park)
    compute(period=MONTH, actor=office)
    frozen = snapshot(services.draft(span=QUARTER, place=tree.district, actor=office))
    assert [part.name for part in frozen.parts] == ["向阳街道", "东山街道", "只楚园"]
    areas = [part.now["SP02"].numerator for part in frozen.parts]
    assert sum(areas) == frozen.whole.now["SP02"].numerator == 3_000


def test_a_streets_draft_lists_its_buildings(tree: PlaceTree, office: Actor) -> None:
    draft = services.draft(span=QUARTER, place=tree.street, actor=office)
    parts = snapshot(draft).parts
    assert [part.now["SP05"].numerator for part in parts] == [600]


def test_a_quarter_without_its_month_names_the_command(tree: PlaceTree, office: Actor) -> None:
    with pytest.raises(FiguresMissing, match=r"\./louyu compute 2024-12"):
        services.draft(span=Quarter("2024Q4"), place=tree.district, actor=office)


def test_a_place_without_buildings_has_nothing_to_report(tree: PlaceTree, office: Actor) -> None:
    with pytest.raises(FiguresMissing, match="没有已竣工的楼宇"):
        services.draft(span=QUARTER, place=tree.park, actor=office)


def test_drafting_again_gives_the_same_bulletin(draft: Bulletin, office: Actor) -> None:
    again = services.draft(span=QUARTER, place=draft.place, actor=office)
    assert again == draft


def test_it_is_compared_with_the_earlier_quarter_once_that_is_computed(
    draft: Bulletin, office: Actor
) -> None:
    assert "较上季度末" not in draft.text
    compute(period=BEFORE, actor=office)
    assert services.retake(draft, actor=office)
    assert "较上季度末持平" in _paragraph(draft)


def _paragraph(bulletin: Bulletin) -> str:
    bulletin.refresh_from_db()
    return str(open_word(BytesIO(render(bulletin))).paragraphs[2].text)


def test_figures_taken_again_keep_an_edited_text(
    draft: Bulletin, tree: PlaceTree, office: Actor
) -> None:
    text = draft.text + "\n三、下步工作"
    services.edit(draft, text=text, seen=services.fingerprint(draft.text), actor=office)
    factories.occupancy(factories.enterprise(), factories.unit(_tower(tree.street)))
    compute(period=MONTH, actor=office)
    assert services.retake(draft, actor=office)
    assert figures_of(snapshot(draft))["入驻主体"] == "3家"
    assert draft.text == text
    assert not services.retake(draft, actor=office)


def test_issuing_keeps_the_file_and_freezes_the_months(draft: Bulletin, office: Actor) -> None:
    data = draft.data
    issued = issue(draft, office)
    assert issued.file is not None
    assert issued.file.path.read_bytes() == render(issued)
    assert (issued.data, issued.issued_by_id) == (data, office.user_id)
    with pytest.raises(MonthRefused, match="已冻结"):
        compute(period=MONTH, actor=office)


def test_a_leader_issues_what_the_office_sends(draft: Bulletin, office: Actor) -> None:
    FLOW.take(draft, "submit", actor=office)
    leader = factories.actor(Role.LEADER)
    FLOW.take(draft, "issue", actor=leader)
    draft.refresh_from_db()
    assert (draft.state, draft.issued_by_id) == ("issued", leader.user_id)


def test_figures_that_changed_since_drafting_are_not_issued(
    draft: Bulletin, tree: PlaceTree, office: Actor
) -> None:
    factories.occupancy(factories.enterprise(), factories.unit(_tower(tree.street)))
    compute(period=MONTH, actor=office)
    FLOW.take(draft, "submit", actor=office)
    with pytest.raises(TransitionRefused, match="重新取数"):
        FLOW.take(draft, "issue", actor=office)
    draft.refresh_from_db()
    assert draft.state == "review"
    compute(period=MONTH, actor=office)  # nothing was frozen


def test_the_number_is_recorded_once(draft: Bulletin, office: Actor) -> None:
    with pytest.raises(services.BulletinRefused, match="只有已签发"):
        services.record_number(draft, number="某办〔2024〕3号", actor=office)
    issue(draft, office)
    services.record_number(draft, number=" 某办〔2024〕3号 ", actor=office)
    draft.refresh_from_db()
    assert draft.number == "某办〔2024〕3号"
    with pytest.raises(services.BulletinRefused):
        services.record_number(draft, number="某办〔2024〕4号", actor=office)


def bulletin_command(*more: str) -> int:
    return run(["bulletin", "quarterly", *more])


def test_the_command_prints_the_file_it_wrote(
    tree: PlaceTree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bulletin_command("2024Q3", "--place", tree.district.code, "-o", str(tmp_path)) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == tmp_path / "芝罘区2024年第三季度楼宇经济通报.docx"
    assert "入驻率57.14%" in open_word(str(path)).paragraphs[2].text


def test_the_command_hands_out_what_was_issued(
    draft: Bulletin, office: Actor, tmp_path: Path
) -> None:
    issued = issue(draft, office)
    assert bulletin_command("2024Q3", "--place", draft.place.code, "-o", str(tmp_path)) == 0
    assert issued.file is not None
    assert (tmp_path / f"{issued}.docx").read_bytes() == issued.file.path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2024Q4", "--place", "370602"), "./louyu compute 2024-12"),
        (("2024Q5", "--place", "370602"), "请写作 2026Q3"),
        (("2024Q3", "--place", "999"), "没有代码为 999 的区划"),
    ],
)
def test_the_command_says_what_is_missing_and_fails(
    tree: PlaceTree,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    sentence: str,
) -> None:
    assert bulletin_command(*arguments) == 1
    assert sentence in capsys.readouterr().err


def test_its_page_tells_who_did_what(draft: Bulletin, office: Actor) -> None:
    text = draft.text + "\n三、下步工作"
    services.edit(draft, text=text, seen=services.fingerprint(draft.text), actor=office)
    issue(draft, office)
    services.record_number(draft, number="某办〔2024〕3号", actor=office)
    acts = [(step.act, step.reason) for step in trail(draft)]
    assert acts == [
        ("登记发文字号", ""),
        ("签发", ""),
        ("送核稿", ""),
        ("修改正文", ""),
        ("起草", ""),
    ]


def test_last_years_figure_of_an_earlier_ledger_is_compared_with_and_told(
    tree: PlaceTree, office: Actor
) -> None:
    last_year = QUARTER.year_before.last_month
    HistoricalFigure.objects.create(
        indicator="EN01", place=tree.district, year=last_year.year, month=last_year.month,
        value=1, unit="firm", source="旧台账",
    )  # fmt: skip
    snapshot = taken(span=QUARTER, place=tree.district, actor=office)
    assert Snapshot.read(snapshot.written()) == snapshot
    assert figures_of(snapshot)["入驻主体较同期"].endswith("（同期数为历史填报）")
