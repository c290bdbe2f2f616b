"""Camera scenes drawn with numpy, seeded: what stands, what moves, and how light and sensor behave."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
import numpy.typing as npt

from processing.images import Image

Floats = npt.NDArray[np.float32]
Change = Callable[[Floats, int], Floats]
"""Takes a (height, width) scene with brightness 0..255 and the number of the frame."""

WIDTH, HEIGHT = 320, 180
FRAMES = 120


def clip(*changes: Change, frames: int = FRAMES, seed: int = 0, noise: float = 1.0) -> Iterator[Image]:
    """Frames of a room, (180, 320) grey, after each change in turn; `noise` is its deviation."""
    rng = np.random.default_rng(seed)
    empty = room(seed)
    for number in range(frames):
        scene = empty
        for change in changes:
            scene = change(scene, number)
        grain = rng.normal(0, noise, scene.shape)
        yield (scene + grain).clip(0, 255).astype(np.uint8)


def room(seed: int = 0) -> Floats:
    """Walls, furniture and texture: rectangles of every brightness over clouds."""
    rng = np.random.default_rng(seed)
    scene = np.full((HEIGHT, WIDTH), 120.0, np.float32)
    for _ in range(14):
        x, y = rng.integers(0, WIDTH - 30), rng.integers(0, HEIGHT - 20)
        width, height = rng.integers(20, 120), rng.integers(15, 90)
        scene[y : y + height, x : x + width] = rng.uniform(25, 225)
    grain = rng.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32)
    for size, amplitude in ((3, 12), (15, 60)):
        scene += cv2.GaussianBlur(grain, (0, 0), size) * amplitude
    return cv2.GaussianBlur(scene, (0, 0), 0.7).clip(8, 240)


def person(
    start: float = 0,
    speed: float = 2.0,
    width: int = 14,
    height: int = 50,
    shade: float = 30,
    *,
    begin: int = 40,
    end: int = 10_000,
    stop: int = 10_000,
) -> Change:
    """Someone of two shades walks to the right at `speed` px a frame; from `stop` on stands."""

    def draw(scene: Floats, number: int) -> Floats:
        x = start + speed * (min(number, stop) - begin)
        if not begin <= number < end or x <= -width or x >= WIDTH:
            return scene
        canvas = scene.copy()
        top = HEIGHT * 2 // 3 - height // 2
        _fill(canvas, x, top, width, height, shade)
        _fill(canvas, x + width * 0.3, top, width * 0.4, height // 5, 255 - shade)
        return canvas

    return draw


def _fill(canvas: Floats, x: float, y: int, width: float, height: int, shade: float) -> None:
    """A rectangle with soft sides, so that it may stand between pixels."""
    columns = np.arange(WIDTH, dtype=np.float32)
    cover = (np.minimum(columns + 1, x + width) - np.maximum(columns, x)).clip(0, 1)
    rows = np.s_[max(0, y) : y + height]
    canvas[rows] += (shade - canvas[rows]) * cover


def exposure(gain_of: Callable[[int], float], lift_of: Callable[[int], float] = lambda _n: 0) -> Change:
    """Brightness x gain + lift, each a function of the frame's number."""
    return lambda scene, number: scene * gain_of(number) + lift_of(number)


def gamma(gamma_of: Callable[[int], float]) -> Change:
    return lambda scene, number: 255 * (scene.clip(0, 255) / 255) ** gamma_of(number)


def lamp(begin: int, strength: float = 90, *, x: int = 60, y: int = 40, reach: int = 90, fade: int = 1) -> Change:
    """A lamp that from `begin` on brightens the surfaces around a point."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    glow = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * reach**2)).astype(np.float32)

    def shine(scene: Floats, number: int) -> Floats:
        amount = min(max((number - begin + 1) / fade, 0), 1)
        return scene * (1 + glow * strength / 100 * amount)

    return shine


def flicker(depth: float = 0.08, bands: float = 1.5, beat: float = 0.13) -> Change:
    """Bands of a rolling shutter under mains light; `beat` is how far they roll a frame."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None] / HEIGHT

    def band(scene: Floats, number: int) -> Floats:
        phase = 2 * np.pi * (bands * rows + beat * number)
        return scene * (1 + depth * np.sin(phase)).astype(np.float32)

    return band


def snow(flakes: int = 60, size: int = 2, seed: int = 1) -> Change:
    """Bright specks, each in another place in every frame."""
    rng = np.random.default_rng(seed)

    def fall(scene: Floats, _number: int) -> Floats:
        canvas = scene.copy()
        for x, y in zip(rng.integers(0, WIDTH, flakes), rng.integers(0, HEIGHT, flakes), strict=True):
            canvas[y : y + size, x : x + size] = 235
        return canvas

    return fall


def rain(streaks: int = 40, seed: int = 1) -> Change:
    """Faint slanting lines, 10 px long, elsewhere in every frame."""
    rng = np.random.default_rng(seed)

    def fall(scene: Floats, _number: int) -> Floats:
        canvas = scene.copy()
        for x, y in zip(rng.integers(0, WIDTH, streaks), rng.integers(0, HEIGHT, streaks), strict=True):
            cv2.line(canvas, (int(x), int(y)), (int(x) - 2, int(y) + 10), 200.0, 1)
        return canvas

    return fall


def shake(pixels: float = 1.0, seed: int = 1) -> Change:
    """The camera trembles by up to so many px, in both directions."""
    rng = np.random.default_rng(seed)

    def tremble(scene: Floats, _number: int) -> Floats:
        dx, dy = rng.uniform(-pixels, pixels, 2)
        moved = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
        return np.asarray(
            cv2.warpAffine(scene, moved, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE), np.float32
        )

    return tremble


def box(begin: int, end: int = 10_000, *, x: int = 200, y: int = 90, side: int = 24, shade: float = 240) -> Change:
    """A thing that stands there from `begin` until `end`."""

    def stand(scene: Floats, number: int) -> Floats:
        if not begin <= number < end:
            return scene
        canvas = scene.copy()
        canvas[y : y + side, x : x + side] = shade
        return canvas

    return stand
