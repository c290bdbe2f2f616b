"""The floor: a bare OpenCV loop that reads, decodes to grey, encodes and writes over one file."""

import multiprocessing
import statistics
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from benchmarks.picture import QUALITY

_WARM_UP_RUNS = 3


def jobs_per_s(picture: Path, processes: int, jobs: int) -> float:
    """What `processes` bare loops get done together, each with its share of the jobs."""
    with TemporaryDirectory(prefix="gazokako-bare-", dir=picture.parent) as directory:
        spawn = multiprocessing.get_context("spawn")
        barrier = spawn.Barrier(processes)
        results = [Path(directory, f"{number}.jpg") for number in range(processes)]
        with spawn.Pool(processes, _prepare, (barrier,)) as pool:
            runs = max(1, jobs // processes)
            rounds = pool.starmap(_timed, [(picture, result, runs) for result in results], 1)
    return sum(len(seconds) / sum(seconds) for seconds in rounds)


def seconds_per_picture(picture: Path, runs: int) -> float:
    """The median of one process on an otherwise idle machine."""
    with TemporaryDirectory(prefix="gazokako-bare-", dir=picture.parent) as directory:
        spawn = multiprocessing.get_context("spawn")
        with spawn.Pool(1, _prepare, (spawn.Barrier(1),)) as pool:
            seconds: Sequence[float] = pool.apply(
                _timed, (picture, Path(directory, "result.jpg"), runs)
            )
    return statistics.median(seconds)


_barrier: Barrier


def _prepare(barrier: Barrier) -> None:
    global _barrier  # noqa: PLW0603  (how a pool hands a barrier to its processes)
    _barrier = barrier
    cv2.setNumThreads(1)


def _timed(picture: Path, result: Path, runs: int) -> list[float]:
    """Seconds of each run, begun together with the other processes."""
    for _ in range(_WARM_UP_RUNS):
        _turn_grey(picture, result)
    _barrier.wait()
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        _turn_grey(picture, result)
        seconds.append(time.perf_counter() - began)
    return seconds


def _turn_grey(picture: Path, result: Path) -> None:
    """The source stays as it is: a grey one would be less work the second time."""
    image = cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise RuntimeError(f"OpenCV did not read {picture}")
    cv2.imwrite(str(result), image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
