import itertools
import tracemalloc
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from creator_app.core.engines import Source
from creator_app.core.errors import CreatorError
from creator_app.core.task import Task
from creator_app.media.decode import AudioFile, MediaInfo, probe
from creator_app.media.encode import write_audio
from tests.media_files import JFK, clicks, write_media

# These containers do not say how much the encoder put before the sound.
UNTOLD_S = {"avi": 0.024, "ts": 0.022}


def heard_clicks(samples, rate_hz):
    found = []
    for second in range(len(samples) // rate_hz):
        run = np.abs(samples[second * rate_hz : (second + 1) * rate_hz, 0])
        found.append(second + np.argmax(run) / rate_hz if run.max() > 0.1 else None)
    return found


def test_sound_of_every_container_is_heard_when_it_is_due(tmp_path, any_container):
    rate_hz = 44_100 if any_container in {"flac", "mp3", "m4a", "mka"} else 48_000
    path = write_media(tmp_path / f"clicks.{any_container}", clicks(5, rate_hz))
    with AudioFile(path) as sound:
        samples = np.concatenate(list(sound.blocks()))
        late = UNTOLD_S.get(any_container, 0)
        assert heard_clicks(samples, 16_000) == pytest.approx(
            [second + 0.5 + late for second in range(5)], abs=0.0011
        )
        assert sound.duration_us == pytest.approx(5_000_000 + late * 1e6, abs=41_000)


def test_going_back_and_forth_reads_the_same_as_reading_on(tmp_path, any_container):
    rate_hz = 44_100 if any_container in {"flac", "mp3", "m4a", "mka"} else 48_000
    length_s = 45
    tone = 0.4 * np.sin(np.arange(length_s * rate_hz) ** 2 / rate_hz / 4e3).astype(np.float32)
    path = write_media(tmp_path / f"sweep.{any_container}", tone)
    with AudioFile(path) as sound:
        whole = np.concatenate(list(sound.blocks()))
        for start_s in (40, 3, 31.5, 0, 44):
            piece = sound.read(int(start_s * 1e6), int(start_s * 1e6) + 500_000)
            begin = round(start_s * 16_000)
            # Matroska stamps in whole milliseconds: a seek may land half of one beside.
            shifts = range(-9, 10) if any_container in {"webm", "mkv", "mka"} else (0,)
            error = min(
                np.abs(piece[20:7_900] - whole[begin + 20 + by : begin + 7_900 + by]).max()
                for by in shifts
            )
            assert error < 0.02


def test_audio_file_is_a_source(tmp_path):
    with AudioFile(JFK.path) as sound:
        assert isinstance(sound, Source)
        assert sound.duration_us == 11_000_000
        assert sound.read(10_500_000, 99_000_000).shape == (8_000, 1)
        assert sound.read(11_000_000, 99_000_000).shape == (0, 1)
        assert sound.read(50_000_000, 51_000_000).shape == (0, 1)


def test_touching_reads_are_one_unbroken_sound():
    with AudioFile(JFK.path) as sound, AudioFile(JFK.path) as again:
        whole = sound.read(0, 11_000_000)
        edges = [0, 333_333, 1_000_001, 4_000_000, 4_000_777, 9_999_999, 11_000_000]
        pieces = [again.read(a, b) for a, b in itertools.pairwise(edges)]
        assert np.array_equal(np.concatenate(pieces), whole)


def test_stereo_stays_stereo_and_mono_is_its_mean(tmp_path):
    left, right = np.full(48_000, 0.5, np.float32), np.full(48_000, -0.1, np.float32)
    path = write_media(tmp_path / "two.wav", np.stack([left, right]))
    with AudioFile(path, 48_000, 2) as sound:
        assert sound.read(0, 1_000_000)[100] == pytest.approx([0.5, -0.1], abs=1e-4)
    with AudioFile(path, 48_000) as sound:
        assert sound.read(0, 1_000_000)[100] == pytest.approx([0.2], abs=1e-4)


def test_mono_is_heard_on_both_sides(tmp_path):
    path = write_media(tmp_path / "one.wav", np.full(48_000, 0.25, np.float32))
    with AudioFile(path, 44_100, 2) as sound:
        assert sound.read(0, 2_000_000)[20_000] == pytest.approx([0.25, 0.25], abs=1e-3)


def test_surround_is_mixed_down_without_clipping(tmp_path):
    path = write_media(tmp_path / "six.wav", np.full((6, 48_000), 0.9, np.float32))
    with AudioFile(path, 48_000, 2) as sound:
        samples = sound.read(0, 1_000_000)
        assert samples.shape == (48_000, 2)
        assert 0.5 < np.abs(samples).max() <= 1


def test_a_late_sound_track_starts_after_silence(tmp_path):
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as container:
        video, audio = (
            container.add_stream("mpeg4", rate=10),
            container.add_stream("flac", 48_000, layout="mono"),
        )
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        for number in range(40):
            picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
            picture.pts, picture.time_base = number, Fraction(1, 10)
            container.mux(video.encode(picture))
        block = np.full((1, 48_000), 0.5, np.float32)
        sound = av.AudioFrame.from_ndarray((block * 32767).astype(np.int16), "s16", "mono")
        sound.sample_rate, sound.pts, sound.time_base = 48_000, 96_000, Fraction(1, 48_000)
        container.mux(audio.encode(sound))
        container.mux(audio.encode(None))
        container.mux(video.encode(None))
    with AudioFile(path) as file:
        samples = file.read(0, 4_000_000)[:, 0]
        assert np.abs(samples[:31_900]).max() < 1e-3
        assert np.abs(samples[32_100:47_900] - 0.5).max() < 0.01


def test_an_hour_is_read_in_little_memory(tmp_path):
    path = tmp_path / "hour.flac"
    minute = np.zeros((60 * 8_000, 1), np.float32)
    write_audio(path, (minute for _ in range(60)), 8_000, 1, Task())
    with AudioFile(path) as sound:
        tracemalloc.start()
        count = sum(len(block) for block in sound.blocks())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 3_600 * 16_000
    assert peak < 10e6


def test_a_gap_of_hours_in_the_time_stamps_takes_little_memory(tmp_path):
    path = tmp_path / "gap.mka"
    with av.open(str(path), "w") as container:
        audio = container.add_stream("flac", 8_000, layout="mono")
        for begin in (0, 5 * 3_600 * 8_000):
            block = av.AudioFrame.from_ndarray(np.full((1, 8_000), 8_000, np.int16), "s16", "mono")
            block.sample_rate, block.pts = 8_000, begin
            container.mux(audio.encode(block))
        container.mux(audio.encode(None))
    with AudioFile(path) as sound:
        tracemalloc.start()
        blocks = [np.abs(block).max() > 0.1 for block in sound.blocks()]
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(blocks) == 5 * 360 + 1
    assert [number for number, is_loud in enumerate(blocks) if is_loud] == [0, 5 * 360]
    assert peak < 10e6


def test_as_file_cuts_a_stretch_out(tmp_path):
    with AudioFile(JFK.path) as sound:
        for codec in ("flac", "wav", "mp3"):
            with sound.as_file(codec, 1_000_000, 3_500_000) as file, av.open(file, "r") as made:
                assert made.duration == 2_500_000
                assert made.streams.audio[0].rate == 16_000


def test_probe_tells_what_a_video_holds(tmp_path):
    path = write_media(tmp_path / "clip.mp4", clicks(2, 48_000))
    info = probe(path)
    assert (info.has_audio, info.has_video, info.is_still) == (True, True, False)
    assert (info.width, info.height, info.rate) == (64, 48, 10)
    assert info.duration_us == 2_000_000
    assert (info.video_codec, info.audio_codec, info.audio_rate_hz) == ("mpeg4", "aac", 48_000)


@pytest.mark.parametrize(("turned", "clockwise"), [(0, 0), (-90, 90), (90, 270), (180, 180)])
def test_probe_tells_how_a_phone_was_held(tmp_path, turned, clockwise):
    path = tmp_path / "phone.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.set_display_rotation(turned)
        picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    assert probe(path).rotation == clockwise


def test_a_picture_is_a_still_without_length(tmp_path):
    cv2.imwrite(str(tmp_path / "p.png"), np.zeros((40, 60, 3), np.uint8))
    info = probe(tmp_path / "p.png")
    assert (info.is_still, info.width, info.height, info.duration_us) == (True, 60, 40, 0)


def test_a_cover_picture_is_no_video(tmp_path):
    path, cover = tmp_path / "song.mp3", tmp_path / "cover.jpg"
    cv2.imwrite(str(cover), np.zeros((40, 60, 3), np.uint8))
    with av.open(str(path), "w") as container:
        audio = container.add_stream("libmp3lame", 44_100)
        picture = container.add_stream("mjpeg")
        picture.width, picture.height, picture.pix_fmt = 60, 40, "yuvj420p"
        picture.disposition = av.stream.Disposition.attached_pic
        frame = av.VideoFrame.from_ndarray(np.zeros((40, 60, 3), np.uint8), "rgb24")
        container.mux(picture.encode(frame))
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 44_100), np.float32), "fltp", "mono")
        sound.sample_rate = 44_100
        container.mux(audio.encode(sound))
        container.mux(audio.encode(None))
    assert probe(path).has_video is False
    assert probe(path).has_audio is True


def test_a_recording_that_does_not_say_its_length_is_measured(tmp_path):
    path = tmp_path / "browser.webm"
    with path.open("wb") as file:
        stream = _Unseekable(file)
        with av.open(stream, "w", format="webm", options={"live": "1"}) as container:
            audio = container.add_stream("libopus", 48_000, layout="mono")
            for number in range(20):
                block = av.AudioFrame.from_ndarray(np.zeros((1, 4_800), np.float32), "fltp", "mono")
                block.sample_rate, block.pts = 48_000, number * 4_800
                container.mux(audio.encode(block))
            container.mux(audio.encode(None))
    assert probe(path).duration_us == pytest.approx(2_000_000, abs=30_000)


class _Unseekable:
    def __init__(self, file):
        self.write = file.write


def test_a_file_still_being_recorded_can_be_read(tmp_path):
    path = tmp_path / "live.wav"
    write_audio(path, [np.full((16_000, 1), 0.5, np.float32)], 16_000, 1, Task())
    raw = bytearray(path.read_bytes())
    at = raw.index(b"data") + 4
    raw[at : at + 4] = raw[4:8] = b"\0\0\0\0"
    path.write_bytes(raw)
    with AudioFile(path) as sound:
        assert len(sound.read(0, 2_000_000)) >= 16_000


def test_tags_in_a_foreign_encoding_do_not_matter(tmp_path):
    path = write_media(tmp_path / "song.mp3", clicks(1, 44_100))
    title = b"TIT2\x00\x00\x00\x05\x00\x00\x03\xb9\xe3\xd6\xdd"  # said to be UTF-8, is GB 18030
    path.write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x0f" + title + path.read_bytes())
    assert probe(path).has_audio


BAD = {
    "empty.wav": (b"", "“empty.wav” is empty."),
    "notes.txt": (b"Dear diary,\n" * 200, "not a sound or video file"),
    "notes.mp3": (b"Dear diary,\n" * 200, "not a sound or video file"),
    "subs.srt": (b"1\n00:00:01,000 --> 00:00:02,000\nhi\n\n", "not a sound or video file"),
    "zeros.mp4": (bytes(50_000), "not a sound or video file"),
    "noise.mkv": (np.random.default_rng(7).bytes(50_000), "not a sound or video file"),
    "list.ffconcat": (b"ffconcat version 1.0\nfile 'empty.wav'\n", "not a sound or video file"),
    "list.m3u8": (
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "not a sound or video file",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_medium_is_refused_in_one_plain_line(tmp_path, name):
    content, message = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CreatorError, match=message) as caught:
        probe(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_video_cut_off_before_its_index_is_called_incomplete(tmp_path):
    path = write_media(tmp_path / "cut.mp4", clicks(3, 48_000))
    path.write_bytes(path.read_bytes()[:-3_000])
    with pytest.raises(CreatorError, match=r"“cut\.mp4” is incomplete"):
        AudioFile(path)


def test_a_file_cut_off_after_its_index_gives_what_is_there(tmp_path):
    noise = np.random.default_rng(3).uniform(-0.3, 0.3, 441_000).astype(np.float32)
    path = write_media(tmp_path / "cut.flac", noise)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with AudioFile(path) as sound:
        assert sound.duration_us == 10_000_000
        heard = sum(len(block) for block in sound.blocks()) / 16_000
        assert 2 < heard < 9
        assert sound.duration_us == pytest.approx(heard * 1e6, abs=100)


def test_a_damaged_stretch_is_a_gap_and_not_the_end(tmp_path):
    path = write_media(tmp_path / "scratch.mp3", clicks(10, 44_100))
    raw = bytearray(path.read_bytes())
    third = len(raw) // 3
    raw[third : third + 3_000] = bytes(3_000)
    path.write_bytes(raw)
    with AudioFile(path) as sound:
        samples = np.concatenate(list(sound.blocks()))
    assert np.abs(samples[-16_000:]).max() > 0.3


def test_a_video_without_sound_is_said_to_have_none(tmp_path):
    path = write_media(tmp_path / "silent.mp4", None, picture_s=1)
    assert probe(path).has_audio is False
    with pytest.raises(CreatorError, match=r"“silent\.mp4” has no sound\."):
        AudioFile(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CreatorError, match=r"“gone\.mp4” does not exist"):
        probe(tmp_path / "gone.mp4")


def test_sound_alone_has_no_picture(tmp_path):
    info = probe(JFK.path)
    assert info == MediaInfo(
        11_000_000, True, False, format="flac", audio_codec="flac", audio_rate_hz=44_100, channels=2
    )
