// Which fiches answer a query, the best one first. The same as search/ranking.py, function by function; it is explained there.

const WHERE = { name: 0, other: 1, place: 2, detail: 4, text: 6 };
const HOW = { whole: 0, start: 1, inside: 4, typo: 10, typoStart: 11, lacking: 20 };
const TIER = { key: 0, heading: 1, headingStart: 2, words: 3, typo: 4, someWords: 5 };
const SHORTEST_INSIDE = 3;
const SHORTEST_TYPO = 4;
const FEW = 5;
const REMEMBERED = 20;

class SearchIndex {
  constructor(records) {
    this.records = records;
    this.heads = records.map(makeHeads);
    this.words = new Map();
    this.wordsOfTexts = new Map();
    records.forEach((record, position) => {
      this.add(position, WHERE.name, [...record.names, record.acronym]);
      this.add(position, WHERE.other, record.others);
      this.add(position, WHERE.place, record.places);
      this.add(position, WHERE.detail, [...record.details, ...record.phones]);
      this.add(position, WHERE.text, [...record.texts, ...record.unseen]);
    });
    this.vocabulary = [...this.words];
    this.wordsOfTexts = null;
    this.found = new Map();
  }

  // Each word has the positions of its fiches in order, and beside them its cost there: the least one, which is added first.
  // Many fiches share a text, such as their theme or their place: its words are looked for once.
  add(position, cost, texts) {
    for (const text of texts) {
      if (!this.wordsOfTexts.has(text)) this.wordsOfTexts.set(text, indexWords(text));
      for (const word of this.wordsOfTexts.get(text)) {
        let postings = this.words.get(word);
        if (!postings) this.words.set(word, postings = { positions: [], costs: [] });
        if (postings.positions.at(-1) === position) continue;
        postings.positions.push(position);
        postings.costs.push(cost);
      }
    }
  }

  // Return the records that answer, the best one first, the words assumed behind typing mistakes, and whether all words were found.
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
    const found = query.words.map((word) => (meant === null ? this.remember(word) : this.byWord(word, meant)));
    const counts = new Map();
    for (const costs of found) for (const position of costs.keys()) counts.set(position, (counts.get(position) ?? 0) + 1);
    const totals = new Map();
    for (const [position, count] of counts) {
      if (count < found.length - lacking) continue;
      totals.set(position, found.reduce((sum, costs) => sum + (costs.get(position) ?? HOW.lacking), 0));
    }
    return totals;
  }

  // While the next word is typed, the words before it stay the same.
  remember(typed) {
    if (this.found.size > REMEMBERED) this.found.clear();
    if (!this.found.has(typed)) this.found.set(typed, this.byWord(typed, null));
    return this.found.get(typed);
  }

  byWord(typed, meant) {
    const found = new Map();
    for (const [word, { positions, costs }] of this.vocabulary) {
      const how = match(typed, word, meant !== null);
      if (how === null) continue;
      if (how >= HOW.typo) meant.add(word);
      for (let i = 0; i < positions.length; i += 1) {
        const known = found.get(positions[i]);
        if (known === undefined || known > costs[i] + how) found.set(positions[i], costs[i] + how);
      }
    }
    return found;
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

function makeHeads(record) {
  const keys = [compact(record.acronym), ...record.phones].filter(Boolean);
  const headings = [...record.names, ...record.others].flatMap(headKeys);
  const mails = record.details.filter((detail) => detail.includes("@")).map(compact);
  return { number: String(record.number), keys, headings, beginnings: [...keys, ...headings], mails, length: compact(record.names[0]).length };
}

function headTier(query, heads) {
  let best = null;
  for (const head of query.heads) {
    if (head === heads.number || heads.keys.includes(head)) return TIER.key;
    if (heads.headings.includes(head)) best = TIER.heading;
    const begins = (key) => key.startsWith(head);
    if (best === null && (heads.beginnings.some(begins) || (query.isMail && heads.mails.some(begins)))) best = TIER.headingStart;
  }
  return best;
}

function match(typed, word, withTypos) {
  if (word.startsWith(typed)) return word === typed ? HOW.whole : HOW.start;
  if (typed.length >= SHORTEST_INSIDE && word.includes(typed)) return HOW.inside;
  if (withTypos && typed.length >= SHORTEST_TYPO && !/^\d+$/.test(typed) && hasOneTypo(typed, word)) {
    return Math.abs(typed.length - word.length) <= 1 ? HOW.typo : HOW.typoStart;
  }
  return null;
}
