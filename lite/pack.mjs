// node pack.mjs RELEASE TARGET PACKAGE...: Pyodide from the folder RELEASE packs its library and these packages, see pack.py.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [release, target, ...packages] = process.argv.slice(2);
const source = (name) => readFileSync(join(import.meta.dirname, name), "utf-8");
const { loadPyodide } = await import(pathToFileURL(resolve(release, "pyodide.mjs")));
const python = await loadPyodide({ packages });
python.registerJsModule("lab3_site", { fetch: () => false });
python.runPython(source("pack.py"));
for (const [name, bytes] of python.globals.get("packed")(source("start.py")).toJs()) {
  const file = join(target, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, name.endsWith(".bin") ? gzipSync(bytes) : bytes);
}
