"""A busy site is backed up, its machine is lost, and docs/operations.md brings it back."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests

from tests.faults.postgres import postgres
from tests.journey.uploads import post, settled
from tests.processes import ROOT, running_site

PAGE = (ROOT / "docs/operations.md").read_text()


def commands_of(section: str) -> list[str]:
    """The shell lines under a heading of the page."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return re.search(r"```sh\n(.*?)```", text, re.DOTALL)[1].splitlines()


def follow(lines: list[str], data_dir: Path, backup: Path, **settings: str) -> None:
    """Run lines of the page with their two names set to ours; the site's own key is in a file."""
    names, *commands = lines
    assert re.fullmatch(r"export DATA_DIR=\w+ BACKUP=\S.+", names)
    program = "\n".join(commands).replace(".venv/bin/python", sys.executable)
    away = ("SECRET_KEY", "DATABASE_URL")
    around = {name: value for name, value in os.environ.items() if name not in away}
    ours = {"DATA_DIR": str(data_dir), "BACKUP": str(backup), **settings}
    subprocess.run(["bash", "-euc", program], cwd=ROOT, env=around | ours, check=True, timeout=120)


@contextmanager
def visitors(site, content: bytes) -> Iterator[list[str]]:
    """Upload again and again while the block runs, and delete every second one."""
    over, sent = threading.Event(), []

    def visit() -> None:
        while not over.wait(0.05):
            upload = post(site, content, '[{"op": "grayscale"}]')
            sent.append(upload["slug"])
            if len(sent) % 2:
                address = f"{site.address}/api/v1/uploads/{upload['slug']}"
                token = {"X-Delete-Token": upload["delete_token"]}
                requests.delete(address, headers=token, timeout=30)

    thread = threading.Thread(target=visit)
    thread.start()
    try:
        yield sent
    finally:
        over.set()
        thread.join()


def results_of(site, slug: str) -> list[bytes]:
    """What the result links of an upload give, once it is done."""
    upload = settled(site, slug)
    assert upload["state"] == "done"
    answers = [requests.get(one["result_url"], timeout=10) for one in upload["pictures"]]
    assert all(answer.ok for answer in answers)
    return [answer.content for answer in answers]


def lose(site) -> None:
    """The machine dies, and its disk with it."""
    for pid in site.pids():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    site.runner.wait(20)
    shutil.rmtree(site.data_dir)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gk-back-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def back_up_lose_and_restore(folder, face_jpeg, old: dict[str, str], new: dict[str, str]) -> None:
    backup = folder / "backup"
    (folder / "old").mkdir()
    (folder / "old/secret_key").write_text("only for tests")
    with running_site(folder / "old", None, RATE_LIMIT="off", **old) as site:
        done = [post(site, face_jpeg)["slug"] for _ in range(3)]
        results = {slug: results_of(site, slug) for slug in done}
        with visitors(site, face_jpeg) as sent:
            unfinished = [post(site, face_jpeg)["slug"] for _ in range(3)]
            before = len(sent)
            follow(commands_of("Backup"), site.data_dir, backup, **old)
            assert len(sent) > before
        lose(site)
    *restore, start = commands_of("Restore")
    follow(restore, folder / "new", backup, **new)

    assert start == "make run"
    with running_site(folder / "new", None, **new) as site:
        assert {slug: results_of(site, slug) for slug in done} == results
        assert all(results_of(site, slug) for slug in unfinished)


def test_a_site_comes_back_with_every_upload_that_was_acknowledged(folder, face_jpeg):
    back_up_lose_and_restore(folder, face_jpeg, {}, {})


@pytest.mark.long
def test_one_on_postgresql_does_too(folder, face_jpeg):
    with postgres() as old, postgres() as new:
        addresses = [
            {"DATABASE_URL": f"postgres://gazokako@{str(one.folder).replace('/', '%2F')}/postgres"}
            for one in (old, new)
        ]
        back_up_lose_and_restore(folder, face_jpeg, *addresses)
