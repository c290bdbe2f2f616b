"""What a recipe makes of one frame."""

from collections.abc import Mapping, Sequence

import numpy as np
from av import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from processing.clips.upright import FORM, planes_of
from processing.cover import Cover, covers
from processing.face import Face
from processing.operations.hide import hide_faces
from processing.operations.parameters import Value
from processing.pixels import Image
from processing.recipe import Recipe


class Painter:
    """Carries out a recipe on frames. Faces are hidden first, wherever their step stands.

    Where a recipe only hides faces, what is not under a cover stays as it was decoded.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._hiding = [step.arguments for step in recipe.steps if step.operation.find]
        self._others = [step for step in recipe.steps if not step.operation.find]

    def paint(self, frame: VideoFrame, faces: Sequence[Face]) -> VideoFrame:
        """A new frame in `yuv420p` with even sides, or the very same where nothing changes."""
        if not self._others:
            return self._only_hidden(frame, faces) if faces and self._hiding else frame
        image = self.hidden(frame, faces)
        for step in self._others:
            image, _none = step.operation.run(image, step.arguments)
        return _encodable(image)

    def hidden(self, frame: VideoFrame, faces: Sequence[Face]) -> Image:
        """The (height, width, 3) BGR picture with the faces hidden, before all other steps."""
        image = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
        for arguments in self._hiding:
            image = _hidden(image, faces, arguments)
        return image

    def _only_hidden(self, frame: VideoFrame, faces: Sequence[Face]) -> VideoFrame:
        image = self.hidden(frame, faces)
        size = image.shape[0], image.shape[1]
        every: list[Cover] = []
        for arguments in self._hiding:
            every += covers(
                faces, shape=str(arguments["shape"]), margin=_margin(arguments), size=size
            )
        painted = VideoFrame.from_ndarray(image, format="bgr24").reformat(
            format=FORM, dst_colorspace=frame.colorspace, dst_color_range=frame.color_range
        )
        return _patched(frame, painted, every)


def _margin(arguments: Mapping[str, Value]) -> float:
    return float(arguments["margin"])


def _hidden(image: Image, faces: Sequence[Face], arguments: Mapping[str, Value]) -> Image:
    wanted = [face for face in faces if face.score >= float(arguments["min_score"])]
    return hide_faces(
        image,
        faces=wanted,
        style=str(arguments["style"]),
        margin=_margin(arguments),
        blocks=int(arguments["blocks"]),
        shape=str(arguments["shape"]),
    )


def _patched(frame: VideoFrame, painted: VideoFrame, every: Sequence[Cover]) -> VideoFrame:
    """The frame with the rectangles of covers, rounded outward to even pixels, as painted."""
    pixels, new = frame.to_ndarray(), painted.to_ndarray()
    whole = frame.width, frame.height
    for plane, painted_plane, step in zip(
        planes_of(pixels, *whole), planes_of(new, *whole), (1, 2, 2), strict=True
    ):
        for cover in every:
            rows = slice(cover.top // 2 * 2 // step, -(-cover.bottom // 2) * 2 // step)
            columns = slice(cover.left // 2 * 2 // step, -(-cover.right // 2) * 2 // step)
            plane[rows, columns] = painted_plane[rows, columns]
    done = VideoFrame.from_ndarray(pixels, format=FORM)
    done.colorspace, done.color_range = frame.colorspace, frame.color_range
    done.color_primaries, done.color_trc = frame.color_primaries, frame.color_trc
    return done


def _encodable(image: Image) -> VideoFrame:
    """In BT.709, the last row or column left out where sides are odd."""
    height, width = (max(2, side // 2 * 2) for side in image.shape[:2])
    if min(image.shape[:2]) < 2:
        image = np.asarray(np.resize(image, (height, width, 3)), np.uint8)
    even = np.ascontiguousarray(image[:height, :width])
    done = VideoFrame.from_ndarray(even, format="bgr24").reformat(
        format=FORM, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    done.colorspace, done.color_range = Colorspace.ITU709, ColorRange.MPEG
    done.color_primaries, done.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return done
