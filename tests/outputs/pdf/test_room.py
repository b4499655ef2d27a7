"""The composing room: the same slug whoever sets it, wherever and beside whatever; from the cache if it is there."""

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from fiche_builder.common.config import Config
from fiche_builder.common.errors import MissingGlyphError, TypesettingError
from fiche_builder.common.i18n import translations
from fiche_builder.edition.edition import build_internal_edition, build_public_edition
from fiche_builder.outputs.pdf import room as room_module
from fiche_builder.outputs.pdf.parts import plan_parts
from fiche_builder.outputs.pdf.room import ComposingRoom
from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.conftest import SOAK
from tests.making.places import ROOT, SAMPLE
from tests.making.slugs import NOVEMBER, SMALL, packed, typeset
from tests.making.workbooks import check


@pytest.fixture(scope="module")
def executor() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="module")
def sample_orders() -> list[SlugOrder]:
    """Return orders of all kinds from both editions of the sample."""
    directory = check(SAMPLE).directory
    internal = plan_parts(build_internal_edition(directory, NOVEMBER, Config()), "fr", translations("fr"))
    public_parts = plan_parts(build_public_edition(directory, NOVEMBER, Config()), "fr", translations("fr"))
    entries = [entry for part in (*internal, *public_parts) for run in part.runs for entry in run.entries]
    found = list(dict.fromkeys(entry.order for entry in entries))
    fiches = [order for order in found if order.breaks]
    others = [order for order in found if not order.breaks]
    tabs = [SlugOrder("tab.html", part.tab, "own", is_alone=True) for part in internal[2:4] if part.tab]
    return [*tabs, *fiches[:: 1 if SOAK else 30], *others[:: 7 if SOAK else 160]]


def test_slugs_are_the_same_with_a_cache_and_without(tmp_path: Path, orders: list[SlugOrder]) -> None:
    expected = typeset(orders)
    for _build in range(2):
        with ComposingRoom(tmp_path / "cache", workers=1) as room:
            assert packed(room.typeset("fr", orders)) == expected


def test_slugs_are_the_same_from_other_processes(executor: ProcessPoolExecutor, orders: list[SlugOrder]) -> None:
    with ComposingRoom(executor=executor) as room:
        assert packed(room.typeset("fr", orders)) == typeset(orders)
    assert executor.submit(os.getpid).result() != os.getpid()  # it is not ours to shut down


def test_slugs_are_the_same_from_the_rooms_own_processes(
    monkeypatch: pytest.MonkeyPatch, orders: list[SlugOrder]
) -> None:
    """And these end with the room."""
    before = {child.pid for child in multiprocessing.active_children()}
    monkeypatch.setattr(room_module, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(room_module, "_BATCH", 1)
    with ComposingRoom(workers=2) as room:
        assert packed(room.typeset("fr", orders)) == typeset(orders)
        assert {child.pid for child in multiprocessing.active_children()} > before
    assert {child.pid for child in multiprocessing.active_children()} == before


def test_a_slug_does_not_depend_on_what_is_set_beside_it(
    sample_orders: list[SlugOrder], orders: list[SlugOrder]
) -> None:
    """Byte for byte, alone and in a batch with others in any order."""
    everything = [*orders, *sample_orders]
    alone = {order: typeset([order])[0] for order in everything}
    shuffled = random.Random(4)  # noqa: S311 (the same each time)
    for _round in range(20 if SOAK else 1):
        shuffled.shuffle(everything)
        for order, parts in zip(everything, typeset(everything), strict=True):
            assert parts == alone[order], order


def test_orders_given_twice_are_set_once(orders: list[SlugOrder]) -> None:
    room = ComposingRoom(workers=1)
    first, second = room.begin("fr", [orders[0], orders[2], orders[0]]), room.begin("fr", orders[:3])
    assert packed(room.finish(second)) == typeset(orders[:3])
    assert packed(room.finish(first)) == typeset([orders[0], orders[2], orders[0]])
    assert room.finish(room.begin("fr", [])) == []


def test_a_language_is_never_mistaken_for_another(tmp_path: Path, orders: list[SlugOrder]) -> None:
    for language in ("fr", "nl", "fr", "nl"):
        with ComposingRoom(tmp_path / "cache", workers=1) as room:
            assert packed(room.typeset(language, orders[4:5])) == typeset(orders[4:5], language)
    assert typeset(orders[4:5], "fr") != typeset(orders[4:5], "nl")


@pytest.mark.parametrize("way", ["here", "in another process"])
def test_a_letter_our_fonts_lack_is_named_even_if_the_machine_has_it(
    tmp_path: Path, executor: ProcessPoolExecutor, orders: list[SlugOrder], way: str
) -> None:
    last = orders[-1]
    bad = [
        replace(last, copy=replace(last.copy, name="Un \U0001f600 qui rit")),
        replace(last, copy=replace(last.copy, name="中 et ©, 中")),
    ]
    room = ComposingRoom(tmp_path / "cache", workers=1, executor=None if way == "here" else executor)
    with pytest.raises(MissingGlyphError) as caught:
        room.typeset("fr", [*orders, *bad])
    assert caught.value.characters == "中\U0001f600"
    with pytest.raises(MissingGlyphError) as caught:
        ComposingRoom(tmp_path / "cache", workers=1).typeset("fr", bad[:1])
    assert caught.value.characters == "\U0001f600"
    assert packed(ComposingRoom(tmp_path / "cache", workers=1).typeset("fr", orders)) == typeset(orders)


def test_a_room_that_is_asked_again_for_a_letter_it_lacks_says_so_again(orders: list[SlugOrder]) -> None:
    last = orders[-1]
    bad = replace(last, copy=replace(last.copy, name="中"))
    room = ComposingRoom(workers=1)
    for _time in range(2):
        with pytest.raises(MissingGlyphError):
            room.typeset("fr", [bad])


def test_a_second_build_typesets_nothing(tmp_path: Path) -> None:
    """WeasyPrint is not even loaded, and the slugs are the same."""
    expected = packed(ComposingRoom(tmp_path / "cache", workers=1).typeset("fr", SMALL))
    script = (
        "import json, sys; from pathlib import Path; from tests.outputs.pdf.test_room import *\n"
        "slugs = ComposingRoom(Path(sys.argv[1]), workers=1).typeset('fr', SMALL)\n"
        "print(json.dumps([[[part.decode() for part in parts] for parts in packed(slugs)], 'weasyprint' in "
        "sys.modules]))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "cache")]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    slugs, is_loaded = json.loads(run.stdout)
    assert [[part.encode() for part in parts] for parts in slugs] == expected
    assert not is_loaded


def test_a_cache_that_disappears_meanwhile_is_no_error(tmp_path: Path, orders: list[SlugOrder]) -> None:
    expected = typeset(orders)
    folder = tmp_path / "cache"
    ComposingRoom(folder, workers=1).typeset("fr", orders)
    room = ComposingRoom(folder, workers=1)
    warm = room.begin("fr", orders[:4])
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert packed(room.finish(warm)) == expected[:4]
    assert packed(room.typeset("fr", orders)) == expected
    assert packed(ComposingRoom(folder, workers=1).typeset("fr", orders)) == expected


def test_slugs_from_a_damaged_cache_are_set_again(tmp_path: Path, orders: list[SlugOrder]) -> None:
    folder = tmp_path / "cache"
    ComposingRoom(folder, workers=1).typeset("fr", orders)
    (path,) = folder.iterdir()
    content = bytearray(path.read_bytes())
    for place in range(4096, len(content), 97):
        content[place] ^= 0x55
    path.write_bytes(bytes(content))
    assert packed(ComposingRoom(folder, workers=1).typeset("fr", orders)) == typeset(orders)


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_module, "_BATCH", 2)
    told: list[tuple[int, int]] = []
    room = ComposingRoom(workers=1)
    room.finish(room.begin("fr", SMALL), lambda done, expected: told.append((done, expected)))
    assert told == [(2, 4), (4, 4)]


def test_a_process_that_is_killed_is_an_error_and_no_endless_wait(orders: list[SlugOrder]) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as own:
        process = own.submit(os.getpid).result()
        room = ComposingRoom(executor=own)
        ticket = room.begin("fr", orders)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(TypesettingError, match="ended from outside"):
            room.finish(ticket)


def test_orders_after_a_process_was_killed_are_an_error_too(orders: list[SlugOrder]) -> None:
    """As when memory ran out while one edition was set, and the next one is begun."""
    with ProcessPoolExecutor(1, get_context("spawn")) as own:
        process = own.submit(os.getpid).result()
        os.kill(process, signal.SIGKILL)
        with pytest.raises(BrokenProcessPool):
            own.submit(os.getpid).result()
        room = ComposingRoom(executor=own)
        with pytest.raises(TypesettingError, match="ended from outside"):
            room.finish(room.begin("fr", orders))
