"""The light of an hour: sky, sun or moon, haze, and how dark the land lies before it."""

from dataclasses import dataclass

from creator_app.providers.scenes.brush import Color, Stops, color, mixed
from creator_app.providers.scenes.wishes import Wish

# How far everything leans to the colour a prompt names.
LEAN = 0.38


@dataclass(frozen=True, slots=True)
class Light:
    """The colours of an hour.

    Attributes:
        sky: From the zenith, 0, to the horizon, 1.
        lamp: The sun's or the moon's disc.
        glow: What surrounds it.
        haze: What far things fade into.
        land: Near things against the light.
        water: Deep water.
        lit: Near things in the light.
        stars: 0 none … 1 all.
        height: Of sun or moon above the horizon, as a share of the sky; below 0 for none.
        is_moon: Whether the lamp is the moon.
    """

    sky: Stops
    lamp: Color
    glow: Color
    haze: Color
    land: Color
    water: Color
    lit: Color
    stars: float = 0.0
    height: float = 0.12
    is_moon: bool = False


def _light(sky: str, colors: str, stars: float, height: float, *, is_moon: bool = False) -> Light:
    stops = []
    for part in sky.split():
        place, _, code = part.partition(":")
        stops.append((float(place), color(code)))
    lamp, glow, haze, land, water, lit = (color(code) for code in colors.split())
    return Light(tuple(stops), lamp, glow, haze, land, water, lit, stars, height, is_moon)


LIGHTS = {
    "dawn": _light(
        "0:#2C3D6E 0.30:#5A5B92 0.55:#A87796 0.75:#E48F80 0.90:#F4B081 1:#F9C894",
        "#FFFDF2 #FFA65C #EBB096 #1D2542 #33456F #6E6A78",
        0.12,
        0.10,
    ),
    "sunset": _light(
        "0:#2A1B52 0.28:#5D2E6B 0.52:#B5446A 0.72:#EC6A50 0.88:#FA9E4E 1:#FFD583",
        "#FFF8DC #FF8B3E #D9706B #1C1233 #47255A #7C4A52",
        0.08,
        0.08,
    ),
    "dusk": _light(
        "0:#0E1233 0.35:#24275C 0.60:#4D4488 0.80:#8E5F97 0.93:#D98D97 1:#F2B9A0",
        "#FFE7C9 #E98A8C #8C6A9C #0F1128 #232A57 #4C4668",
        0.55,
        -1.0,
    ),
    "night": _light(
        "0:#050816 0.45:#0B1433 0.75:#16264F 0.92:#263C66 1:#38507A",
        "#F4F1E2 #8FA9D8 #243960 #060914 #0D1A3A #2B3B5C",
        1.0,
        0.62,
        is_moon=True,
    ),
    "grey": _light(
        "0:#4E5A66 0.45:#76828C 0.80:#A6AFB4 1:#C9CDCD",
        "#F3F3EE #DADFDF #B2BABE #2C3842 #4C5C66 #66737A",
        0.0,
        -1.0,
    ),
    "day": _light(
        "0:#2A74C9 0.40:#5BA3E3 0.75:#A3D0F0 0.92:#D2E9F5 1:#EAF4F4",
        "#FFFFF4 #FFF3CF #C4DEEA #1F4A57 #1E6E9E #5E9464",
        0.0,
        0.72,
    ),
}


def light_of(wish: Wish) -> Light:
    """Return the light a wish asks for, leaning to the colour it names."""
    light = LIGHTS[wish.hour]
    if wish.tint is None:
        return light
    tint = wish.tint
    sky = tuple((place, leaning(each, tint)) for place, each in light.sky)
    return Light(
        sky,
        leaning(light.lamp, tint, LEAN / 3),
        leaning(light.glow, tint),
        leaning(light.haze, tint),
        leaning(light.land, tint),
        leaning(light.water, tint),
        leaning(light.lit, tint),
        light.stars,
        light.height,
        light.is_moon,
    )


def leaning(each: Color, tint: Color, share: float = LEAN) -> Color:
    """Return a colour that leans to another and stays as bright as it was."""
    target = brightness(each)
    part = brightness(tint) or 1.0
    same = [min(1.0, value * target / part) for value in tint]
    lost = target - brightness((same[0], same[1], same[2]))
    red, green, blue = (min(1.0, value + max(0.0, lost)) for value in same)
    return mixed(each, (red, green, blue), share)


def brightness(each: Color) -> float:
    """Return how bright a colour is, 0..1, by ITU-R BT.709's weights."""
    return 0.2126 * each[0] + 0.7152 * each[1] + 0.0722 * each[2]
