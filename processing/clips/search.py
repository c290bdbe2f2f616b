"""The first pass over a clip: when each frame is shown, where scenes change, where faces are."""

import cv2
import numpy as np
import numpy.typing as npt
from av import VideoFrame

from processing.centerface import look
from processing.clips.outcome import Progress
from processing.clips.seen import Seen
from processing.clips.source import Source, Timed
from processing.clips.upright import Upright
from processing.detections import Detections
from processing.pixels import Image
from processing.tracks.course import Timeline
from processing.tracks.linking import Linker

Thumbnail = npt.NDArray[np.float64]

LOOK_EVERY_S = 0.1
LOOK_PX = 960
"""The longer side of a look; smaller frames are enlarged to twice their size at most."""
_MIN_SCORE = 0.12
_THUMBNAIL = 32, 18
_CUT = 28.0
"""Grey levels, 0..255, by which the parts of a frame differ from the last one, in the mean, where
another scene begins."""


class Search:
    """Takes a clip's frames in order."""

    def __init__(self, source: Source, *, for_faces: bool) -> None:
        self._upright = Upright(source)
        self._for_faces = for_faces
        self._linker = Linker()
        self._times_s: list[float] = []
        self._scenes: list[int] = []
        self._looked_s = -1.0
        self._last = np.empty((0, 0))
        self._size = 0, 0

    def take(self, timed: Timed) -> None:
        frame = self._upright.of(timed.frame)
        self._size = frame.height, frame.width
        is_cut = self._is_cut(frame)
        scene = self._scenes[-1] + is_cut if self._scenes else 0
        self._times_s.append(timed.time_s)
        self._scenes.append(scene)
        if not self._for_faces:
            return
        if is_cut:
            self._linker.cut()
        slack_s = 0.4 * (timed.time_s - self._times_s[-2]) if len(self._times_s) > 1 else 0.0
        is_due = timed.time_s - self._looked_s >= LOOK_EVERY_S - slack_s
        if is_due or is_cut or len(self._times_s) == 1:
            self._looked_s = timed.time_s
            self._linker.look(timed.time_s, _faces(frame))

    def seen(self) -> Seen:
        """What there is to know once all frames were taken."""
        timeline = Timeline(np.array(self._times_s), np.array(self._scenes, np.int32))
        credible = [track for track in self._linker.tracks if track.is_credible]
        return Seen(timeline, credible, self._size)

    def _is_cut(self, frame: VideoFrame) -> bool:
        now = _thumbnail(frame)
        last, self._last = self._last, now
        return bool(last.size) and float(np.abs(now - last).mean()) >= _CUT


def search(source: Source, *, for_faces: bool, progress: Progress) -> Seen:
    """Read a clip once. Raises Refused as reading does."""
    one = Search(source, for_faces=for_faces)
    for number, timed in enumerate(source.read(with_sound=False), start=1):
        if isinstance(timed, Timed):
            one.take(timed)
            progress(number, 2 * max(number, source.expected_frames))
    return one.seen()


def _faces(frame: VideoFrame) -> Detections:
    """(n, 5) of left, top, width, height in px of the frame, and score."""
    scale = min(LOOK_PX / max(frame.width, frame.height), 1.0)
    width, height = (max(1, round(side * scale)) for side in (frame.width, frame.height))
    small = frame.to_ndarray(format="bgr24", width=width, height=height, interpolation="AREA")
    enlarged = min(LOOK_PX / max(width, height), 2.0)
    detections = look(np.asarray(small, np.uint8), enlarged)
    detections[:, :4] *= np.array([frame.width / width, frame.height / height] * 2, np.float32)
    return detections[detections[:, 4] >= _MIN_SCORE]


def _thumbnail(frame: VideoFrame) -> Thumbnail:
    """Means of luma, of every fourth row and column."""
    luma: Image = np.asarray(frame.to_ndarray(), np.uint8)[: frame.height : 4, ::4]
    return np.asarray(cv2.resize(luma, _THUMBNAIL, interpolation=cv2.INTER_AREA), np.float64)
