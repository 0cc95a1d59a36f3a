// Removes the exports of wasm-streams from a WebAssembly module, and everything that only they use. wasm-streams is a part
// of Leptos's server functions, which this site does not use, but the exports of a module keep their code.
import binaryen from "binaryen";
import { readFileSync, writeFileSync } from "node:fs";

const [file] = process.argv.slice(2);
const module = binaryen.readBinary(readFileSync(file));
const names = Array.from(
  { length: module.getNumExports() },
  (_, index) => binaryen.getExportInfo(module.getExportByIndex(index)).name,
);
for (const name of names.filter((name) => name.startsWith("intounderlying"))) module.removeExport(name);
module.runPasses(["remove-unused-module-elements"]);
writeFileSync(file, module.emitBinary());
