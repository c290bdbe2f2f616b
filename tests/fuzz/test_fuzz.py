"""Some thousands of changed files, the same each time; `make fuzz` tries others for ten minutes."""

from itertools import islice

import pytest

from processing.headers import sniff
from processing.limits import Limits
from processing.refusal import Refused
from tests.fuzz.files import first_files
from tests.fuzz.fuzzing import Fuzzing
from tests.fuzz.mutation import Mutator
from tests.fuzz.target import examined
from tests.fuzz.watching import TooMuchWork, watched

# Pillow warns of odd files.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def test_no_changed_file_breaks_a_promise():
    fuzzing = Fuzzing(first_files(), seed=14)

    found = [one for one in islice(fuzzing.results(), 2_000) if one]

    assert found == []
    assert fuzzing.kept > len(first_files()) + 20


def test_the_same_seed_changes_files_alike():
    one, other = (Mutator(seed=3) for _ in range(2))

    files = first_files()

    assert [one.changed(files) for _ in range(50)] == [other.changed(files) for _ in range(50)]


def test_what_takes_too_long_is_noticed():
    endless = b"\xff\xd8" + b"\xff\xe0\0\2" * 5_000

    with pytest.raises(TooMuchWork), watched(len(endless), max_lines=100):
        sniff(endless, Limits())


def test_what_takes_too_much_memory_is_noticed():
    with pytest.raises(AssertionError, match="bytes of memory"), watched(0):
        assert bytearray(20_000_000)


def test_a_refusal_is_no_find():
    with pytest.raises(Refused):
        sniff(b"no picture", Limits())

    assert examined(b"no picture")
