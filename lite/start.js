// Added to pyodide.js: Python wakes with the memory it had when the site was built, everything imported (pack.mjs).

{
  const load = self.loadPyodide, SITE = "/lib/python3.12/site-packages/";

  self.loadPyodide = async (options) => {
    const files = options.indexURL;
    const packed = async (name) => {
      const { body } = await fetch(files + name);
      return opened(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
    };
    const start = packed("start.bin");
    const python = options._makeSnapshot ? await afresh(options, start, packed)
      : await awake(options, start, packed("memory.bin")).catch((reason) => {
        console.warn("Python starts slowly here:", reason);
        return afresh(options, start, packed);
      });
    if (options._makeSnapshot) return python;
    const { head: { wake, later } } = await start;
    python.registerJsModule("lab3_site", {
      // An import cannot wait for the page's other work: asked for and unpacked at once.
      fetch(name) {
        if (!later.includes(name)) return false;
        later.splice(later.indexOf(name), 1);
        const request = new XMLHttpRequest();
        request.open("GET", `${files}later/${name}.bin`, false);
        request.responseType = "arraybuffer";
        request.send();
        if (request.status !== 200) return false;
        const bytes = python.pyimport("gzip").decompress(python.toPy(new Uint8Array(request.response)));
        unpack(python.FS, opened(bytes.toJs().slice().buffer));
        bytes.destroy();
        return true;
      },
    });
    python.runPython(wake, { filename: "wake.py", globals: python.globals.get("dict")() });
    return python;
  };

  // The stored memory is put where it was, and the code of the libraries beside it, each at its old place.
  async function awake(options, start, memory) {
    importScripts(`${options.indexURL}pyodide.asm.js`);
    const create = self._createPyodideModule;
    let api;
    self._createPyodideModule = async (settings) => {
      self._createPyodideModule = create;
      const module = await create({ ...settings, INITIAL_MEMORY: undefined }); // it grows when the size is known
      unpack(module.FS, await start);
      const { head: { open, libraries, functions, references }, rest } = await memory;
      module.growMemory(rest.length);
      module.HEAPU8.set(rest); // says where each library was
      for (const [handle, name, global] of libraries) {
        module.loadDynamicLibrary(name, { global }, global ? null : {}, handle);
      }
      if (module.wasmTable.length !== functions) throw new Error("this browser numbers functions in another way");
      module.HEAPU8.set(rest); // undoes what loading them has changed
      for (const [fd, path, position] of open) {
        const stream = module.FS.open(path, "r");
        module.FS.streams[stream.fd] = null;
        module.FS.streams[fd] = Object.assign(stream, { fd, position });
      }
      api = settings.API;
      api.restoreSnapshot = () => references;
      return module;
    };
    return load({ ...options, packages: [], _loadSnapshot: new Uint8Array(4),
      _snapshotDeserializer: (place) => place.reduce((owner, name) => owner[name], api.public_api) });
  }

  // Everything is imported, as it was when the site was built.
  async function afresh(options, start, packed) {
    const python = await load({ ...options, packages: [] });
    unpack(python.FS, await start);
    const { head } = await start;
    const archives = await Promise.all(head.imported.map((name) => packed(`later/${name}.bin`)));
    for (const archive of archives) unpack(python.FS, archive);
    head.later = head.later.filter((name) => !head.imported.includes(name));
    python.runPython(head.start, { filename: "start.py", globals: python.globals.get("dict")() });
    return python;
  }

  function opened(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    return { head, rest: new Uint8Array(buffer, 4 + length) };
  }

  function unpack(FS, { head, rest }) {
    const folders = new Set();
    let at = 0;
    for (const [name, size] of head.files) {
      const path = SITE + name, folder = path.slice(0, path.lastIndexOf("/"));
      if (!folders.has(folder)) FS.mkdirTree(folder);
      folders.add(folder);
      FS.writeFile(path, rest.subarray(at, at + size), { canOwn: true });
      at += size;
    }
  }
}
