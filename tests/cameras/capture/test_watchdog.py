"""A process that hangs, be it in C, ends."""

import signal
import subprocess
import sys
import textwrap

from tests.processes import ROOT


def run(body):
    code = f"""
        from cameras.capture import watchdog
        watchdog.HANGS_AFTER_S = 2
        {body}
    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, timeout=20, check=False
    ).returncode


def test_one_that_hangs_in_c_and_holds_the_interpreter_dies():
    hang = "import ctypes; ctypes.PyDLL(None).sleep(15)"

    assert run(f"with watchdog.running(): {hang}") == -signal.SIGALRM


def test_one_that_says_now_and_then_that_it_is_well_lives():
    body = "import time\n        with watchdog.running():\n"
    body += "            for _ in range(4): time.sleep(0.8); watchdog.feed()"

    assert run(body) == 0


def test_afterwards_nothing_rings():
    assert run("import time\n        with watchdog.running(): pass\n        time.sleep(3)") == 0


def test_a_timer_that_ran_before_goes_on_afterwards():
    body = "import signal\n        signal.setitimer(signal.ITIMER_REAL, 1)\n"
    body += "        with watchdog.running(): pass\n        signal.pause()"

    assert run(body) == -signal.SIGALRM
