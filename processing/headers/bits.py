"""Reads bits from bytes, the most significant first."""


class Bits:
    """A place in some bytes. Reading past their end raises IndexError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> int:
        """The next `count` bits as a number without sign."""
        number = 0
        for _ in range(count):
            byte = self._data[self._at >> 3]
            number = number << 1 | (byte >> (7 - (self._at & 7)) & 1)
            self._at += 1
        return number

    def skip(self, count: int) -> None:
        """Pass over `count` bits."""
        self._at += count

    def exp_golomb(self) -> int:
        """An unsigned Exp-Golomb number: ue(v) of ITU-T H.265 (9.2), uvlc() of AV1 (4.10.3)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise IndexError
        return (1 << zeros) - 1 + self.take(zeros)
