"""从文件夹到采用: a good file is taken by itself, a short one is held and yesterday's data stay."""

from __future__ import annotations

import pytest

from louyu.journey.matching.sources.tests.feeds import Feed, codes_of, words_of

pytestmark = pytest.mark.django_db


def test_the_first_file_is_held_for_a_look_and_the_next_is_taken_by_itself(feed: Feed) -> None:
    feed.drop_good("2026-08")
    first = feed.pull("2026-08")
    assert first.state == "quarantined", words_of(first)
    assert codes_of(first) == {"first"}
    assert feed.in_force() == {}
    assert feed.released(first).state == "taken"
    path = feed.drop_good("2026-09")
    second = feed.pull("2026-09")
    assert second.state == "taken", words_of(second)
    assert second.taking
    assert second.taking.delivery
    assert feed.in_force() == {"2026-08": first.sha256, "2026-09": second.sha256}
    assert not path.exists()
    assert (feed.folder / "已取" / path.name).exists()


def test_a_short_file_is_held_and_what_was_taken_stays(feed: Feed) -> None:
    feed.accept("2026-08")
    before = feed.in_force()
    feed.drop_good("2026-09", payers=20)
    held = feed.pull("2026-09")
    assert held.state == "quarantined"
    assert "20 行，上次（2026-08）40 行，少了 50%" in words_of(held)
    assert feed.in_force() == before
