"""Changes what a network's file says of its inputs and outputs; the network itself stays.

The file is a protocol buffer, a list of fields, each a key (number x 8 + wire type) and a value.
https://protobuf.dev/programming-guides/encoding has the coding and onnx.proto3 of onnx/onnx the
numbers of the fields; so little of both is needed that the package onnx need not be installed.
"""

from collections.abc import Iterator, Mapping, Sequence

Dimension = int | str
"""How long an axis is; a name stands for any length."""

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5  # wire types
_GRAPH = 7  # of ModelProto
_INPUT, _OUTPUT, _INNER_SHAPE = 11, 12, 13  # of GraphProto
_FLOAT = 1  # TensorProto.DataType


def redeclared(
    model: bytes, inputs: Mapping[str, Sequence[Dimension]], outputs: Sequence[str]
) -> bytes:
    """The same model with these float inputs, of these shapes, and these float outputs alone.

    Weights that the file also declares as inputs, to be changed from run to run, become constants
    by that, which an engine computes with beforehand; what only served other outputs is left out.
    """
    declared = [
        *(_message(_INPUT, _tensor(name, shape)) for name, shape in inputs.items()),
        *(_message(_OUTPUT, _tensor(name, ())) for name in outputs),
    ]
    return b"".join(
        _message(_GRAPH, _without_declarations(content) + b"".join(declared))
        if number == _GRAPH
        else whole
        for number, whole, content in _fields(model)
    )


def _without_declarations(graph: bytes) -> bytes:
    """The graph without inputs, outputs, and the shapes that followed from its old inputs."""
    return b"".join(
        whole
        for number, whole, _content in _fields(graph)
        if number not in (_INPUT, _OUTPUT, _INNER_SHAPE)
    )


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, all bytes and content of each field. Raises ValueError for what is none."""
    start = 0
    while start < len(message):
        key, place = _number(message, start)
        wire_type = key & 7
        if wire_type == _VARINT:
            _value, end = _number(message, place)
        elif wire_type == _BYTES:
            length, place = _number(message, place)
            end = place + length
        elif wire_type in (_FIXED_32, _FIXED_64):
            end = place + (4 if wire_type == _FIXED_32 else 8)
        else:
            raise ValueError(f"no protocol buffer: wire type {wire_type} at byte {start}")
        if end > len(message):
            raise ValueError(f"a protocol buffer that ends inside the field at byte {start}")
        yield key >> 3, message[start:end], message[place:end]
        start = end


def _number(message: bytes, place: int) -> tuple[int, int]:
    """A varint, seven bits a byte with the lowest first, and where it ends."""
    value = shift = 0
    while place < len(message):
        value |= (message[place] & 127) << shift
        shift += 7
        place += 1
        if message[place - 1] < 128:
            return value, place
    raise ValueError("a protocol buffer that ends inside a number")


def _tensor(name: str, shape: Sequence[Dimension]) -> bytes:
    """A ValueInfoProto: a tensor of floats; of any shape where `shape` is empty."""
    axes = b"".join(_message(1, _axis(dimension)) for dimension in shape)
    tensor = _varint_field(1, _FLOAT) + (_message(2, axes) if shape else b"")
    return _message(1, name.encode()) + _message(2, _message(1, tensor))


def _axis(dimension: Dimension) -> bytes:
    if isinstance(dimension, str):
        return _message(2, dimension.encode())
    return _varint_field(1, dimension)


def _message(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _varint_field(number: int, value: int) -> bytes:
    return _varint(number << 3 | _VARINT) + _varint(value)


def _varint(value: int) -> bytes:
    coded = bytearray()
    while value > 127:
        coded.append(value & 127 | 128)
        value >>= 7
    return bytes((*coded, value))
