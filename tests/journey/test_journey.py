"""From a posted file to a shared result, through real processes."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests
from redis import Redis

from processing import faces
from processing.images import decode
from processing.limits import Limits
from tests.journey.uploads import (
    SLOW_RECIPE,
    attempts,
    celery_parents,
    pool_children,
    post,
    settled,
    settled_state,
    slow_picture,
)
from tests.processes import ROOT, environment_of, interrupt, running_site


def test_a_posted_face_comes_back_covered(site, face_jpeg):
    sent = post(site, face_jpeg)

    upload = settled(site, sent["slug"])

    assert upload["state"] == "done"
    assert len(upload["pictures"][0]["faces"]) == 1
    result = requests.get(upload["pictures"][0]["result_url"], timeout=10)
    image, _traits = decode(result.content, Limits())
    assert faces.find(image) == []


def test_the_readmes_curl_example_works_as_printed(site, face_jpeg, tmp_path):
    readme = (ROOT / "README.md").read_text()
    block = re.search(r"```sh\n(curl .*?)```", readme, re.DOTALL)
    assert block is not None
    (tmp_path / "group.jpg").write_bytes(face_jpeg)
    script = block[1].replace("http://127.0.0.1:8000", site.address)

    subprocess.run(["bash", "-euc", script], cwd=tmp_path, check=True, capture_output=True)

    image, _traits = decode((tmp_path / "hidden.jpg").read_bytes(), Limits())
    assert image.shape == (512, 512, 3)
    assert faces.find(image) == []


def test_what_is_deleted_is_gone_with_its_files(site, face_jpeg):
    sent = post(site, face_jpeg)
    result_url = settled(site, sent["slug"])["pictures"][0]["result_url"]

    answer = requests.delete(
        f"{site.address}/api/v1/uploads/{sent['slug']}",
        headers={"X-Delete-Token": sent["delete_token"]},
        timeout=10,
    )

    assert answer.status_code == 204
    assert requests.get(result_url, timeout=10).status_code == 404
    assert requests.get(sent["url"], timeout=10).status_code == 404


def test_a_picture_whose_worker_child_is_killed_is_done_all_the_same(site):
    sent = post(site, slow_picture(), SLOW_RECIPE)
    deadline = time.monotonic() + 90
    while settled_state(site, sent["slug"]) != "running":
        assert time.monotonic() < deadline
        time.sleep(0.01)

    for pid in pool_children(site):
        os.kill(pid, signal.SIGKILL)

    assert settled(site, sent["slug"])["state"] == "done"
    assert attempts(site, sent["slug"]) == 2


def test_a_picture_that_the_queue_forgot_is_found_by_the_sites_own_sweep(site, face_jpeg):
    worker = next(pid for pid in celery_parents(site) if "worker" in site.pids()[pid])
    os.kill(worker, signal.SIGSTOP)
    try:
        slug = post(site, face_jpeg)["slug"]
        Redis(unix_socket_path=str(site.data_dir / "valkey.sock")).delete("pictures")
        with sqlite3.connect(site.data_dir / "db.sqlite3") as database:
            database.execute(
                "update uploads_picture set queued_at = '2020-01-01' where state = 'queued'"
            )
    finally:
        os.kill(worker, signal.SIGCONT)

    assert settled(site, slug)["state"] == "done"


def test_no_slug_gets_into_the_log(site, face_jpeg):
    sent = post(site, face_jpeg)
    settled(site, sent["slug"])
    requests.get(sent["url"] + "nothing", timeout=10)
    requests.get(f"{site.address}/r/{sent['slug']}/7/result", timeout=10)

    assert sent["slug"] not in site.log.read_text()


def test_nothing_is_left_in_temporary_directories(site, face_jpeg):
    settled(site, post(site, face_jpeg)["slug"])

    assert list((site.data_dir / "incoming").iterdir()) == []
    assert list((site.data_dir / "temporary").glob("gazokako-*")) == []


def test_the_same_data_directory_is_served_by_the_commands(site):
    run = subprocess.run(
        [sys.executable, "manage.py", "purge"],
        cwd=ROOT,
        env={**environment_of(site.data_dir), "SECRET_KEY": "x"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "uploads removed\n" in run.stdout
    assert run.stdout.endswith("recordings removed\n")


def test_the_running_site_is_ready(site):
    answer = requests.get(f"{site.address}/readyz", timeout=10)

    assert (answer.status_code, set(answer.json().values())) == (200, {"ok"})


def test_ctrl_c_ends_every_process_and_a_second_start_keeps_the_data(face_jpeg):
    with tempfile.TemporaryDirectory(prefix="gazokako-again-", ignore_cleanup_errors=True) as name:
        with running_site(Path(name)) as first:
            assert "Staff login" in first.log.read_text()
            slug = post(first, face_jpeg)["slug"]
            assert settled(first, slug)["state"] == "done"
            interrupt(first)
            assert first.pids() == {}
        with running_site(Path(name)) as second:
            assert "Staff login" not in second.log.read_text()
            assert settled(second, slug)["state"] == "done"


def test_what_was_queued_when_the_site_stopped_is_done_after_the_next_start(face_jpeg):
    with tempfile.TemporaryDirectory(prefix="gazokako-put-", ignore_cleanup_errors=True) as name:
        with running_site(Path(name)) as first:
            slugs = [post(first, face_jpeg)["slug"] for _ in range(12)]
        with running_site(Path(name)) as second:
            states = {settled(second, slug, rounds=6)["state"] for slug in slugs}
    assert states == {"done"}
