// node pack.mjs RELEASE TARGET WHEELS PACKAGE...: Pyodide from the folder RELEASE packs its library, these packages of
// its own, and the wheels and the course in the folder WHEELS, see pack.py.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [release, target, wheels, ...packages] = process.argv.slice(2);
const source = (name) => readFileSync(join(import.meta.dirname, name), "utf-8");
const { loadPyodide } = await import(pathToFileURL(resolve(release, "pyodide.mjs")));
const python = await loadPyodide({ packages });
for (const name of readdirSync(wheels)) {
  const archive = new Uint8Array(readFileSync(join(wheels, name)));
  python.unpackArchive(archive, "zip", { extractDir: "/lib/python3.12/site-packages" });
}
python.registerJsModule("lab3_site", { fetch: () => false });
python.runPython(source("pack.py"));
for (const [name, bytes] of python.globals.get("packed")(source("start.py")).toJs()) {
  const file = join(target, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, name.endsWith(".bin") ? gzipSync(bytes) : bytes);
}
