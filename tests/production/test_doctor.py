import pytest

from creator_app.core.engines import Catalog
from creator_app.core.task import Task
from creator_app.production.doctor import examine
from creator_app.providers import ENGINES

# What is drawn here needs a Qt application; later tests need one for windows.
pytestmark = pytest.mark.usefixtures("qapp")


def test_the_three_jobs_work_in_small_and_leave_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    findings = {each.name: each for each in examine(Catalog(ENGINES), Task())}
    assert [name for name, each in findings.items() if not each.is_good] == []
    assert list(findings) == ["devices", "captions", "voice", "video"]
    assert "100% of the words" in findings["captions"].text
    assert "-16.0 LUFS" in findings["voice"].text
    assert "360 × 640" in findings["video"].text
    assert list(tmp_path.glob("creator-app*")) == []


def test_what_is_missing_is_said_and_the_rest_is_tried_all_the_same():
    findings = {each.name: each for each in examine(Catalog(()), Task())}
    assert not findings["captions"].is_good
    assert "no engine" in findings["captions"].text
    assert not findings["voice"].is_good
