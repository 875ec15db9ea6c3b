import shutil

import pytest


@pytest.fixture
def translations(load):
    return load("translations")


def test_every_text_is_translated_and_compiled(translations):
    assert translations.problems() == []


def test_a_text_without_a_translation_is_found(translations, tmp_path, monkeypatch):
    copy_folder(translations, tmp_path, monkeypatch)
    place = tmp_path / "creator_app_zh_CN.ts"
    place.write_text(place.read_text().replace("<translation>录制</translation>", "<translation/>"))
    assert any("does not translate: Record" in each for each in translations.problems())


def test_a_text_that_left_the_source_is_found(translations, tmp_path, monkeypatch):
    copy_folder(translations, tmp_path, monkeypatch)
    place = tmp_path / "creator_app_zh_CN.ts"
    gone = "<message><source>Gone</source><translation>没了</translation></message>"
    place.write_text(place.read_text().replace("</context>", f"{gone}</context>", 1))
    assert any("has too much" in each for each in translations.problems())


def test_a_file_that_was_not_compiled_again_is_found(translations, tmp_path, monkeypatch):
    copy_folder(translations, tmp_path, monkeypatch)
    place = tmp_path / "creator_app_en.ts"
    place.write_text(place.read_text().replace("%n projects", "%n works"))
    assert "creator_app_en.qm is older than creator_app_en.ts" in translations.problems()


def copy_folder(translations, folder, monkeypatch):
    shutil.copytree(translations.FOLDER, folder, dirs_exist_ok=True)
    monkeypatch.setattr(translations, "FOLDER", folder)
