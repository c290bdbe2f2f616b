"""Whether a process that has a job still runs."""

import os
import subprocess
import sys

from core.process_identity import has_ended, this_machine, this_process

_SAY = "import time; from core.process_identity import this_process as p; print(p(), flush=True)"


def test_this_process_runs():
    assert not has_ended(this_process())


def test_a_killed_process_has_ended_from_the_moment_on_and_before_its_parent_has_noticed():
    with subprocess.Popen(
        [sys.executable, "-c", f"{_SAY}; time.sleep(60)"], stdout=subprocess.PIPE, text=True
    ) as child:
        process = child.stdout.readline().strip()
        assert not has_ended(process)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it is left a zombie

        assert has_ended(process)

    assert has_ended(process)


def test_another_process_with_the_same_id_is_not_taken_for_it():
    assert has_ended(f"{this_machine()} {os.getpid()} 7")


def test_of_a_process_on_another_machine_nothing_is_known():
    assert not has_ended("another/1 1 7")
    assert not has_ended("")
