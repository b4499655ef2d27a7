// The page: what is typed and chosen, what is then shown, the keys, and the day.

const FIRST_HITS = 25;
const MORE_HITS = 200;
const A_MOMENT = 400;
const A_WHILE = 10 * 60 * 1000;

class Page {
  constructor(data) {
    this.data = data;
    this.shelf = new Shelf(data.store);
    this.query = document.getElementById("query");
    this.filters = [...document.querySelectorAll("#filters select")];
    this.hits = document.getElementById("hits");
    this.opened = document.getElementById("opened");
    this.records = [];
    this.answer = null;
    this.current = null;
  }

  // Made when it is first needed, or once the page is loaded and idle.
  get index() {
    this.madeIndex ??= new SearchIndex(readRecords(this.data.fiches));
    return this.madeIndex;
  }

  recordOf(number) {
    this.byNumber ??= new Map(this.index.records.map((record) => [record.number, record]));
    return this.byNumber.get(number);
  }

  recordIn(hash) {
    const [, number] = /^#fiche-(\d+)$/.exec(hash) ?? [];
    return number && this.recordOf(Number(number));
  }

  start() {
    for (const id of ["tools", "filters", "keys"]) document.getElementById(id).hidden = false;
    this.query.value = new URLSearchParams(location.search).get("q") ?? "";
    this.query.addEventListener("input", () => this.search());
    for (const filter of this.filters) filter.addEventListener("change", () => this.search());
    document.getElementById("more").addEventListener("click", () => this.showMore());
    const singleKeys = document.getElementById("single-keys");
    singleKeys.checked = this.shelf.hasSingleKeys;
    singleKeys.addEventListener("change", () => this.shelf.keep({ singleKeys: singleKeys.checked }));
    this.hits.addEventListener("focusin", (event) => this.preview(event.target.closest("a")));
    document.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("keydown", (event) => onKey(event, this));
    document.addEventListener("copy", (event) => this.onCopy(event));
    window.addEventListener("hashchange", () => this.followAddress());
    document.addEventListener("visibilitychange", () => this.checkDay());
    setInterval(() => this.checkDay(), A_WHILE);
    this.checkDay();
    this.showFavourites();
    if (this.query.value) this.search();
    this.followAddress();
    // The browser goes to the place in the address only once everything is loaded, and then takes the focus away.
    window.addEventListener("load", () => setTimeout(() => {
      this.query.focus({ preventScroll: true });
      setTimeout(() => this.index);
    }));
    this.query.focus({ preventScroll: true });
  }

  // The filter that chooses among the lines of a fiche, if there is one.
  get lines() {
    return this.filters.find((filter) => filter.name === "lines")?.value ?? "";
  }

  search() {
    const typed = this.query.value;
    const answer = this.index.search(typed);
    const isAsked = answer.query.words.length > 0;
    this.answer = isAsked ? answer : null;
    const found = isAsked ? answer.records : this.index.records;
    this.records = found.filter(({ article }) => this.filters.every(({ value }) => !value || article.matches(value) || article.querySelector(value)));
    const isSearching = isAsked || this.filters.some((filter) => filter.value !== "");
    document.body.classList.toggle("searching", isSearching);
    document.body.classList.remove("open");
    this.hits.replaceChildren();
    this.show(isSearching ? FIRST_HITS : 0);
    this.sayCount(isSearching);
    this.showFiche(isSearching ? this.records[0] : undefined);
    clearTimeout(this.writing);
    this.writing = setTimeout(() => this.writeAddress(), A_MOMENT);
    window.scrollTo(0, 0);
  }

  show(count) {
    const from = this.hits.childElementCount;
    const favourites = new Set(this.shelf.favourites);
    this.hits.append(...this.records.slice(from, from + count).map(
      (record) => makeHit(record, this.answer, this.lines, favourites.has(record.number))));
    const left = this.records.length - this.hits.childElementCount;
    const more = document.getElementById("more");
    more.hidden = !count || left <= 0;
    more.textContent = this.data.words.more.replace("%(count)d", Math.min(left, MORE_HITS));
  }

  showMore() {
    const next = this.hits.childElementCount;
    this.show(MORE_HITS);
    this.hits.children[next].firstElementChild.focus();
  }

  sayCount(isSearching) {
    const { none, some, one, many } = this.data.words;
    const count = this.records.length;
    const words = !count ? none : this.answer?.isWhole === false ? some : (count === 1 ? one : many).replace("%(count)d", count);
    document.getElementById("count").textContent = isSearching ? words : "";
  }

  showFiche(record) {
    this.current = record ?? null;
    for (const link of this.hits.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    if (record) {
      this.hits.querySelector(`[href="#fiche-${record.number}"]`)?.setAttribute("aria-current", "true");
      this.opened.replaceChildren(makeOpened(record, this.answer, this.shelf.favourites.includes(record.number), this));
    } else {
      this.opened.replaceChildren();
    }
    this.opened.hidden = !record;
  }

  preview(link) {
    const record = link && this.recordIn(link.hash);
    if (record && record !== this.current) this.showFiche(record);
  }

  open(record) {
    this.showFiche(record);
    this.writeAddress(`#fiche-${record.number}`);
    document.body.classList.add("open");
    window.scrollTo(0, 0);
    this.opened.querySelector("h2").focus({ preventScroll: true });
  }

  close() {
    document.body.classList.remove("open");
    if (!document.body.classList.contains("searching")) this.showFiche(undefined);
    this.writeAddress();
    this.query.focus();
    this.query.select();
  }

  followAddress() {
    const record = this.recordIn(location.hash);
    if (record) {
      this.open(record);
    } else if (location.hash) {
      this.clear();
      document.querySelector(`.theme[id="${CSS.escape(location.hash.slice(1))}"]`)?.scrollIntoView();
    }
  }

  clear() {
    this.query.value = "";
    for (const filter of this.filters) filter.value = "";
    this.search();
  }

  // A search can be shared: ?q= in the address. Some browsers do not let the address of a file change.
  writeAddress(hash = "") {
    clearTimeout(this.writing);
    const asked = this.query.value ? `?q=${encodeURIComponent(this.query.value)}` : location.pathname;
    try {
      history.replaceState(null, "", asked + hash);
    } catch {
      // The search works all the same.
    }
  }

  onClick(event) {
    const link = event.target.closest("a");
    if (!link) return;
    if (/^https?:/.test(link.protocol)) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    if (link.hash && link.hash === location.hash) this.followAddress();
  }

  onCopy(event) {
    const hasSelection = this.query.selectionStart !== this.query.selectionEnd;
    if (document.activeElement !== this.query || hasSelection || !this.phone) return;
    event.clipboardData.setData("text/plain", this.phone);
    event.preventDefault();
    this.say(this.data.words.copied.replace("%(what)s", () => this.phone));
  }

  get phone() {
    return this.current ? phoneOf(this.current.article, this.lines) : "";
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(this.data.words.copied.replace("%(what)s", () => text));
    } catch {
      this.say(copyOldWay(text) ? this.data.words.copied.replace("%(what)s", () => text) : this.data.words.refused);
    }
  }

  say(text) {
    const said = document.getElementById("said");
    said.textContent = text;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { said.textContent = ""; }, 4000);
  }

  toggleFavourite(record) {
    this.shelf.toggleFavourite(record.number);
    this.showFiche(record);
    this.showFavourites();
    this.opened.querySelector(".favourite").focus();
  }

  showFavourites() {
    const records = this.shelf.favourites.map((number) => this.recordOf(number)).filter(Boolean);
    const section = document.getElementById("favourites");
    section.hidden = !records.length;
    section.querySelector("ul").replaceChildren(...records.map((record) => {
      const link = make("a", { href: `#fiche-${record.number}` }, record.names[0], " ", makePhone(record.article, "", null));
      return make("li", {}, link);
    }));
  }

  // This computer's day decides whether the edition is out of date and which notices are shown. The page may stay open for weeks.
  checkDay() {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    document.getElementById("expired").hidden = today <= this.data.validUntil;
    for (const notice of document.querySelectorAll(".notice")) {
      notice.hidden = today < (notice.dataset.from ?? "") || today > (notice.dataset.until ?? "9999");
    }
  }
}

// If pages may not use the clipboard: the copy command, on a box that exists for a moment.
function copyOldWay(text) {
  const before = document.activeElement;
  const box = make("textarea", { value: text, className: "unseen" });
  document.body.append(box);
  box.select();
  const isDone = document.execCommand("copy");
  box.remove();
  before?.focus();
  return isDone;
}

function onKey(event, page) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { target, key } = event;
  const isWriting = target.matches("input[type=search], select, textarea");
  const hit = target.closest("#hits li");
  const act = (action) => { event.preventDefault(); action(); };
  if (key === "Escape") {
    act(() => (target === page.query && !document.body.classList.contains("open") ? page.clear() : page.close()));
  } else if (target === page.query && key === "ArrowDown") {
    act(() => page.hits.querySelector("a")?.focus());
  } else if (target === page.query && key === "Enter") {
    if (page.current) act(() => openByAddress(page));
  } else if (hit && (key === "ArrowDown" || key === "ArrowUp")) {
    const next = key === "ArrowDown" ? hit.nextElementSibling : hit.previousElementSibling;
    if (next) act(() => next.firstElementChild.focus());
    else if (key === "ArrowUp") act(() => page.query.focus());
  } else if (!isWriting && page.shelf.hasSingleKeys && key === "/") {
    act(() => { page.query.focus(); page.query.select(); });
  } else if (page.shelf.hasSingleKeys && key === "c" && target.closest("#hits, #opened") && page.phone) {
    act(() => page.copy(page.phone));
  }
}

function openByAddress(page) {
  const hash = `#fiche-${page.current.number}`;
  if (location.hash === hash) page.open(page.current);
  else location.hash = hash;
}

const annuaire = new Page(JSON.parse(document.getElementById("data").textContent));
annuaire.start();
