"""How faces move in the films of benchmarks.moving_faces."""

import math

from benchmarks.moving_film import FacePlace, FilmScene


def _small(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * 0.3 + 3 * n, h * 0.4, 24)]


def _growing(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * 0.4 + 2 * n, h * 0.4 + n, 24 + 70 * n / 29)]


def _slow(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * 0.5 + 2 * n, h * 0.5, 70)]


def _fast(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * (0.05 + 0.9 * n / 23), h * (0.4 + 0.1 * math.sin(n / 3)), 60)]


def _turning(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * 0.5 + n, h * 0.5, 80, 0.3 + 0.7 * abs(math.cos(n * math.pi / 12)))]


def _jumping(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * (0.3, 0.6)[n // 5 % 2], h * 0.5, 70)]


def _entering(n: int, w: int, h: int) -> list[FacePlace]:
    """In from the left, out at the right: the middle of the picture is left away."""
    x = -50 + 12 * n if n < 15 else w + 50 - 12 * (29 - n)
    return [FacePlace(x, h * 0.5, 64)]


def _entering_small(n: int, w: int, h: int) -> list[FacePlace]:
    x = -20 + 6 * n if n < 15 else w + 20 - 6 * (29 - n)
    return [FacePlace(x, h * 0.3, 32)]


def _rising(n: int, w: int, h: int) -> list[FacePlace]:
    """In from below and back."""
    return [FacePlace(w * 0.6, h + 60 - 130 * math.sin(n * math.pi / 23), 90)]


def _behind(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * 0.5 - 150 + 10 * n, h * 0.5, 70)]


def _fast_small(n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * (0.05 + 0.9 * n / 23), h * 0.4, 32)]


def _still(_n: int, w: int, h: int) -> list[FacePlace]:
    return [FacePlace(w * 0.7, h * 0.4, 40)]


def _near(n: int, w: int, h: int) -> list[FacePlace]:
    """A quarter of the face is behind the bar in the middle."""
    return [FacePlace(w * 0.56 + 45 + 2 * math.sin(n), h * 0.5, 240)]


def _crossing(n: int, w: int, h: int) -> list[FacePlace]:
    return [
        FacePlace(w * 0.5 - 150 + 12 * n, h * 0.5, 60),
        FacePlace(w * 0.5 + 150 - 12 * n, h * 0.5 + 10, 70),
    ]


SCENES = (
    FilmScene("small, 24 px", 24, _small),
    FilmScene("growing, 24 to 94 px", 30, _growing),
    FilmScene("fast, 60 px", 24, _fast),
    FilmScene("fast, 32 px", 24, _fast_small),
    FilmScene("slow", 24, _slow),
    FilmScene("still, 40 px", 24, _still),
    FilmScene("near, half hidden, 240 px", 24, _near, bar=0.12),
    FilmScene("turning", 24, _turning),
    FilmScene("jumping", 24, _jumping),
    FilmScene("in and out at the sides, 64 px", 30, _entering),
    FilmScene("in and out at the sides, 32 px", 30, _entering_small),
    FilmScene("in and out below, 90 px", 24, _rising),
    FilmScene("behind a bar", 31, _behind, bar=0.045),
    FilmScene("two crossing", 26, _crossing),
    FilmScene("slow, the camera turns", 24, _slow, pan_px=12),
    FilmScene("growing, dark and noisy", 30, _growing, light=0.4, noise=8.0),
)
