"""Headers that a damaged mail file shows as its text: who got a hidden copy (Bcc) must not stand in a cell.

A header that is written wrongly, such as `Bcc :` or one that goes on without an indent, ends the headers for every
program that reads them. All that follow it then count as text.
"""

import re

_HIDDEN = re.compile(r"[>\s]{0,20}(?:resent-)?(?:bcc|cci)\s{0,5}:", re.IGNORECASE)
_HEADER_LINE = re.compile(
    r"(?:(?:resent-)?(?:bcc|cc|to|from|sender|reply-to|date|message-id|subject)|cci|received|return-path|delivered-to|"
    r"envelope-to|references|in-reply-to|mime-version|importance|priority|authentication-results|dkim-signature|"
    r"(?:content|x|arc|list|thread)-[a-z0-9-]{1,60})\s{0,5}:",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[ \t]+\S")


def without_headers(text: str, *, begins_with_some: bool) -> str:
    """Return the text of a mail without lines that say who got a hidden copy.

    If it `begins_with_some`, because the headers have no end, all lines that look like headers are left out until the
    first empty line. Every other line may be what somebody wrote.
    """
    kept: list[str] = []
    in_headers = drops = begins_with_some
    for line in text.split("\n"):
        in_headers = in_headers and bool(line.strip())
        is_header = _HIDDEN.match(line) or (in_headers and _HEADER_LINE.match(line))
        drops = bool(is_header) or (drops and bool(_GOES_ON.match(line) or _is_addresses(line)))
        if not drops:
            kept.append(line)
    return "\n".join(kept)


def _is_addresses(line: str) -> bool:
    """Tell whether there is nothing in a line but addresses, perhaps with names: where a header goes on."""
    entries = [entry.split() for entry in re.split("[,;]", line) if entry.strip()]
    return bool(entries) and all("@" in words[-1] for words in entries)
