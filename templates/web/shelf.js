// What this browser keeps for its reader: favourites, and whether single keys work. If it keeps nothing, this lasts while the page is open.

class Shelf {
  constructor(name) {
    this.name = `fiche-builder:${name}`;
    this.kept = {};
    try {
      this.kept = JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      // There is no storage, or it holds something that is not ours.
    }
    if (typeof this.kept !== "object" || Array.isArray(this.kept)) this.kept = {};
  }

  get favourites() {
    return Array.isArray(this.kept.favourites) ? this.kept.favourites.filter(Number.isInteger) : [];
  }

  get hasSingleKeys() {
    return this.kept.singleKeys !== false;
  }

  toggleFavourite(number) {
    const others = this.favourites.filter((kept) => kept !== number);
    this.keep({ favourites: this.favourites.includes(number) ? others : [...others, number] });
  }

  keep(values) {
    Object.assign(this.kept, values);
    try {
      localStorage.setItem(this.name, JSON.stringify(this.kept));
    } catch {
      // The browser refuses, so it lasts only while the page is open.
    }
  }
}
