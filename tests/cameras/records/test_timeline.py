"""A day at a glance."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cameras.models import Record
from cameras.records.gallery import Choice, page_of
from cameras.records.removal import remove
from cameras.records.timeline import timeline_of
from tests.cameras.records.conftest import NOON

DAY = date(2026, 11, 20)


def test_each_quarter_of_an_hour_with_records_has_a_bar(camera, record_of):
    for minutes in (0, 14, 15, 60):
        record_of(camera, minutes * 60)

    bars = timeline_of(camera, DAY).bars

    assert [(bar.begins_at - NOON, bar.records) for bar in bars] == [
        (timedelta(0), 2),
        (timedelta(minutes=15), 1),
        (timedelta(minutes=60), 1),
    ]
    assert [bar.x for bar in bars] == [480, 490, 520]


def test_heights_follow_the_numbers_and_a_single_record_is_seen_beside_many(camera, record_of):
    for at_s in range(30):
        record_of(camera, at_s)
    record_of(camera, 3600)

    many, single = timeline_of(camera, DAY).bars

    assert (many.y, many.height) == (0, 40)
    assert (single.y, single.height) == (36, 4)


def test_a_bar_leads_to_its_time_in_the_gallery(camera, record_of):
    for minutes in (0, 5, 10, 20):
        record_of(camera, minutes * 60)
    first = timeline_of(camera, DAY).bars[0]

    page = page_of(camera, Choice(day=DAY, older_than=first.cursor))

    assert [record.taken_at - NOON for record in page.records] == [
        timedelta(minutes=minutes) for minutes in (10, 5, 0)
    ]


def test_what_is_deleted_is_not_counted_any_more(camera, record_of):
    records = [record_of(camera, at_s) for at_s in (0, 1, 1000)]

    remove(records[1:])

    assert [bar.records for bar in timeline_of(camera, DAY).bars] == [1]


@pytest.mark.parametrize(
    ("day", "quarters"), [(date(2026, 3, 29), 92), (date(2026, 10, 25), 100), (DAY, 96)]
)
def test_days_when_clocks_change_are_shorter_or_longer(camera, settings, day, quarters):
    settings.TIME_ZONE = "Europe/Berlin"

    assert timeline_of(camera, day).width == quarters * 10


def test_a_zone_off_by_a_quarter_of_an_hour_loses_nothing(camera, record_of, settings):
    settings.TIME_ZONE = "Asia/Kathmandu"  # UTC+5:45
    record_of(camera, taken_at=datetime(2026, 11, 19, 18, 15, tzinfo=UTC))
    record_of(camera, taken_at=datetime(2026, 11, 20, 18, 14, 59, tzinfo=UTC))

    assert [bar.x for bar in timeline_of(camera, DAY).bars] == [0, 950]


def test_it_costs_one_question_however_much_was_recorded(
    camera, record_of, django_assert_num_queries
):
    for at_s in range(50):
        record_of(camera, at_s * 100)

    with django_assert_num_queries(1):
        timeline = timeline_of(camera, DAY)
    assert timeline.records == Record.objects.count()
