"""`make rehearse`: needs DATABASE_URL, which scripts/with-postgres sets."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from skimage import data

from tests.rehearsal.rehearsal import rehearse


def _picture(width_px: int) -> bytes:
    """A face as a JPEG file, large enough to keep a worker busy for a moment."""
    face = cv2.cvtColor(np.asarray(data.astronaut()), cv2.COLOR_RGB2BGR)
    larger = cv2.resize(face, (width_px, width_px), interpolation=cv2.INTER_CUBIC)
    return cv2.imencode(".jpg", larger)[1].tobytes()


def main() -> int:
    parser = argparse.ArgumentParser(description="Follows docs/deploy.md on this machine.")
    parser.add_argument("--short", action="store_true", help="only as far as one redeployment")
    short = parser.parse_args().short
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))  # so that nothing stays behind
    with tempfile.TemporaryDirectory(
        prefix="gazokako-rehearsal-", ignore_cleanup_errors=True
    ) as name:
        pictures = [_picture(512), _picture(2000)]
        is_well = rehearse(Path(name), os.environ["DATABASE_URL"], pictures, short=short)
    sys.stdout.write("The rehearsal went well.\n" if is_well else "The rehearsal failed.\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
