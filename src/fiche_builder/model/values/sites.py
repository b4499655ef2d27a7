"""Web addresses of a cell."""

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

import idna

from fiche_builder.common.text import tidy_lines
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.workbook.raw import RawValue

_SEPARATOR = re.compile(
    r"\s*[;\n|]\s*|\s+/\s+|\s+(?:ou|et|of|en|or)\s+|,\s*(?=https?:|www\.)|\s+(?=https?://|www\.)", re.IGNORECASE
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*)\s*:(?!\d+(?:/|$))", re.IGNORECASE)
_BROKEN_SCHEME = re.compile(r"^(https?)\s*[:;.,]?\s*/{0,3}\s*(?=[^\s/])", re.IGNORECASE)
_ALLOWED = ("http", "https")
_UNSAFE = re.compile(r"[\s<>\"\\^`{|}\x00-\x20]")
_MAX_LENGTH = 2_000


def parse_sites(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read the web addresses of a cell; one without a scheme is taken as https."""
    return _parse_text(tidy_lines(str(value)))


def parse_intranet(value: RawValue) -> Parsed[str]:
    """Read one web address, of an intranet: host names without a dot are right there, if anything else says that it is an address."""
    text = tidy_lines(str(value))
    url, code = _validate(text, dotted="/" not in text)
    return Parsed(url) if url else Parsed("", (Remark(code, text, suggestion=_suggest(text)),))


@lru_cache(maxsize=100_000)
def _parse_text(text: str) -> Parsed[tuple[str, ...]]:
    found: dict[str, None] = {}
    remarks: list[Remark] = []
    for part in _SEPARATOR.split(text):
        if not part.strip():
            continue
        url, code = _validate(part)
        if url:
            found.setdefault(url)
        else:
            remarks.append(Remark(code, part, suggestion=_suggest(part)))
    return Parsed(tuple(found), tuple(remarks))


def _validate(text: str, *, dotted: bool = True) -> tuple[str, str]:
    """Return (normal form, "") or ("", code of the finding)."""
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].casefold() not in _ALLOWED and "." not in scheme[1]:
        return "", "url-scheme"
    if len(text) > _MAX_LENGTH or _UNSAFE.search(text) or "@" in text.partition("?")[0]:
        return "", "url-invalid"
    try:
        parts = urlsplit(text if scheme else f"https://{text}")
        host = _normal_host(parts.hostname or "", dotted=dotted)
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return "", "url-invalid"
    if not host or parts.scheme not in _ALLOWED:
        return "", "url-invalid"
    return urlunsplit((parts.scheme, host + port, parts.path, parts.query, parts.fragment)), ""


def _normal_host(host: str, *, dotted: bool) -> str:
    """Return the host in ASCII (IDNA 2008), or nothing if it cannot be one."""
    try:
        return f"[{ip_address(host)}]" if ":" in host else str(ip_address(host))
    except ValueError:
        pass
    name = host.rstrip(".")
    if dotted and not re.search(r"\.[^\W\d_]{2,}$|\.xn--[a-z0-9\-]+$", name):
        return ""
    if re.fullmatch(r"[a-z0-9_\-]+(\.[a-z0-9_\-]+)*", name):
        return name if all(len(label) <= 63 for label in name.split(".")) else ""  # noqa: PLR2004 (RFC 1035)
    return idna.encode(name, uts46=True).decode("ascii")


def _suggest(text: str) -> str:
    """Return what was probably meant, if that is a valid address."""
    match = _BROKEN_SCHEME.match(text)
    repaired = f"{match[1].lower()}://{text[match.end() :]}" if match else text
    return _validate(repaired.replace(" ", "").replace(",", "."))[0]
