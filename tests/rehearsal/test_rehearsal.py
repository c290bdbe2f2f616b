"""The short form of `make rehearse`: the page up to the first redeployment, followed for real."""

import subprocess
import sys

from tests.processes import ROOT


def test_following_the_page_gives_a_site_that_loses_nothing_when_redeployed():
    run = subprocess.run(
        ["scripts/with-postgres", sys.executable, "-m", "tests.rehearsal", "--short"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "git push heroku HEAD:main" in run.stdout.partition("redeployed with")[2]
    assert "The rehearsal went well." in run.stdout
