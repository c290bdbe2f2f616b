"""A real worker whose child may map little: a picture that needs more fails, the next is done."""

from pathlib import Path

import numpy as np

from processing.images import FileTraits, encode
from tests.faults.worker import workers
from tests.waiting import wait_for

ENDS = "select state, error_code, attempts from uploads_picture order by id"


def test_a_picture_that_needs_too_much_memory_fails_at_once_and_the_next_is_done(tmp_path: Path):
    pixels = np.random.default_rng(1).integers(0, 255, (150, 200, 3), np.uint8)
    small = encode(pixels, FileTraits("JPEG")).content
    large = encode(pixels.repeat(34, axis=0).repeat(34, axis=1), FileTraits("JPEG")).content

    with workers(tmp_path, WORKER_ADDRESS_SPACE_BYTES="800000000") as running:
        running.submit(large, '[{"op": "faces"}, {"op": "blur"}]')
        running.submit(small, '[{"op": "faces"}]')
        wait_for(lambda: len(running.rows(ENDS)) == 2 and has_ended(running.rows(ENDS)), 120)

        ends = running.rows(ENDS)
        assert ends[0] == ("failed", "too_many_pixels", 1), running.log("worker")
        assert ends[1][0] == "done", running.log("worker")


def has_ended(rows: list[tuple[str, str, int]]) -> bool:
    return all(state in ("done", "failed") for state, _code, _attempts in rows)
