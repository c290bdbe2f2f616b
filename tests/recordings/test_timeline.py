"""A day at a glance."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recordings.gallery import RecordingFilter, page_of
from recordings.models import Recording
from recordings.removal import remove
from recordings.timeline import timeline_of
from tests.recordings.conftest import NOON

DAY = date(2026, 11, 20)


def test_each_quarter_of_an_hour_with_recordings_has_a_bar(camera, recording_of):
    for minutes in (0, 14, 15, 60):
        recording_of(camera, minutes * 60)

    bars = timeline_of(camera, DAY).bars

    assert [(bar.begins_at - NOON, bar.count) for bar in bars] == [
        (timedelta(0), 2),
        (timedelta(minutes=15), 1),
        (timedelta(minutes=60), 1),
    ]
    assert [bar.x for bar in bars] == [480, 490, 520]


def test_heights_follow_the_numbers_and_a_single_recording_is_seen_beside_many(
    camera, recording_of
):
    for at_s in range(30):
        recording_of(camera, at_s)
    recording_of(camera, 3600)

    many, single = timeline_of(camera, DAY).bars

    assert (many.y, many.height) == (0, 40)
    assert (single.y, single.height) == (36, 4)


def test_a_bar_leads_to_its_time_in_the_gallery(camera, recording_of):
    for minutes in (0, 5, 10, 20):
        recording_of(camera, minutes * 60)
    first = timeline_of(camera, DAY).bars[0]

    page = page_of(camera, RecordingFilter(day=DAY, older_than=first.cursor))

    assert [recording.taken_at - NOON for recording in page.recordings] == [
        timedelta(minutes=minutes) for minutes in (10, 5, 0)
    ]


def test_what_is_deleted_is_not_counted_any_more(camera, recording_of):
    recordings = [recording_of(camera, at_s) for at_s in (0, 1, 1000)]

    remove(recordings[1:])

    assert [bar.count for bar in timeline_of(camera, DAY).bars] == [1]


@pytest.mark.parametrize(
    ("day", "quarters"), [(date(2026, 3, 29), 92), (date(2026, 10, 25), 100), (DAY, 96)]
)
def test_days_when_clocks_change_are_shorter_or_longer(camera, settings, day, quarters):
    settings.TIME_ZONE = "Europe/Berlin"

    assert timeline_of(camera, day).width == quarters * 10


def test_a_zone_off_by_a_quarter_of_an_hour_loses_nothing(camera, recording_of, settings):
    settings.TIME_ZONE = "Asia/Kathmandu"  # UTC+5:45
    recording_of(camera, taken_at=datetime(2026, 11, 19, 18, 15, tzinfo=UTC))
    recording_of(camera, taken_at=datetime(2026, 11, 20, 18, 14, 59, tzinfo=UTC))

    assert [bar.x for bar in timeline_of(camera, DAY).bars] == [0, 950]


def test_it_costs_one_question_however_much_was_recorded(
    camera, recording_of, django_assert_num_queries
):
    for at_s in range(50):
        recording_of(camera, at_s * 100)

    with django_assert_num_queries(1):
        timeline = timeline_of(camera, DAY)
    assert timeline.count == Recording.objects.count()
