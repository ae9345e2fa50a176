"""指标手册: the page in the documentation says what is declared."""

from pathlib import Path

from louyu.journey.statistics.reference import written

PAGE = Path(__file__).resolve().parents[5] / "docs" / "reference" / "indicators.md"


def test_the_reference_page_is_what_is_declared() -> None:
    told = PAGE.read_text(encoding="utf-8")
    assert told == written(), "python -m louyu.journey.statistics.reference > docs/reference/…"
