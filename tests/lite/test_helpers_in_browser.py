"""The unit tests of the helpers, run by the browser's Python: other versions, 32 bits, no threads."""

import base64
import io
import zipfile
from importlib.metadata import files

import pytest
from conftest import COURSE
from visit import MINUTES

pytestmark = pytest.mark.lite
RUNNER = ("pytest", "pluggy", "iniconfig")  # pure Python, taken from where this test runs
TESTS = ("test_door.py", "test_cases.py", "test_release.py", "descent/test_*.py", "chain_rule/test_*.py",
         "network/test_network.py")
# Random giants meet the checker's limit of seconds sooner where Python is slow; the verdict then is "too large", which is right.
NOT_THERE = "not meaningless"
WITH = ("data/*.json*", "support/*.py", "conftest.py")  # what these tests read or import

PLUGIN = '''
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        return (yield)
    except (OSError, RuntimeError) as error:
        if str(error).endswith(("emscripten does not support processes.", "can't start new thread")):
            pytest.skip("a browser has no processes and no threads")
        raise
'''

# In a worker, as a notebook's kernel is: the page can end it when it does not come back.
WORKER = """
const files = "%s/static/pyodide/";
importScripts(files + "pyodide.js");
onmessage = async ({ data: [archive, tests, chosen] }) => {
    const lines = [], keep = (line) => lines.push(line);
    let code;
    try {
        const python = await loadPyodide({ indexURL: files, stdout: keep, stderr: keep });
        python.unpackArchive(Uint8Array.from(atob(archive), (c) => c.charCodeAt(0)), "zip", { extractDir: "/course" });
        python.globals.set("tests", python.toPy(tests));
        python.globals.set("chosen", chosen);
        code = python.runPython(`
            import os, sys
            os.chdir("/course/tests")
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # the kernel's are for a notebook
            sys.path += ["/course/runner", "/course/tests/support"]
            import pytest
            int(pytest.main(["-v", "-p", "no:cacheprovider", "-p", "browser_limits", "--capture=sys", "--tb=short",
                             "-k", chosen, *tests]))`);
    } catch (error) {  // Python itself ended: the last line names the test that did it
        code = String(error);
    }
    postMessage([code, lines.join("\\n")]);
};
"""
RUN = """([source, milliseconds, ...task]) => new Promise((resolve) => {
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const end = (result) => { worker.terminate(); resolve(result); };
    setTimeout(end, milliseconds, ["not done in time", ""]);
    worker.onerror = (error) => end([error.message, ""]);
    worker.onmessage = ({ data }) => end(data);
    worker.postMessage(task);
})"""


def test_the_helpers_pass_their_own_tests(site, browser):
    # Hypothesis is compiled and has no build for the browser.
    tests = sorted(path for pattern in TESTS for path in (COURSE / "tests").glob(pattern) if not path.stem.endswith("_panel")
                   if "import hypothesis" not in path.read_text("utf-8") and "from hypothesis" not in path.read_text("utf-8"))
    support = [path for pattern in WITH for path in (COURSE / "tests").glob(pattern)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in {*tests, *support}:
            archive.write(path, path.relative_to(COURSE))
        archive.writestr("runner/browser_limits.py", PLUGIN)
        for package in RUNNER:
            for file in files(package):
                if ".." not in file.parts and file.suffix != ".pyc":
                    archive.write(file.locate(), f"runner/{file}")
    page = browser.new_page()
    try:
        page.goto(f"{site.url}/manifest.webmanifest")
        names = [path.relative_to(COURSE / "tests").as_posix() for path in tests]
        code, report = page.evaluate(RUN, [WORKER % site.url, 5 * MINUTES,
                                            base64.b64encode(packed.getvalue()).decode(), names, NOT_THERE])
    finally:
        page.close()
    assert code == 0, report
    print(report)
