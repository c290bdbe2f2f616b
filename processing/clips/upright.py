"""Decoded frames as they are meant to be seen: upright, square pixels, even sides, 8 bits, SDR."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from av import VideoFrame
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
)

from processing.clips.high_range import cube_of
from processing.clips.source import Source
from processing.pixels import Image

FORM = "yuv420p"
_QUARTER = 90
_HIGH_RANGES = (16, 18)
"""PQ and HLG, by TransferCharacteristics of ITU-T H.273."""
_BT2020 = 9


class Upright:
    """Turns the frames of one clip, all to the size and the colours of the first."""

    def __init__(self, source: Source) -> None:
        self._ratio = float(source.video.sample_aspect_ratio or 1)
        self._size: tuple[int, int] | None = None
        self._darkened: Callable[[VideoFrame], VideoFrame] | None = None

    def of(self, frame: VideoFrame) -> VideoFrame:
        """The frame in `yuv420p`; the very same where nothing has to be done."""
        size = self._size = self._size or self._shown(frame)
        turns = round(frame.rotation / _QUARTER) % 4
        flat = _from_palette(frame) if frame.format.is_rgb else self._low_range(frame)
        is_ready = flat.format.name == FORM and flat.color_range != ColorRange.JPEG
        if is_ready and not turns and (flat.width, flat.height) == size:
            return flat
        across, down = size[::-1] if turns % 2 else size
        return _turned(flat, turns, across, down)

    def _shown(self, frame: VideoFrame) -> tuple[int, int]:
        """Width and height in px, both even, for square pixels, after turning."""
        ratio = self._ratio if 0.1 <= self._ratio <= 10 else 1.0
        width = frame.width * min(ratio, 1.0)
        height = frame.height / max(ratio, 1.0)
        across, down = (max(2, round(side / 2 - 0.25) * 2) for side in (width, height))
        return (down, across) if round(frame.rotation / _QUARTER) % 2 else (across, down)

    def _low_range(self, frame: VideoFrame) -> VideoFrame:
        if int(frame.color_trc) not in _HIGH_RANGES:
            return frame
        self._darkened = self._darkened or _tone_mapper(frame)
        return self._darkened(frame)


def _from_palette(frame: VideoFrame) -> VideoFrame:
    """A picture of a GIF, in BT.709; what is transparent in it shows the colour below."""
    flat = frame.reformat(
        format=FORM, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    flat.colorspace, flat.color_range = Colorspace.ITU709, ColorRange.MPEG
    flat.color_primaries, flat.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return flat


def _turned(frame: VideoFrame, turns: int, width: int, height: int) -> VideoFrame:
    """Scaled to a size in px, then turned to the left by quarters."""
    flat = frame.reformat(
        width=width,
        height=height,
        format=FORM,
        interpolation=Interpolation.AREA,
        dst_color_range=ColorRange.MPEG,
    )
    pixels: npt.NDArray[Any] = flat.to_ndarray()
    if turns:
        planes = [np.rot90(plane, turns) for plane in planes_of(pixels, width, height)]
        width, height = planes[0].shape[1], planes[0].shape[0]
        pixels = np.concatenate([plane.ravel() for plane in planes])
        pixels = pixels.reshape(height * 3 // 2, width)
    done = VideoFrame.from_ndarray(pixels, format=FORM)
    done.colorspace, done.color_trc = frame.colorspace, frame.color_trc
    done.color_primaries = frame.color_primaries
    done.color_range = ColorRange.MPEG
    return done


def planes_of(pixels: npt.NDArray[Any], width: int, height: int) -> list[Image]:
    """Views of luma and both chromas in what `to_ndarray` makes of a frame in `yuv420p`."""
    flat, luma = pixels.reshape(-1), width * height
    half = height // 2, width // 2
    return [
        flat[:luma].reshape(height, width),
        flat[luma : luma * 5 // 4].reshape(half),
        flat[luma * 5 // 4 :].reshape(half),
    ]


def _table(first: VideoFrame, form: str) -> Graph:
    """A table of colours, which FFmpeg looks up and interpolates in, for frames of a form."""
    graph = Graph()
    with tempfile.TemporaryDirectory() as folder:
        cube = Path(folder) / "colours.cube"
        cube.write_text(cube_of(int(first.color_primaries), int(first.color_trc)))
        entry = graph.add_buffer(
            width=first.width,
            height=first.height,
            format=VideoFormat(form),
            time_base=first.time_base,
        )
        table = graph.add("lut3d", f"file={cube}")
        entry.link_to(table)
        table.link_to(graph.add("buffersink"))
        graph.configure()
    return graph


def _tone_mapper(first: VideoFrame) -> Callable[[VideoFrame], VideoFrame]:
    form = "gbrp16le"
    graph = _table(first, form)

    def darkened(frame: VideoFrame) -> VideoFrame:
        colour = frame.reformat(
            width=first.width,
            height=first.height,
            format=form,
            src_colorspace=_BT2020,
            interpolation=Interpolation.BILINEAR,
        )
        graph.vpush(colour)
        done = graph.vpull().reformat(
            format=FORM, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        done.colorspace, done.color_range = Colorspace.ITU709, ColorRange.MPEG
        done.color_trc = ColorTrc.BT709
        return done

    return darkened
