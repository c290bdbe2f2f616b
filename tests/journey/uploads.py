"""Posts pictures to a running site, waits for them, and looks at its workers."""

import re
import sqlite3
from pathlib import Path

import cv2
import numpy as np
import requests


def post(site, content, recipe='[{"op": "faces"}]', name="face.jpg", **options):
    answer = requests.post(
        f"{site.address}/api/v1/uploads",
        files={"files": (name, content)},
        data={"recipe": recipe, **options},
        timeout=30,
    )
    assert answer.status_code == 202, answer.text
    return answer.json()


def settled(site, slug, rounds=4):
    for _ in range(rounds):
        answer = requests.get(f"{site.address}/api/v1/uploads/{slug}?wait=25", timeout=40).json()
        if answer["state"] in ("done", "failed"):
            break
    return answer


def slow_picture():
    """A picture that keeps a worker busy for a second or so."""
    noise = np.random.default_rng(1).integers(0, 255, (3000, 4000, 3), np.uint8)
    return cv2.imencode(".jpg", cv2.GaussianBlur(noise, (0, 0), 3))[1].tobytes()


SLOW_RECIPE = '[{"op": "faces"}, {"op": "even_light"}, {"op": "pixelate"}, {"op": "faces"}]'


def settled_state(site, slug):
    return requests.get(f"{site.address}/api/v1/uploads/{slug}", timeout=10).json()["state"]


def parents(site):
    """The parent of each Celery process of a site."""
    pids = [pid for pid, command in site.pids().items() if "celery" in command]
    statuses = {pid: Path(f"/proc/{pid}/status").read_text() for pid in pids}
    return {pid: int(re.search(r"PPid:\s+(\d+)", text)[1]) for pid, text in statuses.items()}


def pool_children(site):
    return [pid for pid, parent in parents(site).items() if parent in parents(site)]


def celery_parents(site):
    return [pid for pid, parent in parents(site).items() if parent not in parents(site)]


def attempts(site, slug):
    with sqlite3.connect(site.data_dir / "db.sqlite3") as database:
        query = (
            "select attempts from uploads_picture p join uploads_upload u on u.id = p.upload_id"
            " where u.slug = ?"
        )
        return database.execute(query, (slug,)).fetchone()[0]
