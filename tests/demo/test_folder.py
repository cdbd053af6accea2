"""A demo removes what a demo wrote, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.demo.folder import demo_folder
from monitor.errors import AlreadyRunning, UsageError


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    with demo_folder(tmp_path / "a" / "demo") as folder:
        assert folder.root.is_dir()
        assert folder.reports.is_dir()
        assert folder.pages.is_dir()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    with demo_folder(tmp_path) as folder:
        assert folder.root == tmp_path


def test_the_leftovers_of_a_demo_go_and_everything_else_stays(tmp_path: Path) -> None:
    with demo_folder(tmp_path) as folder:
        folder.snapshots.mkdir()
        (folder.snapshots / "monitor.db").write_text("old")
        folder.config.write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    with demo_folder(tmp_path) as folder:
        assert not folder.snapshots.exists()
        assert not folder.config.exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_link_in_place_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("keep")
    root = tmp_path / "demo"
    with demo_folder(root) as folder:
        folder.mails.symlink_to(tmp_path / "precious")
    with demo_folder(root) as folder:
        assert not folder.mails.exists()
    assert (tmp_path / "precious" / "file").read_text() == "keep"


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("mine")
    with pytest.raises(UsageError, match="no demo wrote"), demo_folder(tmp_path):
        pytest.fail("entered")
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with demo_folder(tmp_path) as folder:
        folder.config.write_text("running")
        with pytest.raises(AlreadyRunning), demo_folder(tmp_path):
            pytest.fail("entered")
        assert folder.config.read_text() == "running"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(UsageError, match="cannot write"), demo_folder(tmp_path / "demo"):
        pytest.fail("entered")


def test_an_error_of_the_demo_itself_is_not_taken_for_one_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), demo_folder(tmp_path):
        raise PermissionError("inside")
