"""The file below the environment: what it gives, what is wrong with it, and that writing it loses nothing."""

import os
import stat
from pathlib import Path

import pytest

from freshbrick.settings import SettingsError
from freshbrick.settings.env_file import place, read, write

KEYS = {
    f"FRESHBRICK_BRICKLINK_{name}": f"{name.lower()}-value"
    for name in ("CONSUMER_KEY", "CONSUMER_SECRET", "TOKEN_VALUE", "TOKEN_SECRET")
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "freshbrick.env"


def given(path: Path, text: str) -> Path:
    path.parent.mkdir()
    path.touch(mode=0o600)
    path.write_text(text)
    return path


def mistakes(path: Path, **environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as error:
        read(path).settings({f"FRESHBRICK_{name}": text for name, text in environ.items()})
    return error.value.mistakes


def test_it_lies_in_the_folder_for_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert place() == tmp_path / "freshbrick" / "freshbrick.env"


def test_without_a_file_only_the_environment_counts(path: Path) -> None:
    assert read(path).settings({"FRESHBRICK_PORT": "9000"}).port == 9000


def test_the_file_holds_where_the_environment_says_nothing(path: Path) -> None:
    file = read(given(path, "# mine\nexport FRESHBRICK_PORT=9000\nFRESHBRICK_CURRENCY='eur'\n"))
    settings = file.settings({"FRESHBRICK_PORT": "9001", "FRESHBRICK_CURRENCY": " "})
    assert (settings.port, settings.currency) == (9001, "EUR")


def test_of_two_that_exclude_each_other_the_environments_counts(path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from-a-file\n")
    text = "FRESHBRICK_REGION=eu\n" + "".join(f"{name}={value}\n" for name, value in KEYS.items())
    environ = {"FRESHBRICK_COUNTRY": "DE", "FRESHBRICK_BRICKLINK_CONSUMER_KEY_FILE": str(secret)}
    settings = read(given(path, text)).settings(environ)
    assert (settings.region, settings.country) == (None, "DE")
    assert settings.credentials is not None
    assert settings.credentials.consumer_key == "from-a-file"


def test_mistakes_name_the_file_and_the_line_and_all_are_told_at_once(path: Path) -> None:
    given(path, "\n# a comment\n\nFRESHBRICK_POTR=1\nPATH=/bin\nFRESHBRICK_PORT=many\n=3\nFRESHBRICK_HOST\n")
    told = mistakes(path, STALE_AFTER="soon")
    assert [mistake.partition(": ")[0] for mistake in told if str(path) in mistake] == [
        f"{path}:{line}" for line in (4, 5, 7, 8, 6)
    ]
    assert "did you mean FRESHBRICK_PORT" in told[0]
    assert told[-1].startswith(("FRESHBRICK_STALE_AFTER", f"{path}:6"))
    assert len(told) == 6


def test_a_mistake_of_the_environment_is_not_laid_at_the_files_door(path: Path) -> None:
    given(path, "FRESHBRICK_PORT=9000\n")
    assert mistakes(path, PORT="many")[0].startswith("FRESHBRICK_PORT is 'many'")


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_file_that_others_may_read_is_refused_with_the_remedy(path: Path) -> None:
    given(path, "FRESHBRICK_PORT=9000\n").chmod(0o640)
    assert mistakes(path) == (f"Others may read {path}, which is for secrets: chmod 600 {path}",)


def test_a_file_that_is_no_text_is_one_sentence(path: Path) -> None:
    given(path, "").write_bytes(b"\xff\xfe\x00")
    assert mistakes(path) == (f"{path} cannot be read (not a text file)",)


def test_no_secret_shows(path: Path) -> None:
    file = read(given(path, "".join(f"{name}={value}\n" for name, value in KEYS.items())))
    assert "-value" not in repr(file)


def test_writing_makes_a_file_for_its_owner_alone(path: Path) -> None:
    write(path, KEYS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(path).texts == KEYS
    assert list(path.parent.iterdir()) == [path]


def test_writing_keeps_what_else_stands_there(path: Path) -> None:
    given(path, "# mine\nFRESHBRICK_PORT=9000\n\nFRESHBRICK_BRICKLINK_TOKEN_VALUE=old\n# the end")
    write(path, KEYS)
    text = path.read_text()
    assert text.startswith("# mine\nFRESHBRICK_PORT=9000\n")
    assert "# the end\n" in text
    assert "old" not in text
    assert read(path).texts == {"FRESHBRICK_PORT": "9000", **KEYS}


def test_a_key_takes_the_place_of_the_name_of_its_file(path: Path) -> None:
    given(path, "FRESHBRICK_BRICKLINK_CONSUMER_KEY_FILE=/nowhere\n")
    write(path, KEYS)
    assert read(path).settings({}).credentials is not None


def test_every_text_comes_back_as_it_was(path: Path) -> None:
    odd = {"FRESHBRICK_TOKEN": "a b#c'd\\e\"$f ", "FRESHBRICK_BRICKLINK_URL": "http://127.0.0.1:1/a=b"}
    write(path, odd)
    assert read(path).texts == {name: text.strip() for name, text in odd.items()}


def test_a_crash_while_writing_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(path, "FRESHBRICK_PORT=9000\n")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(path, KEYS)
    assert path.read_text() == "FRESHBRICK_PORT=9000\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.env"
    real.touch(mode=0o600)
    path.parent.mkdir()
    path.symlink_to(real)
    write(path, KEYS)
    assert path.is_symlink()
    assert read(real).texts == KEYS
