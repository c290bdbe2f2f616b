"""Memory and time of the largest pictures: every format after every operation, and ten of them.

Each is worked on by a process like a child of the worker, whose address space is not bounded here:
the table says how much it took of what such a child may.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.private import start_worker_modules

Recipe = list[dict[str, str]]
Found = dict[str, Any]
"""`result`, `mapped` and `resident` in 10^6 bytes, `seconds` of processor time."""

_FAILED = '{"result": "failed", "mapped": 0, "resident": 0, "seconds": 0}'


def main() -> int:
    """Print a line for each; 1 where one takes more than a child may, or fails.

    Arguments name formats (`png16`) and operations (`faces`, `ten`) to look at, none all of them.
    """
    wanted = set(sys.argv[1:])
    settings = start_worker_modules()
    most_mb = settings.WORKER_ADDRESS_SPACE_BYTES / 1e6
    print(f"{'file':8} {'recipe':11} {'result':20} {'address space':>13} {'RSS':>6} {'s':>6}")
    are_within = True
    with TemporaryDirectory(prefix="gazokako-largest-") as folder:
        for file in _files(Path(folder), settings.PICTURE_LIMITS.max_pixels, wanted):
            for name, recipe in _recipes(wanted):
                found = _in_a_child(file, recipe)
                are_within &= found["result"] != "failed" and found["mapped"] <= most_mb
                print(
                    f"{file.stem:8} {name:11} {found['result']:20} {found['mapped']:10.0f} MB "
                    f"{found['resident']:6.0f} {found['seconds']:6.1f}",
                    flush=True,
                )
    return 0 if are_within else 1


def _files(folder: Path, pixels: int, wanted: set[str]) -> Iterator[Path]:
    """Written one by one by a process that ends, and gone when the next is asked for."""
    from benchmarks.large_files import WRITERS  # noqa: PLC0415

    some = [name for name in WRITERS if name.partition(".")[0] in wanted]
    for name in some or WRITERS:
        arguments = [str(folder), str(pixels), name]
        subprocess.run([sys.executable, "-m", "benchmarks.large_files", *arguments], check=True)
        yield folder / name
        (folder / name).unlink()


def _recipes(wanted: set[str]) -> Iterator[tuple[str, Recipe]]:
    from processing.operations import OPERATIONS  # noqa: PLC0415
    from processing.recipe import MAX_STEPS  # noqa: PLC0415

    longest = [name for name in OPERATIONS if name != "grayscale"][:MAX_STEPS]
    recipes = {**{name: [name] for name in OPERATIONS}, "ten": longest}
    for name, steps in recipes.items():
        if name in wanted or not wanted & recipes.keys():
            yield name, [{"op": step} for step in steps]


def _in_a_child(file: Path, recipe: Recipe) -> Found:
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            with os.fdopen(writing, "w") as answer:
                json.dump(_measured(file, recipe), answer)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.wait()
    found: Found = json.loads(text or _FAILED)
    return found


def _measured(file: Path, recipe: Recipe) -> Found:
    from django.conf import settings  # noqa: PLC0415

    from gazokako.celery import confine  # noqa: PLC0415
    from processing.pipeline import process  # noqa: PLC0415
    from processing.recipe import Recipe as Parsed  # noqa: PLC0415

    confine()
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
    limits = replace(settings.PICTURE_LIMITS, max_bytes=10**9)
    began = time.process_time()
    done = process(file.read_bytes(), Parsed.parse(recipe), limits)
    seconds = time.process_time() - began
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    mapped, resident = (int(status[name].split()[0]) * 1024 / 1e6 for name in ("VmPeak", "VmHWM"))
    result = f"{done.file.suffix} {len(done.file.content) / 1e6:.1f} MB"
    return {"result": result, "mapped": mapped, "resident": resident, "seconds": seconds}


if __name__ == "__main__":
    sys.exit(main())
