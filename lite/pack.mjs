// node pack.mjs RELEASE TARGET WHEELS PACKAGE...: Pyodide from the folder RELEASE packs its library, these packages of
// its own, and the wheels and the course in the folder WHEELS, see pack.py, and stores the memory it has when all that a
// notebook needs is imported.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [release, target, wheels, ...packages] = process.argv.slice(2);
const source = (name) => readFileSync(join(import.meta.dirname, name), "utf-8");
const { loadPyodide } = await import(pathToFileURL(resolve(release, "pyodide.mjs")));

function write(name, bytes) {
  const file = join(target, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, name.endsWith(".bin") ? gzipSync(bytes) : bytes);
}

const env = { PYTHONHASHSEED: "0" };
const packer = await loadPyodide({ packages, env });
for (const name of readdirSync(wheels)) {
  const archive = new Uint8Array(readFileSync(join(wheels, name)));
  packer.unpackArchive(archive, "zip", { extractDir: "/lib/python3.12/site-packages" });
}
packer.runPython(source("pack.py"));
const packed = packer.globals.get("packed")(source("start.py"), source("wake.py")).toJs();
for (const [name, bytes] of packed) write(name, bytes);

// Python starts as in a browser; by a clock and dice of its own, so that the same course has the same memory.
let now = 0, dice = 1;
Date.now = performance.now = () => now += 1;
crypto.getRandomValues = (bytes) => {
  for (const index of bytes.keys()) bytes[index] = (dice = dice * 16807 % 2147483647) >> 8;
  return bytes;
};
globalThis.fetch = async (file) => new Response(readFileSync(file));
globalThis.self = { loadPyodide };
(0, eval)(source("start.js"));
const python = await self.loadPyodide({ indexURL: `${resolve(target)}/`, env, _makeSnapshot: true });
const { FS, LDSO, HEAPU8, wasmTable } = python._module;
const open = FS.streams.filter(Boolean).slice(3).map(({ fd, path, position }) => [fd, path, position]); // fonts
const handles = Object.entries(LDSO.loadedLibsByHandle);
const libraries = Object.values(LDSO.loadedLibsByName).slice(1) // the first is Python itself
  .map((library) => [Number(handles.find(([, other]) => other === library)[0]), library.name, library.global]);
const references = python._api.serializeHiwireState(place);
const head = Buffer.from(JSON.stringify({ open, libraries, functions: wasmTable.length, references }));
const length = Buffer.alloc(4);
length.writeUInt32LE(head.length);
write("memory.bin", Buffer.concat([length, head, HEAPU8]));

// Where a thing of Pyodide's that Python holds is found again: names, from its API on.
function place(thing) {
  for (const path of [[], ["_api"]]) {
    const owner = path.reduce((outer, name) => outer[name], python);
    if (owner === thing) return path;
    const name = Object.getOwnPropertyNames(owner).find((name) => owner[name] === thing);
    if (name) return [...path, name];
  }
  throw new Error(`Python holds a thing of the page that will not be there when it wakes: ${thing}`);
}
