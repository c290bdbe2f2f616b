"""Films from file to file, frame by frame: decoded, worked on and encoded by FFmpeg's libraries."""

from processing.clips.outcome import ClipOrder, ClipOutcome, Correction, DrawnBox
from processing.clips.pipeline import process_clip
from processing.clips.seen import Seen

__all__ = ["ClipOrder", "ClipOutcome", "Correction", "DrawnBox", "Seen", "process_clip"]
