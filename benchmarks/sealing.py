"""What it costs that originals are sealed in storage: a share of the work from upload to done.

python -m benchmarks.sealing: processor time, on a disk, where a plain original would be moved into
storage and not even copied. In a bucket the share is smaller.
"""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

import av
import numpy as np
from av import VideoFrame, VideoStream

from benchmarks.picture import write_picture
from benchmarks.private import start_django, valkey
from benchmarks.report import Line, print_table

if TYPE_CHECKING:
    from uploads.judging import SentFile
    from uploads.models import Picture, Upload

_MAX_SHARE = 0.05
_RUNS = 7
_CLIP_BYTES, _CLIP_S, _CLIP_FPS, _CLIP_PX = 50_000_000, 10, 30, (1920, 1080)


def main() -> int:
    """Print the shares; 1 where one is too large."""
    with TemporaryDirectory(prefix="gazokako-bench-") as name, valkey(Path(name)):
        start_django(name)
        picture, clip = Path(name, "picture.jpg"), Path(name, "clip.mp4")
        write_picture(picture)
        _write_clip(clip)
        lines = [
            *_measured("a JPEG of 12 megapixels, its faces hidden", picture, "faces", _RUNS),
            *_measured("the same turned grey", picture, "grayscale", _RUNS),
            *_measured(f"a clip of {_CLIP_S} s, its faces hidden", clip, "faces", runs=1),
        ]
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _write_clip(path: Path) -> None:
    """Noise, which takes as many bytes as it is given."""
    width, height = _CLIP_PX
    noise = np.random.default_rng(0).integers(0, 120, (8, height, width, 3), np.uint8)
    with av.open(str(path), "w", format="mp4") as film:
        video = film.add_stream("libx264", rate=_CLIP_FPS, options={"preset": "ultrafast"})
        assert isinstance(video, VideoStream)  # noqa: S101  (for the type checker)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.bit_rate = 8 * _CLIP_BYTES // _CLIP_S
        for number in range(_CLIP_S * _CLIP_FPS):
            film.mux(video.encode(VideoFrame.from_ndarray(noise[number % 8], format="bgr24")))
        film.mux(video.encode(None))


def _measured(what: str, path: Path, operation: str, runs: int) -> list[Line]:
    """The whole way of a file, and how much longer its original takes than a plain one would."""
    from uploads.originals import read_original, store_original  # noqa: PLC0415

    whole_s = min(_upload_to_done(path, operation) for _ in range(runs))
    sealed_s = min(_there_and_back(path, store_original, read_original) for _ in range(_RUNS))
    plain_s = min(_there_and_back(path, _store_plain, _read_plain) for _ in range(_RUNS))
    share = (sealed_s - plain_s) / (whole_s - sealed_s + plain_s)
    size = f"{path.stat().st_size / 1e6:.1f} MB"
    return [
        Line(f"{what}, {size}: into storage and out", _ms(sealed_s), _ms(plain_s)),
        Line(
            f"{what}, {size}: upload to done",
            _ms(whole_s),
            _ms(whole_s - sealed_s + plain_s),
            f"+{share:.2%}",
            f"<= +{_MAX_SHARE:.0%}",
            share <= _MAX_SHARE,
        ),
    ]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


def _upload_to_done(path: Path, operation: str) -> float:
    from processing.recipe import Recipe  # noqa: PLC0415  (Django is set up only now)
    from uploads.intake import submit  # noqa: PLC0415
    from uploads.models import Picture  # noqa: PLC0415
    from uploads.removal import remove  # noqa: PLC0415
    from uploads.tasks import process_clip, process_picture  # noqa: PLC0415

    with _sent(path) as file:
        began = time.process_time()
        upload = submit([file], Recipe.parse([{"op": operation}]), 3600).upload
        picture = upload.pictures.get()
        (process_clip if picture.is_clip else process_picture)(picture.pk)
        seconds = time.process_time() - began
    if not Picture.objects.get().is_done:
        raise RuntimeError(f"{path.name} was not done")
    remove(upload)
    return seconds


def _there_and_back(
    path: Path,
    store: "Callable[[Upload, int, SentFile], str]",
    read: "Callable[[Picture, IO[bytes]], None]",
) -> float:
    from core.stored_files import discard_folder  # noqa: PLC0415
    from uploads.models import Picture, Upload  # noqa: PLC0415

    upload = Upload(recipe=[])
    with _sent(path) as file, path.with_name("read").open("wb") as target:
        began = time.process_time()
        key = store(upload, 1, file)
        read(Picture(upload=upload, original=key), target)
        seconds = time.process_time() - began
    discard_folder(upload.folder)
    return seconds


def _store_plain(upload: "Upload", number: int, sent: "SentFile") -> str:
    from django.core.files.storage import default_storage  # noqa: PLC0415

    return default_storage.save(f"{upload.folder}/{number}-original", sent)


def _read_plain(picture: "Picture", target: IO[bytes]) -> None:
    from django.core.files.storage import default_storage  # noqa: PLC0415

    with default_storage.open(picture.original) as stored:
        shutil.copyfileobj(stored, target, 1 << 20)


def _sent(path: Path) -> "SentFile":
    """The file as the web process finds it on its disk when a request is read."""
    from django.core.files.uploadedfile import TemporaryUploadedFile  # noqa: PLC0415

    file = TemporaryUploadedFile(path.name, "", path.stat().st_size, None)
    with path.open("rb") as source:
        shutil.copyfileobj(source, file)
    file.flush()
    file.seek(0)
    return file


if __name__ == "__main__":
    sys.exit(main())
