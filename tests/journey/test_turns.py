"""Who waits for whom, with real workers."""

import json
import sqlite3

import cv2
import numpy as np
import requests

from tests.journey.uploads import post, settled

TEN_STEPS = json.dumps([{"op": "even_light"}] * 10)


def flat_picture(side_px):
    """A few kilobytes of file, transparent, and as much work as any picture of its size."""
    return cv2.imencode(".png", np.full((side_px, side_px, 4), 90, np.uint8))[1].tobytes()


def test_a_small_picture_does_not_wait_for_the_twenty_large_ones_posted_before_it(site, jpeg):
    flat = flat_picture(2000)
    heavy = requests.post(
        f"{site.address}/api/v1/uploads",
        files=[("files", (f"{number}.png", flat)) for number in range(20)],
        data={"recipe": TEN_STEPS},
        timeout=60,
    ).json()

    small = post(site, jpeg, '[{"op": "grayscale"}]')

    assert settled(site, small["slug"])["state"] == "done"
    assert ended_before(site, small["slug"], heavy["slug"]) <= 6
    address = f"{site.address}/api/v1/uploads/{heavy['slug']}"
    headers = {"X-Delete-Token": heavy["delete_token"]}
    assert requests.delete(address, headers=headers, timeout=10).status_code == 204


def ended_before(site, small, heavy):
    """How many pictures of one upload ended before the only one of another did."""
    query = """
        select count(*) from uploads_picture p join uploads_upload u on u.id = p.upload_id
        where u.slug = ? and p.ended_at < (
            select max(p.ended_at) from uploads_picture p
            join uploads_upload u on u.id = p.upload_id where u.slug = ?)
    """
    with sqlite3.connect(site.data_dir / "db.sqlite3") as database:
        return database.execute(query, (heavy, small)).fetchone()[0]
