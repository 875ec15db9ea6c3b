"""What a prompt asks for, as far as a drawn scene can give it; English and Chinese words."""

import hashlib
import re
from dataclasses import dataclass

from creator_app.providers.scenes.brush import Color, color

# Words of a family, most telling first; a Chinese word counts wherever it stands.
FAMILIES: dict[str, str] = {
    "rain": (
        "rain rainy raindrop raindrops drizzle window bokeh cafe café 雨 雨天 下雨 雨滴 窗 咖啡"
    ),
    "snow": ("snow snowy snowfall snowflake winter christmas ice frozen blizzard 雪 冬 圣诞 冰"),
    "night": (
        "aurora stars star starry milky galaxy constellation northern 星 极光 银河 夜空 流星"
    ),
    "space": (
        "space planet planets cosmos universe orbit nebula astronaut saturn mars 太空 "
        "宇宙 行星 星球 星云"
    ),
    "city": (
        "city skyline urban downtown skyscraper skyscrapers street traffic buildings "
        "building tower towers metropolis tokyo york shanghai london 城市 都市 高楼 街 "
        "天际线 大厦 上海 北京 东京"
    ),
    "sea": (
        "sea ocean waves wave boat boats ship harbor harbour fishing beach coast lake "
        "water sail sailing lighthouse island gull gulls river shore 海 洋 浪 船 港 湖 "
        "沙滩 海滩 灯塔 岛 渔 河 江"
    ),
    "desert": "desert dune dunes sand sahara camel camels arid oasis 沙漠 沙丘 骆驼",
    "forest": (
        "forest woods tree trees jungle woodland pine pines leaves redwood 森林 树 林 丛林 松"
    ),
    "meadow": (
        "meadow field fields grass grassland flower flowers garden spring farm wheat "
        "hills countryside prairie village 草 花 田 春 麦 原野 牧场 乡村 花园"
    ),
    "mountains": (
        "mountain mountains peak peaks valley alps cliff summit hike hiking mist misty "
        "fog himalaya ridge canyon 山 峰 谷 云海 雾 登山"
    ),
    "flow": (
        "abstract gradient flow flowing liquid silk color colour colors smooth waveform "
        "data ai technology tech digital idea music sound energy future 抽象 渐变 流动 "
        "科技 数字 音乐 未来 能量 色彩"
    ),
}
HOURS: dict[str, str] = {
    "sunset": "sunset evening golden dusk-light sundown 日落 夕阳 傍晚 晚霞 落日",
    "dusk": "dusk twilight blue-hour 暮 黄昏",
    "night": "night midnight moon moonlit moonlight dark stars starry 夜 夜晚 月 星 晚上 深夜",
    "dawn": "dawn sunrise morning daybreak early first-light 黎明 日出 清晨 早晨 晨 破晓 朝",
    "grey": "grey gray overcast cloudy storm stormy gloomy 阴天 阴 乌云 暴风",
    "day": "day daytime noon midday sunny blue-sky summer afternoon 白天 中午 晴 阳光 夏 下午",
}
TINTS: dict[str, tuple[str, str]] = {
    "red": ("#C8323C", "red crimson scarlet 红"),
    "orange": ("#E8792B", "orange amber 橙 橘"),
    "gold": ("#E2B33C", "gold golden yellow 金 黄色"),
    "green": ("#3E9B5F", "green emerald jade 绿 翠"),
    "teal": ("#1F9C9C", "teal turquoise cyan aqua 青"),
    "blue": ("#2F6BD8", "blue azure navy 蓝"),
    "purple": ("#7A4BC8", "purple violet lavender 紫"),
    "pink": ("#E86FA0", "pink rose magenta 粉"),
    "mono": ("#8A8A8A", "monochrome black-and-white noir 黑白"),
}
MARKS: dict[str, str] = {
    "boat": "boat boats ship ships fishing sail sailing harbor harbour 船 渔 帆 港",
    "bird": "bird birds gull gulls seagull seagulls geese crane 鸟 鸥 雁 鹤",
    "lighthouse": "lighthouse 灯塔",
    "moon": "moon moonlit moonlight 月",
    "aurora": "aurora northern 极光",
    "stars": "star stars starry milky galaxy constellation 星 银河",
    "rain": "rain rainy drizzle storm stormy 雨 暴风",
    "snow": "snow snowy snowfall winter 雪 冬",
    "mist": "mist misty fog foggy haze 雾 云海",
    "flower": "flower flowers blossom blossoms tulip poppies 花",
    "wheat": "wheat harvest barley autumn corn 麦 稻 秋",
    "ring": "ring rings ringed saturn 土星 光环",
    "earth": "earth blue-planet globe 地球",
    "mars": "mars red-planet 火星",
    "camel": "camel camels caravan 骆驼",
    "firefly": "firefly fireflies magic fairy 萤",
    "pine": "pine pines fir spruce 松",
}
# The usual hour of a family where the prompt names none.
USUAL_HOUR = {
    "sea": "dawn",
    "mountains": "dawn",
    "night": "night",
    "space": "night",
    "city": "dusk",
    "rain": "night",
    "flow": "dusk",
    "forest": "dawn",
    "desert": "sunset",
    "snow": "dusk",
    "meadow": "day",
}
# What is drawn where nothing in the prompt is known.
UNKNOWN = ("flow", "mountains", "sea", "rain")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to draw.

    Attributes:
        family: One of `FAMILIES`.
        hour: One of `HOURS`.
        tint: A colour everything leans to, or None.
        marks: Things to be seen, of `MARKS`.
        seed: Chance, the same for the same prompt.
    """

    family: str
    hour: str
    tint: Color | None
    marks: frozenset[str]
    seed: int


def wish_of(prompt: str) -> Wish:
    """Read a prompt: the same words always give the same wish."""
    text = " ".join(prompt.lower().split())
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    family = _best(FAMILIES, text) or UNKNOWN[seed % len(UNKNOWN)]
    hour = _best(HOURS, text) or USUAL_HOUR[family]
    tint = _best({name: words for name, (_, words) in TINTS.items()}, text)
    marks = frozenset(mark for mark, words in MARKS.items() if _count(words, text))
    return Wish(family, hour, color(TINTS[tint][0]) if tint else None, marks, seed)


def _best(groups: dict[str, str], text: str) -> str | None:
    """Return the group with most of its words in the text; the first named wins a draw."""
    scores = {name: _score(words, text) for name, words in groups.items()}
    found = max(scores, key=lambda name: scores[name])
    return found if scores[found] > 0 else None


def _score(words: str, text: str) -> float:
    """Add up the words of a group: what stands first weighs three times what stands last.

    A Chinese word weighs as much as it has characters: a single one stands in many other words.
    """
    total = 0.0
    for word in words.split():
        weight = 1 if word.isascii() else len(word)
        places = _places(word.replace("-", " "), text)
        total += sum(weight * (1.5 - place / len(text)) for place in places[:2])
    return total


def _count(words: str, text: str) -> int:
    return sum(len(_places(word.replace("-", " "), text)) for word in words.split())


def _places(word: str, text: str) -> list[int]:
    if word.isascii():
        return [found.start() for found in re.finditer(rf"\b{re.escape(word)}\b", text)]
    return [found.start() for found in re.finditer(re.escape(word), text)]
