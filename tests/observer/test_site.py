"""What the site, or something in its place, answers to a frame, and what follows from it."""

import secrets
import time
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pytest
from django.contrib.sessions.models import Session

from cameras import keys
from cameras.models import Camera
from core.redis_client import redis_client
from observer.site import Access, Delivery, SendResult, SiteClient
from tests.processes import free_port


@pytest.fixture
def door(live_server):
    redis_client().flushdb()
    return Camera(slug="door", source="push:", is_on=True)


@pytest.fixture
def connect(live_server):
    """Be an observer of the door; its connection is closed before the server is."""
    with ExitStack() as stack:

        def connect(*token, **user):
            site = SiteClient(live_server.url, "door", Access(*token, **user))
            stack.callback(site._session.close)
            return site

        yield connect


@pytest.fixture
def by_token(door, connect):
    token = door.new_push_token()
    door.save()
    return connect(token)


@pytest.fixture
def staff(door, connect, django_user_model):
    door.save()
    password = secrets.token_hex()
    django_user_model.objects.create_superuser("staff", password=password)
    return connect(username="staff", password=password)


@pytest.fixture
def fresh(frame):
    """Frames of now, each of another moment."""
    return lambda: replace(frame, taken_at=time.time())


def shown(door):
    return redis_client().xlen(keys.inbox(door.pk))


def test_a_frame_is_taken_by_the_cameras_token(by_token, door, fresh):
    assert by_token.send(fresh()) == SendResult(Delivery.ACCEPTED)
    assert shown(door) == 1


def test_a_frame_is_taken_from_staff_who_logs_in_like_a_browser(staff, door, fresh):
    assert staff.send(fresh()) == SendResult(Delivery.ACCEPTED)
    assert staff.send(fresh()) == SendResult(Delivery.ACCEPTED)
    assert shown(door) == 2
    assert Session.objects.count() == 1


def test_staff_whose_session_has_ended_logs_in_again(staff, door, fresh):
    staff.send(fresh())
    Session.objects.all().delete()

    assert staff.send(fresh()) == SendResult(Delivery.ACCEPTED)
    assert shown(door) == 2


def test_a_frame_that_was_sent_before_is_there(by_token, fresh):
    frame = fresh()
    by_token.send(frame)

    assert by_token.send(frame) == SendResult(Delivery.ACCEPTED)


def test_a_wrong_token_is_reported(by_token, connect, fresh):
    answer = connect("wrong").send(fresh())

    assert answer == SendResult(Delivery.REFUSED, "This token is not one of this camera.")


def test_a_wrong_password_is_reported(staff, connect, fresh):
    site = connect(username="staff", password="wrong")

    assert site.send(fresh()).words == "the site refuses this user name and password"
    assert site.send(fresh()).delivery is Delivery.REFUSED


def test_a_camera_that_is_not_there_is_reported_to_staff(staff, live_server, fresh):
    staff._frames = f"{live_server.url}/cameras/gone/frames/"

    assert staff.send(fresh()) == SendResult(Delivery.REFUSED, "the site answers 404")


def test_a_camera_that_is_off_wants_nothing(by_token, door, fresh):
    Camera.objects.update(is_on=False)

    assert by_token.send(fresh()).delivery is Delivery.NOT_WANTED


@pytest.mark.parametrize("away_s", [3600, -8 * 86_400])
def test_a_frame_of_another_time_is_hopeless(by_token, frame, away_s):
    answer = by_token.send(replace(frame, taken_at=time.time() + away_s))

    assert answer.delivery is Delivery.PERMANENT_FAILURE
    assert "is the sender's clock right?" in answer.words


def test_a_frame_that_is_too_large_or_no_picture_is_hopeless(by_token, fresh):
    noise = np.random.default_rng(1).bytes(5_000_000)

    large = by_token.send(replace(fresh(), jpeg=fresh().jpeg + noise))
    no_picture = by_token.send(replace(fresh(), jpeg=b"<html>"))

    assert large == SendResult(
        Delivery.PERMANENT_FAILURE, "A pushed picture may have 5 MB at most. Send it smaller."
    )
    assert no_picture.delivery is Delivery.PERMANENT_FAILURE


def test_a_site_that_is_not_there_is_away(frame):
    answer = SiteClient(f"http://127.0.0.1:{free_port()}", "door", Access("x")).send(frame)

    assert answer == SendResult(
        Delivery.UNREACHABLE, "the site cannot be reached (ConnectionError)"
    )


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        (200, Delivery.UNREACHABLE),
        (400, Delivery.UNREACHABLE),
        (429, Delivery.UNREACHABLE),
        (502, Delivery.UNREACHABLE),
        (413, Delivery.PERMANENT_FAILURE),
        (404, Delivery.REFUSED),
    ],
)
def test_what_stands_before_the_site_is_not_taken_for_it(other_server, frame, status, delivery):
    other_server.answer = (status, {}, b"<html>")

    answer = SiteClient(other_server.url, "door", Access("x")).send(frame)

    assert answer == SendResult(delivery, f"the site answers {status}")


def test_a_site_that_has_moved_is_reported(other_server, frame):
    other_server.answer = (301, {"Location": "https://new.example/"}, b"")

    answer = SiteClient(other_server.url, "door", Access("x")).send(frame)

    assert answer.delivery is Delivery.REFUSED
    assert answer.words == "the site answers 301 and leads to https://new.example/"


def test_the_token_goes_where_it_belongs_even_beside_a_netrc(
    by_token, fresh, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))

    assert by_token.send(fresh()).delivery is Delivery.ACCEPTED
