"""Ends the start of `make run` with one sentence where its port or its DATA_DIR cannot be used."""

import os
import socket
import sys
from pathlib import Path

_MAX_DATA_DIR = 95  # characters; a Unix socket's address holds 107


def trouble_with_data_dir(data_dir: Path) -> str | None:
    """What is wrong with the folder in which the bundled Valkey puts its socket."""
    if len(str(data_dir)) > _MAX_DATA_DIR:
        return f"the path of DATA_DIR is too long, at most {_MAX_DATA_DIR} characters."
    with socket.socket(socket.AF_UNIX) as probe:
        if probe.connect_ex(str(data_dir / "valkey.sock")) == 0:
            return (
                f"a site runs with this DATA_DIR already ({data_dir}). "
                "End it, or choose another: make run DATA_DIR=/tmp/other"
            )
    return None


def trouble_with_port(port: str) -> str | None:
    """Why nothing can listen on a port of this machine; the settings judge what is no port."""
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        return None
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as uvicorn does
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            return (
                f"port {port} cannot be used ({error.strerror}). "
                "End what uses it, or choose another: make run PORT=8001"
            )
    return None


def main() -> int:
    """Judge DATA_DIR, unless Redis is elsewhere, and PORT."""
    trouble = None
    if not os.environ.get("REDIS_URL"):
        trouble = trouble_with_data_dir(Path(os.environ["DATA_DIR"]))
    trouble = trouble or trouble_with_port(os.environ["PORT"])
    if trouble:
        sys.stderr.write(f"gazokako cannot start: {trouble}\n")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
