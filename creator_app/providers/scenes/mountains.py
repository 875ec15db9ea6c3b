"""Mountains: ridge behind ridge, mist in the valleys, firs on the nearest slope."""

import numpy as np

from creator_app.providers.scenes import land, sky
from creator_app.providers.scenes.brush import Pixels, dithered, mixed
from creator_app.providers.scenes.layers import pushed_in
from creator_app.providers.scenes.light import light_of
from creator_app.providers.scenes.wishes import Wish

PUSH = 0.045
# From far to near: how fast a ridge moves aside when the camera does.
DRIFT = (0.006, 0.012, 0.020, 0.032, 0.055)


class Mountains:
    """A mountain scene; ask for its frames in any order."""

    def __init__(self, shape: tuple[int, int], seconds: float, wish: Wish) -> None:
        """Paint what stands still.

        Args:
            shape: Height and width of a frame.
            seconds: How long the clip is.
            wish: What to draw.
        """
        rng = np.random.default_rng(wish.seed)
        self._shape, self._seconds = shape, seconds
        light = light_of(wish)
        self._horizon = shape[0] * 0.60
        across = float(rng.uniform(0.30, 0.70))
        self._lamp = sky.lamp_of(light, shape, self._horizon * 0.86, across)
        air = sky.air(light, shape, self._horizon, self._lamp)
        self._still = dithered(sky.with_lamp(air, light, self._horizon, self._lamp, rng), rng)
        self._clouds = sky.clouds(light, shape, self._horizon, self._lamp, rng)
        slopes = (
            land.Slope(0.36, 0.200, 0.80, 0.50, foot=0.36),
            land.Slope(0.44, 0.170, 0.62, 0.42, foot=0.34),
            land.Slope(0.53, 0.150, 0.43, 0.50, foot=0.32),
            land.Slope(0.64, 0.130, 0.22, 0.60, foot=0.40),
            land.Slope(0.78, 0.120, 0.02, 0.90, is_sharp=False, foot=0.40),
        )
        woods = (
            None,
            None,
            None,
            land.firs(shape, rng, 0.022, 0.75),
            land.firs(shape, rng, 0.075, 0.72),
        )
        self._ridges = [
            land.ridge(slope, light, shape, rng, wood)
            for slope, wood in zip(slopes, woods, strict=True)
        ]
        thick = 0.85 if "mist" in wish.marks else 0.50
        self._mists = [
            land.mist(light, shape, top, 0.17, thick * share, rng)
            for top, share in ((0.47, 0.7), (0.56, 0.85), (0.67, 1.0))
        ]
        self._birds = sky.flock(shape, self._horizon * 0.8, mixed(light.land, light.haze, 0.2), rng)
        self._side = 1 if wish.seed & 1 else -1

    def frame(self, seconds: float) -> Pixels:
        """Return the picture after some seconds, [height, width, 3]."""
        done = seconds / max(0.1, self._seconds)
        width = self._shape[1]
        frame = self._still.copy()
        self._clouds.onto(frame, (done - 0.5) * width * 0.04)
        for number, ridge in enumerate(self._ridges):
            ridge.onto(frame, (0.5 - done) * width * DRIFT[number] * self._side * 2)
            if 1 <= number <= 3:
                drift = seconds * width * (0.006 + 0.003 * number)
                self._mists[number - 1].onto(frame, drift * (1 if number % 2 else -1))
        self._birds.onto(frame, seconds)
        return pushed_in(frame, 1 + PUSH * done, self._lamp.x, self._horizon)
