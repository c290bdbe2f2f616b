"""After a run in which secrets of every kind are made and used, none of them is in a log."""

import re
import secrets
import subprocess
import sys

import pytest
import requests

from tests.journey.uploads import post, settled
from tests.processes import ROOT, environment_of, running_site
from tests.waiting import wait_for

VISITOR = "203.0.113.77"
MADE_UP = {"wrong password": secrets.token_hex(12), "wrong token": secrets.token_urlsafe(24)}


def manage(site, *arguments):
    environment = {**environment_of(site.data_dir), "SECRET_KEY": "only for tests"}
    command = [sys.executable, "manage.py", *arguments]
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=90
    )
    return run.stdout.strip()


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of which every process logs all that it has to say."""
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    with running_site(tmp_path / "site") as site:
        yield site


@pytest.fixture
def visitor():
    """A browser that says it comes from somewhere else."""
    session = requests.Session()
    session.headers["X-Forwarded-For"] = VISITOR
    return session


def test_no_slug_token_password_or_address_is_in_the_log_of_any_process(site, face_jpeg, visitor):
    uses = (_upload, _page_upload, _guesses, _camera_with_a_password, _pushed_frames)

    made = {name: secret for use in uses for name, secret in use(site, face_jpeg, visitor).items()}

    log = site.log.read_text()
    assert {name for name, secret in {**made, **MADE_UP}.items() if secret in log} == set()
    assert VISITOR not in log
    assert all(part in log for part in ("core.request_log", "camera_id=", "upload_id="))


def _upload(site, face_jpeg, visitor):
    """By the API: waited for, corrected, looked at, deleted."""
    sent = post(site, face_jpeg, name="my-secret-holiday.jpg")
    address = f"{site.address}/api/v1/uploads/{sent['slug']}"
    settled(site, sent["slug"])
    for token in (MADE_UP["wrong token"], sent["delete_token"]):
        headers = {"X-Delete-Token": token}
        visitor.post(f"{address}/pictures/1/faces", json={"keep": []}, headers=headers, timeout=30)
    settled(site, sent["slug"])
    for path in ("", "1/result", "7/result", "pictures.zip", "nothing"):
        visitor.get(f"{sent['url']}{path}", timeout=30)
    visitor.delete(address, headers={"X-Delete-Token": sent["delete_token"]}, timeout=30)
    return {
        "slug": sent["slug"],
        "delete token": sent["delete_token"],
        "file name": "my-secret-holiday",
    }


def _page_upload(site, face_jpeg, visitor):
    """By the form, as a browser does it; one file of it is damaged."""
    token = _csrf_token(visitor.get(f"{site.address}/", timeout=30).text)
    files = [("files", ("a.jpg", face_jpeg)), ("files", ("b.jpg", face_jpeg[:-9000] + b"\xff\xd9"))]
    fields = {"csrfmiddlewaretoken": token, "recipe": "faces"}
    page = visitor.post(f"{site.address}/", files=files, data=fields, timeout=60)
    slug = page.url.rstrip("/").rpartition("/")[2]
    settled(site, slug)
    return {
        "page's slug": slug,
        "csrf token": token,
        "csrf cookie": visitor.cookies["csrftoken"],
        "session": visitor.cookies["sessionid"],
    }


def _guesses(site, _face_jpeg, visitor):
    """Wrong links and a wrong password."""
    guess = secrets.token_urlsafe(16)
    for path in (f"r/{guess}/", f"s/{guess}/", f"cameras/{guess}/", f"api/v1/uploads/{guess}"):
        visitor.get(f"{site.address}/{path}", timeout=30)
    login = f"{site.address}/admin/login/"
    fields = {
        "csrfmiddlewaretoken": _csrf_token(visitor.get(login, timeout=30).text),
        "username": "nobody-of-that-name",
        "password": MADE_UP["wrong password"],
    }
    visitor.post(login, data=fields, headers={"Referer": login}, timeout=30)
    return {"guessed slug": guess, "user name": "nobody-of-that-name"}


def _camera_with_a_password(site, _face_jpeg, _visitor):
    """One that nobody answers for: its capture fails and says so."""
    password = secrets.token_hex(12)
    manage(site, "camera", "add", "gone", f"http://admin:{password}@127.0.0.1:9/{password}", "--on")
    wait_for(lambda: _state_of(site, "gone") == "offline")
    manage(site, "camera", "remove", "gone")
    return {"camera's password": password}


def _pushed_frames(site, face_jpeg, visitor):
    """By the camera's token and by a wrong one."""
    slug = secrets.token_urlsafe(16)
    manage(site, "camera", "add", slug, "push:", "--on")
    (token,) = re.findall(r"[\w-]{32}", manage(site, "camera", "token", slug))
    for bearer in (token, MADE_UP["wrong token"]):
        headers = {"Authorization": f"Bearer {bearer}"}
        address = f"{site.address}/cameras/{slug}/frames/"
        visitor.post(address, files={"img": face_jpeg}, headers=headers, timeout=30)
    manage(site, "camera", "remove", slug)
    return {"camera's slug": slug, "push token": token}


def _state_of(site, slug):
    listed = manage(site, "camera", "list").splitlines()
    return next(
        (word for line in listed if slug in line for word in line.split() if word in {"offline"}),
        "",
    )


def _csrf_token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
