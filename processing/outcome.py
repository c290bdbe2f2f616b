"""What comes of one picture: the finished file and what was seen on the way."""

from dataclasses import dataclass

from processing.face import Face


@dataclass(frozen=True)
class Encoded:
    """A finished file; `suffix` begins with a dot."""

    content: bytes
    suffix: str
    media_type: str


@dataclass(frozen=True)
class Outcome:
    """A finished picture; sides in pixels of the result.

    `seen_px` is the (height, width) of the picture that `faces` are in pixels of; None where the
    recipe does not look for any. `was_damaged`: parts of the original could not be read as they
    were written, so that nothing may be said of what they showed. `had_others`: the file held
    several pictures that do not move, of which the main one was taken. `preview` is a small copy
    for pages, `thumbnail` a smaller one for lists; None where there is a file as small.
    """

    file: Encoded
    width: int
    height: int
    faces: list[Face]
    was_animated: bool
    seen_px: tuple[int, int] | None = None
    was_damaged: bool = False
    had_others: bool = False
    preview: Encoded | None = None
    thumbnail: Encoded | None = None

    @property
    def stored_bytes(self) -> int:
        """Of the file and its copies."""
        files = (self.file, self.preview, self.thumbnail)
        return sum(len(file.content) for file in files if file)
