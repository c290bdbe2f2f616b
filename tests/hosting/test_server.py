"""The unit of systemd and the proxies' files of docs/server fit the Procfile and the site."""

import re
import shutil
import subprocess

import pytest
from django.conf import settings

from tests.hosting.procfile import LASTING
from tests.processes import ROOT

FOLDER = ROOT / "docs/server"
PAGE = (ROOT / "docs/hosting.md").read_text()
UNIT = (FOLDER / "gazokako@.service").read_text()
PROXIES = {name: (FOLDER / name).read_text() for name in ("Caddyfile", "nginx.conf")}


@pytest.mark.parametrize("action", ["enable", "restart"])
def test_the_page_starts_every_process_of_the_procfile(action):
    (units,) = re.findall(rf"# systemctl {action} (.*)", PAGE)

    assert units.split() == [f"gazokako@{name}" for name in LASTING]


def test_a_unit_runs_the_line_of_its_name():
    assert re.findall(r"^ExecStart=(.*)$", UNIT, re.MULTILINE) == [
        "/opt/gazokako/scripts/process %i"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "NoNewPrivileges=yes",
        "MemoryMax=2G",
        "Restart=always",
        "CapabilityBoundingSet=",
        "User=gazokako",
    ],
)
def test_a_unit_is_hardened(line):
    assert line in UNIT.splitlines()


def test_a_unit_is_what_systemd_understands(tmp_path):
    unit = UNIT.replace("/opt/gazokako", str(ROOT)).replace("User=gazokako", "User=daemon")
    (tmp_path / "gazokako@.service").write_text(unit)

    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "gazokako@web.service"],
        capture_output=True,
        text=True,
        check=False,
    )

    ours = [line for line in run.stderr.splitlines() if "gazokako@" in line]
    assert (run.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_passes_on_to_the_units_web_process_as_it_comes(name):
    port = re.search(r"\bPORT=(\d+)", UNIT)[1]

    assert f"127.0.0.1:{port}" in PROXIES[name]
    assert re.search(r"proxy_buffering off;|flush_interval -1", PROXIES[name])


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_lets_the_site_say_itself_what_is_too_much(name):
    megabytes = re.search(r"(?:client_max_body_size|max_size) (\d+)(?:m;|MB)", PROXIES[name])[1]

    assert (
        settings.MAX_REQUEST_BYTES < int(megabytes) * 1_000_000 < 1.2 * settings.MAX_REQUEST_BYTES
    )


def test_nginx_tells_the_site_of_the_visitor_and_of_https():
    for header in ("Host $host", "X-Forwarded-For $proxy_add", "X-Forwarded-Proto $scheme"):
        assert f"proxy_set_header {header}" in PROXIES["nginx.conf"]


def test_nginx_understands_its_file(tmp_path, certificate):
    for name, file in zip(("fullchain", "privkey"), certificate, strict=True):
        shutil.copy(file, tmp_path / f"{name}.pem")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\nhttp {{ access_log off;\n"
        + PROXIES["nginx.conf"].replace("/etc/letsencrypt/live/pictures.example.org", str(tmp_path))
        + "}"
    )

    run = subprocess.run(
        ["/usr/sbin/nginx", "-t", "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, "test is successful" in run.stderr) == (0, True), run.stderr
