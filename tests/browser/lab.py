"""A JupyterLab of one's own and a headless Chromium that looks at it."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
# What an installed wheel brings and an editable install does not, by where Jupyter looks for it.
PANELS = Path(__file__).parents[2] / "lab3_helpers/panel"
SHIPPED = {
    **{f"data/labextensions/lab3-helpers/{file.name}": file for file in (PANELS / "labextension").iterdir()},
    "config/jupyter_server_config.d/lab3_helpers_server.json": PANELS / "lab3_helpers_server.json",
}
WAKE = "choose Run, then Run All Cells"  # what a panel that is not running says
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    # Every cell is in the page from the start: nothing depends on what has been scrolled into view.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


def chromium():
    """Path of a Chromium or Chrome on this machine, or None. The environment variable CHROMIUM goes first."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextlib.contextmanager
def server(folder):
    """JupyterLab on 127.0.0.1 and a free port, all it writes below `folder`; yields its address and its root."""
    root = folder / "root"
    root.mkdir()
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"), "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"), "JUPYTER_PREFER_ENV_PATH": "1",
    }
    for plugin, values in SETTINGS.items():
        file = folder / "settings" / f"{plugin.replace(':', '/')}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    for place, file in SHIPPED.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, folder / place)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}",
        "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True", "--LabApp.news_url=None",
        "--LabApp.expose_app_in_browser=True",
    ]
    with open(folder / "server.log", "wb") as log:
        process = subprocess.Popen(command, cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(address, process, folder / "server.log")
        yield address, root
    finally:
        process.terminate()  # JupyterLab ends its kernels before it ends
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(address, process, log):
    deadline = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api/status", timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-3000:]}")


@contextlib.contextmanager
def browser():
    """A Playwright browser that runs the machine's own Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            yield instance
        finally:
            instance.close()


def stored_pictures(page, count):
    """Of `count` panels that are not running: the text of each one's picture, and all that can be read there."""
    page.wait_for_function("""(count) => [...document.querySelectorAll('.lab3-stored')].filter((stored) =>
        stored.querySelector('img')?.naturalWidth && stored.checkVisibility({visibilityProperty: true})).length === count""",
        arg=count)
    return [(panel.locator("img").first.get_attribute("alt"), panel.inner_text())
            for panel in page.locator(".lab3-stored:visible").all()]


class Lab:
    """One notebook open in JupyterLab.

    Parameters
    ----------
    page : playwright.sync_api.Page
    address : str
        Of the server.
    name : str
        The notebook's path below the server's root.
    """

    def __init__(self, page, address, name):
        self.page, self.address, self.name = page, address, name
        self.failures = []
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.goto(f"{address}/lab/tree/{name}?reset")
        page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext", timeout=60_000)
        self._call("await widget.revealed; await widget.context.ready; await widget.sessionContext.ready;")
        page.wait_for_function("() => document.querySelectorAll('.jp-Notebook .jp-Cell').length > 0")

    def run_all(self):
        """Run every cell; returns the errors as a list of sentences."""
        self._call("await app.commands.execute('notebook:run-all-cells');")
        return self._call("""
            return [...widget.content.model.cells].flatMap((cell, i) => cell.type !== 'code' ? [] :
                cell.outputs.toJSON().filter((o) => o.output_type === 'error')
                    .map((o) => `cell ${i}: ${o.ename}: ${o.evalue}`));""")

    def save(self):
        self._call("await app.commands.execute('docmanager:save');")

    def theme(self, name):
        """Choose JupyterLab's theme: "light" or "dark"; the server keeps it for the next page."""
        self._call(f"await app.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {name.title()}'}});")
        self.page.wait_for_selector(f"body[data-jp-theme-light={'true' if name == 'light' else 'false'}]", state="attached")

    def close_sidebar(self):
        self._call("app.shell.collapseLeft();")

    def shut_down(self):
        """End the notebook's kernel."""
        self._call("await widget.sessionContext.shutdown();")

    def panels(self):
        return self.page.locator(".lab3-panel")

    def wait_for_panels(self):
        """Until every panel has its picture and its sliders have their names."""
        self.page.wait_for_function("""() => [...document.querySelectorAll('.lab3-panel')].every((panel) =>
            panel.querySelector('img')?.naturalWidth
            && [...panel.querySelectorAll('.noUi-handle')].every((handle) => handle.ariaLabel))""", timeout=60_000)

    def _call(self, body):
        return self.page.evaluate(f"""async () => {{
            const app = window.jupyterapp, widget = app.shell.currentWidget; {body} }}""")
