"""What waits on disk outlives the observer, stays in order and stays bounded."""

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from observer.spool import Spool, SpoolInUse, locked
from tests.processes import ROOT


def emptied(spool):
    """Every frame of a spool, in the order it gives them."""
    frames = []
    while (frame := spool.oldest()) is not None:
        spool.remove(frame)
        frames.append(frame)
    return frames


def at(frame, *times):
    return [replace(frame, taken_at=float(time)) for time in times]


def test_a_frame_comes_back_as_it_was(tmp_path, frame):
    Spool(tmp_path, 10).add(replace(frame, comment="玄関\nby the door"))

    assert Spool(tmp_path, 10).oldest() == replace(frame, comment="玄関\nby the door")


def test_the_oldest_comes_first_whatever_order_they_were_added_in(tmp_path, frame):
    spool = Spool(tmp_path, 10)
    for one in at(frame, 30, 10, 20):
        spool.add(one)

    assert emptied(spool) == at(frame, 10, 20, 30)
    assert list(tmp_path.iterdir()) == []


def test_past_the_limit_the_oldest_makes_way_and_the_log_says_so(tmp_path, frame, caplog):
    spool = Spool(tmp_path, 2)
    for one in at(frame, 1, 2, 3, 4):
        spool.add(one)

    assert emptied(Spool(tmp_path, 2)) == at(frame, 3, 4)
    assert caplog.messages == ["more than 2 pictures wait: the oldest is dropped (1 so far)"]


def test_a_smaller_limit_holds_from_the_start(tmp_path, frame):
    for one in at(frame, 1, 2, 3):
        Spool(tmp_path, 10).add(one)

    assert emptied(Spool(tmp_path, 1)) == at(frame, 3)


def test_a_frame_added_twice_waits_once(tmp_path, frame):
    spool = Spool(tmp_path, 10)
    spool.add(frame)
    spool.add(frame)

    assert emptied(spool) == [frame]


def test_half_a_frame_of_a_crash_is_cleared_away(tmp_path, frame):
    (tmp_path / "1.000000.new").write_bytes(b"{")

    assert emptied(Spool(tmp_path, 10)) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"{}\njpeg", b"[]\njpeg"])
def test_what_cannot_be_read_is_dropped_and_does_not_hold_up_the_rest(
    tmp_path, frame, content, caplog
):
    (tmp_path / "1.000000.frame").write_bytes(content)
    Spool(tmp_path, 10).add(frame)

    assert emptied(Spool(tmp_path, 10)) == [frame]
    assert "cannot be read" in caplog.messages[0]


def test_a_disk_that_takes_nothing_is_reported_and_survived(tmp_path, frame, caplog):
    spool = Spool(tmp_path / "gone", 10)
    shutil.rmtree(tmp_path / "gone")

    spool.add(frame)

    assert caplog.messages[0].startswith("a picture is lost, it cannot be kept on disk")
    assert len(spool) == 0


ADD_FOR_EVER = """
import itertools, sys
from pathlib import Path
from observer.frame import Frame
from observer.spool import Spool
spool = Spool(Path(sys.argv[1]), 100_000)
for second in itertools.count(1):
    spool.add(Frame(float(second), "", bytes(200_000)))
    print(second, flush=True)
"""


def test_no_frame_is_lost_by_kill_9(tmp_path):
    command = [sys.executable, "-c", ADD_FOR_EVER, tmp_path]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as observer:
        added = [int(observer.stdout.readline()) for _ in range(20)]
        observer.kill()
        added += [int(line) for line in observer.stdout]

    found = [int(frame.taken_at) for frame in emptied(Spool(tmp_path, 100_000))]

    assert found[: len(added)] == added
    assert len(found) - len(added) in (0, 1)  # added, and killed before it could say so


def test_two_observers_do_not_share_a_directory(tmp_path):
    with locked(tmp_path), pytest.raises(SpoolInUse), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_pictures_on_disk_are_nobody_elses(tmp_path):
    with locked(tmp_path / "spool"):
        Spool(tmp_path / "spool" / "front", 10)

    assert (tmp_path / "spool").stat().st_mode & 0o077 == 0
    assert (tmp_path / "spool" / "front").stat().st_mode & 0o077 == 0
