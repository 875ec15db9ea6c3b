import os
from pathlib import Path

import pytest

from creator_app.core.errors import CreatorError, EngineUnavailableError
from creator_app.core.task import Cancelled, Task
from creator_app.providers import whisper_files
from creator_app.providers.whisper_files import MODEL, SHA256, SMALL, base_model, models_folder


@pytest.fixture
def empty_models(tmp_path, monkeypatch):
    monkeypatch.setenv("CREATOR_APP_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def small_packages(tmp_path, monkeypatch):
    """Packages with a model of a few bytes, whose sum is right."""
    import hashlib

    for number, package in enumerate(("one", "two"), 1):
        (tmp_path / package / "data").mkdir(parents=True)
        (tmp_path / package / "data" / f"{MODEL}.part{number}").write_bytes(bytes([number]) * 9)
    for name in SMALL:
        (tmp_path / "one" / "data" / name).write_text(name)
    monkeypatch.setattr(whisper_files, "PARTS", ("one", "two"))
    monkeypatch.setattr(whisper_files, "files", lambda package: tmp_path / package)
    whole = hashlib.sha256(b"\1" * 9 + b"\2" * 9).hexdigest()
    monkeypatch.setattr(whisper_files, "SHA256", whole)
    return tmp_path


def test_the_packaged_model_is_the_one_that_was_published():
    folder = base_model(Task())
    assert folder == Path(os.environ["CREATOR_APP_MODELS"]) / "whisper-base"
    assert whisper_files.SHA256 == SHA256
    assert (folder / MODEL).stat().st_size == 145_217_532


def test_it_is_put_together_once(empty_models, small_packages):
    folder = base_model(Task())
    assert (folder / MODEL).read_bytes() == b"\1" * 9 + b"\2" * 9
    assert sorted(path.name for path in folder.iterdir()) == sorted((*SMALL, MODEL))
    before = (folder / MODEL).stat().st_mtime_ns
    assert base_model(Task()) == folder
    assert (folder / MODEL).stat().st_mtime_ns == before


def test_a_damaged_package_is_told_and_leaves_no_model(empty_models, small_packages):
    (small_packages / "two" / "data" / f"{MODEL}.part2").write_bytes(b"\2" * 8)
    with pytest.raises(CreatorError, match="damaged") as caught:
        base_model(Task())
    assert "pip install" in caught.value.hint
    assert not (empty_models / "whisper-base" / MODEL).exists()
    assert not list((empty_models / "whisper-base").glob(".part*"))


def test_a_missing_package_is_told(empty_models, monkeypatch):
    monkeypatch.setattr(whisper_files, "PARTS", ("no_such_package", "nor_this"))
    with pytest.raises(EngineUnavailableError, match="not installed") as caught:
        base_model(Task())
    assert "creator-app[offline]" in caught.value.hint


def test_cancelling_leaves_no_half_model(empty_models, small_packages):
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        base_model(task)
    assert not list((empty_models / "whisper-base").iterdir())


def test_a_full_disk_is_told_and_leaves_no_half_model(small_disk, monkeypatch):
    monkeypatch.setenv("CREATOR_APP_MODELS", str(small_disk.path))
    with pytest.raises(CreatorError, match="disk is full"):
        base_model(Task())
    assert not list(small_disk.path.glob("whisper-base/model*"))


def test_models_are_kept_with_the_data_unless_told_otherwise(monkeypatch, own_folders):
    monkeypatch.delenv("CREATOR_APP_MODELS")
    assert models_folder() == own_folders / "data" / "models"
