"""The composing room: the same slug whoever sets it, wherever and beside whatever; from the cache if it is there."""

import json
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from fiche_builder.common.config import Config
from fiche_builder.common.errors import MissingGlyphError, TypesettingError
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition, build_public_edition
from fiche_builder.edition.fiche_copy import FicheCopy, InternalFicheCopy, TitledLine, build_sections
from fiche_builder.outputs.pdf import room as room_module
from fiche_builder.outputs.pdf.fonts import read_characters
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.parts import plan_parts
from fiche_builder.outputs.pdf.room import ComposingRoom
from fiche_builder.outputs.pdf.slug import Slug
from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.conftest import SOAK
from tests.making.places import ROOT, SAMPLE
from tests.making.workbooks import check, fiche, make_workbook, public

NOVEMBER = Period(2026, 11)
COLUMN = read_measures().text_height * 96 / 25.4
SMALL = (
    SlugOrder("page-number.html", "12", "own"),
    SlugOrder("folio.html", "/ 24", "own"),
    SlugOrder("letter.html", "É", "index"),
    SlugOrder("letter.html", "B", "index"),
)
ROWS = [
    fiche(
        1, Nom="Agence locale pour l’emploi du Canal, service des ateliers et des inscriptions", Sigle="ALE-C",
        Nom__nl="Werkwinkel",
        Téléphone="02 555 01 40 (accueil) ; 02 555 01 41 poste 12", Adresse="Quai du Canal 12", Code_postal="1000",
        Commune="Bruxelles",
        Description="Première ligne\nSeconde ligne, " + "plus longue que la colonne " * 9, Horaires="lu-ve 9:00-12:00",
        Langues="FR NL",
        Consigne="Transférer si le dossier est ouvert", Message_type="Nom et numéro", Note_interne="Réservée",
        Avis="Fermé le 24",
        Site_web="https://ale-canal.example/infos", Voir_aussi="2", **{"E-mail": "accueil@ale-canal.example"},
    ),
    public(2, Nom="Écluse"),
    fiche(3, Statut="Suspendu"),
]  # fmt: skip


def fiche_orders(folder: Path, *rows: dict[str, object], is_public: bool = False) -> list[SlugOrder]:
    """Return the orders for the fiches of a workbook with these rows."""
    directory = check(make_workbook(folder / "annuaire.xlsx", {"Fiches": rows})).directory
    edition = (build_public_edition if is_public else build_internal_edition)(directory, NOVEMBER, Config())
    return [order_of(copy) for section in build_sections(edition, "fr", translations("fr")) for copy in section.fiches]


def order_of(copy: FicheCopy) -> SlugOrder:
    template = "fiche-interne.html" if isinstance(copy, InternalFicheCopy) else "fiche.html"
    return SlugOrder(template, copy, "fiches", breaks=True)


def packed(slugs: Sequence[Sequence[Slug]]) -> list[list[bytes]]:
    return [[slug.pack() for slug in parts] for parts in slugs]


def typeset(orders: Sequence[SlugOrder], language: str = "fr") -> list[list[bytes]]:
    """Typeset in this process, in one go, without a cache."""
    return packed(ComposingRoom(workers=1).typeset(language, orders))


def text_of(slug: Slug) -> str:
    """Return what a slug's drawing commands show, in their order, without blanks."""
    stood = {(font, glyph): text for font, glyph, text in slug.alternates}
    fonts, shown = [""], []
    for line in slug.commands.split("\n"):
        if line == "q":
            fonts.append(fonts[-1])
        elif line == "Q":
            fonts.pop()
        elif line.endswith(" Tf"):
            fonts[-1] = line[1:].split()[0]
        elif line.endswith(("Tj", "TJ")):
            known = read_characters(fonts[-1])
            for digits in re.findall(r"<([0-9a-f]+)>", line):
                glyphs = [int(digits[place : place + 4], 16) for place in range(0, len(digits), 4)]
                shown += [stood.get((fonts[-1], glyph)) or known[glyph] for glyph in glyphs]
    return "".join("".join(shown).split())


@pytest.fixture(scope="module")
def executor() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def orders(tmp_path: Path) -> list[SlugOrder]:
    return [*SMALL, *fiche_orders(tmp_path, *ROWS)]


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


def test_a_slug_shows_its_copy(orders: list[SlugOrder]) -> None:
    slugs = [parts[0] for parts in ComposingRoom(workers=1).typeset("fr", orders)]
    assert [text_of(slug) for slug in slugs[:4]] == ["12", "/24", "É", "B"]
    text = text_of(slugs[4])
    for shown in (
        "Agencelocalepourl’emploiduCanal",
        "025550140accueil×Interne",
        "Fermé",
        "accueil@ale-canal.example",
        "✓vérifié",
    ):
        assert shown in text
    assert slugs[2].height == slugs[3].height > slugs[0].height > 0
    assert (
        slugs[2].width == slugs[3].width == pytest.approx(read_measures().columns["index"].width * 96 / 25.4, abs=0.05)
    )
    assert 0 < slugs[0].width < 20


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


def test_slugs_of_odd_copy_do_not_depend_on_what_is_set_beside_them(tmp_path: Path) -> None:
    """Fiches of all shapes, drawn by lot: long names, notices, addresses that never break."""
    lot = random.Random(20)  # noqa: S311 (the same each time)
    (model,) = {order.copy for order in fiche_orders(tmp_path, ROWS[0], ROWS[1]) if order.copy.number == 1}
    words = [
        "a",
        "œuvre",
        "l’emploi",
        "Übergang",
        "x" * 60,
        "02 555 12 34",
        "“Qu’est-ce ?”",
        "Wij",
        "AVATAR",
        "1 000 €",
        "…",
        "n°",
    ]

    def some(most: int) -> str:
        return " ".join(lot.choices(words, k=lot.randint(0, most)))

    copies = [
        replace(
            model, name=some(12) or "Nom", name_nl=some(6), acronym=some(1),
            description=tuple(some(30) or "-" for _ in range(lot.randint(0, 4))),
            notice=some(9), address=some(9), hours=some(5), note=some(9), handover_rule=some(15),
            lines=(TitledLine("Conditions", some(20) or "-"),),
            contact_lines=model.contact_lines[: lot.randint(0, 3)], is_suspended=lot.random() < 0.3,
        )
        for _ in range(300 if SOAK else 6)
    ]  # fmt: skip
    odd = [order_of(copy) for copy in copies]
    alone = [typeset([order])[0] for order in odd]
    assert typeset(odd) == alone
    assert typeset(odd[::-1]) == alone[::-1]


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


@pytest.mark.parametrize("has_paragraphs", [True, False])
def test_a_fiche_taller_than_a_column_becomes_several_slugs_and_loses_nothing(
    tmp_path: Path, *, has_paragraphs: bool
) -> None:
    (order,) = fiche_orders(tmp_path, ROWS[0])
    lines = [f"ligne{number}" for number in range(300)]
    lines = lines if has_paragraphs else [" ".join(f"{line} d’un très long paragraphe" for line in lines)]
    tall = replace(order, copy=replace(order.copy, description=tuple(lines)))
    below = replace(order, copy=replace(order.copy, name="Autre"))
    alone, beside, after = ComposingRoom(workers=1).typeset("fr", [tall, order, below])
    assert len(alone) > 1
    assert all(0 < slug.height <= COLUMN + 0.01 for slug in alone)
    assert packed([beside, after]) == typeset([order, below])
    texts = [text_of(slug) for slug in alone]
    whole = text_of(beside[0])
    start, end = whole.split("Premièreligne")[0], whole[whole.index("Fermé") :]
    assert "".join(texts) == start + "".join("".join(line.split()) for line in lines) + end
    if has_paragraphs:
        assert all(re.fullmatch(r".*ligne\d+", text) for text in texts[:-1])
        assert all(re.match(r"ligne\d+", text) for text in texts[1:-1])
    assert len([link for slug in alone for link in slug.links]) == len(beside[0].links)
    assert all(slug.marks == slug.commands.count("@>>BDC") for slug in alone)


@pytest.mark.parametrize(
    "letters", ["Ωμέγα ἀρχή", "Ж Щербина", "→ ◆ ✓ ▲ ×", "Łódź ğ œ Ÿ ĳ ẞ €", "«\u202f…\u202f» “x” – — n°"]
)
def test_letters_of_our_fonts_are_set_in_them(tmp_path: Path, letters: str) -> None:
    (order,) = fiche_orders(tmp_path, ROWS[1])
    (slugs,) = ComposingRoom(workers=1).typeset("fr", [replace(order, copy=replace(order.copy, name=letters))])
    assert "".join(letters.split()) in text_of(slugs[0])
    assert {font for font, _glyphs in slugs[0].glyphs} <= {"F400", "F600", "F700"}


def test_two_accents_over_one_letter_do_not_push_the_rest_away(tmp_path: Path) -> None:
    (order,) = fiche_orders(tmp_path, ROWS[1])
    (slugs,) = ComposingRoom(workers=1).typeset(
        "fr", [replace(order, copy=replace(order.copy, name="Ax\u0331\u0331B"))]
    )
    shown = [line for line in slugs[0].commands.split("\n") if line.endswith("TJ")]
    shifts = [float(number) for line in shown for number in re.findall(r"-?[\d.]+(?=[<\]])", line)]
    assert max(map(abs, shifts)) < 1000  # thousandths of the font size


def test_an_empty_piece_is_refused_whatever_the_other_one_draws() -> None:
    tab = SlugOrder("tab.html", {"colour": "#1d4e89", "title": "Emploi"}, "own")
    with pytest.raises(TypesettingError, match="empty"):
        ComposingRoom(workers=1).typeset("fr", [SlugOrder("letter.html", "", "index"), tab])


def test_an_empty_piece_among_others_is_refused() -> None:
    with pytest.raises(TypesettingError, match="empty"):
        ComposingRoom(workers=1).typeset("fr", [*SMALL, SlugOrder("letter.html", "", "index")])


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
