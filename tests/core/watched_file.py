"""A file that is watched while it is read."""

import io


class Watched(io.BytesIO):
    """Remembers how much was asked of it at once."""

    most_bytes = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.most_bytes = max(self.most_bytes, len(piece))
        return piece
