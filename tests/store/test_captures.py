"""The promises of the port Captures."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import CaptureDamaged, CaptureError, CaptureMissing, StoreError, StoreFull
from monitor.model import CaptureRef
from monitor.store import FileCaptures
from tests.store import making

WATCH = making.watch()
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
IN_FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page(version: int = 1, size: int = 20_000) -> bytes:
    """A page that cannot be compressed well, most of it the same in all versions."""
    body = bytearray(random.Random(0).randbytes(size))
    body[100:150] = random.Random(version).randbytes(50)
    return bytes(body)


def history(captures: FileCaptures, bodies: list[bytes]) -> list[CaptureRef]:
    refs: list[CaptureRef] = []
    for index, body in enumerate(bodies):
        base = refs[-1] if refs else None
        refs.append(captures.put(WATCH, index + 1, f"Headline {index}", body, base))
    return refs


def test_what_is_put_is_got(captures: FileCaptures, tmp_path: Path) -> None:
    body = page()
    ref = captures.put(WATCH, 1, "A headline", body, None)
    digest = hashlib.sha256(body).hexdigest()
    assert (ref.digest, ref.size, ref.depth, ref.based_on) == (digest, len(body), 0, None)
    assert ref.path == f"news.example/a-headline-one/1-{digest[:8]}.html.zst"
    assert ref.stored_size == (tmp_path / ref.path).stat().st_size
    assert captures.get(ref) == body


@settings(deadline=None, max_examples=40)
@given(st.lists(st.binary(max_size=300).map(lambda some: some * 7), min_size=1, max_size=20))
def test_every_version_of_any_history_is_got(bodies: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        captures = FileCaptures(Path(folder))
        refs = history(captures, bodies)
        assert [captures.get(ref) for ref in refs] == bodies


def test_a_further_version_costs_little_and_a_full_one_comes_every_sixteen(
    captures: FileCaptures,
) -> None:
    refs = history(captures, [page(version) for version in range(34)])
    full = [index for index, ref in enumerate(refs) if ref.based_on is None]
    assert full == [0, 16, 32]
    assert {ref.depth for ref in refs} == {0, 1}
    assert max(ref.stored_size for ref in refs if ref.based_on) < 500
    folders = {ref.path.rpartition("/")[0] for ref in refs}
    assert folders == {"news.example/headline-0-one"}


def test_a_page_that_has_nothing_in_common_is_stored_alone(captures: FileCaptures) -> None:
    other = random.Random(5).randbytes(20_000)
    refs = history(captures, [page(), other, other[:-1]])
    assert [ref.based_on for ref in refs] == [None, None, refs[1].path]


def test_a_page_of_which_half_is_new_keeps_its_dictionary(captures: FileCaptures) -> None:
    half = page()[:10_000] + random.Random(6).randbytes(12_000)
    first, second = history(captures, [page(), half])
    assert second.based_on == first.path
    assert captures.get(second) == half


def test_a_dictionary_larger_than_a_window_still_serves(captures: FileCaptures) -> None:
    first, second = history(captures, [page(size=4_000_000), page(2, size=4_000_000)])
    assert second.stored_size < first.stored_size / 100
    assert captures.get(second) == page(2, size=4_000_000)


def test_a_lost_or_damaged_version_does_not_stop_the_next(
    captures: FileCaptures, tmp_path: Path
) -> None:
    (first,) = history(captures, [page()])
    (tmp_path / first.path).write_bytes(b"not a capture")
    second = captures.put(WATCH, 2, "x", page(2), first)
    (tmp_path / first.path).unlink()
    third = captures.put(WATCH, 3, "x", page(3), first)
    assert (second.based_on, third.based_on) == (None, None)
    assert (captures.get(second), captures.get(third)) == (page(2), page(3))


def test_a_base_of_another_watch_is_not_leaned_on(captures: FileCaptures) -> None:
    (first,) = history(captures, [page()])
    other = captures.put(making.watch("two"), 2, "x", page(2), first)
    assert other.based_on is None


def test_a_missing_capture_is_named(captures: FileCaptures, tmp_path: Path) -> None:
    first, second = history(captures, [page(1), page(2)])
    (tmp_path / first.path).unlink()
    for ref in (first, second):
        with pytest.raises(CaptureMissing, match="1-"):
            captures.get(ref)


def test_no_flipped_byte_gives_other_bytes(captures: FileCaptures, tmp_path: Path) -> None:
    first, second = history(captures, [page(1, 2000), page(2, 2000)])
    for ref, expected in ((first, page(1, 2000)), (second, page(2, 2000))):
        file = tmp_path / ref.path
        whole = file.read_bytes()
        for at in range(0, len(whole), 7):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
            try:
                assert captures.get(ref) == expected
            except CaptureError:
                continue
        file.write_bytes(whole)


@pytest.mark.parametrize("keep", [0, 4, 8, 60, 200, -1])
def test_a_cut_capture_is_damaged(captures: FileCaptures, tmp_path: Path, keep: int) -> None:
    (ref,) = history(captures, [page()])
    file = tmp_path / ref.path
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(CaptureDamaged):
        captures.get(ref)


def test_whole_bytes_of_another_page_are_refused(captures: FileCaptures, tmp_path: Path) -> None:
    (ref,) = history(captures, [page()])
    other = captures.put(making.watch("two"), 1, "x", page(2), None)
    shutil.copyfile(tmp_path / other.path, tmp_path / ref.path)
    with pytest.raises(CaptureDamaged, match="not those that were stored"):
        captures.get(ref)


def test_a_capture_that_leans_on_itself_is_damaged(captures: FileCaptures, tmp_path: Path) -> None:
    first, second = history(captures, [page(1), page(2)])
    shutil.copyfile(tmp_path / second.path, tmp_path / first.path)
    with pytest.raises(CaptureDamaged, match="not a full frame"):
        captures.get(second)


def test_a_bomb_is_not_unpacked(captures: FileCaptures, tmp_path: Path) -> None:
    (ref,) = history(captures, [page()])
    bomb = captures.put(making.watch("two"), 1, "x", bytes(50_000_000), None)
    data = (tmp_path / bomb.path).read_bytes().replace(b"50000000", b"00000050", 1)
    (tmp_path / ref.path).write_bytes(data.replace(b"00000050", b"50      ", 1))
    with pytest.raises(CaptureDamaged, match="not the one it names"):
        captures.get(ref)


def test_a_path_that_leads_outside_is_refused(captures: FileCaptures) -> None:
    (ref,) = history(captures, [page()])
    with pytest.raises(CaptureDamaged):
        captures.get(replace(ref, path="../outside"))
    with pytest.raises(CaptureDamaged):
        captures.remove(["../outside"])


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the zstd tool is not installed")
def test_the_zstd_tool_reads_a_full_capture(captures: FileCaptures, tmp_path: Path) -> None:
    (ref,) = history(captures, [page()])
    done = subprocess.run(
        ["zstd", "-dc", tmp_path / ref.path], capture_output=True, check=True, timeout=30
    )
    assert done.stdout == page()


def test_a_sweep_removes_what_no_version_names(captures: FileCaptures, tmp_path: Path) -> None:
    kept, left = history(captures, [page(1), page(2)])
    half = (tmp_path / kept.path).with_name(".new-0123456789abcdef")
    half.write_bytes(b"half")
    readme = tmp_path / "news.example" / "README"
    readme.write_text("a person's own file")
    other = captures.put(making.watch("two", "gone.example"), 1, "x", page(3), None)
    assert captures.sweep({kept.path}, LONG_AGO) == 0, "all are too young"
    assert captures.sweep({kept.path}, IN_FUTURE) == 3
    assert captures.get(kept) == page(1)
    assert not (tmp_path / left.path).exists()
    assert not (tmp_path / other.path).parents[1].exists(), "empty folders go too"
    assert readme.exists()


def test_removed_captures_take_their_empty_folders_along(
    captures: FileCaptures, tmp_path: Path
) -> None:
    refs = history(captures, [page(1), page(2)])
    captures.remove([refs[0].path])
    assert (tmp_path / refs[1].path).exists()
    captures.remove([ref.path for ref in refs])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_a_sweep_takes_away_meanwhile_is_made_again(
    captures: FileCaptures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open
    taken: list[Path] = []

    def swept(path: Path, *args: int) -> int:
        if not taken and Path(path).name.startswith(".new-"):
            taken.append(path)
            captures.sweep((), IN_FUTURE)
        return real(path, *args)

    monkeypatch.setattr(os, "open", swept)
    (ref,) = history(captures, [page()])
    assert taken
    assert captures.get(ref) == page()


@contextmanager
def _limit(kind: int, value: int) -> Iterator[None]:
    old = resource.getrlimit(kind)
    resource.setrlimit(kind, (value, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(kind, old)


def test_a_write_that_stops_half_way_leaves_nothing_and_harms_nothing(
    captures: FileCaptures, tmp_path: Path
) -> None:
    (ref,) = history(captures, [page()])
    before = sorted(tmp_path.rglob("*"))
    for room in (0, 1, 100, 19_000):
        with _limit(resource.RLIMIT_FSIZE, room), pytest.raises(StoreFull):
            captures.put(making.watch("two"), 1, "x", random.Random(9).randbytes(20_000), None)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == [
            path for path in before if path.is_file()
        ]
    assert captures.get(ref) == page()
    assert captures.put(making.watch("two"), 1, "x", page(3), None).size == 20_000


def test_no_file_descriptor_left_is_said_and_survived(captures: FileCaptures) -> None:
    (ref,) = history(captures, [page()])
    lowest_free = os.dup(0)
    os.close(lowest_free)
    with _limit(resource.RLIMIT_NOFILE, lowest_free), pytest.raises(StoreFull):
        captures.put(making.watch("two"), 1, "x", page(2), None)
    assert captures.get(ref) == page()


class Failing:
    """Lets the n-th call that changes the disk fail."""

    def __init__(self, nth: int, code: int) -> None:
        self.calls, self._nth, self._code = 0, nth, code

    def wrap(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            self.calls += 1
            if self.calls == self._nth:
                raise OSError(self._code, os.strerror(self._code))
            return real(*args, **kwargs)

        return call


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("nth", range(1, 15))
def test_whichever_call_fails_the_capture_is_whole_or_not_there(
    captures: FileCaptures, tmp_path: Path, nth: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(nth, code)
    with monkeypatch.context() as patch:
        for name in ("open", "fsync", "mkdir", "rename"):
            patch.setattr(os, name, failing.wrap(getattr(os, name)))
        try:
            captures.put(WATCH, 1, "x", page(), None)
            failed = False
        except StoreError as error:
            failed = True
            assert isinstance(error, StoreFull) == (code != errno.EIO)
    assert failed == (failing.calls >= nth)
    assert list(tmp_path.rglob(".new-*")) == []
    found = {path: path.read_bytes() for path in tmp_path.rglob("*.zst")}
    ref = captures.put(WATCH, 1, "x", page(), None)
    assert captures.get(ref) == page()
    assert all(data == path.read_bytes() for path, data in found.items())


def test_older_files_only_are_swept(captures: FileCaptures, tmp_path: Path) -> None:
    old, young = history(captures, [page(1), page(2)])
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).timestamp()
    os.utime(tmp_path / old.path, (hour_ago, hour_ago))
    assert captures.sweep((), datetime.now(UTC) - timedelta(minutes=30)) == 1
    assert not (tmp_path / old.path).exists()
    assert (tmp_path / young.path).exists()
