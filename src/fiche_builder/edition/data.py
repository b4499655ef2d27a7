"""An edition as plain data: every value in it, and nothing that is no value."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from fiche_builder.edition.edition import AnyEdition


def edition_data(edition: AnyEdition) -> bytes:
    """Return all that an edition says, as JSON. Raise `TypeError` for a value of a kind that none should have."""
    return json.dumps(edition, default=_plain, ensure_ascii=False).encode()


def _plain(value: object) -> Any:  # noqa: ANN401 (what JSON knows)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"an edition holds a {type(value).__name__}")
