"""What the site believes of the proxies in front of it, and what it insists on then."""

import os
import subprocess
import sys

import pytest

from tests.processes import ROOT

ASK = """
from django.test import Client
response = Client().get("{path}", headers={{"host": "{host}", {headers}}})
print(response.status_code, response.headers.get("Location", "-"))
print(response.headers.get("Strict-Transport-Security", "-"))
print([name for name, cookie in response.cookies.items() if not cookie["secure"]])
"""
FORWARDED = '"x-forwarded-proto": "https"'


def ask(tmp_path, path="/", host="localhost", headers="", **environment):
    """Status, Location, HSTS and the cookies that may travel unencrypted, of one answer."""
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", ASK.format(**locals())],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": "x",
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def test_without_proxies_a_forwarded_header_is_a_visitors_invention(tmp_path):
    answer = ask(tmp_path, headers=FORWARDED)

    assert answer == ["200 -", "-", "['csrftoken']"]


def test_behind_a_proxy_https_stays_https(tmp_path):
    answer = ask(tmp_path, headers=FORWARDED, TRUSTED_PROXIES="1")

    assert answer == ["200 -", "max-age=2592000", "[]"]


def test_behind_a_proxy_http_becomes_https(tmp_path):
    assert ask(tmp_path, TRUSTED_PROXIES="1")[0] == "301 https://localhost/"


def test_a_host_may_ask_for_health_from_within(tmp_path):
    assert ask(tmp_path, path="/healthz", TRUSTED_PROXIES="1")[0] == "200 -"


def test_https_need_not_be_insisted_on(tmp_path):
    answer = ask(tmp_path, TRUSTED_PROXIES="1", HTTPS_ONLY="false")

    assert answer[:2] == ["200 -", "-"]


@pytest.mark.parametrize(("host", "status"), [("pictures.example.org", "200"), ("other", "400")])
def test_the_sites_own_address_is_allowed(tmp_path, host, status):
    answer = ask(tmp_path, host=host, SITE_URL="https://pictures.example.org/")

    assert answer[0].startswith(status)
