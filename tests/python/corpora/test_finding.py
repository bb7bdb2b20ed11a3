"""Files that are to be imported, each once, in one order."""

import pytest

from descant.corpora.finding import found_files
from descant.errors import DescantError


def test_each_file_is_found_once_with_its_root(tmp_path):
    for name in ("b/2.WAV", "b/1.wav", "a/3.flac", "a/no.txt", "a/.hidden.wav"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "a" / "again.wav").symlink_to(tmp_path / "b" / "1.wav")
    found = found_files((tmp_path,), (".wav", ".flac"), "sound file")
    assert [path.relative_to(tmp_path).as_posix() for path, _ in found] == ["a/3.flac", "a/again.wav", "b/2.WAV"]
    assert {root for _, root in found} == {tmp_path}
    given = found_files((tmp_path / "a" / "no.txt", tmp_path / "b"), (".wav",), "sound file")
    assert [root for _, root in given] == [tmp_path, tmp_path, tmp_path]
    with pytest.raises(DescantError, match=r"holds no sound file; give \.ogg files"):
        found_files((tmp_path,), (".ogg",), "sound file")
    with pytest.raises(DescantError, match="is not there; give sound files"):
        found_files((tmp_path / "c",), (".ogg",), "sound file")
