"""Processes that die are started again; asked to stop, all end; killed, it leaves none behind."""

import json
import os
import re
import signal

import pytest

from benchmarks import processes
from tests.processes import ROOT
from tests.scripts.conftest import wait_until

STAYS = "echo $$ >>{name}; exec sleep 600"


def stays(name):
    """A process that writes its number and then waits."""
    return STAYS.format(name=name)


def kill(supervisor, name, signal_number=signal.SIGKILL):
    """Kill a process that stays, and return when the next one has taken its place."""
    before = supervisor.lines_of(name)
    os.kill(int(before[-1]), signal_number)
    wait_until(lambda: len(supervisor.lines_of(name)) > len(before))


def test_a_killed_process_is_started_again_and_the_others_go_on(supervise):
    running = supervise(web=stays("web"), worker=stays("worker"))
    wait_until(lambda: running.lines_of("web") and running.lines_of("worker"))

    kill(running, "web")
    running.process.terminate()

    log = running.ended()[1]
    assert "ERROR supervisor: web was ended by SIGKILL; it is started again in 1 s\n" in log
    assert (len(running.lines_of("web")), len(running.lines_of("worker"))) == (2, 1)


def test_an_exit_with_a_status_is_logged_with_it_and_waits_grow(supervise):
    running = supervise(web="echo >>web; [ $(wc -l <web) -gt 3 ] && exec sleep 600; exit 7")

    wait_until(lambda: (running.folder / "web").exists() and len(lines(running)) == 4)
    running.process.terminate()

    log = running.ended()[1]
    assert re.findall(r"exit status 7; it is started again in (\d) s", log) == ["1", "2", "4"]


def lines(running):
    return (running.folder / "web").read_text().splitlines()


def test_one_that_keeps_dying_ends_everything_with_a_sentence(supervise):
    running = supervise(web=stays("web"), worker="exit 3")

    log = running.ended()[1]

    assert running.process.returncode == 1
    assert log.count("worker ended with exit status 3") == 5
    assert "CRITICAL supervisor: worker died 5 times within a minute, so everything ends" in log
    assert running.pids() == set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_asks_each_process_once_and_waits_for_it(supervise, number):
    asked = (
        "trap 'echo asked >>web; sleep 0.5; exit' TERM; echo up >>web; while :; do sleep 0.05; done"
    )
    running = supervise(web=asked)
    wait_until(lambda: running.lines_of("web") == ["up"])

    running.process.send_signal(number)

    assert running.ended() == ("", "")
    assert running.process.returncode == 0
    assert running.lines_of("web") == ["up", "asked"]
    assert running.pids() == set()


def test_one_that_does_not_end_in_time_is_killed(supervise):
    deaf = "trap '' TERM; echo up >>web; while :; do sleep 0.05; done"
    running = supervise("--grace-s", "0.5", web=deaf)
    wait_until(lambda: running.lines_of("web") == ["up"])

    running.process.terminate()

    assert "web did not end within 0.5 s and is killed" in running.ended()[1]
    assert running.pids() == set()


def test_the_last_one_ends_after_all_others(supervise):
    ends = "trap 'sleep {}; echo {} >>order; exit' TERM; echo >>up; while :; do sleep 0.05; done"
    running = supervise(
        "--last", "valkey", valkey=ends.format(0, "valkey"), web=ends.format(0.5, "web")
    )
    wait_until(lambda: (running.folder / "up").exists() and len(lines_up(running)) == 2)

    running.process.terminate()

    running.ended()
    assert running.lines_of("order") == ["web", "valkey"]


def lines_up(running):
    return (running.folder / "up").read_text().splitlines()


def test_ctrl_c_reaches_the_supervisor_alone(supervise):
    running = supervise(web=stays("web"))
    wait_until(lambda: running.lines_of("web"))

    web = int(running.lines_of("web")[0])

    assert os.getpgid(web) == web


def test_a_dead_process_takes_its_own_children_along(supervise):
    running = supervise(web="sleep 600 & echo $! >>children; " + stays("web"))
    wait_until(lambda: running.lines_of("web"))

    kill(running, "web")

    assert int(running.lines_of("children")[0]) not in running.pids()


@pytest.mark.parametrize("procfile", ["Procfile", "Procfile.dev"])
def test_every_process_takes_the_place_of_its_shell(procfile):
    lines = (ROOT / procfile).read_text().splitlines()

    # Linux tells the shell alone of the supervisor's death, not what the shell started.
    assert [line for line in lines if "exec " not in line and not line.startswith("release")] == []


def test_killed_it_leaves_no_process_behind(supervise):
    running = supervise(web=stays("web"), worker=stays("worker"))
    wait_until(lambda: running.lines_of("web") and running.lines_of("worker"))
    started = {int(running.lines_of(name)[0]) for name in ("web", "worker")}
    assert started <= running.pids()

    running.process.kill()

    wait_until(lambda: not started & running.pids())


def test_the_log_follows_its_format(supervise, monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "json")
    running = supervise(web="exit 3")

    line = json.loads(running.process.stderr.readline())

    assert line["event"] == "web ended with exit status 3; it is started again in 1 s"
    assert (line["level"], line["logger"]) == ("error", "supervisor")
    assert line["timestamp"].endswith("Z")


def test_as_the_first_process_of_a_container_it_reaps_what_others_left(supervise):
    user = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    running = supervise(
        web="(sleep 0.5 & echo >>orphan); " + stays("web"),
        inside=["unshare", "--pid", "--fork", "--kill-child", *user],
    )
    wait_until(lambda: running.lines_of("web"))
    (first,) = processes.children(running.process.pid)
    assert len(processes.children(first)) == 2

    wait_until(lambda: len(processes.children(first)) == 1)
