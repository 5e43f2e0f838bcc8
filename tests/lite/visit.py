"""The built site on 127.0.0.1, and one notebook of it open in a headless Chromium that reaches no other host."""

import contextlib
import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

MINUTES = 60_000  # in the milliseconds that Playwright counts
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


class Counting(ThreadingHTTPServer):
    """Serves files and adds up the bytes it sent in `sent`."""

    sent = 0
    daemon_threads = True


class _Handler(SimpleHTTPRequestHandler):
    def copyfile(self, source, outputfile):
        data = source.read()
        outputfile.write(data)
        self.server.sent += len(data)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(folder):
    """A server of `folder` on a free port of 127.0.0.1; its address is in `url`."""
    with Counting(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder))) as server:
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Visit:
    """One notebook of the site, open and with its kernel chosen.

    Parameters
    ----------
    page : playwright.sync_api.Page
    url : str
        Of the site.
    name : str
        The notebook's file name.
    """

    def __init__(self, page, url, name):
        self.page = page
        self.address = f"{url}/notebooks/index.html?path={name}"
        page.set_default_timeout(3 * MINUTES)
        page.goto(self.address)
        self._settle()

    def reload(self):
        self.page.reload()
        self._settle()

    def run_all(self):
        """Run every cell and wait until the last has run."""
        self.start_all()
        self.finish()

    def start_all(self):
        """Run every cell; `finish` waits for the last."""
        self.call("window.running = app.commands.execute('notebook:run-all-cells');")

    def finish(self):
        self.call("await window.running;")

    def outputs(self):
        """What every code cell shows, as nbformat has it; None for a cell that did not run."""
        return self.call("""
            return [...widget.content.model.cells].filter((cell) => cell.type === 'code' && cell.sharedModel.source.trim())
                .map((cell) => cell.executionCount === null ? null : cell.outputs.toJSON());""")

    def sources(self):
        """The source of every code cell."""
        return self.call("""
            return [...widget.content.model.cells].filter((cell) => cell.type === 'code')
                .map((cell) => cell.sharedModel.source);""")

    def answer(self, old, new):
        """Replace `old` by `new` in the first code cell that has it, run that cell, return the text it shows."""
        return self.call(f"""
            const index = [...widget.content.model.cells].findIndex(
                (cell) => cell.type === 'code' && cell.sharedModel.source.includes({old!r}));
            const shared = widget.content.model.cells.get(index).sharedModel;
            shared.setSource(shared.source.replace({old!r}, {new!r}));
            widget.content.activeCellIndex = index;
            await app.commands.execute('notebook:run-cell');
            return widget.content.widgets[index].outputArea.node.innerText;""")

    def wait_until_kept(self):
        """Wait until the browser keeps one release of the site, and no other; the page's own address comes last."""
        self.call("""
            const later = () => new Promise((done) => setTimeout(done, 200));
            const ours = async () => (await caches.keys()).filter((name) => name.startsWith("lab3-site"));
            const kept = async ([name, other]) => name && !other && await (await caches.open(name)).match(location.href);
            while (!await kept(await ours())) await later();""")

    def save(self):
        self.call("await app.commands.execute('docmanager:save');")

    def _settle(self):
        self.page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.sessionContext")
        self.call("await widget.revealed; await widget.context.ready; await widget.sessionContext.ready;")

    def call(self, body, timeout=3 * MINUTES):
        """What `body` returns; it must do so within `timeout` milliseconds."""
        return self.page.evaluate(f"""() => {{
            const app = window.jupyterapp, widget = app.shell.currentWidget;
            const late = new Promise((_, reject) => setTimeout(reject, {timeout}, new Error('not done in time')));
            return Promise.race([late, (async () => {{ {body} }})()]);
        }}""")
