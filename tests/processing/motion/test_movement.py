"""What counts as movement and what does not, in seeded scenes seen through JPEG."""

import math

import pytest

from tests.processing.motion import scenes
from tests.processing.motion.looking import hunting, longest_run, moving_frames
from tests.processing.motion.scenes import Change, exposure, gamma, person

NO_MOVEMENT: dict[str, tuple[Change, ...]] = {
    "nothing at all": (),
    "exposure that swings slowly": (exposure(lambda n: 1 + 0.6 * math.sin(n / 30)),),
    "auto-gain that hunts": (exposure(hunting),),
    "auto-gain that hunts fast": (exposure(lambda n: 1 + 0.25 * math.sin(n * 1.1)),),
    "auto-gain in a dark room": (exposure(lambda n: 0.15 * hunting(n)),),
    "gain that trembles": (exposure(lambda n: 1 + 0.05 * ((n * 7919) % 13 - 6) / 6),),
    "exposure that falls at once": (exposure(lambda n: 1 if n < 60 else 0.35),),
    "exposure that rises at once": (exposure(lambda n: 1 if n < 60 else 2.2),),
    "exposure up and down in a second": (exposure(lambda n: 1 + max(0, 1 - abs(n - 60) / 10)),),
    "brightness added slowly": (exposure(lambda n: 1, lambda n: 40 * math.sin(n / 10)),),
    "brightness added at once": (exposure(lambda n: 1, lambda n: 50 if n > 60 else 0),),
    "gamma that swings": (gamma(lambda n: 1 + 0.5 * math.sin(n / 10)),),
    "gamma that jumps": (gamma(lambda n: 1 if n < 60 else 0.5),),
    "the light switched off and on": (exposure(lambda n: 0.05 if 50 <= n < 80 else 1),),
    "a lamp switched on": (scenes.lamp(60),),
    "a strong lamp switched on": (scenes.lamp(60, 250, reach=120),),
    "a small lamp switched on": (scenes.lamp(60, reach=30),),
    "a lamp that fades in": (scenes.lamp(60, fade=8),),
    "a lamp on and off again": (scenes.lamp(50, reach=50), scenes.lamp(70, -45, reach=50)),
    "half the room lit with a hard edge": (scenes.half_room,),
    "a moving spot of light": (scenes.spotlight,),
    "bands of mains light": (scenes.flicker(),),
    "strong bands of mains light": (scenes.flicker(0.2),),
    "fine bands of mains light": (scenes.flicker(0.1, 3.3, 0.41),),
    "flickering light": (scenes.flicker(0.15, 0, 0.37),),
    "snow": (scenes.snow(),),
    "rain": (scenes.rain(),),
    "a trembling camera": (scenes.shake(1.0),),
    "swaying leaves": (scenes.leaves,),
}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("changes", NO_MOVEMENT.values(), ids=NO_MOVEMENT)
def test_light_weather_and_sensor_are_no_movement(changes: tuple[Change, ...], seed: int) -> None:
    """Three frames are not yet an event."""
    assert longest_run(moving_frames(*changes, seed=seed)) <= 3


@pytest.mark.parametrize("noise", [0, 2, 4, 8, 15])
def test_noise_is_no_movement(noise: float) -> None:
    assert moving_frames(noise=noise) == []


MOVEMENT: dict[str, tuple[Change, ...]] = {
    "somebody": (person(),),
    "somebody far away": (person(size=(6, 16)),),
    "somebody slow": (person(40, 0.3),),
    "somebody fast": (person(0, 4, size=(6, 16)),),
    "somebody in front of a like shade": (person(shade=95),),
    "something that fills half the picture": (person(-100, 4, size=(150, 160)),),
    "somebody in a dark room": (person(), exposure(lambda n: 0.2)),
    "somebody in glaring light": (person(shade=230), exposure(lambda n: 1.6)),
    "somebody while auto-gain hunts": (person(), exposure(hunting)),
    "somebody under mains light": (person(), scenes.flicker(0.2)),
    "somebody in snow": (person(), scenes.snow()),
    "somebody in rain": (person(), scenes.rain()),
    "somebody before a trembling camera": (person(), scenes.shake(1.0)),
    "somebody behind leaves": (scenes.leaves, person()),
    "somebody who switches a lamp on": (person(begin=40), scenes.lamp(60)),
}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("changes", MOVEMENT.values(), ids=MOVEMENT)
def test_a_moving_thing_is_found_and_nothing_before_it(
    changes: tuple[Change, ...], seed: int
) -> None:
    """From frame 40 to the end at 120."""
    numbers = moving_frames(*changes, seed=seed)

    assert longest_run([number for number in numbers if number < 40]) <= 3
    assert len([number for number in numbers if number >= 40]) >= 55


@pytest.mark.parametrize("noise", [4, 8, 15])
def test_a_moving_thing_is_found_in_noise(noise: float) -> None:
    assert len(moving_frames(person(), noise=noise)) >= 70
