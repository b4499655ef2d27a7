"""The offline page as its readers use it: a real Chromium opens it, types, presses keys and reads what is shown."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from fiche_builder.model.columns import Audience
from fiche_builder.outputs.web.page import make_page
from tests.conftest import WorkbookMaker
from tests.making.browser import AXE, IN_TIME, TOO_LATE, Open, Reader, edition_of, write_page
from tests.making.places import SAMPLE
from tests.making.workbooks import fiche


def test_typing_finds_at_once_the_best_first_and_marks_it(reading: Open) -> None:
    reader = reading()
    assert reader.focus_is_on("query")
    reader.type("rel")
    assert reader.hits() == ["Le Relais LR", "Relais du Nord"]
    assert reader.text("#count") == "2 fiches trouvées"
    assert reader.text("#hits mark >> nth=0") == "Rel"
    assert reader.page.get_attribute("#count", "role") == "status"
    assert "Le Relais" in reader.text("#opened h2")
    assert "02 555 12 34" in reader.text("#hits li >> nth=0")
    assert "Donner" in reader.text("#hits li >> nth=0")


def test_no_hit_says_what_to_try(reading: Open) -> None:
    reader = reading()
    assert reader.ask("xyzzyx") == []
    assert reader.text("#count").startswith("Aucune fiche trouvée")
    assert reader.text("#opened") == ""


def test_the_reason_shows_where_the_name_does_not(reading: Open) -> None:
    reader = reading()
    assert reader.ask("maison rouge") == ["Le Relais LR"]
    assert reader.text("#hits .where") == "Evere · La Maison rouge"
    assert reader.ask("dupont") == ["Le Relais LR"]
    assert "Dupont" in reader.text("#hits .where mark")


def test_keys_lead_through_the_list_and_back(reading: Open) -> None:
    reader = reading()
    reader.type("relais")
    reader.press("ArrowDown")
    assert reader.focus_is_on("A Le Relais")
    reader.press("ArrowDown")
    assert reader.focus_is_on("A Relais du Nord")
    assert "Relais du Nord" in reader.text("#opened h2")
    reader.press("ArrowUp", "ArrowUp")
    assert reader.focus_is_on("query")
    reader.press("Enter")
    assert reader.focus_is_on("H2 Le Relais")
    assert reader.page.url.endswith("#fiche-1")
    reader.press("/")
    assert reader.focus_is_on("query")
    reader.press("Escape")
    assert reader.page.input_value("#query") == "relais"
    reader.press("Escape")
    assert (reader.page.input_value("#query"), reader.hits()) == ("", [])
    assert reader.page.is_visible("#fiche-2")


def test_the_focus_is_seen(reading: Open) -> None:
    reader = reading()
    reader.type("relais")
    reader.press("ArrowDown")
    assert reader.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_c_copies_the_first_phone(reading: Open) -> None:
    reader = reading()
    reader.type("relais")
    reader.press("ArrowDown", "c")
    reader.page.wait_for_selector("#said:not(:empty)")
    assert (reader.clipboard, reader.text("#said")) == ("02 555 12 34", "Copié\u00a0: 02 555 12 34")
    reader.press("/", "c")
    assert reader.page.input_value("#query") == "c"


def test_ctrl_c_in_the_box_copies_the_phone_of_the_first_hit(reading: Open) -> None:
    reader = reading()
    reader.type("nord")
    reader.press("Control+c")
    assert reader.clipboard == "02 555 00 02"
    reader.press("Control+a", "Control+c")
    assert reader.clipboard == "nord"


def test_single_keys_can_be_switched_off(reading: Open) -> None:
    """WCAG 2.1.4: speech input may press letters by mistake."""
    reader = reading()
    reader.page.click("#keys summary")
    reader.page.uncheck("#single-keys")
    reader.press("/")
    assert reader.focus_is_on("single-keys")
    again = reading()
    again.type("relais")
    again.press("Enter", "c", "/")
    assert again.focus_is_on("H2 Le Relais")
    assert again.text("#said") == ""


def test_buttons_copy_numbers_messages_and_the_link(reading: Open) -> None:
    reader = reading()
    reader.ask("relais")
    wanted = [
        "02 555 12 34",
        "02 555 12 35",
        "02 555 66 77",
        "info@relais.example",
        "www.relais.example/emploi",
        "Nom et numéro de dossier",
    ]
    for position, text in enumerate(wanted):
        button = reader.page.locator("#opened .copy").nth(position)
        assert button.get_attribute("aria-label") == f"Copier {text}"
        button.click()
        reader.page.wait_for_function("text => document.getElementById('said').textContent.endsWith(text)", arg=text)
        assert reader.clipboard == text
    reader.page.click("text=Copier le lien vers cette fiche")
    reader.page.wait_for_function("() => document.getElementById('said').textContent.includes('#fiche-1')")
    assert reader.clipboard == reader.page.url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0] + "#fiche-1"


def test_copying_works_where_the_clipboard_is_closed(reading: Open) -> None:
    reader = reading()
    reader.run("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    reader.ask("relais")
    reader.page.click("#opened .copy >> nth=0")
    reader.page.wait_for_selector("#said:not(:empty)")
    reader.page.focus("#query")
    reader.press("Control+a", "Control+v")
    assert reader.page.input_value("#query") == "02 555 12 34"


def test_favourites_stay_in_this_browser(reading: Open) -> None:
    reader = reading(address="#fiche-2")
    assert reader.text("#favourites") == ""
    reader.page.click("#opened .favourite")
    assert reader.page.get_attribute("#opened .favourite", "aria-pressed") == "true"
    again = reading()
    assert again.text("#favourites") == "Mes favorisRelais du Nord 02 555 00 02 ◆ Donner"
    assert again.ask("relais")[1] == "★ Relais du Nord"
    again.page.click("#hits li >> nth=1")
    again.page.click("#opened .favourite")
    assert again.text("#favourites") == ""


@pytest.mark.parametrize("storage", ["refused", "spoilt"])
def test_the_page_works_where_nothing_can_be_kept(storage: str, pages: dict[Audience, Path], browser: Browser) -> None:
    with browser.new_context() as context:
        if storage == "refused":
            context.add_init_script(
                "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException(); } })"
            )
        else:
            context.add_init_script(
                'localStorage.setItem(\'fiche-builder:Annuaire\', \'{"favourites": ["x", 99], "singleKeys": 3}\')'
            )
        reader = Reader(context, pages[Audience.INTERNAL], "#fiche-1")
        reader.page.click("#opened .favourite")
        assert reader.page.get_attribute("#opened .favourite", "aria-pressed") == "true"
        reader.press("Escape")
        reader.press("Escape")
        assert "Le Relais" in reader.text("#favourites")
        assert reader.errors == []


def test_an_address_can_be_passed_on(reading: Open) -> None:
    reader = reading(address="?q=nord")
    assert (reader.page.input_value("#query"), reader.hits()) == ("nord", ["Relais du Nord"])
    linked = reading(address="#fiche-3")
    assert "Cellule interne" in linked.text("#opened h2")
    assert linked.focus_is_on("query")
    linked.page.click("text=Retour à la liste")
    assert linked.text("#opened") == ""
    linked.ask("relais")
    linked.page.wait_for_function("() => location.search === '?q=relais'")
    linked.page.goto(linked.page.url.split("?", maxsplit=1)[0] + "#theme-2")
    linked.requests.pop()
    assert linked.page.is_visible("#fiche-2")


def test_a_reference_opens_the_other_fiche(reading: Open) -> None:
    reader = reading(address="#fiche-1")
    reader.page.click("#opened >> text=Relais du Nord")
    reader.page.locator("#opened h2", has_text="Relais du Nord").wait_for()
    reader.page.go_back()
    reader.page.locator("#opened h2", has_text="Le Relais").wait_for()


def test_after_its_time_the_edition_asks_for_the_newer_one(reading: Open) -> None:
    in_time = reading(now="2026-12-31T23:00:00")
    assert in_time.text("#expired") == ""
    late = reading(now=TOO_LATE)
    assert late.text("#expired").startswith("Périmé\u00a0: cette édition était valable jusqu’au 31/12/2026.")
    assert late.page.get_attribute("#expired", "role") == "alert"


def test_a_page_left_open_notices_that_its_time_is_over(reading: Open) -> None:
    reader = reading()
    assert reader.text("#expired") == ""
    reader.page.clock.set_fixed_time(TOO_LATE)
    reader.run("document.dispatchEvent(new Event('visibilitychange'))")
    assert reader.text("#expired") != ""


@pytest.mark.parametrize("audience", list(Audience))
def test_what_it_is_and_how_long_it_holds_is_always_in_sight(audience: Audience, reading: Open) -> None:
    reader = reading(audience, viewport={"width": 320, "height": 600})
    word = "INTERNE" if audience is Audience.INTERNAL else "PUBLIC"
    for query in ("", "relais"):
        reader.ask(query)
        reader.run("scrollTo(0, 1e6)")
        line = reader.page.locator(".imprint")
        assert reader.run("document.querySelector('.imprint').getBoundingClientRect().top >= 0")
        assert all(part in line.inner_text() for part in (word, "novembre 2026", "valable jusqu’au 31/12/2026"))


def test_without_script_everything_can_be_read(reading: Open) -> None:
    reader = reading(java_script_enabled=False)
    assert not reader.page.is_visible("#query")
    assert reader.page.is_visible("#fiche-1 >> text=02 555 12 34")
    assert reader.page.is_visible("#fiche-1 >> text=Fermé en décembre (01/12/2026 – 31/12/2026)")
    assert "Ctrl+F" in reader.page.inner_text("noscript")
    assert reader.page.eval_on_selector_all(".theme > h2", "all => all.length") == 2


def test_nothing_may_be_fetched_and_nothing_else_may_run(annuaire: Path, reading: Open) -> None:
    page = make_page(edition_of(annuaire), "fr").decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert re.fullmatch(
        r"default-src &#39;none&#39;; script-src &#39;sha256-[\w+/=]+&#39;; style-src &#39;sha256-[\w+/=]+&#39;; "
        r"base-uri &#39;none&#39;; form-action &#39;none&#39;",
        policy,
    )
    reader = reading()
    blocked = reader.run("""async () => {
        const said = [];
        document.addEventListener("securitypolicyviolation", (event) => said.push(event.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "window.taken = true";
        document.body.append(script, Object.assign(new Image(), { src: "https://www.relais.example/x.png" }));
        await fetch("https://www.relais.example/").catch(() => {});
        await new Promise((done) => setTimeout(done, 50));
        return [window.taken, said.sort()];
    }""")
    assert blocked == [None, ["connect-src", "img-src", "script-src-elem"]]
    assert len(reader.errors) >= 3
    reader.errors.clear()
    reader.requests = [url for url in reader.requests if not url.startswith("https://www.relais.example/")]


@pytest.mark.parametrize(
    ("audience", "settings"),
    [
        (Audience.INTERNAL, {"viewport": {"width": 1280, "height": 800}}),
        (Audience.INTERNAL, {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
        (Audience.PUBLIC, {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}),
    ],
    ids=["internal", "internal-narrow-dark", "public-dark"],
)
def test_axe_finds_no_violation(audience: Audience, settings: dict[str, Any], reading: Open) -> None:
    for address, query, now in (("", "", IN_TIME), ("", "relais", TOO_LATE), ("#fiche-1", "", "2026-12-05T10:00:00")):
        reader = reading(audience, address, now=now, **settings)
        if query:
            reader.ask(query)
        reader.run(AXE.read_text("utf-8"))
        found = reader.run("axe.run({ resultTypes: ['violations'] }).then((done) => done.violations)")
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (640, 400), (1280, 800)])
def test_nothing_is_wider_than_the_window(width: int, height: int, reading: Open) -> None:
    reader = reading(viewport={"width": width, "height": height})
    for query in ("", "relais", "pris"):
        reader.ask(query)
        if query == "pris":
            reader.press("Enter")
        assert reader.run("document.documentElement.scrollWidth <= innerWidth"), query


def test_it_prints_the_fiches_without_the_controls(reading: Open) -> None:
    reader = reading()
    reader.page.emulate_media(media="print")
    assert [name for name in ("#query", "#filters", "#contents") if reader.page.is_visible(name)] == []
    assert reader.page.is_visible("#fiche-2")
    assert reader.page.is_visible(".mention")


@pytest.mark.parametrize("audience", list(Audience))
def test_the_same_edition_gives_the_same_bytes(audience: Audience) -> None:
    edition = edition_of(SAMPLE, audience)
    assert make_page(edition, "nl") == make_page(edition, "nl")


def test_it_is_light(shared_data: Path) -> None:
    for audience in Audience:
        edition = edition_of(shared_data / "nord.xlsx", audience)
        assert len(make_page(edition, "fr")) / len(edition.fiches) < 1500


def test_a_long_list_grows_on_demand(workbook: WorkbookMaker, browser: Browser, tmp_path: Path) -> None:
    path = write_page(
        workbook(Fiches=[fiche(number, Nom=f"Relais {number}") for number in range(1, 46)]), tmp_path / "annuaire.html"
    )
    with browser.new_context() as context:
        reader = Reader(context, path)
        assert len(reader.ask("relais")) == 25
        assert reader.text("#count") == "45 fiches trouvées"
        assert reader.text("#more") == "Afficher 20 de plus"
        reader.page.click("#more")
        assert len(reader.hits()) == 45
        assert reader.focus_is_on("A Relais 26")
        assert reader.text("#more") == ""
