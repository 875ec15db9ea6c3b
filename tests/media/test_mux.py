from fractions import Fraction

import av
import numpy as np
import pytest

from creator_app.core.errors import CreatorError
from creator_app.core.task import Cancelled, Task
from creator_app.media.decode import probe
from creator_app.media.encode import write_audio
from creator_app.media.mux import mux
from tests import films
from tests.films import Film

REORDERED = (("preset", "medium"), ("crf", "20"))


def packets(path):
    """Return the bytes of every picture packet, and when each is shown, from the first."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        found = [(bytes(p), p.pts * p.time_base) for p in container.demux(video) if p.size]
    zero = min(time for _, time in found)
    return [content for content, _ in found], [time - zero for _, time in found]


def tone(path, seconds, hz=440.0, channels=2, rate_hz=48_000):
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    samples = np.repeat(
        (0.4 * np.sin(2 * np.pi * hz * at)).astype(np.float32)[:, None], channels, 1
    )
    write_audio(path, [samples], rate_hz, channels, Task())
    return path


def power_at(path, hz):
    samples = films.sound_of(path)[:, 0]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) / len(samples) * 4
    return float(spectrum[round(hz * len(samples) / films.SOUND_HZ)])


@pytest.mark.parametrize("ending", ["mp4", "mkv", "mov"])
def test_the_picture_is_copied_byte_for_byte(tmp_path, ending):
    video = films.make(tmp_path / "in.mp4", Film(count=60, options=REORDERED, tone_hz=300))
    out = tmp_path / f"out.{ending}"
    mux(video, tone(tmp_path / "a.wav", 2), out, Task())
    before, after = packets(video), packets(out)
    assert after[0] == before[0]
    assert [float(t) for t in after[1]] == pytest.approx([float(t) for t in before[1]], abs=0.0006)
    assert films.numbers(out) == list(range(60))


@pytest.mark.parametrize("seconds", [0.5, 2.0, 7.0])
def test_the_picture_decides_the_length(tmp_path, seconds):
    video = films.make(tmp_path / "in.mp4", Film(count=60))
    mux(video, tone(tmp_path / "a.wav", seconds), tmp_path / "out.mp4", Task())
    sound = films.sound_of(tmp_path / "out.mp4")
    assert len(sound) == pytest.approx(2 * films.SOUND_HZ, abs=48)
    heard = np.flatnonzero(np.abs(sound[:, 0]) > 0.1)
    assert heard[-1] / films.SOUND_HZ == pytest.approx(min(seconds, 2.0), abs=0.03)


def test_flash_and_click_come_together(tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=90, clicks=True, options=REORDERED))
    samples = np.zeros((3 * films.SOUND_HZ, 1), np.float32)
    for number in range(0, 90, 10):
        samples[number * 1600 : number * 1600 + 48] = 0.8
    write_audio(tmp_path / "clicks.wav", [samples], films.SOUND_HZ, 1, Task())
    mux(video, tmp_path / "clicks.wav", tmp_path / "out.mp4", Task())
    clicks = films.clicks_of(films.sound_of(tmp_path / "out.mp4"))
    assert [round(at / 1600) for at in clicks] == list(range(0, 90, 10))
    assert max(abs(at - n * 16_000) for n, at in enumerate(clicks)) < 48
    flashes = [n for n, grey in enumerate(films.greys(tmp_path / "out.mp4")) if grey.min() > 200]
    assert flashes == list(range(0, 90, 10))


def test_the_old_sound_goes_unless_it_is_mixed(tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=60, tone_hz=300))
    other = tone(tmp_path / "a.wav", 2, 1000)
    mux(video, other, tmp_path / "new.mp4", Task())
    mux(video, other, tmp_path / "both.mp4", Task(), mix=True)
    assert power_at(tmp_path / "new.mp4", 300) < 0.001
    assert power_at(tmp_path / "new.mp4", 1000) == pytest.approx(0.4, rel=0.1)
    assert power_at(tmp_path / "both.mp4", 300) == pytest.approx(0.2, rel=0.1)
    assert power_at(tmp_path / "both.mp4", 1000) == pytest.approx(0.4, rel=0.1)
    assert packets(tmp_path / "both.mp4")[0] == packets(video)[0]


def test_mixing_onto_a_silent_video_is_putting_sound_on_it(tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=30))
    mux(video, tone(tmp_path / "a.wav", 1), tmp_path / "out.mp4", Task(), mix=True)
    assert power_at(tmp_path / "out.mp4", 440) > 0.3


def test_two_loud_sounds_together_do_not_clip(tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=60, tone_hz=440))
    loud = (0.95 * np.sin(np.arange(96_000) * 2 * np.pi * 440 / 48_000)).astype(np.float32)
    write_audio(tmp_path / "a.wav", [loud[:, None]], 48_000, 1, Task())
    mux(video, tmp_path / "a.wav", tmp_path / "out.mp4", Task(), mix=True)
    assert np.abs(films.sound_of(tmp_path / "out.mp4")).max() < 1.0


@pytest.mark.parametrize(("rate_hz", "channels"), [(44_100, 1), (16_000, 1), (96_000, 2)])
def test_any_rate_and_mono_are_heard_at_their_pitch(tmp_path, rate_hz, channels):
    video = films.make(tmp_path / "in.mp4", Film(count=60))
    sound = tone(tmp_path / "a.wav", 2, 1000, channels, rate_hz)
    mux(video, sound, tmp_path / "out.mp4", Task())
    assert power_at(tmp_path / "out.mp4", 1000) == pytest.approx(0.4, rel=0.1)


def test_a_turned_picture_stays_turned_and_tags_stay(tmp_path):
    video = tmp_path / "in.mp4"
    plain = films.make(tmp_path / "plain.mp4", Film(count=5))
    with av.open(str(plain)) as given, av.open(str(video), "w") as made:
        made.metadata["title"] = "Ferien 假期"
        copy = made.add_stream_from_template(given.streams.video[0], opaque=True)
        copy.set_display_rotation(90)
        for packet in given.demux(video=0):
            if packet.size:
                packet.stream = copy
                made.mux(packet)
    mux(video, tone(tmp_path / "a.wav", 1), tmp_path / "out.mp4", Task())
    assert probe(tmp_path / "out.mp4").rotation == probe(video).rotation != 0
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.metadata["title"] == "Ferien 假期"


def test_subtitles_and_chapters_stay(tmp_path):
    video = films.make(tmp_path / "plain.mkv", Film(count=60))
    with_text = tmp_path / "in.mkv"
    (tmp_path / "text.srt").write_text("1\n00:00:00,200 --> 00:00:01,000\nHello\n")
    with (
        av.open(str(video)) as given,
        av.open(str(tmp_path / "text.srt")) as text,
        av.open(str(with_text), "w") as made,
    ):
        picture = made.add_stream_from_template(given.streams.video[0], opaque=True)
        lines = made.add_stream_from_template(text.streams.subtitles[0], opaque=True)
        chapter = {"id": 1, "start": 0, "end": 1000, "time_base": Fraction(1, 1000)}
        made.set_chapters([{**chapter, "metadata": {"title": "One"}}])
        for source, copy in ((text, lines), (given, picture)):
            for packet in source.demux():
                if packet.size:
                    packet.stream = copy
                    made.mux(packet)
    mux(with_text, tone(tmp_path / "a.wav", 1), tmp_path / "out.mkv", Task())
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert [stream.type for stream in container.streams] == ["video", "subtitle", "audio"]
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == ["One"]
        said = [bytes(p) for p in container.demux(container.streams.subtitles[0]) if p.size]
        assert said == [b"Hello"]


def test_a_broadcast_whose_stamps_begin_late_is_in_step(tmp_path):
    video = films.make(tmp_path / "in.ts", Film(count=60, clicks=True))
    samples = np.zeros((2 * films.SOUND_HZ, 1), np.float32)
    for number in range(0, 60, 10):
        samples[number * 1600 : number * 1600 + 48] = 0.8
    write_audio(tmp_path / "clicks.wav", [samples], films.SOUND_HZ, 1, Task())
    mux(video, tmp_path / "clicks.wav", tmp_path / "out.mp4", Task())
    clicks = films.clicks_of(films.sound_of(tmp_path / "out.mp4"))
    assert [round(at / 1600) for at in clicks] == list(range(0, 60, 10))
    assert films.numbers(tmp_path / "out.mp4")[11:20] == list(range(11, 20))


@pytest.mark.parametrize(
    ("video", "audio", "words"),
    [
        ("film.mp4", "silent.mp4", "has no sound"),
        ("sound.wav", "sound.wav", "has no picture"),
        ("film.mp4", "text.txt", "not a sound"),
        ("text.txt", "sound.wav", "not a sound"),
        ("none.mp4", "sound.wav", "does not exist"),
    ],
)
def test_what_cannot_be_joined_is_said_plainly(tmp_path, video, audio, words):
    films.make(tmp_path / "film.mp4", Film(count=5))
    films.make(tmp_path / "silent.mp4", Film(count=5))
    tone(tmp_path / "sound.wav", 1)
    (tmp_path / "text.txt").write_text("only words")
    with pytest.raises(CreatorError, match=words):
        mux(tmp_path / video, tmp_path / audio, tmp_path / "out.mp4", Task())
    assert not (tmp_path / "out.mp4").exists()


def test_a_picture_that_does_not_fit_the_format_is_said_plainly(tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=5))
    with pytest.raises(CreatorError, match=r"h264.*does not fit into “out\.webm”"):
        mux(video, tone(tmp_path / "a.wav", 1), tmp_path / "out.webm", Task())
    assert not list(tmp_path.glob("*.webm"))


def test_stopping_leaves_nothing(tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=200))
    sound = tone(tmp_path / "a.wav", 7)

    class Stopping(Task):
        def progress(self, fraction, note=""):
            super().progress(fraction, note)
            if fraction > 0.3:
                self.cancel()

    with pytest.raises(Cancelled):
        mux(video, sound, tmp_path / "out.mp4", Stopping())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "in.mp4"]


def test_a_full_disk_is_said_plainly_and_nothing_half_stays(small_disk, tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=60))
    small_disk.fill(left_bytes=8_192)
    with pytest.raises(CreatorError, match="disk is full"):
        mux(video, tone(tmp_path / "a.wav", 2), small_disk.path / "out.mp4", Task())
    small_disk.clear()
    assert list(small_disk.path.iterdir()) == []


def test_a_video_or_sound_is_never_replaced_by_what_is_made_of_it(tmp_path):
    video = films.make(tmp_path / "in.mp4", Film(count=30, tone_hz=300))
    sound = tone(tmp_path / "a.wav", 1)
    before = video.read_bytes(), sound.read_bytes()
    for out in (video, sound):
        with pytest.raises(CreatorError, match="would be lost"):
            mux(video, sound, out, Task())
    assert (video.read_bytes(), sound.read_bytes()) == before
