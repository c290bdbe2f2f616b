"""Workers, from outside: as a host starts and stops them."""

import os
import subprocess
import sys

from tests.processes import ROOT

WORKER = "-m celery --quiet -A gazokako worker --queues nobody --concurrency 2 --include"


def test_a_worker_that_is_stopped_while_it_starts_ends_without_a_traceback():
    ended = subprocess.run(
        [sys.executable, *WORKER.split(), "tests.gazokako.stopped_when_ready"],
        check=False,
        cwd=ROOT,
        env={**os.environ, "REMAP_SIGTERM": "SIGQUIT"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )

    assert "Cold shutdown" in ended.stdout
    assert "Traceback" not in ended.stdout
