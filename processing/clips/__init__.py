"""Films from file to file, frame by frame: decoded, worked on and encoded by FFmpeg's libraries."""

from processing.clips.outcome import ClipOrder, ClipOutcome
from processing.clips.pipeline import process_clip

__all__ = ["ClipOrder", "ClipOutcome", "process_clip"]
