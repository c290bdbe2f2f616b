"""One clip from file to file, read twice: to see where faces are, then to write it without them."""

from pathlib import Path

from av.error import FFmpegError

from processing.clip_limits import ClipLimits
from processing.clip_recipe import judge_for_clips
from processing.clips.hiding import corrected_faces, faces_by_frame
from processing.clips.outcome import ClipOrder, ClipOutcome, Progress
from processing.clips.painting import Painter
from processing.clips.search import search
from processing.clips.seen import Seen
from processing.clips.source import Source, Timed, opened
from processing.clips.target import Target
from processing.clips.thumbnails import Thumbnails
from processing.clips.upright import Upright
from processing.memory import within_memory
from processing.refusal import Refused


def _unheard(_done: int, _all: int) -> None:
    """Nobody asked how far it is."""


def process_clip(
    path: Path, target: Path, order: ClipOrder, limits: ClipLimits, progress: Progress = _unheard
) -> ClipOutcome:
    """Write to `target`, as MP4, what was ordered of the clip at `path`.

    With a correction it is read once: what was seen before holds. Memory does not grow with the
    clip's length but for a few numbers a frame. Raises Refused for a clip that cannot be read and
    MemoryError for one that takes too much.
    """
    judge_for_clips(order.recipe)
    with within_memory():
        if order.correction:
            seen = order.correction.seen
        else:
            with opened(path, limits) as source:
                seen = search(source, for_faces=order.recipe.looks_for_faces, progress=progress)
        with opened(path, limits) as source:
            return _written(source, target, order, seen, progress)


def _written(
    source: Source, path: Path, order: ClipOrder, seen: Seen, progress: Progress
) -> ClipOutcome:
    """The second pass."""
    correction, frames = order.correction, len(seen.timeline.times_s)
    faces = corrected_faces(correction) if correction else faces_by_frame(seen)
    before = 0 if correction else frames
    upright, painter = Upright(source), Painter(order.recipe)
    thumbnails = None if correction else Thumbnails(seen, painter)
    try:
        with Target(path, source, with_sound=order.with_sound) as target:
            for item in source.read(with_sound=order.with_sound):
                if not isinstance(item, Timed):
                    target.add_sound(item)
                    continue
                frame, shown = upright.of(item.frame), faces.get(target.frames, ())
                if thumbnails:
                    thumbnails.look(target.frames, frame, shown)
                target.add(item.time_s, painter.paint(frame, shown))
                progress(before + target.frames, before + frames)
    except FFmpegError as error:
        raise Refused("damaged") from error
    height, width = target.size
    duration_s = float(seen.timeline.times_s[-1]) + 1 / source.fps
    made = thumbnails.made if thumbnails else {}
    return ClipOutcome(width, height, target.frames, duration_s, target.has_sound, seen, made)
