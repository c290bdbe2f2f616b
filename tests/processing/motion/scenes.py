"""Camera scenes drawn with numpy, seeded: what stands and moves, and what light and sensor do."""

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


def clip(
    *changes: Change, frames: int = FRAMES, seed: int = 0, noise: float = 1.0
) -> Iterator[Image]:
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
    *,
    size: tuple[int, int] = (14, 50),
    shade: float = 30,
    begin: int = 40,
    stop: int = 10_000,
) -> Change:
    """Someone of two shades walks to the right at `speed` px a frame; from `stop` on stands."""
    width, height = size

    def draw(scene: Floats, number: int) -> Floats:
        x = start + speed * (min(number, stop) - begin)
        if number < begin or x <= -width or x >= WIDTH:
            return scene
        canvas = scene.copy()
        top = HEIGHT * 2 // 3 - height // 2
        _fill(canvas[max(0, top) : top + height], x, width, shade)
        _fill(canvas[max(0, top) : top + height // 5], x + width * 0.3, width * 0.4, 255 - shade)
        return canvas

    return draw


def _fill(rows: Floats, x: float, width: float, shade: float) -> None:
    """Paint over some columns, with soft sides, so that they may begin between two pixels."""
    columns = np.arange(WIDTH, dtype=np.float32)
    cover = (np.minimum(columns + 1, x + width) - np.maximum(columns, x)).clip(0, 1)
    rows += (shade - rows) * cover


def _constant(_number: int) -> float:
    return 0


def exposure(
    gain_of: Callable[[int], float], lift_of: Callable[[int], float] = _constant
) -> Change:
    """Brightness x gain + lift, each a function of the frame's number."""
    return lambda scene, number: scene * gain_of(number) + lift_of(number)


def gamma(gamma_of: Callable[[int], float]) -> Change:
    """Mid-tones rise and fall, black and white stay."""

    def bend(scene: Floats, number: int) -> Floats:
        return np.asarray(255 * (scene.clip(0, 255) / 255) ** gamma_of(number), np.float32)

    return bend


def lamp(begin: int, strength: float = 90, *, reach: int = 90, fade: int = 1) -> Change:
    """A lamp that from `begin` on brightens, by percent, the surfaces around a point."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    glow = np.exp(-((columns - 60) ** 2 + (rows - 40) ** 2) / (2 * reach**2)).astype(np.float32)

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
        for x, y in rng.integers(0, (WIDTH, HEIGHT), (flakes, 2)):
            canvas[y : y + size, x : x + size] = 235
        return canvas

    return fall


def rain(streaks: int = 40, seed: int = 1) -> Change:
    """Faint slanting lines, 10 px long, elsewhere in every frame."""
    rng = np.random.default_rng(seed)

    def fall(scene: Floats, _number: int) -> Floats:
        canvas = scene.copy()
        for x, y in rng.integers(0, (WIDTH, HEIGHT), (streaks, 2)):
            cv2.line(canvas, (int(x), int(y)), (int(x) - 2, int(y) + 10), 200.0, 1)
        return canvas

    return fall


def shake(pixels: float = 1.0, seed: int = 1) -> Change:
    """The camera trembles by up to so many px, in both directions."""
    rng = np.random.default_rng(seed)

    def tremble(scene: Floats, _number: int) -> Floats:
        dx, dy = rng.uniform(-pixels, pixels, 2)
        moved = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
        shown = cv2.warpAffine(scene, moved, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(shown, np.float32)

    return tremble


def thing(begin: int, end: int = 10_000, *, x: int = 200, side: int = 24) -> Change:
    """A bright thing that stands there from the frame `begin` until `end`."""

    def stand(scene: Floats, number: int) -> Floats:
        if not begin <= number < end:
            return scene
        canvas = scene.copy()
        canvas[90 : 90 + side, x : x + side] = 240
        return canvas

    return stand


def leaves(scene: Floats, number: int) -> Floats:
    """A patch of the scene sways to and fro."""
    canvas = scene.copy()
    canvas[30:70, 230:290] = np.roll(scene[30:70, 230:290], round(3 * np.sin(number * 1.3)), 1)
    return canvas


def spotlight(scene: Floats, number: int) -> Floats:
    """A headlight with soft edges passes through from frame 40 on."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    distance2 = (columns - (number - 40) * 8) ** 2 + (rows - 90) ** 2
    return np.asarray(scene * (1 + 0.5 * np.exp(-distance2 / (2 * 40**2))), np.float32)


def half_room(scene: Floats, number: int) -> Floats:
    """From frame 60 on the right 40 % lie in light with a hard edge."""
    if number < 60:
        return scene
    lit = scene.copy()
    lit[:, 190:] *= 1.7
    return lit
