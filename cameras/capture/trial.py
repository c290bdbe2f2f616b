"""A single try of a source before a camera has it: one picture, or the reason why there is none."""

import json
import logging
import time
from dataclasses import asdict, dataclass

from cameras import keys
from cameras.capture import watchdog
from cameras.sources.kinds import opened
from cameras.sources.source import BadFrame, CaptureOptions, ClipEnded, Offline
from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_WITHIN_S = 8.0
_TTL_S = 30


@dataclass(frozen=True)
class Trial:
    """What came of it: the size of the picture, or a code of cameras.web.offline_reasons."""

    code: str = ""
    width: int = 0
    height: int = 0


def try_source(text: str, certificate: str) -> Trial:
    """Open a source and decode one picture of it, within 8 s; a decoder that hangs is killed."""
    options = CaptureOptions(certificate=certificate)
    try:
        with watchdog.running():
            return _first_picture(text, options)
    except Offline as offline:
        return Trial(offline.code)
    except ClipEnded:
        return Trial("no_video")


def answer(request: str, trial: Trial) -> None:
    """Tell who waits for it. Raises RedisError."""
    redis = redis_client()
    redis.rpush(keys.trial(request), json.dumps(asdict(trial)))
    redis.expire(keys.trial(request), _TTL_S)


def _first_picture(text: str, options: CaptureOptions) -> Trial:
    deadline = time.monotonic() + _WITHIN_S
    code = "hung"
    with opened(text, options, camera_id=0) as source:
        for frame in source.frames():
            watchdog.feed()
            try:
                if frame is not None:
                    height, width = frame.image().shape[:2]
                    return Trial(width=width, height=height)
            except BadFrame as bad:
                code = bad.code
            if time.monotonic() > deadline:
                break
    return Trial(code)
