"""python -m tests.fuzz: FUZZ_SECONDS=600 of it from FUZZ_SEED on; 1 where something was found."""

import hashlib
import os
import secrets
import sys
import time
from pathlib import Path

from tests.fuzz.files import first_files
from tests.fuzz.fuzzing import Found, Fuzzing

_FOLDER = Path(os.environ.get("DATA_DIR", "var")) / "fuzz"


def main() -> int:
    """Fuzz, keep what was found in DATA_DIR/fuzz and print it, each way to fail once."""
    seed = int(os.environ.get("FUZZ_SEED", secrets.randbelow(1_000_000)))
    duration_s = float(os.environ.get("FUZZ_SECONDS", "600"))
    print(f"FUZZ_SEED={seed}, {duration_s:.0f} s", flush=True)
    fuzzing, ways = Fuzzing(first_files(), seed), set[str]()
    end, tried = time.monotonic() + duration_s, 0
    for found in fuzzing.results():
        tried += 1
        if found and found.how not in ways:
            ways.add(found.how)
            print(f"{found.how}: {_kept(found)}", flush=True)
        if time.monotonic() > end:
            break
    print(
        f"{tried} files, {len(fuzzing.edges)} steps from line to line, {fuzzing.kept} files kept, "
        f"{len(ways)} ways to fail"
    )
    return 1 if ways else 0


def _kept(found: Found) -> Path:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    path = _FOLDER / hashlib.sha256(found.content).hexdigest()[:16]
    path.write_bytes(found.content)
    return path


if __name__ == "__main__":
    sys.exit(main())
