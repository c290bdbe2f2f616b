"""Static files in a public bucket, against the emulator of Google Cloud Storage."""

import gzip
import os
import subprocess
import sys
from fnmatch import fnmatch

import pytest
import requests
from gcp_storage_emulator.server import create_server

from tests.processes import ROOT, free_port


@pytest.fixture
def site(tmp_path):
    """Runs `manage.py` of a site whose static files are in a bucket."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket="shop-window")
    server.start()

    def manage(*arguments, **changed):
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": "x",
            "STATIC_ON_GCS": "true",
            "GS_STATIC_BUCKET_NAME": "shop-window",
            "STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{port}",
        }
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**environment, **changed},
            capture_output=True,
            text=True,
            check=False,
        )

    manage.google = f"http://127.0.0.1:{port}"
    yield manage
    server.stop()


PAGE = """
from django.test import Client
response = Client().get("/", headers={"host": "localhost"})
print(response.headers["Content-Security-Policy"])
print(response.content.decode())
"""


def test_pages_show_static_files_from_the_bucket_and_browsers_find_them_there(site):
    published = site("publish_static")
    policy, _, page = site("shell", "-v", "0", "-c", PAGE).stdout.partition("\n")

    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = requests.get(address, timeout=10)
    assert published.stdout.endswith("static files published\n")
    assert "/shop-window/static/vendor/bootstrap" in address
    assert answer.headers["Content-Type"] == "text/css"
    assert b"Bootstrap" in gzip.decompress(answer.content)  # the emulator forgets to say so
    assert f"default-src 'self' {address.partition('vendor')[0]}" in policy.split("; ")


def test_browsers_may_keep_what_is_published_for_ever_and_know_how_it_is_packed(site):
    site("publish_static")
    bucket = f"{site.google}/storage/v1/b/shop-window/o"

    objects = requests.get(bucket, timeout=10).json()["items"]

    (style,) = [found for found in objects if fnmatch(found["name"], "static/gazokako/site.*.css")]
    assert style["cacheControl"] == "public, max-age=31536000, immutable"
    assert style["contentEncoding"] == "gzip"


def test_what_is_there_already_is_not_sent_again(site):
    site("publish_static")

    assert site("publish_static").stdout == "0 static files published\n"


def test_without_the_switch_nothing_is_sent(site):
    run = site("publish_static", STATIC_ON_GCS="false")

    assert run.stdout.startswith("static files are served by the web process")


def test_a_bucket_that_is_not_there_is_reported_in_one_sentence(site):
    run = site("publish_static", GS_STATIC_BUCKET_NAME="elsewhere")

    assert run.returncode == 1
    assert run.stderr.startswith("CommandError: could not put static files into elsewhere")
    assert run.stderr.count("\n") == 1
