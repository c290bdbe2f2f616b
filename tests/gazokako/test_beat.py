"""Beat as a process of its own."""

import os
import subprocess
import sys

from tests.processes import ROOT


def test_beat_keeps_no_file_and_ends_without_a_traceback(tmp_path):
    command = [sys.executable, "-m", "celery", "-A", "gazokako", "beat", "--loglevel", "INFO"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "LOG_LEVEL": "INFO"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as beat:
        assert beat.stdout is not None
        has_started = any("beat: Starting" in line for line in beat.stdout)
        beat.terminate()
        rest = beat.communicate(timeout=60)[0]

    assert has_started
    assert "Traceback" not in rest
    assert not list(tmp_path.glob("beat*"))
