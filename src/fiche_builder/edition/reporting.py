"""How a reader reports a mistake: the words, and the link that prepares the mail."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote


def report_text(_: Callable[[str], str]) -> str:
    """Return the text of a colleague's report, with number and edition to be filled in."""
    return _(
        "Fiche %(number)d, edition %(edition)s\n\n"
        "What is wrong? (delete what does not apply)\n- phone, mail or site\n- address or hours\n- person or function\n"
        "- permission to give it to the public\n- other\n\nWhat is right, and who says so?\n"
    )


def mailto(address: str, subject: str, body: str = "") -> str:
    """Return a `mailto:` link. Its line breaks are CRLF, as RFC 6068 requires."""
    lines = "%0D%0A".join(_quote(line, safe="") for line in body.split("\n"))
    fields = {"subject": _quote(subject, safe=""), "body": lines}
    query = "&".join(f"{key}={value}" for key, value in fields.items() if value)
    return f"mailto:{_quote(address, safe='@')}?{query}"


_quote = lru_cache(maxsize=1000)(quote)
"""Most lines of a report are the same for every fiche."""
