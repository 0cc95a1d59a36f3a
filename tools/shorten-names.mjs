// Shortens the names by which a WebAssembly module and its JavaScript import from each other, in both files. wasm-bindgen ends
// most names with a hash of 16 digits, which cannot be compressed. Also shortens the paths of source files in the messages of
// panics, so that the published module does not name folders of the machine that has compiled it.
import { readFileSync, writeFileSync } from "node:fs";
import { DATA, EXPORTS, IMPORTS, Reader, number, sections, sized } from "./wasm.mjs";

const [moduleFile, scriptFile] = process.argv.slice(2);
const NAME = /\b(?:__wb|wasm_bindgen__|__externref)\w+/g;

const script = readFileSync(scriptFile, "utf8");
const short = new Map();
for (const name of script.match(NAME)) if (!short.has(name)) short.set(name, `_${short.size.toString(36)}`);

const shortened = (name) => Buffer.from(short.get(name) ?? name);

function renamedImports(content) {
  const reader = new Reader(content);
  const imports = reader.list(() => {
    const module = reader.name();
    const name = reader.name();
    const start = reader.at;
    reader.skipDescription();
    return Buffer.concat([sized(Buffer.from(module)), sized(shortened(name)), content.subarray(start, reader.at)]);
  });
  return Buffer.concat([number(imports.length), ...imports]);
}

function renamedExports(content) {
  const reader = new Reader(content);
  const exports = reader.list(() => {
    const name = reader.name();
    const start = reader.at;
    // The kind and the index.
    reader.number();
    reader.number();
    return Buffer.concat([sized(shortened(name)), content.subarray(start, reader.at)]);
  });
  return Buffer.concat([number(exports.length), ...exports]);
}

// The start of the path of a source file: the folder of all crates of a registry or a repository, or else that of the standard
// library.
const SOURCE_FOLDER =
  /^(?:\/|[A-Za-z]:\\)(?:.*?[/\\](?:registry[/\\]src|git[/\\]checkouts)[/\\][^/\\]+[/\\]|.*?[/\\]library[/\\])(?=.*\.rs$)/;
const MAX_PATH_LENGTH = 4096;

// Returns the content of the data section with short paths. The data refers to a path by 8 aligned bytes: its address and its
// length.
function withShortPaths(content) {
  const copy = Buffer.from(content);
  const reader = new Reader(copy);
  const segments = reader.list(() => {
    const kind = reader.number();
    // The instructions `i32.const` and `end` are around the address.
    if (kind !== 0 || reader.byte() !== 0x41) throw new Error(`${moduleFile} has data without a fixed address`);
    const start = reader.signedNumber();
    reader.byte();
    return { start, bytes: reader.slice(reader.number()) };
  });
  const textAt = (address, length) => {
    const holds = ({ start, bytes }) => start <= address && address + length <= start + bytes.length;
    const { start, bytes } = segments.find(holds) ?? {};
    return bytes?.subarray(address - start, address - start + length);
  };
  const found = [];
  for (const { start, bytes } of segments) {
    for (let at = -start & 3; at + 8 <= bytes.length; at += 4) {
      const [address, length] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
      const text = length <= MAX_PATH_LENGTH && textAt(address, length);
      const folder = text && SOURCE_FOLDER.exec(text.toString("latin1"))?.[0].length;
      if (folder) found.push({ bytes, at, address: address + folder, length: length - folder, unused: text.subarray(0, folder) });
    }
  }
  for (const { bytes, at, address, length, unused } of found) {
    bytes.writeUInt32LE(address, at);
    bytes.writeUInt32LE(length, at + 4);
    unused.fill(0);
  }
  return copy;
}

const renamed = { [IMPORTS]: renamedImports, [EXPORTS]: renamedExports, [DATA]: withShortPaths };
const bytes = readFileSync(moduleFile);
const parts = sections(bytes).map(({ id, content, bytes }) =>
  renamed[id] ? Buffer.concat([Buffer.from([id]), sized(renamed[id](content))]) : bytes,
);
const result = Buffer.concat([bytes.subarray(0, 8), ...parts]);
// Fails if the script lacks a function that the module imports.
const names = WebAssembly.Module.imports(new WebAssembly.Module(result)).map(({ name }) => name);
const missing = names.filter((name) => name.search(NAME) === 0);
if (missing.length) throw new Error(`${scriptFile} lacks ${missing.join(", ")}, which ${moduleFile} imports`);
writeFileSync(moduleFile, result);
writeFileSync(scriptFile, script.replace(NAME, (name) => short.get(name)));
