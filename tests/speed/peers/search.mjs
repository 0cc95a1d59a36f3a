// Measures other search libraries: node --expose-gc search.mjs TITLES TYPED
//
// TITLES and TYPED are files of JSON: the titles to index, and the texts to type letter by letter. Each library finds all
// titles that have words that begin with (uFuzzy: contain) all words of the text. Prints a line for each library: the
// time to index in milliseconds, the memory of the index in MB, and the median and the longest time of a query in
// milliseconds.
import { readFileSync } from "node:fs";
import uFuzzy from "@leeoniya/ufuzzy";
import FlexSearch from "flexsearch";
import MiniSearch from "minisearch";

const [titles, typed] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const texts = typed.flatMap((text) => [...text].map((_, end) => text.slice(0, end + 1)));

const libraries = {
  FlexSearch() {
    const index = new FlexSearch.Index({ tokenize: "forward" });
    titles.forEach((title, id) => index.add(id, title));
    return (text) => index.search(text, { limit: titles.length }).length;
  },
  MiniSearch() {
    const index = new MiniSearch({ fields: ["title"], searchOptions: { prefix: true, combineWith: "AND" } });
    index.addAll(titles.map((title, id) => ({ id, title })));
    return (text) => index.search(text).length;
  },
  uFuzzy() {
    const search = new uFuzzy();
    return (text) => search.search(titles, text, 1)[0]?.length ?? 0;
  },
};

// Repeats each operation for at least 10 ms, as the measurement of Frontispiece does.
function time(operation) {
  const start = performance.now();
  let times = 0;
  do operation();
  while (++times && performance.now() - start < 10);
  return (performance.now() - start) / times;
}

const memory = () => {
  gc();
  return process.memoryUsage().heapUsed / 1e6;
};

for (const [name, build] of Object.entries(libraries)) {
  const before = memory();
  const start = performance.now();
  const search = build();
  const milliseconds = performance.now() - start;
  const megabytes = Math.max(0, memory() - before);
  texts.forEach(search);
  const times = texts.map((text) => time(() => search(text))).sort((one, other) => one - other);
  const columns = [milliseconds.toFixed(1), megabytes.toFixed(1), times[times.length >> 1].toFixed(3), times.at(-1).toFixed(3)];
  console.log(String(titles.length).padStart(8), ...columns.map((text) => text.padStart(9)), "", name);
}
