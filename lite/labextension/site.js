// What the site adds to JupyterLab, written as the container that Jupyter loads.

(window._JUPYTERLAB ??= {})["lab3-site"] = (() => {
  // Python starts while the notebook is being drawn, not after it. The notebook joins the session that has its path.
  async function startPython({ serviceManager: { sessions }, shell, started }) {
    const path = new URLSearchParams(location.search).get("path");
    if (!path?.endsWith(".ipynb")) return;
    await started; // the kinds of Python there are, too, are told by an extension
    if (shell.currentWidget?.context?.isReady || [...sessions.running()].some((session) => session.path === path)) return;
    const session = await sessions.startNew({ path, name: path, type: "notebook", kernel: { name: "python" } },
      { kernelConnectionOptions: { handleComms: false } }); // the widgets are the notebook's
    await session.kernel.info;
    session.dispose(); // this connection; Python stays
  }

  // What this page has loaded, and what the notebooks need later, serves where the server is gone (service_worker.js).
  async function keepTheSite() {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    // Else JupyterLite takes the service worker for an older one at the next visit, and removes it.
    localStorage.setItem(`${navigator.serviceWorker.controller.scriptURL}-version`, config.appVersion);
    const root = new URL(config.baseUrl, location.href).href, site = await caches.open("lab3-site");
    const others = await (await fetch(`${root}keep.json`)).json();
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(root));
    // The page comes last: where it is kept, all of it is. What is kept already the service worker looks after.
    for (const url of [...others.map((name) => root + name), ...loaded, location.href]) {
      if (!await site.match(url)) await site.add(new Request(url, { cache: "force-cache" })).catch(() => { /* not there */ });
    }
  }

  async function activate(app) {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    const there = new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
    if (!serviceWorker.controller) await there; // the first visit; Python reads the notebook's folder through it
    await startPython(app);
    await keepTheSite();
  }

  const plugin = { id: "lab3-site:plugin", autoStart: true, activate: (app) => { activate(app).catch(console.error); } };
  return { init() {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
