"""Who gets what: recipients and journal in, a step for each out."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.errors import ConfigError, MailError
from fiche_builder.mail.plan import MailingPlan, Step, Wishes, audience_of, build_plan, choose_teams, hold_back
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Team
from fiche_builder.model.words import TeamEdition
from fiche_builder.publish.journal import Delivery, State

ANN, BOB, CAT = "ann@contact.example", "bob@contact.example", "cat@elsewhere.example"
TEAMS = (
    Team(team="Contact Center", email=ANN),
    Team(team="Renfort", email=BOB),
    Team(team="Partenaires", email=CAT, edition=TeamEdition.PUBLIC),
)
FILES = {Audience.INTERNAL: "i", Audience.PUBLIC: "p"}
GONE = "gone@contact.example"


def delivery(address: str, state: State, sha256: str = "i", audience: str = "internal") -> Delivery:
    return Delivery(1, address, audience, sha256, "<1@x>", state, "", datetime(2026, 11, 22, 12, tzinfo=UTC))


def plan(*deliveries: Delivery, **wishes: Any) -> MailingPlan:
    return build_plan(TEAMS, deliveries, FILES, Wishes(**wishes))


def steps(made: MailingPlan) -> list[tuple[str, Step]]:
    return [(mail.team.email, mail.step) for mail in made.mails]


def test_at_first_everyone_gets_the_edition_of_their_audience() -> None:
    made = plan()
    assert [(mail.audience, mail.step, mail.is_new) for mail in made.mails] == [
        (Audience.INTERNAL, Step.SEND, True),
        (Audience.INTERNAL, Step.SEND, True),
        (Audience.PUBLIC, Step.SEND, True),
    ]
    assert [audience_of(team) for team in TEAMS] == [mail.audience for mail in made.mails]
    assert made.to_send == made.mails


def test_what_an_audience_was_to_get_may_wait() -> None:
    made = hold_back(plan(delivery(BOB, State.SENT)), Audience.PUBLIC)
    assert steps(made) == [(ANN, Step.SEND), (BOB, Step.HAS_IT), (CAT, Step.HELD)]
    assert made.is_held
    assert [mail.team.email for mail in made.to_send] == [ANN]
    had_it = plan(delivery(CAT, State.SENT, "p", "public"))
    assert steps(hold_back(had_it, Audience.PUBLIC))[-1] == (CAT, Step.HAS_IT)
    assert not had_it.is_held


@pytest.mark.parametrize(
    ("state", "plain", "resume", "again"),
    [
        (State.SENT, Step.HAS_IT, Step.HAS_IT, Step.SEND),
        (State.REFUSED, Step.WAS_REFUSED, Step.WAS_REFUSED, Step.SEND),
        (State.UNCERTAIN, Step.UNCERTAIN, Step.UNCERTAIN, Step.UNCERTAIN),
        (State.SENDING, Step.UNCERTAIN, Step.UNCERTAIN, Step.UNCERTAIN),
        (State.PLANNED, Step.SEND, Step.SEND, Step.SEND),
        (State.DEFERRED, None, Step.SEND, None),
    ],
)
def test_what_the_journal_says_decides(state: State, plain: Step | None, resume: Step, again: Step | None) -> None:
    """Without `--resume` nothing goes on where an earlier mailing got somewhere and stopped (`None`: it refuses)."""
    for wishes, expected in (({}, plain), ({"resume": True}, resume), ({"again": True}, again)):
        if expected is None:
            with pytest.raises(MailError, match="not finished"):
                plan(delivery(ANN, state), **wishes)
        else:
            assert steps(plan(delivery(ANN, state), **wishes))[0] == (ANN, expected)


def test_the_case_of_an_address_does_not_count() -> None:
    assert steps(plan(delivery(ANN.upper(), State.SENT)))[0] == (ANN, Step.HAS_IT)


def test_the_same_message_goes_on_unless_the_file_was_built_anew() -> None:
    same, other = plan(delivery(ANN, State.PLANNED), delivery(BOB, State.PLANNED, "earlier")).mails[:2]
    assert (same.is_new, other.is_new) == (False, True)


def test_the_last_word_on_an_address_counts() -> None:
    assert steps(plan(delivery(ANN, State.REFUSED), delivery(ANN, State.SENT)))[0] == (ANN, Step.HAS_IT)


def test_an_uncertain_one_is_sent_to_by_name_alone() -> None:
    journal = delivery(ANN, State.UNCERTAIN), delivery(BOB, State.SENT)
    made = plan(*journal, retry_uncertain=(ANN.upper(),))
    assert steps(made) == [(ANN, Step.SEND)]
    assert not made.mails[0].is_new
    with pytest.raises(ConfigError, match=BOB) as caught:
        plan(*journal, retry_uncertain=(BOB,))
    assert ANN in caught.value.hint


def test_who_is_no_longer_in_the_workbook_is_named() -> None:
    made = plan(delivery(GONE, State.DEFERRED), delivery("had@contact.example", State.SENT), resume=True)
    assert [one.address for one in made.forgotten] == [GONE]


def test_who_gets_another_audience_now_gets_that_edition_too() -> None:
    made = plan(delivery(CAT, State.SENT), delivery(GONE, State.PLANNED, "p", "public"))
    assert steps(made)[2] == (CAT, Step.SEND)


@pytest.mark.parametrize("state", State)
def test_nobody_gets_another_file_than_the_others_have(state: State) -> None:
    """What never arrived binds nobody."""
    binds = state in {State.SENT, State.SENDING, State.UNCERTAIN}
    if binds:
        with pytest.raises(MailError, match="another file"):
            plan(delivery(GONE, state, "earlier"), resume=True)
    else:
        plan(delivery(GONE, state, "earlier"), resume=True)


def test_teams_are_chosen_by_name() -> None:
    assert choose_teams(list(TEAMS), ("RENFORT", "partenaires")) == list(TEAMS[1:])
    assert choose_teams(list(TEAMS), ()) == list(TEAMS)
    with pytest.raises(ConfigError) as caught:
        choose_teams(list(TEAMS), ("Renfort", "Zzz"))
    assert caught.value.hint == "Known here: Contact Center, Renfort, Partenaires."


_JOURNALS = st.lists(st.tuples(st.sampled_from((ANN, BOB, CAT, GONE)), st.sampled_from(State)), max_size=8)


@given(_JOURNALS, st.booleans())
def test_who_has_it_or_may_have_it_is_never_sent_to_unasked(journal: list[tuple[str, State]], resume: bool) -> None:  # noqa: FBT001 (drawn)
    deliveries = [
        delivery(address, state, *(("p", "public") if address == CAT else ("i", "internal")))
        for address, state in journal
    ]
    try:
        made = plan(*deliveries, resume=resume)
    except MailError:
        assert not resume
        return
    may_have = {a for a, s in dict(journal).items() if s not in {State.PLANNED, State.DEFERRED}}
    assert {mail.team.email for mail in made.to_send} == {ANN, BOB, CAT} - may_have
    assert {one.address for one in made.forgotten} <= {GONE}
