"""Runs a neural network on one thread: the only module that knows onnxruntime.

It answers with OpenCV's numbers in half to two thirds of its time: scores differ by less than 1e-5,
sizes and offsets by less than 1e-4, which is 0.01% of a face's side. Both add some thousand 32-bit
numbers for each answer, in their own orders, so that the sixth digit is nobody's to promise.

From version 1.29 on its packages contain a program that reports the use of onnxruntime to its
maker, so requirements.in asks for an older one, and the variable below turns the reporter off
wherever a newer one is installed after all.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
import numpy.typing as npt

from processing.address_space import give_back_freed

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # counts only when set before the import

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as errors

Floats = npt.NDArray[np.float32]

_FATAL = 4
"""The log level at which the engine prints no line for each node that it simplifies."""
_ERRORS = (
    errors.Fail,
    errors.InvalidArgument,
    errors.InvalidGraph,
    errors.InvalidProtobuf,
    errors.RuntimeException,
)
_AS_REQUESTED = {"arena_extend_strategy": 1}
_GIVE_BACK = "memory.enable_memory_arena_shrinkage", "cpu:0"

onnxruntime.set_default_logger_severity(_FATAL)


class Network:
    """A network ready to run, which keeps the memory that its largest run asked for.

    Load it after the fork of a worker's child: what it holds is not made to be forked.
    """

    def __init__(self, model: bytes) -> None:
        """`model` is a file in the ONNX format, with one input. Raises MemoryError."""
        options = onnxruntime.SessionOptions()
        # Each thread more would reserve address space, which a worker's child has 1.5 GB of.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # A plan of memory for each size of picture would be kept beside the memory itself.
        options.enable_mem_pattern = False
        _register_memory()
        options.add_session_config_entry("session.use_env_allocators", "1")
        with _named_errors():
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        (self._input,) = (given.name for given in self._session.get_inputs())
        self.largest_input = 0
        """The numbers in the largest input since memory was last given back."""

    def answer(self, pixels: Floats) -> list[Floats]:
        """All outputs for an input of (1, channels, height, width). Raises MemoryError."""
        self.largest_input = max(self.largest_input, pixels.size)
        with _named_errors():
            return list(self._session.run(None, {self._input: pixels}))

    def give_back_memory(self, pixels: Floats) -> None:
        """Run once more, on a small input, and return to the system what it did not need.

        Once after many large runs, since those that have to fetch memory anew are a third slower.
        The engine returns it to glibc, which left alone would keep it in pieces, 16 MB more after
        each picture.
        """
        options = onnxruntime.RunOptions()
        options.add_run_config_entry(*_GIVE_BACK)
        with _named_errors():
            self._session.run(None, {self._input: pixels}, options)
        self.largest_input = pixels.size
        give_back_freed()


@cache
def _register_memory() -> None:
    """Let the engine fetch as much memory as it asks for, where it else takes up to twice that."""
    memory = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    onnxruntime.create_and_register_allocator(memory, onnxruntime.OrtArenaCfg(_AS_REQUESTED))


@contextmanager
def _named_errors() -> Iterator[None]:
    """RuntimeError for each of the engine's errors; only their text tells lack of memory."""
    try:
        yield
    except _ERRORS as error:
        text = str(error)
        lacks_memory = "allocate memory" in text or "bad alloc" in text
        raise (MemoryError if lacks_memory else RuntimeError)(text) from error
