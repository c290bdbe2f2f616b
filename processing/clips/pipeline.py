"""One clip from file to file, read twice: to see where faces are, then to write it without them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from av.error import FFmpegError

from processing.clip_limits import ClipLimits
from processing.clip_recipe import judge_for_clips
from processing.clips.outcome import ClipOrder, ClipOutcome, Progress
from processing.clips.painting import Painter
from processing.clips.search import Seen, search
from processing.clips.source import Source, Timed, opened
from processing.clips.target import Target
from processing.clips.upright import Upright
from processing.face import Face
from processing.memory import within_memory
from processing.refusal import Refused
from processing.tracks.course import course


def _unheard(_done: int, _all: int) -> None:
    """Nobody asked how far it is."""


def process_clip(
    path: Path, target: Path, order: ClipOrder, limits: ClipLimits, progress: Progress = _unheard
) -> ClipOutcome:
    """Write to `target`, as MP4, what was ordered of the clip at `path`.

    Memory does not grow with the clip's length but for a few numbers a frame. Raises Refused for a
    clip that cannot be read and MemoryError for one that takes too much.
    """
    judge_for_clips(order.recipe)
    with within_memory():
        with opened(path, limits) as source:
            seen = search(source, for_faces=order.recipe.looks_for_faces, progress=progress)
        with opened(path, limits) as source:
            return _written(source, target, order, seen, progress)


def _written(
    source: Source, path: Path, order: ClipOrder, seen: Seen, progress: Progress
) -> ClipOutcome:
    """The second pass."""
    faces, frames = faces_by_frame(seen), len(seen.timeline.times_s)
    upright, painter = Upright(source), Painter(order.recipe)
    try:
        with Target(path, source, with_sound=order.with_sound) as target:
            for item in source.read(with_sound=order.with_sound):
                if isinstance(item, Timed):
                    shown = faces.get(target.frames, ())
                    target.add(item.time_s, painter.paint(upright.of(item.frame), shown))
                    progress(frames + target.frames, 2 * frames)
                else:
                    target.add_sound(item)
    except FFmpegError as error:
        raise Refused("damaged") from error
    height, width = target.size
    duration_s = float(seen.timeline.times_s[-1]) + 1 / source.fps
    return ClipOutcome(width, height, target.frames, duration_s, target.has_sound, seen.tracks)


def faces_by_frame(seen: Seen) -> Mapping[int, Sequence[Face]]:
    """The faces of all tracks in each frame that shows one."""
    found: dict[int, list[Face]] = defaultdict(list)
    for track in seen.tracks:
        for frame, face in course(track, seen.timeline, seen.size).items():
            found[frame].append(face)
    return found
