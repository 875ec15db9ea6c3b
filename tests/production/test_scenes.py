import pytest

from creator_app.core.engines import Access, Catalog, Engine, Generator, ShotRequest, Standing
from creator_app.core.errors import CreatorError, EngineUnavailableError
from creator_app.core.task import Cancelled, Task
from creator_app.core.timeline import Shot
from creator_app.production import scenes
from creator_app.production.scenes import make_scene, parse_aspect, scene_key, shot_with_clip

REQUEST = ShotRequest("boats", 1_000_000, 64, 64)


class Studio:
    """A generator that takes its time and remembers what it was asked."""

    def __init__(self, waits=2, failure=None):
        self.waits, self.failure = waits, failure
        self.ordered, self.asked, self.given_up = [], [], []

    def submit(self, request, _task):
        self.ordered.append(request)
        return f"order {len(self.ordered)}"

    def poll(self, name):
        self.asked.append(name)
        if self.failure:
            raise self.failure
        done = len(self.asked) > self.waits
        return Standing(done, len(self.asked) / (self.waits + 1), "filming")

    def fetch(self, name, out, _task):
        out.write_text(name)

    def cancel(self, name):
        self.given_up.append(name)


class Ready(Engine):
    def __init__(self, studio):
        super().__init__(Generator, "studio", "Studio", "")
        object.__setattr__(self, "studio", studio)

    def open(self, _access: Access) -> object:
        return self.studio


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(scenes, "FIRST_WAIT_S", 0.001)


def catalog(studio):
    return Catalog([Ready(studio)])


def test_a_scene_is_ordered_waited_for_and_fetched(tmp_path):
    studio, task = Studio(), Task()
    make_scene(catalog(studio), REQUEST, tmp_path / "out.mp4", task)
    assert (tmp_path / "out.mp4").read_text() == "order 1"
    assert studio.ordered == [REQUEST]
    assert len(studio.asked) == 3
    assert task.latest[1] == "filming"


def test_an_order_is_given_up_when_the_user_stops(tmp_path):
    studio = Studio(waits=10**9)

    class Stopping(Task):
        def progress(self, fraction, note=""):
            super().progress(fraction, note)
            if len(studio.asked) > 3:
                self.cancel()

    with pytest.raises(Cancelled):
        make_scene(catalog(studio), REQUEST, tmp_path / "out.mp4", Stopping())
    assert studio.given_up == ["order 1"]
    assert list(tmp_path.iterdir()) == []


def test_what_a_generator_refuses_is_passed_on(tmp_path):
    studio = Studio(failure=CreatorError("No boats today."))
    with pytest.raises(CreatorError, match="No boats today"):
        make_scene(catalog(studio), REQUEST, tmp_path / "out.mp4", Task())


def test_an_unknown_engine_is_said_plainly(tmp_path):
    with pytest.raises(EngineUnavailableError, match="called film"):
        make_scene(catalog(Studio()), REQUEST, tmp_path / "out.mp4", Task(), "film")


def test_a_clip_is_made_once_and_found_again(tmp_path):
    studio, shot = Studio(waits=0), Shot("s", "boats")
    once = shot_with_clip(catalog(studio), shot, REQUEST, tmp_path / "takes", Task())
    again = shot_with_clip(catalog(studio), once, REQUEST, tmp_path / "takes", Task())
    assert len(studio.ordered) == 1
    assert once == again
    assert (once.take.engine, once.take.duration_us) == ("studio", 1_000_000)
    assert (tmp_path / once.take.media).is_file()


def test_another_prompt_is_another_take_and_the_old_one_stays(tmp_path):
    studio, shot = Studio(waits=0), Shot("s", "boats")
    takes = tmp_path / "takes"
    once = shot_with_clip(catalog(studio), shot, REQUEST, takes, Task())
    other = ShotRequest("gulls", 1_000_000, 64, 64)
    twice = shot_with_clip(catalog(studio), once, other, takes, Task())
    assert len(twice.takes) == 2
    assert twice.take.key == scene_key(other, "studio") != once.take.key


def test_equal_requests_have_equal_names():
    assert scene_key(REQUEST, "a") == scene_key(ShotRequest("boats", 1_000_000, 64, 64), "a")
    assert scene_key(REQUEST, "a") != scene_key(REQUEST, "b")


@pytest.mark.parametrize(
    ("text", "size"),
    [("9:16", (1080, 1920)), ("16:9", (1920, 1080)), ("1:1", (1080, 1080)), ("4:5", (1080, 1350))],
)
def test_an_aspect_has_a_size(text, size):
    assert parse_aspect(text) == size


@pytest.mark.parametrize("text", ["", "9", "9:", "a:b", "0:1", "1:9", "-9:16", "9:16:3"])
def test_what_is_no_aspect_is_said_plainly(text):
    with pytest.raises(CreatorError):
        parse_aspect(text)
