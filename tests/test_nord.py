"""The whole way on a real directory: 511 local public services, open data. Skipped where the data is absent."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from fiche_builder.check.checked import check_workbook
from fiche_builder.cli.main import run
from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from tests.making.pdfs import decoded_objects, destinations, flat, links, outline, page_texts
from tests.making.workbooks import TODAY


@pytest.fixture(scope="module")
def nord(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("nord")
    where = ["--edition", "2026-11", "--output", str(output), "--format", "pdf"]
    assert run(["--lang", "fr", "-q", "build", str(shared_data / "nord.xlsx"), *where]) == 0
    return output / "2026-11"


@pytest.fixture(scope="module", params=["interne", "public"])
def pdf_path(request: pytest.FixtureRequest, nord: Path) -> Path:
    return nord / f"annuaire-2026-11-{request.param}.pdf"


@pytest.fixture
def pdf(pdf_path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf_path) as opened:
        yield opened


def expected(pdf_path: Path, shared_data: Path) -> AnyEdition:
    directory = check_workbook(shared_data / "nord.xlsx", Config(), TODAY).directory
    build = build_internal_edition if "interne" in pdf_path.name else build_public_edition
    edition: AnyEdition = build(directory, Period(2026, 11), Config())
    return edition


def test_every_fiche_is_found_in_theme_and_alphabetical_order(pdf_path: Path, shared_data: Path) -> None:
    edition = expected(pdf_path, shared_data)
    assert len(edition.fiches) == (511 if "interne" in pdf_path.name else 481)
    # A name may break over two lines, after a hyphen too: blanks do not count.
    text = "".join("".join(page_texts(pdf_path)).split())
    position = 0
    for fiche in edition.fiches:
        position = text.index("".join(f"{fiche.name} {fiche.number}".split()), position)


def test_the_outline_has_each_theme_with_its_fiches(pdf: pikepdf.Pdf, pdf_path: Path, shared_data: Path) -> None:
    edition = expected(pdf_path, shared_data)
    wanted = [
        entry
        for section in edition.sections
        for entry in [(0, section.theme.name), *((1, fiche.name) for fiche in section.fiches)]
    ]
    titles = [entry for entry in outline(pdf) if len(entry[1]) > 1]
    assert titles[1 : len(wanted) + 1] == wanted


def test_no_canary_is_in_the_public_edition(nord: Path, shared_data: Path) -> None:
    path = nord / "annuaire-2026-11-public.pdf"
    canaries = [line for line in (shared_data / "nord.canaries.txt").read_text("utf-8").splitlines() if line]
    text = flat(" ".join(page_texts(path))).casefold()
    with pikepdf.open(path) as pdf:
        everything = decoded_objects(pdf).decode("latin-1").casefold()
    assert len(canaries) == 1049
    for canary in canaries:
        assert canary.casefold() not in text
        assert canary.casefold() not in everything
        assert canary.replace(" ", "") not in text.replace(" ", "")


def test_the_canaries_are_in_the_internal_edition(nord: Path, shared_data: Path) -> None:
    """The search above would find one: most stand in the internal edition, in print or as a link."""
    path = nord / "annuaire-2026-11-interne.pdf"
    canaries = [line for line in (shared_data / "nord.canaries.txt").read_text("utf-8").splitlines() if line]
    # A word may break after its hyphen: blanks do not count.
    text = "".join(" ".join(page_texts(path)).split())
    with pikepdf.open(path) as pdf:
        everything = text + decoded_objects(pdf).decode("latin-1")
    missing = [canary for canary in canaries if canary.replace(" ", "") not in everything]
    assert len(missing) < len(canaries) // 10, missing


def test_qpdf_finds_nothing_to_say(pdf_path: Path) -> None:
    assert subprocess.run(["qpdf", "--check", str(pdf_path)], check=False, capture_output=True).returncode == 0


def test_every_index_entry_leads_to_its_fiche(pdf: pikepdf.Pdf, pdf_path: Path, shared_data: Path) -> None:
    edition = expected(pdf_path, shared_data)
    places = destinations(pdf)
    entries = [entry for group in edition.index for entry in group.entries]
    targets = [link.target for link in links(pdf) if link.page >= places["index"][0] and link.target]
    assert targets[: len(entries)] == [places[f"fiche-{entry.number}"] for entry in entries]
    assert len(places) >= len(edition.fiches) + len(edition.sections)
