"""Clips as phones and browsers make them, written frame by frame, with a face at known places."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction

import av
import cv2
import numpy as np
from av import AudioFrame, VideoFrame, VideoStream
from skimage import data

WIDTH, HEIGHT, FPS = 320, 240, 20
FACE = (174, 66, 98, 130)
"""Left, top, width and height of the astronaut's face, px."""
RATE = 48_000


def head(side_px: int):
    """The astronaut's head, (side, side, 3) BGR, and its face's box in it."""
    picture = cv2.cvtColor(data.astronaut()[20:240, 110:330], cv2.COLOR_RGB2BGR)
    scale = side_px / 220
    left, top = (FACE[0] - 110) * scale, (FACE[1] - 20) * scale
    box = (left, top, FACE[2] * scale, FACE[3] * scale)
    return cv2.resize(picture, (side_px, side_px), interpolation=cv2.INTER_AREA), box


def background(width: int = WIDTH, height: int = HEIGHT, seed: int = 0):
    coarse = np.random.default_rng(seed).integers(60, 200, (6, 8, 3), np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def scene(places, side_px: int = 120, seed: int = 0):
    """(frames, true boxes): the head with its corner at each of `places`; None: nobody."""
    picture, (x, y, width, height) = head(side_px)
    frames, boxes = [], []
    for place in places:
        frame = background(seed=seed)
        if place is not None:
            left, top = place
            frame[top : top + side_px, left : left + side_px] = picture
        frames.append(frame)
        boxes.append(None if place is None else (left + x, top + y, width, height))
    return frames, boxes


@contextmanager
def ordinary_priority():
    """Whoever writes a clip is scheduled afterwards as before.

    SVT-AV1, started by root, puts the thread that calls it before every other program of the
    machine for good (SCHED_FIFO, 99), and with it every process that the thread starts later.
    """
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)


@dataclass
class Film:
    """How a clip is written."""

    codec: str = "libx264"
    container: str = "mp4"
    sound: str | None = None
    rotation: int = 0
    times: list[float] | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    form: str = "yuv420p"
    colours: tuple[int, int, int] | None = None
    """Primaries, transfer and matrix of H.273."""

    def write(self, path, frames):
        with ordinary_priority():
            return self._written(path, frames)

    def _written(self, path, frames):
        options = {"movflags": "use_metadata_tags"} if self.container in ("mp4", "mov") else {}
        with av.open(str(path), "w", format=self.container, options=options) as film:
            film.metadata.update(self.metadata)
            video = film.add_stream(self.codec, rate=FPS, options={"crf": "12"})
            assert isinstance(video, VideoStream)
            video.height, video.width = frames[0].shape[:2]
            video.pix_fmt = self.form
            video.codec_context.time_base = Fraction(1, 1000)
            if self.colours:
                context = video.codec_context
                context.color_primaries, context.color_trc, context.colorspace = self.colours
            if self.rotation:
                video.set_display_rotation(self.rotation)
            tone = self._tone(film)
            for number, frame in enumerate(frames):
                shown = VideoFrame.from_ndarray(frame, format="bgr24").reformat(format=self.form)
                time_s = self.times[number] if self.times else number / FPS
                shown.pts, shown.time_base = round(time_s * 1000), Fraction(1, 1000)
                film.mux(video.encode(shown))
            film.mux(video.encode(None))
            if tone:
                self._beep(film, tone, len(frames) / FPS)
        return path

    def _tone(self, film):
        return film.add_stream(self.sound, rate=RATE, layout="mono") if self.sound else None

    def _beep(self, film, tone, duration_s):
        """Silence, and from the middle on a tone of 440 Hz."""
        total = int(duration_s * RATE)
        moments = np.arange(total) / RATE
        samples = 0.5 * np.sin(2 * np.pi * 440 * moments) * (moments >= duration_s / 2)
        form = tone.codec_context.format.name
        kind = np.float32 if form.startswith("flt") else np.int16
        scaled = samples if kind is np.float32 else samples * 32767
        size = tone.codec_context.frame_size or 960
        for start in range(0, total - size, size):
            part = scaled[None, start : start + size].astype(kind)
            frame = AudioFrame.from_ndarray(part, format=form, layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            film.mux(tone.encode(frame))
        film.mux(tone.encode(None))


def read(path):
    """(times in seconds, frames as BGR) of a clip."""
    with av.open(str(path)) as film:
        pairs = [(one.time, one.to_ndarray(format="bgr24")) for one in film.decode(video=0)]
    return [time for time, _ in pairs], [frame for _, frame in pairs]


def onset_s(path):
    """When the tone sets in."""
    with av.open(str(path)) as film:
        for frame in film.decode(audio=0):
            loud = np.abs(frame.to_ndarray().astype(np.float64)).max(axis=0) > 0.2
            if loud.any():
                return float(frame.time or 0) + int(np.argmax(loud)) / frame.sample_rate
    return None
