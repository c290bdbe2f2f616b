"""An acknowledged clip ends done, whatever is killed on its way."""

import pytest

from tests.faults.stack import FACES, kill
from tests.processing.clips.films import Film, background
from tests.waiting import wait_for

_RUNNING = (
    "select claimed_by from uploads_picture where kind = 'clip' and state = 'running'"
    " and frames_done > 0 and attempts = ?"
)


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory) -> bytes:
    """A clip that keeps a worker busy for some seconds."""
    frames = [background(seed=number // 20) for number in range(80)]
    return Film().write(tmp_path_factory.mktemp("clips") / "clip.mp4", frames).read_bytes()


@pytest.fixture
def clips(stack):
    """The site with a process for clips, which it ends without after."""
    stack.start("clips")
    yield stack
    stack.settle(300)
    stack.kill("clips")


def process_at(stack, attempt):
    wait_for(lambda: bool(stack.rows(_RUNNING, attempt)), on_failure=stack.log)
    return int(stack.rows(_RUNNING, attempt)[0][0].split()[1])


def test_a_clip_whose_worker_child_is_killed_is_done_at_the_second_attempt(clips, long_clip):
    clips.post(long_clip, FACES)

    kill(process_at(clips, 1))
    clips.settle(300)

    newest = "select attempts, state from uploads_picture where kind = 'clip' order by id desc"
    assert clips.rows(newest)[0] == (2, "done")


def test_a_clip_of_a_worker_that_is_killed_whole_is_done(clips, long_clip):
    clips.post(long_clip, FACES)
    process_at(clips, 1)

    clips.kill("clips")
    clips.start("clips")
    clips.settle(300)


def test_a_picture_is_done_while_a_clip_waits(clips, long_clip, slow):
    """It is worked on by processes of its own: without any for clips it does not wait at all."""
    clips.kill("clips")
    clips.post(long_clip, FACES)

    slug = clips.post(slow)

    state = "select p.state from uploads_picture p join uploads_upload u on u.id = p.upload_id"
    wait_for(lambda: clips.rows(f"{state} where u.slug = ?", slug) == [("done",)])
    assert clips.rows(f"{state} where p.kind = 'clip' order by p.id desc")[0] == ("queued",)
    clips.start("clips")
