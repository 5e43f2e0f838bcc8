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

  // On a first visit much was loaded before there was a service worker to keep it (service_worker.js): ask once more, and
  // for what the notebooks need later.
  async function keepTheSite() {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    // Else JupyterLite takes this service worker for an older one at the next visit, and removes it.
    localStorage.setItem(`${navigator.serviceWorker.controller.scriptURL}-version`, config.appVersion);
    const site = new URL(config.baseUrl, location.href);
    const others = await (await fetch(new URL("keep.json", site))).json();
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(site.href));
    // The page comes last: where it is kept, all of it is.
    for (const url of [...loaded, ...others.map((name) => new URL(name, site)), location.href]) await fetch(url);
  }

  async function activate(app) {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    const first = !serviceWorker.controller;
    if (first) await new Promise((there) => serviceWorker.addEventListener("controllerchange", there, { once: true }));
    await startPython(app); // reads the notebook's folder through the service worker
    if (first) await keepTheSite();
  }

  const plugin = { id: "lab3-site:plugin", autoStart: true, activate: (app) => { activate(app).catch(console.error); } };
  return { init() {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
