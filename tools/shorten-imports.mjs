// Shortens the names by which a WebAssembly module and its JavaScript import from each other, in both files. wasm-bindgen ends
// most names with a hash of 16 digits, which cannot be compressed.
import { readFileSync, writeFileSync } from "node:fs";

const [moduleFile, scriptFile] = process.argv.slice(2);
const NAME = /\b(?:__wb|wasm_bindgen__|__externref)\w+/g;
const [IMPORTS, EXPORTS] = [2, 7];

// Reads unsigned LEB128 numbers and names (WebAssembly Core Specification, section 5).
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      number += (byte & 127) * 2 ** shift;
      if (byte < 128) return number;
    }
  }

  slice(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }
}

function number(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

const sized = (bytes) => Buffer.concat([number(bytes.length), bytes]);

// Skips the description of an import: its kind (function, table, memory, global or tag) and its type.
function skipDescription(reader) {
  const kind = reader.number();
  if (kind === 1 || kind === 3) reader.number();
  if (kind === 1 || kind === 2) {
    const hasMaximum = reader.number() & 1;
    reader.number();
    if (hasMaximum) reader.number();
  } else if (kind === 4) {
    reader.number();
    reader.number();
  } else {
    reader.number();
  }
}

const script = readFileSync(scriptFile, "utf8");
const short = new Map();
for (const name of script.match(NAME)) if (!short.has(name)) short.set(name, `_${short.size.toString(36)}`);

const shortened = (name) => Buffer.from(short.get(name.toString()) ?? name);

function renamedImports(section) {
  const reader = new Reader(section);
  const parts = [number(reader.number())];
  while (reader.at < section.length) {
    const module = reader.slice(reader.number());
    const name = reader.slice(reader.number());
    const start = reader.at;
    skipDescription(reader);
    parts.push(sized(module), sized(shortened(name)), section.subarray(start, reader.at));
  }
  return Buffer.concat(parts);
}

function renamedExports(section) {
  const reader = new Reader(section);
  const parts = [number(reader.number())];
  while (reader.at < section.length) {
    const name = reader.slice(reader.number());
    const start = reader.at;
    // The kind and the index.
    reader.number();
    reader.number();
    parts.push(sized(shortened(name)), section.subarray(start, reader.at));
  }
  return Buffer.concat(parts);
}

const renamed = { [IMPORTS]: renamedImports, [EXPORTS]: renamedExports };
const reader = new Reader(readFileSync(moduleFile));
const parts = [reader.slice(8)];
while (reader.at < reader.bytes.length) {
  const id = reader.number();
  const content = reader.slice(reader.number());
  parts.push(Buffer.from([id]), sized(renamed[id]?.(content) ?? content));
}
const result = Buffer.concat(parts);
// Fails if the script lacks a function that the module imports.
const names = WebAssembly.Module.imports(new WebAssembly.Module(result)).map(({ name }) => name);
const missing = names.filter((name) => name.search(NAME) === 0);
if (missing.length) throw new Error(`${scriptFile} lacks ${missing.join(", ")}, which ${moduleFile} imports`);
writeFileSync(moduleFile, result);
writeFileSync(scriptFile, script.replace(NAME, (name) => short.get(name)));
