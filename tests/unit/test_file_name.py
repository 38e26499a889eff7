"""The names of exported files, and writing them whole or not at all."""

import os
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.documents.write.file_name import file_name, write_file
from tests.support import incident

TITLES = [
    ("checkout", "5xx spike", "0042-checkout-5xx-spike.md"),
    ("../../etc/passwd", "..", "0042-etc-passwd.md"),
    ("C:\\CON", "aux.", "0042-c-con-aux.md"),
    (".hidden", "~/x\x00\n\x1b[31m", "0042-hidden-x-31m.md"),
    ("Größe", "Straße", "0042-größe-straße.md"),
    ("cafe\u0301", "x", "0042-caf\u00e9-x.md"),
    ("a\u200fb\u202ec", "שלום", "0042-abc-שלום.md"),
    ("हिन्दी", "धीमा", "0042-हिन्दी-धीमा.md"),
    ("🔥🔥", "...", "0042.md"),
    ("", "", "0042.md"),
]


@pytest.mark.parametrize(("service", "symptom", "name"), TITLES)
def test_a_name_is_the_number_and_the_words_of_the_title(
    service: str, symptom: str, name: str
) -> None:
    name = file_name(incident(42, service=service, symptom=symptom), "md")
    assert name == unicodedata.normalize("NFC", name)


@given(st.text(), st.text(), st.integers(1, 2**31 - 1))
def test_every_title_makes_a_plain_short_name(service: str, symptom: str, number: int) -> None:
    name = file_name(incident(number, service=service * 40, symptom=symptom), "md")
    assert Path(name).name == name
    assert name.startswith(f"{number:04}")
    assert len(name.encode()) < 255 - len(".facilitator-.tmp")
    stem = name.removesuffix(".md")
    assert all(
        character == "-" or unicodedata.category(character)[0] in "LNM" for character in stem
    )
    assert not stem.endswith("-")


def test_a_file_is_replaced_whole_with_the_bytes_of_the_text(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"
    write_file(folder, "a.md", "first, and longer")
    path = write_file(folder, "a.md", "ä\r\nb\n")
    assert path == folder / "a.md"
    assert path.read_bytes() == "ä\r\nb\n".encode()
    assert [path.name for path in folder.iterdir()] == ["a.md"]


def test_a_file_that_can_t_be_written_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = write_file(tmp_path, "a.md", "kept")
    with pytest.raises(UnicodeEncodeError):
        write_file(tmp_path, "a.md", "half a character: \ud800")
    assert path.read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("kept")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.md").symlink_to(other)
    (folder / "b.md").symlink_to(tmp_path / "nowhere")
    for name in ("a.md", "b.md"):
        with pytest.raises(FileExistsError, match="a link has that name"):
            write_file(folder, name, "new")
    assert other.read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()


def test_a_failure_names_the_file_and_not_its_temporary_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(IsADirectoryError) as error:
        write_file(tmp_path, "a.md", "x")
    assert error.value.filename == str(tmp_path / "a.md")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/b", "/a", "a/"])
def test_a_name_can_t_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name of a file"):
        write_file(tmp_path / "in", name, "x")
    assert not any(tmp_path.iterdir())


def test_a_new_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        path = write_file(tmp_path, "a.md", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
