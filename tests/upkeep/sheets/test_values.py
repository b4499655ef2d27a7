"""The values that a call goes through, and the keys by which they are known again."""

import pytest

from fiche_builder.upkeep.sheets.values import parse_key


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "1|fiches|x|phones|2|a|b",
        "1|fiches|1|theme|2|a|b",
        "9|fiches|1|phones|2|a|b",
        "1|teams|1|email|2|a|b",
        "²|" * 6,
    ],
)
def test_rubbish_is_no_key(rubbish: str) -> None:
    assert parse_key(rubbish) is None
