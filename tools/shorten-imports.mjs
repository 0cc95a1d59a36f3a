// Shortens the names by which a WebAssembly module and its JavaScript import from each other, in both files. wasm-bindgen ends
// most names with a hash of 16 digits, which cannot be compressed.
import { readFileSync, writeFileSync } from "node:fs";
import { EXPORTS, IMPORTS, Reader, number, sections, sized } from "./wasm.mjs";

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

const renamed = { [IMPORTS]: renamedImports, [EXPORTS]: renamedExports };
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
