"""Coefficients rewritten through libturbojpeg."""

import pytest

from processing.images import Image
from processing.turbojpeg import NotRewritable, rewrite
from tests.processing.coefficients import jpeg_of


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"no picture"])
def test_what_is_no_jpeg_cannot_be_rewritten(content: bytes) -> None:
    with pytest.raises(NotRewritable):
        rewrite(content, 1, lambda *_: None)


def test_a_truncated_jpeg_cannot_be_rewritten(astronaut: Image) -> None:
    with pytest.raises(NotRewritable):
        rewrite(jpeg_of(astronaut)[:20_000], 1, lambda *_: None)


def test_an_error_in_the_edit_comes_back_as_it_was(astronaut: Image) -> None:
    def break_down(*_arguments: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rewrite(jpeg_of(astronaut), 1, break_down)
