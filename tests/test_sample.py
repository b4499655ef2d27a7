"""The sample annuaire: believable, complete, invented, and without errors."""

import re

import pytest

from fiche_builder.check import Severity
from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.common.config import find_config, read_config
from fiche_builder.model.model import Contact, Fiche
from fiche_builder.model.words import Diffusion, Status, Usage
from tests.making.places import SAMPLE
from tests.making.workbooks import TODAY


@pytest.fixture(scope="module")
def checked() -> CheckedWorkbook:
    return check_workbook(SAMPLE, read_config(find_config(SAMPLE)), TODAY)


def test_it_has_no_errors_and_a_few_honest_warnings(checked: CheckedWorkbook) -> None:
    assert [f for f in checked.findings if f.severity is Severity.ERROR] == []
    assert 5 <= checked.count(Severity.WARNING) <= 80


def test_it_shows_everything_an_annuaire_can_hold(checked: CheckedWorkbook) -> None:
    directory = checked.directory
    fiches = directory.fiches
    assert len(fiches) >= 150
    assert len({fiche.theme for fiche in fiches}) >= 9
    assert {fiche.diffusion for fiche in fiches} == set(Diffusion)
    assert {fiche.status for fiche in fiches} == set(Status)
    assert {contact.usage for fiche in fiches for contact in fiche.contacts} == set(Usage)
    assert sum(bool(fiche.name_nl) for fiche in fiches) > 100
    for key in (
        "notice",
        "other_names",
        "acronym",
        "see_also",
        "handover_rule",
        "handover_message",
        "intranet",
        "internal_note",
    ):
        assert sum(bool(getattr(fiche, key)) for fiche in fiches) >= 5, key
    assert directory.teams
    assert directory.suggestions


def test_its_numbers_and_addresses_belong_to_nobody(checked: CheckedWorkbook) -> None:
    """Phones: the block 02 61 91 that ARCEP keeps for fiction, and short numbers for all of Europe.

    Mail and web: RFC 2606.
    """
    for fiche in checked.directory.fiches:
        points: tuple[Fiche | Contact, ...] = (fiche, *fiche.contacts)
        for phone in (phone for point in points for phone in point.phones):
            assert re.fullmatch(r"\+3326191[0-9]{4}|112|116[0-9]{3}", phone.digits), phone
        for address in (address for point in points for address in point.emails):
            assert address.endswith(".example"), address
        for site in (*fiche.sites, *filter(None, [fiche.intranet])):
            assert re.match(r"https?://[a-z0-9.-]+\.example(/|$)", site), site
    assert all(team.email.endswith(".example") for team in checked.directory.teams)
