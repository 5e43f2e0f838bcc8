// What the site adds to JupyterLab, written as the container that Jupyter loads.

(window._JUPYTERLAB ??= {})["lab3-site"] = (() => {
  // Python starts while the notebook is being drawn, not after it. The notebook joins the session that has its path.
  async function startPython({ serviceManager: { sessions }, shell, started }) {
    const path = new URLSearchParams(location.search).get("path");
    if (!path?.endsWith(".ipynb")) return;
    await navigator.serviceWorker?.ready; // through it Python reads the notebook's folder
    await started; // the kinds of Python there are, too, are told by an extension
    if (shell.currentWidget?.context?.isReady || [...sessions.running()].some((session) => session.path === path)) return;
    const session = await sessions.startNew({ path, name: path, type: "notebook", kernel: { name: "python" } });
    session.dispose(); // this connection, not Python: it would answer for the notebook's widgets, which it does not know
  }

  const plugin = { id: "lab3-site:plugin", autoStart: true, activate: (app) => { startPython(app).catch(console.error); } };
  return { init() {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
