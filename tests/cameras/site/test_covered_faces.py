"""What viewers of real processes get: frames at once, and no face where faces are hidden."""

import time

import requests

from processing import faces
from tests.cameras.site.stack_facts import image_of
from tests.cameras.viewer import Viewer
from tests.waiting import wait_for


def test_viewers_see_at_once_what_there_is_and_every_part_says_when_it_was_taken(camera_stack):
    camera_stack.wait("well", "live")
    with Viewer(camera_stack.url("well", "stream")) as viewer:
        wait_for(lambda: viewer.seen() >= 10)

    assert viewer.status == 200
    assert viewer.headers["content-type"] == "multipart/x-mixed-replace; boundary=frame"
    ages = [time.time() - part.taken_at for part in viewer.parts]
    assert all(-1 < age < 30 for age in ages)
    assert len({part.jpeg for part in viewer.parts}) > 3


def test_no_face_leaves_the_worker_where_faces_are_hidden(camera_stack):
    camera_stack.wait("hidden", "live")
    camera_stack.wait("faces", "live")
    found = {"faces": 0, "hidden": 0}
    for slug in found:
        with Viewer(camera_stack.url(slug, "stream")):
            seen: set[bytes] = set()
            deadline = time.monotonic() + 30
            while len(seen) < 16 and time.monotonic() < deadline:
                for _id, fields in camera_stack.redis.xrange(camera_stack.key(slug, "frames")):
                    if fields[b"jpeg"] not in seen:
                        seen.add(fields[b"jpeg"])
                        found[slug] += len(faces.find(image_of(fields[b"jpeg"])))
        snapshot = requests.get(camera_stack.url(slug, "snapshot"), timeout=10)
        found[slug] += len(faces.find(image_of(snapshot.content)))
        found[slug] += len(faces.find(still(camera_stack, slug)))

    assert found["hidden"] == 0
    assert found["faces"] > 10


def still(camera_stack, slug):
    """A picture at full size, in grey, made from what the worker gives out for a capture."""
    sent = requests.post(
        f"{camera_stack.address}/api/v1/cameras/{slug}/captures",
        json={"recipe": [{"op": "grayscale"}]},
        timeout=20,
    )
    assert sent.status_code == 202, sent.text
    address = f"{camera_stack.address}/api/v1/uploads/{sent.json()['slug']}?wait=25"
    (picture,) = requests.get(address, timeout=40).json()["pictures"]
    content = requests.get(picture["result_url"], timeout=10).content
    return image_of(content)
