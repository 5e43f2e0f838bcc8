// What the site adds to JupyterLab, written as the container that Jupyter loads.

(window._JUPYTERLAB ??= {})["lab3-site"] = (() => {
  const site = () => {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    return { root: new URL(config.baseUrl, location.href).href, version: config.appVersion };
  };

  const opened = () => new URLSearchParams(location.search).get("path")?.match(/.*[.]ipynb$/)?.[0];

  // Python's code is compiled while the page starts; whoever asks for the same code then has it at once.
  let compiled;
  function compilePython() {
    if (opened()) compiled = WebAssembly.compileStreaming(fetch(`${site().root}static/pyodide/pyodide.asm.wasm`));
    compiled?.catch(console.error);
  }

  // Python starts while the notebook is being drawn, not after it. The notebook joins the session that has its path.
  async function startPython({ serviceManager: { sessions }, shell, started }) {
    const path = opened();
    if (!path) return;
    await started; // the kinds of Python there are, too, are told by an extension
    if (shell.currentWidget?.context?.isReady || [...sessions.running()].some((session) => session.path === path)) return;
    const session = await sessions.startNew({ path, name: path, type: "notebook", kernel: { name: "python" } },
      { kernelConnectionOptions: { handleComms: false } }); // the widgets are the notebook's
    await session.kernel.info;
    session.dispose(); // this connection; Python stays
    compiled = null;
  }

  // What this page has loaded, and what the notebooks need later, serves where the server is gone (service_worker.js).
  // Every release has a store of its own, and the one before it goes when the new one is complete: no mixture serves.
  async function keepTheSite() {
    const { root, version } = site();
    // Else JupyterLite takes the service worker for an older one at the next visit, and removes it.
    localStorage.setItem(`${navigator.serviceWorker.controller.scriptURL}-version`, version);
    const { release, files } = await (await fetch(`${root}keep.json`, { cache: "no-cache" })).json();
    const ours = `lab3-site ${root} `, store = await caches.open(ours + release);
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(root));
    const needed = new Set(files.map((name) => root + name)), there = new Set((await store.keys()).map(({ url }) => url));
    for (const url of new Set([...needed, ...loaded, location.href])) {
      if (there.has(url)) continue;
      const answer = await fetch(url, { cache: "no-cache" }); // asks whether it is still so, and loads it again if not
      if (answer.ok) await store.put(url, answer);
      else if (needed.has(url)) throw new Error(`${url} is missing: the release before this one stays.`);
    }
    for (const name of await caches.keys()) if (name.startsWith(ours) && name !== ours + release) await caches.delete(name);
  }

  // A notebook that was worked in is the student's own and stays as it is. When the site has a newer one, it is offered.
  async function offerNewer({ commands, serviceManager: { contents } }, widget) {
    await widget.context.ready;
    const path = widget.context.path, served = path.replace(/(_merged)+\.ipynb$/, ".ipynb");
    const answer = await fetch(`${site().root}files/${served}`, { cache: "no-cache" });
    if (!answer.ok) return; // a notebook of the student's own
    const newer = await answer.json(), marks = "lab3_handed_out";
    const same = JSON.stringify(widget.context.model.toJSON().metadata[marks]) === JSON.stringify(newer.metadata[marks]);
    if (same) return;
    const called = (ending) => path.replace(/\.ipynb$/, `${ending}.ipynb`);
    const merged = called("_merged"), beside = called("_newer");
    const isThere = (path) => contents.get(path, { content: false }).then(() => true, () => false);
    const merge = async () => {
      await commands.execute("docmanager:save");
      await contents.save(beside, { type: "notebook", format: "json", content: newer });
      await widget.sessionContext.ready;
      const names = [path, beside, "--out", merged].map((word) => word.split("/").pop());
      const code = `from lab3_helpers.__main__ import main\nmain(${JSON.stringify(["merge", ...names])})`;
      await widget.sessionContext.session.kernel.requestExecute({ code, store_history: false }).done;
      await contents.delete(beside);
    };
    const newerAlone = `${site().root}files/${served}`;
    const text = "There is a newer version of this notebook. Yours stays as it is.";
    const bar = question(text, "Open the newer one with my answers", async () => {
      if (!await isThere(merged)) await merge();
      if (await isThere(merged)) location.search = `?path=${encodeURIComponent(merged)}`;
      else bar.firstChild.textContent = `The two could not be merged. The newer notebook alone: ${newerAlone}`;
    });
    document.body.append(bar);
  }

  function question(text, label, act) {
    const bar = document.createElement("div"), said = document.createElement("span");
    bar.id = "lab3-newer";
    bar.role = "status";
    bar.style.cssText = `position: fixed; inset: auto 0 0 0; z-index: 1000; padding: 8px 16px; display: flex; gap: 12px;
      flex-wrap: wrap; align-items: center; background: var(--jp-layout-color2); color: var(--jp-ui-font-color1);
      border-top: 1px solid var(--jp-border-color1); font-size: var(--jp-ui-font-size2)`;
    said.textContent = text;
    const button = (label, onclick) => Object.assign(document.createElement("button"), { textContent: label, onclick });
    bar.append(said, button(label, act), button("Not now", () => bar.remove()));
    return bar;
  }

  async function activate(app) {
    const asked = new WeakSet();
    const look = () => {
      const widget = app.shell.currentWidget;
      if (!widget?.context?.path?.endsWith(".ipynb") || asked.has(widget)) return;
      asked.add(widget);
      offerNewer(app, widget).catch(console.error);
    };
    app.shell.currentChanged?.connect(look);
    app.restored?.then(look);
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    const there = new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
    if (!serviceWorker.controller) await there; // the first visit; Python reads the notebook's folder through it
    await startPython(app);
    await keepTheSite();
  }

  const plugin = { id: "lab3-site:plugin", autoStart: true, activate: (app) => { activate(app).catch(console.error); } };
  compilePython();
  return { init() {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
