"""What may be chosen for an upload besides its recipe and its life, when it is sent."""

from dataclasses import dataclass

MAX_PASSWORD_CHARACTERS = 128


@dataclass(frozen=True)
class UploadOptions:
    """Without any (`NO_OPTIONS`), whoever has the link sees the pictures.

    `password` is asked for where it is not empty; with `is_once` the first who opens the link sees
    the pictures, and nobody after that; with `with_sound` clips keep theirs.
    """

    password: str = ""
    is_once: bool = False
    with_sound: bool = True


NO_OPTIONS = UploadOptions()
