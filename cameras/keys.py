"""The names under which a camera's moment is kept in Redis."""


def frames(camera_id: int) -> str:
    """Stream of the newest frames: fields `jpeg` and `at` (seconds since the epoch)."""
    return f"camera:{camera_id}:frames"


def lease(camera_id: int) -> str:
    """Token of the one process that may publish; expires unless renewed."""
    return f"camera:{camera_id}:lease"


def lease_pattern() -> str:
    """A pattern that every lease matches."""
    return "camera:*:lease"


def fence(camera_id: int) -> str:
    """A number that grows whenever the lease is taken or ended; an older owner has a lower one."""
    return f"camera:{camera_id}:fence"


def status(camera_id: int) -> str:
    """Hash of what the owner last said of the camera."""
    return f"camera:{camera_id}:status"


def viewers(camera_id: int) -> str:
    """Hash: a web process -> `COUNT:EXPIRES`, seconds since the epoch by Redis' own clock."""
    return f"camera:{camera_id}:viewers"


def wanted(camera_id: int) -> str:
    """Exists while somebody without a stream wants fresh frames: a snapshot was asked for."""
    return f"camera:{camera_id}:wanted"


def stills(camera_id: int) -> str:
    """List of the keys under which somebody waits for a picture at full size."""
    return f"camera:{camera_id}:stills"


def power(camera_id: int) -> str:
    """`on` or `off`: the row's wish, for those who may not ask the database."""
    return f"camera:{camera_id}:power"


def access_epoch(camera_id: int) -> str:
    """A word that changes when who may watch may have changed: every viewer is to ask again."""
    return f"camera:{camera_id}:access_epoch"


def capture_requested(camera_id: int) -> str:
    """Exists for a while after a capture was put on the queue: one message is enough."""
    return f"camera:{camera_id}:capture_requested"


def grace(camera_id: int) -> str:
    """Exists for a while after a camera was switched on: it may well not be captured yet."""
    return f"camera:{camera_id}:grace"


def inbox(camera_id: int) -> str:
    """Stream of pushed pictures on their way to the capture process."""
    return f"camera:{camera_id}:inbox"


def all_of(camera_id: int) -> list[str]:
    """Every key of a camera but those that send others away: power, access_epoch, fence."""
    kinds = (frames, lease, status, viewers, wanted, stills, capture_requested, grace, inbox)
    return [kind(camera_id) for kind in kinds]
