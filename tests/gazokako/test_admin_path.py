"""Admin and login are at the address that ADMIN_PATH names."""

import os
import subprocess
import sys

import pytest

from tests.processes import ROOT


def manage(admin_path, *command):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, "ADMIN_PATH": admin_path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_admin_and_login_are_where_the_operator_wants_them():
    code = "from django.urls import reverse; print(reverse('admin:index'), reverse('admin:login'))"

    run = manage("behind", "shell", "--no-imports", "-c", code)

    assert run.stdout.split() == ["/behind/", "/behind/login/"]


@pytest.mark.parametrize("taken", ["r", "staff", "mine", "cameras", "offline"])
def test_the_address_of_another_page_is_refused_by_name(taken):
    run = manage(taken, "check")

    assert run.returncode == 1
    assert f"ADMIN_PATH is {taken}, where other pages are" in run.stderr
