"""The editions of the sample, printed once for all tests; and orders for slugs of all kinds."""

from pathlib import Path

import pytest

from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.making.pdfs import (
    Printed,
    print_editions,
)
from tests.making.places import SAMPLE
from tests.making.slugs import ROWS, SMALL, fiche_orders


@pytest.fixture(scope="module", params=["interne", "public"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The sample's editions."""
    return print_editions(SAMPLE, tmp_path_factory.getbasetemp() / "sample")[request.param]


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_editions(SAMPLE, tmp_path_factory.getbasetemp() / "sample")["interne"]


@pytest.fixture(scope="module")
def public_edition(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_editions(SAMPLE, tmp_path_factory.getbasetemp() / "sample")["public"]


@pytest.fixture
def orders(tmp_path: Path) -> list[SlugOrder]:
    return [*SMALL, *fiche_orders(tmp_path, *ROWS)]
