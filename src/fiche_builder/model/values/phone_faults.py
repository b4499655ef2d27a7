"""Why the digits in a phone cell are not a number, and which numbers they may be if they may be two."""

from collections.abc import Iterator

from fiche_builder.model.values.numbering import (
    LOCAL_DIGITS,
    MOST_DIGITS,
    explain,
    extends,
    has_trunk_zero,
    read_number,
)
from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.values.phone_runs import (
    JOINED,
    WIDE,
    Doubt,
    Groups,
    Number,
    cut,
    digits_in,
    is_clear,
    read_ending,
    read_one,
    read_short,
    written,
)


def diagnose(doubt: Doubt, text: str, region: str) -> Remark:
    """Say why digits are not a number; if they may be two numbers, say which."""
    groups = doubt.groups
    digits = "".join(group.digits for group in groups)
    if doubt.base and len(digits) < LOCAL_DIGITS:
        ending = read_number(f"{doubt.base.typed[: -_replaced(doubt.base, len(digits))]}{digits}", region)
        further = read_short(digits, region) if ending in {None, doubt.base.phone} else ending
        likely = f"{doubt.base.phone.shown} ; {further.shown}" if further else ""
        return Remark("phone-invalid", text, likely, "several")
    if len(groups) > 1 and all(read_short(group.digits, region) for group in groups):
        return Remark("phone-invalid", text, " ; ".join(group.digits for group in groups), "several")
    if two := doubt.likely or _two_in(groups, region):
        return Remark("phone-invalid", text, two, "several")
    if _has_rest(groups, region):
        return Remark("phone-invalid", text, reason="several")
    fault = explain(f"{'+' if '+' in groups[0].gap else ''}{digits}", region)
    return Remark("phone-invalid", text, reason=fault.reason, count=fault.count)


def _replaced(base: Number, size: int) -> int:
    """Return how many last digits an ending takes the place of: in 030 12345-0 / -67 it is the whole extension."""
    return base.lengths[-1] if base.groups[-1].gap == "-" and extends(base.phone) else size


def _splits(groups: Groups) -> Iterator[tuple[Groups, Groups]]:
    """Yield each way to split digits in two; nothing if there are too many for two numbers."""
    if digits_in(groups) <= 2 * MOST_DIGITS:
        yield from ((groups[:at], groups[at:]) for at in range(1, len(groups)))


def _two_in(groups: Groups, region: str) -> str:
    # 26 12 34 56 26 12 34 57: rather two alike
    for left, right in sorted(_splits(groups), key=lambda split: digits_in(split[0]) != digits_in(split[1])):
        first, second = read_one(left, region), read_one(right, region)
        if first and second is None and right[0].strength > JOINED:
            second = read_ending(right, region, first)
        if first and second and _begins(left, region) and (second.is_ending or _begins(right, region)):
            return written([first, second])
    return ""


def _has_rest(groups: Groups, region: str) -> bool:
    """Tell whether digits hold a number plus more than a slip, or are long stretches with a wide gap between."""
    blocks = cut(groups, WIDE)
    return (len(blocks) > 1 and min(digits_in(block) for block in blocks) >= LOCAL_DIGITS) or any(
        (_begins(left, region) and digits_in(right) > 1 and read_one(left, region))
        or (_begins(right, region) and read_one(right, region))
        for left, right in _splits(groups)
    )


def _begins(groups: Groups, region: str) -> bool:
    """Tell whether digits begin like a number, and are numerous enough for one."""
    return digits_in(groups) >= LOCAL_DIGITS and (is_clear(groups, region) or not has_trunk_zero(region))
