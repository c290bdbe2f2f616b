"""The gallery: newest first, page by page, by day and reason."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from cameras.models import Camera
from processing.refusal import Refused
from recordings.cursor import Cursor
from recordings.gallery import RecordingFilter, page_of
from recordings.models import Recording
from tests.recordings.conftest import NOON


@pytest.fixture
def seven(public_camera, recording_of):
    """Seven recordings, three of them of the same moment; newest first."""
    recordings = [recording_of(public_camera, at_s) for at_s in (0, 10, 10, 10, 20, 30, 40)]
    return sorted(
        recordings, key=lambda recording: (recording.taken_at, recording.pk), reverse=True
    )


def walk(camera, **filters):
    """Every page of two, from the newest to the oldest."""
    pages, place = [], None
    while True:
        page = page_of(camera, RecordingFilter(older_than=place, **filters), size=2)
        pages.append(page.recordings)
        if page.older is None:
            return pages
        place = page.older


def test_pages_cover_everything_once_newest_first(public_camera, seven):
    pages = walk(public_camera)

    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert [recording for page in pages for recording in page] == seven


def test_newer_leads_back_by_the_same_pages(public_camera, seven):
    last = page_of(public_camera, RecordingFilter(older_than=Cursor.at(seven[5])), size=2)

    back = page_of(public_camera, RecordingFilter(newer_than=last.newer), size=2)

    assert last.recordings == seven[6:]
    assert back.recordings == seven[4:6]
    assert (back.newer, back.older) == (Cursor.at(seven[4]), Cursor.at(seven[5]))


def test_a_recording_that_comes_meanwhile_moves_no_page(public_camera, seven, recording_of):
    first = page_of(public_camera, RecordingFilter(), size=2)
    recording_of(public_camera, 100)

    assert (
        page_of(public_camera, RecordingFilter(older_than=first.older), size=2).recordings
        == seven[2:4]
    )


def test_only_the_reason_that_is_asked_for(public_camera, seven, recording_of):
    observed = recording_of(public_camera, 15, reason="observer")

    assert page_of(public_camera, RecordingFilter(reason="observer")).recordings == [observed]


def test_a_day_is_one_of_the_sites_time_zone(public_camera, recording_of, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    evening = recording_of(public_camera, taken_at=datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC))
    night = recording_of(public_camera, taken_at=datetime(2026, 11, 20, 15, 0, tzinfo=UTC))

    assert page_of(public_camera, RecordingFilter(day=date(2026, 11, 20))).recordings == [evening]
    assert page_of(public_camera, RecordingFilter(day=date(2026, 11, 21))).recordings == [night]


def test_a_page_asks_the_same_few_questions_wherever_it_is(
    public_camera, seven, django_assert_max_num_queries
):
    for place in (None, Cursor.at(seven[3])):
        with django_assert_max_num_queries(3):
            page_of(public_camera, RecordingFilter(older_than=place), size=2)


@pytest.mark.parametrize(
    "word", ["", "!", "YQ", "MTox_", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OjE", "x" * 99]
)
def test_what_is_no_cursor_is_refused(word):
    with pytest.raises(Refused):
        Cursor.parse(word)


def test_a_cursor_survives_being_written(recording):
    assert Cursor.parse(str(Cursor.at(recording))) == Cursor.at(recording)


def test_the_page_shows_small_pictures_that_lead_to_the_recordings(client, seven):
    page = client.get("/cameras/door/recordings/").content.decode()

    for recording in seven:
        assert f'href="/cameras/door/recordings/{recording.pk}/"' in page
        assert f'src="/cameras/door/recordings/{recording.pk}/thumbnail/"' in page


def test_links_lead_to_older_and_back_to_newer_ones(client, seven, monkeypatch):
    monkeypatch.setattr(
        "recordings.web.views.page_of", lambda camera, filters: page_of(camera, filters, 3)
    )
    first = client.get("/cameras/door/recordings/?reason=motion").content.decode()
    older = re.search(r'rel="next" href="([^"]*older=[^"]*)"', first)[1].replace("&amp;", "&")

    second = client.get(f"/cameras/door/recordings/{older}").content.decode()

    assert "reason=motion" in older
    assert [f"recordings/{recording.pk}/thumbnail" in second for recording in seven[3:6]] == [
        True
    ] * 3
    assert re.search(r'rel="prev" href="[^"]*newer=', second)


@pytest.mark.parametrize(
    "query",
    ["day=2026-99-01", "day=9999-12-31", "day=0001-01-01", "reason=x", "older=x", "newer=x"],
)
def test_what_makes_no_sense_is_a_bad_request(client, recording, public_camera, query):
    assert client.get(f"/cameras/door/recordings/?{query}").status_code == 400


def test_a_camera_without_recordings_says_so(client, public_camera):
    assert (
        "There are no recordings yet." in client.get("/cameras/door/recordings/").content.decode()
    )


def test_a_recording_is_not_found_under_another_camera(client, public_camera, recording_of):
    other = Camera.objects.create(slug="yard", source="demo:", visibility="public")
    recording = recording_of(other, 1)

    assert client.get(f"/cameras/door/recordings/{recording.pk}/").status_code == 404


def test_a_day_without_recordings_offers_those_that_have_some(client, public_camera, recording_of):
    recording_of(public_camera, taken_at=NOON - timedelta(days=9))
    recording_of(public_camera, taken_at=NOON + timedelta(days=3))

    page = client.get("/cameras/door/recordings/?day=2026-11-20").content.decode()

    assert "No recording fits this filter." in page
    assert re.search(r'href="[^"]*day=2026-11-11[^"]*" rel="prev"', page)
    assert re.search(r'href="[^"]*day=2026-11-23[^"]*" rel="next"', page)
    assert Recording.objects.count() == 2
