"""Machines that share Valkey, PostgreSQL and a bucket are one site, whichever of them is lost."""

import re
import time
from functools import partial

import pytest
import requests

from tests.cameras.viewer import Viewer
from tests.faults.stack import SLOW, slow_picture
from tests.journey.mjpeg_clients import home_assistants_picture
from tests.waiting import wait_for

pytestmark = pytest.mark.long

FACES = '[{"op": "faces"}]'
LEASE = "camera:1:lease"
ON_THE_DISK_ALONE = re.compile(r"incoming/|clips/|temporary/")


def post(machine, content: bytes, recipe: str = FACES) -> str:
    answer = requests.post(
        f"{machine.web}/api/v1/uploads",
        files={"files": ("a.jpg", content)},
        data={"recipe": recipe},
        timeout=60,
    )
    assert answer.status_code == 202, answer.text
    return answer.json()["slug"]


def state(machine, slug: str, wait_s: int = 25):
    address = f"{machine.web}/api/v1/uploads/{slug}?wait={wait_s}"
    return requests.get(address, timeout=60).json()["state"]


def is_done(machine, slug: str) -> bool:
    return state(machine, slug) == "done"


def owner_of_the_camera(many):
    """The machine that captures it, and none while nobody does."""
    token = (many.redis.get(LEASE) or b"").decode()
    return next((one for one in many.work if f"@{one.name}" in token), None)


def test_a_picture_sent_to_one_machine_is_seen_at_the_other(many, face_jpeg):
    here, there = many.web
    slug = post(here, face_jpeg)

    wait_for(partial(is_done, there, slug), 120, many.logs)
    result = requests.get(f"{there.web}/r/{slug}/1/result", timeout=30)
    assert result.url.startswith(many.environment["S3_ENDPOINT_URL"])
    assert result.content.startswith(b"\xff\xd8")


def test_who_waits_at_one_machine_hears_of_the_end_at_once(many, face_jpeg):
    """Without the announcement, the answer would come when the 25 seconds are over."""
    slug = post(many.web[0], face_jpeg, SLOW)
    began = time.monotonic()

    ended = state(many.web[1], slug)

    assert (ended, time.monotonic() - began < 24) == ("done", True)


def test_a_visitors_uploads_are_his_at_every_machine(many, face_jpeg):
    with requests.Session() as browser:
        page = browser.get(many.web[0].web, timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        sent = browser.post(
            f"{many.web[0].web}/",
            files={"files": ("a.jpg", face_jpeg)},
            data={"recipe": "faces", "csrfmiddlewaretoken": token},
            timeout=30,
            allow_redirects=False,
        )
        cookies = browser.cookies.get_dict()

    slug = sent.headers["Location"].split("/")[2]
    mine = requests.get(f"{many.web[1].web}/mine/", cookies=cookies, timeout=30).text
    assert f"/r/{slug}/" in mine


def test_both_web_machines_show_the_camera_that_one_machine_reads(many):
    wait_for(lambda: owner_of_the_camera(many), 120, many.logs)

    for machine in many.web:
        address = f"{machine.web}/cameras/yard/stream.mjpg"
        with requests.get(address, stream=True, timeout=30) as answer:
            assert home_assistants_picture(answer.iter_content(1 << 16))


def test_a_camera_moves_to_the_other_machine_when_its_own_is_lost(many):
    wait_for(lambda: owner_of_the_camera(many), 120, many.logs)
    lost = owner_of_the_camera(many)
    (other,) = [one for one in many.work if one is not lost]
    with Viewer(f"{many.web[0].web}/cameras/yard/stream/") as viewer:
        wait_for(lambda: viewer.seen() > 3)
        lost.lose_power()
        try:
            wait_for(lambda: owner_of_the_camera(many) is other, 60, many.logs)
            seen, moved_at = viewer.seen(), time.time()
            wait_for(lambda: viewer.parts[-1].taken_at > moved_at, 30, many.logs)
            assert viewer.seen() > seen
            assert not viewer.has_ended.is_set()
        finally:
            many.start(lost)


def test_pictures_of_a_machine_that_is_lost_are_done_by_the_other(many):
    for machine in many.work:
        wait_for(machine.works, 180, many.logs)
    slow = slow_picture()
    slugs = [post(machine, slow, SLOW) for machine in many.web * 3]
    running = "select count(*) from uploads_picture where state = 'running'"
    wait_for(lambda: many.database.rows(running)[0][0] == 2, 120, many.logs)

    many.work[0].lose_power()
    try:
        for slug in slugs:
            wait_for(partial(is_done, many.web[0], slug), 240, many.logs)
    finally:
        many.start(many.work[0])


def test_nothing_that_matters_is_on_the_disk_of_a_machine(many, face_jpeg):
    slug = post(many.web[0], face_jpeg)
    wait_for(partial(is_done, many.web[1], slug), 120, many.logs)

    for machine in (*many.web, *many.work):
        assert {name for name in machine.files() if not ON_THE_DISK_ALONE.match(name)} == set()
