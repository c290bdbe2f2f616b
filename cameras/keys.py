"""The one table of what Redis holds of cameras: every key, what it holds, who removes it."""

from collections.abc import Callable

NameOfKey = Callable[[int], str]

SUPERVISED = "cameras:supervised"
"""Exists for seconds after the supervisor has looked at all cameras."""

WITHOUT_CAPTURE = "cameras:without_capture"
"""Set of the cameras of which the supervisor has logged that they should have a capture."""

PLACE_WANTED = "cameras:place_wanted"
"""Exists for seconds after a camera was refused a place in a camera process."""


def trial(request: str) -> str:
    """List of one: what came of a try of a source, or of messages, as JSON. Lives for a minute."""
    return f"cameras:trial:{request}"


def frames(camera_id: int) -> str:
    """Stream of the newest frames: fields `jpeg`, `at` (s since the epoch), `grey`, `version`."""
    return f"camera:{camera_id}:frames"


def lease(camera_id: int) -> str:
    """`WORKER PID VERSION RANDOM` of the one process that may publish; expires unless renewed."""
    return f"camera:{camera_id}:lease"


def fence(camera_id: int) -> str:
    """A number that grows whenever the lease is taken or ended; who holds an older one is out."""
    return f"camera:{camera_id}:fence"


def status(camera_id: int) -> str:
    """Hash of what the owner last wrote of the camera, and the `version` it captures by."""
    return f"camera:{camera_id}:status"


def viewers(camera_id: int) -> str:
    """Hash: a web process -> `COUNT:EXPIRES`, seconds since the epoch by Redis' own clock."""
    return f"camera:{camera_id}:viewers"


def frame_requested(camera_id: int) -> str:
    """Exists while a snapshot waits for a fresh frame: the capture publishes as for a viewer."""
    return f"camera:{camera_id}:frame_requested"


def stills(camera_id: int) -> str:
    """List of the keys, each a `still`, under which requests wait for a picture at full size."""
    return f"camera:{camera_id}:stills"


def still(camera_id: int, request: str) -> str:
    """Stream of one entry, as in `frames`: the answer to one request. Lives for seconds."""
    return f"camera:{camera_id}:stills:{request}"


def desired(camera_id: int) -> str:
    """What the row says, for those who may not ask the database (see `cameras.live.desired`)."""
    return f"camera:{camera_id}:desired"


def capture_requested(camera_id: int) -> str:
    """Exists for seconds after a capture was put on the queue: one message is enough."""
    return f"camera:{camera_id}:capture_requested"


def grace(camera_id: int) -> str:
    """Exists for seconds after a camera was switched on: that nobody captures it is no fault."""
    return f"camera:{camera_id}:grace"


def inbox(camera_id: int) -> str:
    """Stream of pushed pictures on their way to the capture process: fields `jpeg`, `at`."""
    return f"camera:{camera_id}:inbox"


def starts(camera_id: int) -> str:
    """How many captures in a row have crashed, the running one counted."""
    return f"camera:{camera_id}:starts"


def start_pause(camera_id: int) -> str:
    """Exists while a capture that keeps crashing is not to be started."""
    return f"camera:{camera_id}:start_pause"


def places_given_up(camera_id: int) -> str:
    """How often a camera that delivers nothing has lately given its place to another."""
    return f"camera:{camera_id}:places_given_up"


def newest_pushed(camera_id: int) -> str:
    """When the newest frame that was pushed was taken, seconds since the epoch."""
    return f"camera:{camera_id}:newest_pushed"


def notified(camera_id: int) -> str:
    """Id of the recording that was notified of; exists while no other is to be."""
    return f"camera:{camera_id}:notified"


def suppressed(camera_id: int) -> str:
    """How many recordings nobody was notified of since the last notification."""
    return f"camera:{camera_id}:suppressed"


OF_CAPTURE: tuple[NameOfKey, ...] = (
    frames,
    lease,
    status,
    viewers,
    frame_requested,
    stills,
    capture_requested,
    grace,
    inbox,
)
"""What one capture shows and is asked: gone when it is switched off or captured anew."""

OF_CAMERA: tuple[NameOfKey, ...] = (
    *OF_CAPTURE,
    starts,
    start_pause,
    places_given_up,
    newest_pushed,
    notified,
    suppressed,
)
"""What is gone with the camera, besides the keys that `of_requests` finds."""

OF_REMOVED: tuple[NameOfKey, ...] = (desired, fence)
"""What ends captures and viewers of a removed camera; expires within a minute."""


def of_requests(camera_id: int) -> tuple[str, ...]:
    """Patterns of the keys that a camera has one of for each request."""
    return (still(camera_id, "*"),)


def any_camera() -> str:
    """A pattern that every key of every camera matches."""
    return "camera:*"


def is_of_removed(name: bytes) -> bool:
    """Whether a key that matches `any_camera` is one that a removed camera leaves for a minute."""
    camera_id = camera_id_of(name)
    return name.decode() in {of_removed(camera_id) for of_removed in OF_REMOVED}


def camera_id_of(name: bytes) -> int:
    """Which camera a key that matches `any_camera` belongs to."""
    return int(name.split(b":")[1])
