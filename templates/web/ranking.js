// Which fiches answer a query, the best one first. The same as search/ranking.py, function by function; what it all means stands there.

const WHERE = { name: 0, other: 1, place: 2, detail: 4, text: 6 };
const HOW = { whole: 0, start: 1, inside: 4, typo: 10, typoStart: 11, lacking: 20 };
const TIER = { key: 0, heading: 1, headingStart: 2, words: 3, typo: 4, someWords: 5 };
const SHORTEST_INSIDE = 3;
const SHORTEST_TYPO = 4;
const FEW = 5;

class SearchIndex {
  constructor(records) {
    this.records = records;
    this.heads = records.map((record) => ({
      number: String(record.number),
      keys: [...new Set([compact(record.acronym), ...record.phones])].filter(Boolean),
      headings: [...record.names, ...record.others].flatMap(headKeys),
      mails: record.details.filter((detail) => detail.includes("@")).map(compact),
      length: compact(record.names[0]).length,
    }));
    this.words = new Map();
    records.forEach((record, position) => {
      this.add(position, WHERE.name, [...record.names, record.acronym]);
      this.add(position, WHERE.other, record.others);
      this.add(position, WHERE.place, record.places);
      this.add(position, WHERE.detail, [...record.details, ...record.phones]);
      this.add(position, WHERE.text, [...record.texts, ...record.unseen]);
    });
    this.vocabulary = [...this.words];
  }

  add(position, cost, texts) {
    for (const text of texts) {
      for (const word of indexWords(text)) {
        if (!this.words.has(word)) this.words.set(word, new Map());
        const postings = this.words.get(word);
        if (!(postings.get(position) <= cost)) postings.set(position, cost);
      }
    }
  }

  // Return the records that answer, the best one first, the words that typing mistakes were taken for, and whether all words were found.
  search(typed) {
    const query = parseQuery(typed);
    if (!query.words.length) return { records: [], query, meant: new Set(), isWhole: true };
    const meant = new Set();
    let ranks = this.ranks(query, this.byWords(query, null, 0), TIER.words);
    if (ranks.size < FEW && [...ranks.values()].every((rank) => rank.tier === TIER.words)) {
      ranks = new Map([...this.ranks(query, this.byWords(query, meant, 0), TIER.typo), ...ranks]);
    }
    const isWhole = ranks.size > 0;
    if (!isWhole) ranks = this.ranks(query, this.byWords(query, null, query.words.length - 1), TIER.someWords);
    const sorted = [...ranks.values()].sort(
      (a, b) => a.tier - b.tier || a.cost - b.cost || a.length - b.length || a.position - b.position);
    return { records: sorted.map((rank) => this.records[rank.position]), query, meant: isWhole ? meant : new Set(), isWhole };
  }

  byWords(query, meant, lacking) {
    const found = query.words.map((word) => this.byWord(word, meant));
    const counts = new Map();
    for (const costs of found) for (const position of costs.keys()) counts.set(position, (counts.get(position) ?? 0) + 1);
    const totals = new Map();
    for (const [position, count] of counts) {
      if (count < found.length - lacking) continue;
      totals.set(position, found.reduce((sum, costs) => sum + (costs.get(position) ?? HOW.lacking), 0));
    }
    return totals;
  }

  byWord(typed, meant) {
    const costs = new Map();
    for (const [word, postings] of this.vocabulary) {
      const how = match(typed, word, meant !== null);
      if (how === null) continue;
      if (how >= HOW.typo) meant.add(word);
      for (const [position, where] of postings) {
        if (!(costs.get(position) <= where + how)) costs.set(position, where + how);
      }
    }
    return costs;
  }

  ranks(query, costs, tier) {
    const ranks = new Map();
    this.heads.forEach((heads, position) => {
      const byHead = headTier(query, heads);
      if (byHead === null && !costs.has(position)) return;
      ranks.set(position, { tier: byHead ?? tier, cost: costs.get(position) ?? 0, length: heads.length, position });
    });
    return ranks;
  }
}

function headTier(query, heads) {
  if (query.heads.some((head) => head === heads.number || heads.keys.includes(head))) return TIER.key;
  if (query.heads.some((head) => heads.headings.includes(head))) return TIER.heading;
  const begins = (key) => query.heads.some((head) => key.startsWith(head));
  return [...heads.keys, ...heads.headings, ...(query.isMail ? heads.mails : [])].some(begins) ? TIER.headingStart : null;
}

function match(typed, word, withTypos) {
  if (word.startsWith(typed)) return word === typed ? HOW.whole : HOW.start;
  if (typed.length >= SHORTEST_INSIDE && word.includes(typed)) return HOW.inside;
  if (withTypos && typed.length >= SHORTEST_TYPO && !/^\d+$/.test(typed) && hasOneTypo(typed, word)) {
    return Math.abs(typed.length - word.length) <= 1 ? HOW.typo : HOW.typoStart;
  }
  return null;
}
