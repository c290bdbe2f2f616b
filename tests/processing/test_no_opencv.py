"""What the web process reads of processing loads no library that works on pixels."""

import subprocess
import sys

import pytest

from processing.operations import OPERATIONS
from processing.operations.execution import function_named

PURE = (
    "clip_headers",
    "clip_limits",
    "clip_recipe",
    "face",
    "headers",
    "limits",
    "motion.motion",
    "shapes",
    "motion.events",
    "motion.settings",
    "operations",
    "operations.operation",
    "operations.parameters",
    "outcome",
    "recipe",
    "refusal",
)

LOADED = """
import sys
from importlib import import_module
import_module(sys.argv[1])
print(*sorted({"cv2", "numpy", "PIL", "pillow_heif", "av"} & set(sys.modules)))
"""


def libraries_loaded_by(module: str) -> list[str]:
    """Which libraries for pixels a fresh process has after importing a module."""
    command = [sys.executable, "-c", LOADED, f"processing.{module}"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


@pytest.mark.parametrize("module", PURE)
def test_reading_without_pixels_loads_no_library_for_pixels(module: str) -> None:
    assert libraries_loaded_by(module) == []


def test_the_modules_that_work_on_pixels_do_load_them() -> None:
    assert {"cv2", "numpy"} <= set(libraries_loaded_by("pipeline"))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_row_of_the_table_names_functions_that_exist(operation) -> None:
    for name in filter(None, (operation.function, operation.find)):
        assert callable(function_named(name))
