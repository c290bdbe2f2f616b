"""Staff asks for a time-lapse, watches its progress, and plays it."""

from datetime import UTC, datetime

import pytest

from recordings.models import TimeLapse
from recordings.tasks import make_time_lapse
from tests.responses import body_of

ADDRESS = "/cameras/door/time-lapses/"


def test_staff_asks_for_a_range_in_the_sites_time_zone(staff, camera, sent, settings):
    settings.TIME_ZONE = "Asia/Tokyo"

    answer = staff.post(ADDRESS, {"first": "2026-11-20", "last": "2026-11-22"})

    lapse = TimeLapse.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{ADDRESS}{lapse.pk}/")
    assert lapse.begins_at == datetime(2026, 11, 19, 15, tzinfo=UTC)
    assert lapse.ends_at == datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_asking_puts_it_on_the_queue(staff, camera, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(ADDRESS, {"first": "2026-11-20"})

    assert sent == [("recordings.tasks.make_time_lapse", (TimeLapse.objects.get().pk,))]


@pytest.mark.parametrize(
    "days",
    [
        {},
        {"first": "x"},
        {"first": "2026-11-20", "last": "2026-11-19"},
        {"first": "0001-01-01"},
        {"first": "2026-11-20", "last": "9999-12-31"},
    ],
)
def test_days_that_make_no_sense_are_explained(staff, camera, days):
    answer = staff.post(ADDRESS, days)

    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not TimeLapse.objects.exists()


def test_the_page_tells_how_far_it_is_and_htmx_asks_for_that_part(staff, shades, lapse_of):
    lapse = lapse_of(shades, state="running", frames=12, frames_done=3)

    page = staff.get(lapse.get_absolute_url()).content.decode()
    part = staff.get(lapse.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert '<progress class="w-100" value="3" max="12"' in page
    assert 'http-equiv="refresh"' in page
    assert part.strip().startswith('<div class="panel" id="time-lapse"')


def test_the_time_lapse_can_be_had_in_parts_and_saved(staff, shades, lapse_of):
    lapse = lapse_of(shades)
    make_time_lapse(lapse.pk)
    address = f"{lapse.get_absolute_url()}video/"
    whole = body_of(staff.get(address))

    part = staff.get(address, headers={"Range": "bytes=10-99"})
    saved = staff.get(f"{address}?download")

    assert (part.status_code, body_of(part)) == (206, whole[10:100])
    assert part["Content-Range"] == f"bytes 10-99/{len(whole)}"
    assert staff.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert 'filename="door-2026-11-20-2026-11-20.mp4"' in saved["Content-Disposition"]


def test_time_lapses_are_for_staff(client, public_camera, lapse_of):
    lapse = lapse_of(public_camera)
    addresses = [ADDRESS, lapse.get_absolute_url(), f"{lapse.get_absolute_url()}video/"]

    assert [client.get(address).status_code for address in addresses] == [403] * 3
    assert client.post(ADDRESS, {"first": "2026-11-20"}).status_code == 403
    assert client.post(f"{lapse.get_absolute_url()}delete/").status_code == 403
