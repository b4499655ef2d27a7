"""A real browser for the offline page: Debian's Chromium, driven by Playwright, without any network."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fiche_builder.common.config import Config, EditionConfig
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.web.page import make_page
from tests.making.places import ROOT
from tests.making.workbooks import check

AXE = ROOT / "tests" / "web" / "node_modules" / "axe-core" / "axe.min.js"
PERIOD = Period(2026, 11)
IN_TIME, TOO_LATE = "2026-11-22T10:00:00", "2027-01-01T10:00:00"
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium with a profile of its own, and end it.

    Its day is the one that a test gives the page. A machine that only pretends a day (`faketime`) does so in each
    process that it starts, and there Chromium's timers would never rest.
    """
    own: dict[str, str | float | bool] = {n: value for n, value in os.environ.items() if n != "LD_PRELOAD"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS, env=own)
        try:
            yield browser
        finally:
            browser.close()


def edition_of(workbook: Path, audience: Audience = Audience.INTERNAL, config: Config | None = None) -> AnyEdition:
    """Return the edition of a workbook."""
    build = build_internal_edition if audience is Audience.INTERNAL else build_public_edition
    edition: AnyEdition = build(check(workbook).directory, PERIOD, config or Config())
    return edition


def write_page(workbook: Path, target: Path, audience: Audience = Audience.INTERNAL, language: str = "fr") -> Path:
    """Write the offline page of a workbook; return its path."""
    edition = edition_of(workbook, audience, Config(edition=EditionConfig(lang=language)))
    target.write_bytes(make_page(edition, language))
    return target


class Reader:
    """Somebody in front of the page: what they type and see, and what went wrong meanwhile."""

    def __init__(self, context: BrowserContext, path: Path, address: str = "", now: str = IN_TIME) -> None:
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in {"error", "warning"} else None,
        )
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.clock.set_fixed_time(now)
        self.page.goto(path.as_uri() + address)

    def ask(self, text: str) -> list[str]:
        """Type a query in place of the one before; return the titles of the hits."""
        self.page.fill("#query", text)
        return self.hits()

    def hits(self) -> list[str]:
        """Return the titles of the hits: name and acronym."""
        titles: list[str] = self.page.eval_on_selector_all(
            "#hits .title", "titles => titles.map((title) => title.textContent)"
        )
        return titles

    def text(self, selector: str) -> str:
        """Return the text of an element; empty if it is not shown."""
        return (self.page.text_content(selector) or "").strip() if self.page.is_visible(selector) else ""

    def type(self, text: str) -> None:
        """Type into the field of the query, once it has the focus: a busy browser gives it a moment after loading."""
        self.page.locator("#query:focus").wait_for()
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def focus_is_on(self, start: str) -> bool:
        """Tell whether what has the focus is called so, or comes to be: its id, or else how its tag and text begin.

        The page moves the focus when it hears of a new address, which a busy browser tells a moment after the key.
        """
        self.page.wait_for_function(
            """start => {
                 const { id, tagName, innerText } = document.activeElement;
                 return (id || `${tagName} ${innerText}`).startsWith(start);
               }""",
            arg=start,
        )
        return True

    @property
    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def run(self, script: str, argument: Any = None) -> Any:
        """Run a script in the page."""
        return self.page.evaluate(script, argument)


EVIL = """<script>document.title="pris"</script> "d'Ici" & <b>là</b> </script><!--"""


Open = Callable[..., Reader]
