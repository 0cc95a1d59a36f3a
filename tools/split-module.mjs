// Moves code that only some pages need out of the visitor's module, into chunks: WebAssembly modules that share its memory and
// its tables. Then optimizes all of them. Arguments: the module as the linker wrote it, the same module after
// wasm-bindgen and its script, which are replaced, and the folder for the chunks, with the page that loads them.
//
// The code outside of a chunk calls the functions of CHUNKS by their slots in the table (`in_chunk` in src/util/chunk.rs). The
// module does not fill these slots: a chunk does. The chunk also has each function that nothing else can reach.
import binaryen from "binaryen";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { References } from "./references.mjs";
import { CUSTOM, sections } from "./wasm.mjs";

const CHUNKS = {
  list: [
    "views::publications::publications",
    "views::cv::cv",
    "browser::list::build_catalog",
    "browser::list::index_texts",
    "browser::list::matches_in",
    "browser::list::selected_ids",
  ],
  publication: ["views::publication::publication_page"],
};

const [linkedFile, moduleFile, scriptFile, folder] = process.argv.slice(2);

// Returns a module without names and without the symbols and relocations of the linker, which wasm-bindgen has made invalid.
function withoutSymbols(bytes) {
  const isKept = ({ id, name }) => id !== CUSTOM || name === "target_features";
  return Buffer.concat([bytes.subarray(0, 8), ...sections(bytes).filter(isKept).map(({ bytes }) => bytes)]);
}

// wasm-streams is a part of Leptos's server functions, which this site does not use, but the exports of a module keep their
// code.
const UNUSED_EXPORTS = /^(?:__wbg_)?intounderlying/;

function exportsOf(module) {
  const exported = (_, index) => binaryen.getExportInfo(module.getExportByIndex(index));
  return Array.from({ length: module.getNumExports() }, exported);
}

function functionsOf(module) {
  const info = (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index));
  return Array.from({ length: module.getNumFunctions() }, info);
}

// Returns the functions that each function calls or whose address it takes, by their names.
function callsOf(module) {
  const calls = new Map();
  let called;
  for (const line of module.emitText().split("\n")) {
    const [, name] = /^ \(func \$([^\s)]+)/.exec(line) ?? [];
    if (name) calls.set(name, (called = new Set()));
    for (const [, name] of line.matchAll(/\((?:call|return_call|ref\.func) \$([^\s)]+)/g)) called?.add(name);
  }
  return calls;
}

// Returns the whole module without unused exports and everything that only they use.
function wholeModule() {
  const module = binaryen.readBinary(withoutSymbols(readFileSync(moduleFile)));
  for (const { name } of exportsOf(module)) if (UNUSED_EXPORTS.test(name)) module.removeExport(name);
  module.runPasses(["remove-unused-module-elements"]);
  return module.emitBinary();
}

// Binaryen names functions by their positions in these bytes.
const wholeBytes = wholeModule();
const whole = binaryen.readBinary(wholeBytes);

const references = new References(readFileSync(linkedFile), UNUSED_EXPORTS);
const functions = functionsOf(whole);
const isImported = new Set(functions.filter(({ base }) => base).map(({ name }) => name));
const calls = callsOf(whole);
const exported = exportsOf(whole).filter(({ kind }) => kind === binaryen.ExternalFunction).map(({ value }) => value);
// The table of functions, and that of JavaScript's values.
const tables = Array.from({ length: whole.getNumTables() }, (_, index) => binaryen.getTableInfo(whole.getTableByIndex(index)).name);
const segment = binaryen.getElementSegmentInfo(whole.getElementSegmentByIndex(0));
if (whole.getNumElementSegments() !== 1 || segment.data.length !== references.slots.length) {
  throw new Error(`${moduleFile} has other slots than ${linkedFile}; expected wasm-bindgen to keep them`);
}

// Returns the exported functions, those in some slots of the table, and those that they call.
function functionsWith(slots) {
  const found = new Set([...exported, ...segment.data.filter((_, index) => slots.has(references.firstSlot + index))]);
  const rest = [...found];
  while (rest.length) {
    for (const name of calls.get(rest.pop()) ?? []) {
      if (found.has(name)) continue;
      found.add(name);
      rest.push(name);
    }
  }
  return found;
}

const entriesOf = (paths) => paths.map((path) => references.function(path));
// Without the slots of functions that only the unused exports need.
const usedSlots = references.slotsWithout([], entriesOf(Object.values(CHUNKS).flat()));
const used = functionsWith(usedSlots);
const chunks = Object.entries(CHUNKS).map(([name, paths]) => {
  const others = Object.values(CHUNKS).flat().filter((path) => !paths.includes(path));
  const rest = functionsWith(references.slotsWithout(entriesOf(paths), entriesOf(others)));
  return { name, functions: new Set([...used].filter((name) => !rest.has(name) && !isImported.has(name))) };
});
for (const { name, functions } of chunks) {
  if (!CHUNKS[name].every((path) => functions.has(segment.data[references.slots.indexOf(references.function(path))]))) {
    throw new Error(`the module reaches a function of the chunk ${name} in another way than by in_chunk`);
  }
}

// The functions that a chunk calls and does not have, with the short names by which the module exports them. They are in the
// order of the module, so that the exports are compressed better.
const neededBy = ({ functions }) => new Set([...functions].flatMap((name) => [...calls.get(name)].filter((name) => !functions.has(name))));
const shortNames = new Map();
const shared = new Set(chunks.flatMap((chunk) => [...neededBy(chunk)]));
for (const { name } of functions) if (shared.has(name)) shortNames.set(name, shortNames.size.toString(36));
const globals = Array.from({ length: whole.getNumGlobals() }, (_, index) => binaryen.getGlobalInfo(whole.getGlobalByIndex(index)));
const sharedGlobals = globals.filter(({ mutable, base }) => mutable && !base);

// Fills the slots of the functions that remain, by one segment for each run of slots.
function fillSlots(module, isHere) {
  module.removeElementSegment(segment.name);
  const isFilled = (index) => usedSlots.has(references.firstSlot + index) && isHere(segment.data[index]);
  for (let from = 0, to; from < segment.data.length; from = to) {
    const isRun = isFilled(from);
    for (to = from + 1; to < segment.data.length && isFilled(to) === isRun; ) to += 1;
    const offset = module.i32.const(references.firstSlot + from);
    if (isRun) module.addActiveElementSegment(segment.table, `slots${from}`, segment.data.slice(from, to), offset);
  }
}

function mainModule() {
  const module = binaryen.readBinary(wholeBytes);
  fillSlots(module, (name) => !chunks.some(({ functions }) => functions.has(name)));
  for (const { functions } of chunks) for (const name of functions) module.removeFunction(name);
  for (const [name, short] of shortNames) module.addFunctionExport(name, short);
  tables.forEach((name, index) => module.addTableExport(name, `table${index}`));
  sharedGlobals.forEach(({ name }, index) => module.addGlobalExport(name, `global${index}`));
  return module;
}

function chunkModule(chunk) {
  const module = binaryen.readBinary(wholeBytes);
  fillSlots(module, (name) => chunk.functions.has(name));
  for (const { name } of exportsOf(module)) module.removeExport(name);
  const needed = neededBy(chunk);
  for (const { name, params, results } of functions) {
    if (chunk.functions.has(name)) continue;
    module.removeFunction(name);
    if (needed.has(name)) module.addFunctionImport(name, "", shortNames.get(name), params, results);
  }
  // Without a limit, as the memory of the main module.
  module.setMemory(1, -1, null);
  module.addMemoryImport("0", "", "memory");
  tables.forEach((name, index) => module.addTableImport(name, "", `table${index}`));
  sharedGlobals.forEach(({ name, type }, index) => module.addGlobalImport(name, "", `global${index}`, type, true));
  return module;
}

// Writes a module, and optimizes it. Rust puts the stack at the start of the memory, so the first 1,024 bytes are used only if
// the stack overflows.
function write(module, file) {
  if (!module.validate()) throw new Error(`${file}: the split has made an invalid module`);
  writeFileSync(file, module.emitBinary());
  const options = ["-Os", "--converge", "--low-memory-unused", "--strip-producers", "--strip-target-features"];
  execFileSync("node_modules/.bin/wasm-opt", [...options, file, "-o", file], { stdio: "inherit" });
}

// Removes the functions that the module no longer imports from the script of wasm-bindgen, and the classes of wasm-streams.
function trimScript() {
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(moduleFile))).map(({ name }) => name);
  const script = readFileSync(scriptFile, "utf8")
    .replace(/^ {8}(\w+): function[^]*?^ {8}\}.*\n/gm, (entry, name) => (imported.includes(name) ? entry : ""))
    .replace(/^export class IntoUnderlying[^]*?^\}\n|^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm, "")
    .replace(/^const IntoUnderlying\w+ = [^;]*;\n/gm, "");
  writeFileSync(scriptFile, script);
}

write(mainModule(), moduleFile);
trimScript();
let attributes = "";
for (const chunk of chunks) {
  const file = join(folder, `${chunk.name}.wasm`);
  write(chunkModule(chunk), file);
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
  const name = `${chunk.name}-${hash}.wasm`;
  renameSync(file, join(folder, name));
  attributes += ` data-chunk-${chunk.name}="$<base>${name}"`;
}
const page = join(folder, "index.html");
const html = readFileSync(page, "utf8");
const changed = html.replace(/ data-base="(?<base>[^"]*)"/, `$&${attributes}`);
if (changed === html) throw new Error(`${page} has no data-base; expected the script that Trunk.toml writes`);
writeFileSync(page, changed);
