"""What `make run` says at once when it cannot have its port or its folder."""

import os
import socket
import subprocess
import sys

import pytest

from tests.processes import ROOT, free_port


def preflight(data_dir, port, **environment):
    run = subprocess.run(
        [sys.executable, ROOT / "scripts/preflight.py"],
        env={**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stderr


def test_a_free_port_and_folder_are_nothing_to_speak_of(tmp_path):
    assert preflight(tmp_path / "new", free_port()) == (0, "")


def test_a_taken_port_is_reported_with_the_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        status, said = preflight(tmp_path, port)

    assert status == 1
    assert said == (
        f"gazokako cannot start: port {port} cannot be used (Address already in use). "
        "End what uses it, or choose another: make run PORT=8001\n"
    )


def test_a_folder_in_use_is_reported_before_the_port(tmp_path):
    with socket.socket(socket.AF_UNIX) as valkey:
        valkey.bind(str(tmp_path / "valkey.sock"))
        valkey.listen()

        status, said = preflight(tmp_path, free_port())

    assert status == 1
    assert said.startswith("gazokako cannot start: a site runs with this DATA_DIR already")


def test_the_socket_of_a_site_that_was_killed_is_no_obstacle(tmp_path):
    with socket.socket(socket.AF_UNIX) as valkey:
        valkey.bind(str(tmp_path / "valkey.sock"))

    assert preflight(tmp_path, free_port()) == (0, "")


def test_a_long_path_matters_only_to_the_bundled_valkey():
    long = "/tmp/" + "x" * 100  # noqa: S108

    assert preflight(long, free_port()) == (
        1,
        "gazokako cannot start: the path of DATA_DIR is too long, at most 95 characters.\n",
    )
    assert preflight(long, free_port(), REDIS_URL="redis://127.0.0.1") == (0, "")


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_what_is_no_port_is_left_to_the_settings(tmp_path, port):
    assert preflight(tmp_path, port) == (0, "")
