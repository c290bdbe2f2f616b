"""Every process of the Procfile on one machine: they end together, and are told so together."""

import os
import signal
import subprocess
import time

from tests.processes import ROOT

ONE_DYNO = ROOT / "scripts/one-dyno"


def start(folder, **lines):
    """Run a Procfile of these lines in a folder."""
    procfile = "".join(f"{name}: {command}\n" for name, command in lines.items())
    (folder / "Procfile").write_text(procfile)
    return subprocess.Popen(
        [ONE_DYNO], cwd=folder, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def is_gone(group):
    """Whether no process of a group is left, within a moment."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_when_one_process_ends_all_do_and_its_status_is_the_status(tmp_path):
    run = start(tmp_path, web="sleep 60", camera="sh -c 'exit 3'")

    assert run.wait(10) == 3
    assert is_gone(run.pid)


def test_told_to_stop_it_tells_every_process_and_waits_for_it(tmp_path):
    web = "trap 'echo web ended; exit' TERM; echo web; while :; do sleep 0.05; done"
    run = start(tmp_path, web=web)
    assert run.stdout.readline() == "web\n"

    run.send_signal(signal.SIGTERM)

    assert run.communicate(timeout=10)[0] == "web ended\n"
    assert is_gone(run.pid)


def test_the_worker_brings_the_scheduler_along_and_the_release_stays_out(tmp_path):
    run = start(tmp_path, release="echo release", worker="echo worker", beat="echo beat; sleep 60")

    assert run.communicate(timeout=10)[0] == "worker --beat\n"


def test_a_switch_that_is_neither_on_nor_off_stops_the_start_with_one_sentence():
    run = subprocess.run(
        [ROOT / "scripts/web"],
        env={**os.environ, "ONE_DYNO": "perhaps"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "gazokako cannot start: ONE_DYNO must be true or false.\n"
