"""What a pool child may use: bounded memory, so that a bomb is an error and not an outage."""

import subprocess
import sys

CHILD = """
import resource, numpy
from gazokako.celery import confine
confine()
print(resource.getrlimit(resource.RLIMIT_AS)[0])
try:
    numpy.ones(2_000_000_000, numpy.uint8)
except MemoryError:
    print("refused")
"""


def test_a_child_that_takes_too_much_gets_a_memory_error():
    run = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["1500000000", "refused"]
