// Finds which functions of a linked module refer to which others: by calls, and by addresses in code and data. It reads the
// symbols and relocations that a linker writes with --emit-relocs (WebAssembly object file linking,
// https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md).
import { CODE, DATA, ELEMENTS, EXPORTS, IMPORTS, Reader, sections } from "./wasm.mjs";

// The relocation types that refer to a function, to data, or to neither. Some have a number after the symbol, the addend.
const TO_FUNCTION = new Set([0, 1, 2, 12, 18, 19, 24, 26]);
const TO_DATA = new Set([3, 4, 5, 11, 14, 15, 16, 17, 21, 23, 25]);
const WITH_ADDEND = new Set([...TO_DATA, 8, 9, 22]);

// The kinds of symbols.
const [FUNCTION_SYMBOL, DATA_SYMBOL, , SECTION_SYMBOL] = [0, 1, 2, 3];
const [IS_UNDEFINED, HAS_NAME] = [0x10, 0x40];
const [INITIALIZERS, SYMBOL_TABLE] = [6, 8];

// The number of ranges of data that are searched for those that contain an offset.
const MAX_NESTED = 64;

// A node of the graph: a function or data, each by its number.
const functionNode = (index) => `function ${index}`;
const dataNode = (symbol) => `data ${symbol}`;

function readSymbols(content) {
  const reader = new Reader(content);
  reader.number();
  let symbols = [];
  while (reader.at < content.length) {
    const kind = reader.byte();
    const end = reader.number() + reader.at;
    if (kind === SYMBOL_TABLE) symbols = readSymbolTable(reader);
    // They would be called without a relocation.
    if (kind === INITIALIZERS && reader.number()) throw new Error("found functions that initialize the module; expected none");
    reader.at = end;
  }
  return symbols;
}

function readSymbolTable(reader) {
  return reader.list(() => {
    const kind = reader.byte();
    const flags = reader.number();
    const isUndefined = flags & IS_UNDEFINED;
    if (kind === DATA_SYMBOL) {
      const name = reader.name();
      return isUndefined ? { name } : { kind, name, segment: reader.number(), start: reader.number(), size: reader.number() };
    }
    const index = reader.number();
    const hasName = kind !== SECTION_SYMBOL && (!isUndefined || flags & HAS_NAME);
    return { kind, index, name: hasName ? reader.name() : "" };
  });
}

// Returns the last of some sorted ranges that starts at an offset or before it, as its position in the list.
function lastAt(ranges, offset) {
  let [from, to] = [0, ranges.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ranges[middle].start <= offset) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

export class References {
  // Reads a module without these of its exports. Throws an error if it was linked without --emit-relocs.
  constructor(bytes, unusedExports) {
    const all = sections(bytes);
    const section = (id) => all.findIndex((section) => section.id === id);
    const reader = (id) => new Reader(all[section(id)].content);

    const imports = reader(IMPORTS);
    const kinds = imports.list(() => {
      imports.name();
      imports.name();
      return imports.skipDescription();
    });
    const importCount = kinds.filter((kind) => kind === 0).length;

    const exports = reader(EXPORTS);
    const exported = exports.list(() => {
      const name = exports.name();
      const kind = exports.number();
      return { name, kind, index: exports.number() };
    });
    const isRoot = ({ name, kind }) => kind === 0 && !unusedExports.test(name);
    // What runs without a reference to it. Relocations that no symbol contains belong to it, too.
    this.roots = ["root", ...exported.filter(isRoot).map(({ index }) => functionNode(index))];

    // The function in each slot of the table. The first segment starts at a constant, `i32.const n; end`.
    const elements = reader(ELEMENTS);
    const [count, flags, opcode] = [elements.number(), elements.number(), elements.byte()];
    if (count !== 1 || flags !== 0 || opcode !== 0x41) throw new Error("found other element segments than a linker writes");
    this.firstSlot = elements.signedNumber();
    elements.byte();
    this.slots = elements.list(() => functionNode(elements.number()));

    const code = reader(CODE);
    let index = importCount;
    const functions = code.list(() => {
      const start = code.at;
      code.slice(code.number());
      return { node: functionNode(index++), start, end: code.at };
    });
    const data = reader(DATA);
    const segments = data.list(() => {
      if (data.number() === 0) {
        data.byte();
        data.signedNumber();
        data.byte();
      }
      const length = data.number();
      const start = data.at;
      data.slice(length);
      return start;
    });

    const linking = all.find(({ name }) => name === "linking");
    if (!linking) throw new Error("found no symbols; link the module with --emit-relocs (build.rs)");
    const symbols = readSymbols(linking.content);
    this.functions = new Map();
    const objects = [];
    symbols.forEach(({ kind, name, index, segment, start, size }, symbol) => {
      if (kind === FUNCTION_SYMBOL) this.functions.set(name, functionNode(index));
      if (kind !== DATA_SYMBOL) return;
      const first = segments[segment] + start;
      objects.push({ node: dataNode(symbol), start: first, end: first + size });
    });
    objects.sort((a, b) => a.start - b.start || b.end - a.end);

    this.targets = new Map();
    for (const { name, content } of all) {
      if (!name?.startsWith("reloc.")) continue;
      const relocations = new Reader(content);
      const owner = all[relocations.number()].id;
      relocations.list(() => {
        const type = relocations.byte();
        const offset = relocations.number();
        const symbol = relocations.number();
        if (WITH_ADDEND.has(type)) relocations.signedNumber();
        let target;
        if (TO_FUNCTION.has(type)) target = functionNode(symbols[symbol].index);
        else if (TO_DATA.has(type) && symbols[symbol].kind === DATA_SYMBOL) target = dataNode(symbol);
        if (!target) return;
        if (owner === CODE) this.addTarget(functions, offset, target);
        else if (owner === DATA) this.addTarget(objects, offset, target);
      });
    }
  }

  // Records that the ranges that contain an offset refer to a target. Ranges of data may contain each other.
  addTarget(ranges, offset, target) {
    const last = lastAt(ranges, offset);
    const nodes = [];
    for (let at = last; at >= 0 && at > last - MAX_NESTED; at -= 1) if (ranges[at].end > offset) nodes.push(ranges[at].node);
    for (const node of nodes.length ? nodes : ["root"]) {
      if (!this.targets.has(node)) this.targets.set(node, new Set());
      this.targets.get(node).add(target);
    }
  }

  // Returns the function with a Rust path in this crate, such as "views::cv::cv". Its symbol has the path with the length of
  // each part, and a hash (Rust's legacy symbol mangling).
  function(path) {
    const start = ["_ZN", ...["frontispiece", ...path.split("::")].map((part) => part.length + part), "17h"].join("");
    const found = [...this.functions].filter(([name]) => name.startsWith(start));
    if (found.length !== 1) throw new Error(`found ${found.length} functions ${path} in the module; expected one`);
    return found[0][1];
  }

  // Returns everything that some nodes need, without following references to the excluded nodes.
  reachable(from, excluded) {
    const found = new Set(from);
    const rest = [...from];
    while (rest.length) {
      for (const target of this.targets.get(rest.pop()) ?? []) {
        if (found.has(target) || excluded.has(target)) continue;
        found.add(target);
        rest.push(target);
      }
    }
    return found;
  }

  // Returns the slots of the table with functions that the module needs besides these entries and what only they need.
  slotsWithout(entries, others) {
    const needed = this.reachable([...this.roots, ...others], new Set(entries));
    return new Set(this.slots.flatMap((node, index) => (needed.has(node) ? [index + this.firstSlot] : [])));
  }
}
