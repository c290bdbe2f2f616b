"""Reports to Sentry, as a server of it receives them."""

import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.processes import ROOT

SLUG = "abcdefghijklmnopqrstuv"
CRASH = f"""
import django
django.setup()
from django.test import Client, override_settings
from uploads import views

def broken(slug):
    private = "a visitor's own words"
    raise ZeroDivisionError("at /r/{SLUG}/")

views._visible = broken
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "cookie-secret"
answer = client.get(
    "/r/{SLUG}/?token=query-secret",
    headers={{"User-Agent": "Browser/1"}},
    REMOTE_ADDR="203.0.113.9",
)
assert answer.status_code == 500, answer.status_code
import sentry_sdk
sentry_sdk.flush(10)
"""


@pytest.fixture
def sentry():
    """A server on this machine: its address for reports, and what it has received."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_packed = self.headers.get("Content-Encoding") == "gzip"
            received.append(gzip.decompress(body) if is_packed else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", received
    server.shutdown()
    thread.join()
    server.server_close()


def run(program, tmp_path, dsn):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gazokako.settings",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "testserver",
        "SENTRY_DSN": dsn,
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_mistake_of_ours_is_reported_and_nothing_of_the_visitor(tmp_path, sentry):
    dsn, received = sentry

    finished = run(CRASH, tmp_path, dsn)

    assert finished.returncode == 0, finished.stderr
    report = b"".join(received).decode()
    assert "ZeroDivisionError" in report
    assert json.dumps("at /r/…/") in report
    for word in (SLUG, "secret", "Browser", "203.0.113", "own words"):
        assert word not in report
    events = [json.loads(line) for line in report.splitlines() if line.startswith('{"')]
    (event,) = (event for event in events if "exception" in event)
    assert len(event["tags"]["request_id"]) == 16


def test_a_part_that_is_away_is_no_mistake_of_ours_and_not_reported(tmp_path, sentry):
    dsn, received = sentry
    program = CRASH.replace("ZeroDivisionError(", "OSError(28, ").replace("== 500", "== 503")

    finished = run(program, tmp_path, dsn)

    assert finished.returncode == 0, finished.stderr
    assert b"exception" not in b"".join(received)


def test_without_an_address_the_library_is_not_even_loaded(tmp_path):
    program = "import sys, django; django.setup(); print('sentry_sdk' in sys.modules)"

    printed = [run(program, tmp_path, dsn).stdout for dsn in ("", "http://key@127.0.0.1:9/1")]

    assert printed == ["False\n", "True\n"]
