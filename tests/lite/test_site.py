"""The course in a browser and nothing else: built, opened with the network cut, run, moved, answered, reloaded."""

import gzip
import json
import shutil
import subprocess
import sys

import pytest
from conftest import COURSE
from fetch_pyodide import pyodide_folder
from lab import WAKE, stored_pictures
from lab3_helpers.desk.notebook import marked, read, write
from playwright.sync_api import expect
from visit import Visit, serving

pytestmark = pytest.mark.lite
NOTEBOOKS = sorted(path.name for path in (COURSE / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def visit_to(site, browser):
    """Opens a notebook and runs it whole, once; the same visit for everyone who asks."""
    visits, elsewhere, later = {}, [], []

    def visit(name):
        if name not in visits:
            page = browser.new_context(viewport={"width": 1200, "height": 1000}).new_page()
            page.on("request", lambda request: elsewhere.append(request.url)
                    if request.url.startswith("http") and not request.url.startswith(site.url) else None)
            page.on("request", lambda request: later.append(request.url) if "/later/" in request.url else None)
            visits[name] = Visit(page, site.url, name)
            visits[name].run_all()
        assert elsewhere == []
        assert later == []  # what a notebook imports is in the memory that Python wakes with: lite/start.py
        return visits[name]

    yield visit
    for opened in visits.values():
        opened.page.context.close()


@pytest.fixture
def first(visit_to):
    return visit_to(NOTEBOOKS[0])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_and_says_what_it_says_everywhere(visit_to, name):
    visit = visit_to(name)
    stored = json.loads((COURSE / "notebooks" / name).read_text("utf-8"))["cells"]
    expected = [cell for cell in stored if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    outputs = visit.outputs()
    assert len(outputs) == len(expected)
    differences = [("".join(cell["source"]), texts(there), texts(cell["outputs"]))
                   for cell, there in zip(expected, outputs) if texts(there) != texts(cell["outputs"])]
    assert differences == []
    panels = sum("Panel(" in "".join(cell["source"]) for cell in expected)
    images = visit.page.locator(".lab3-panel img")
    assert images.count() >= panels
    for image in images.all():
        assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0


def test_a_key_on_a_slider_changes_its_picture(first):
    panel = first.page.locator(".lab3-panel").first
    handle, image = panel.get_by_role("slider", name="direction"), panel.locator("img")
    before = image.get_attribute("src"), image.get_attribute("alt"), image.screenshot()
    handle.press("ArrowRight")
    first.page.wait_for_function("([image, old]) => image.src !== old && image.complete",
                                 arg=[image.element_handle(), before[0]])
    assert image.get_attribute("alt") != before[1]
    assert image.screenshot() != before[2]


def test_an_answer_is_checked_and_survives_a_reload(first):
    blank, answer = "check(\"1.2\", [..., ..., ...])", "check(\"1.2\", [(9, 3), (8, 4), (8, 4)])"
    assert "1.2 right" in first.answer(blank, answer)
    first.save()
    first.reload()
    assert any(answer in source for source in first.sources())


def test_after_a_reload_the_last_pictures_are_there_and_how_to_wake_them(first):
    panels = first.page.locator(".lab3-panel")
    if panels.count() == 0:  # another test has reloaded
        first.run_all()
    recipe = panels.first.locator(".lab3-recipe")
    before = recipe.text_content()
    panels.first.get_by_role("slider", name="direction").press("ArrowRight")
    expect(recipe).not_to_have_text(before)
    recipes = panels.locator(".lab3-recipe").all_text_contents()
    first.save()
    first.reload()
    for (alt, text), recipe in zip(stored_pictures(first.page, len(recipes)), recipes, strict=True):
        assert WAKE in text and alt in text and recipe in text
    first.run_all()
    assert stored_pictures(first.page, 0) == []
    assert panels.count() == len(recipes)


def test_after_one_visit_the_course_needs_no_server(site, browser):
    page = browser.new_context(viewport={"width": 1200, "height": 1000}).new_page()
    with serving(site.folder) as server:
        Visit(page, server.url, NOTEBOOKS[0]).wait_until_kept()
    blank, answer = "check(\"1.2\", [..., ..., ...])", "check(\"1.2\", [(9, 3), (8, 4), (8, 4)])"
    for name in NOTEBOOKS:
        visit = Visit(page, server.url, name)
        visit.run_all()
        assert [output for outputs in visit.outputs() for output in outputs if output["output_type"] == "error"] == []
        assert page.locator(".lab3-panel img").count() > 0
        if name == NOTEBOOKS[0]:
            assert "1.2 right" in visit.answer(blank, answer)
            visit.save()
            visit.reload()
            assert any(answer in source for source in visit.sources())
    page.context.close()


def test_where_the_stored_memory_does_not_fit_python_imports_what_it_needs(site, browser, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(site.folder, folder)
    memory = folder / "static/pyodide/memory.bin"
    data = gzip.decompress(memory.read_bytes())
    length = int.from_bytes(data[:4], "little")
    head = json.loads(data[4:4 + length])
    head["functions"] += 1
    head = json.dumps(head).encode()
    memory.write_bytes(gzip.compress(len(head).to_bytes(4, "little") + head + data[4 + length:], 1))
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    with serving(folder) as server:
        visit = Visit(page, server.url, NOTEBOOKS[0])
        visit.run_all()
        assert any("Python starts slowly here" in text for text in said)
        assert [output for outputs in visit.outputs() for output in outputs if output["output_type"] == "error"] == []
        assert page.locator(".lab3-panel img").count() > 0
    page.close()


def test_a_newer_notebook_is_offered_and_takes_over_what_was_typed(site, browser, tmp_path):
    folder, name = tmp_path / "site", NOTEBOOKS[0]
    shutil.copytree(site.folder, folder)
    page = browser.new_context(viewport={"width": 1200, "height": 1000}).new_page()
    with serving(folder) as server:
        visit = Visit(page, server.url, name)
        visit.wait_until_kept()
        assert page.locator("#lab3-newer").count() == 0
        answer = "check(\"1.2\", [(9, 3), (8, 4), (8, 4)])"
        visit.answer("check(\"1.2\", [..., ..., ...])", answer)
        visit.call("""
            const cells = widget.content.model.sharedModel;
            const place = (id) => cells.cells.findIndex((cell) => cell.id === id);
            cells.insertCell(place("answer-1-2") + 1, { cell_type: "code", source: "mine = 1" });
            cells.deleteCell(place("panel-momentum"));
            cells.moveCell(place("answer-1-1"), 2);
            cells.cells[2].setSource("check(\\"1.1\\", 2*x1, 7)");""")
        visit.save()
        newer = read(folder / "files" / name)
        newer["cells"] = [cell for cell in newer["cells"] if cell["id"] != "saw-momentum"]
        newer["cells"][0] |= {"source": "# A newer notebook"}
        write(folder / "files" / name, marked(newer))
        (folder / "keep.json").write_text('{"release": "newer", "files": []}', "utf-8")
        visit.reload()
        page.get_by_role("button", name="with my answers").click()
        page.wait_for_url("**_merged.ipynb")
        merged = Visit(page, server.url, name.replace(".ipynb", "_merged.ipynb"))
        texts = merged.call("return [...widget.content.model.cells].map((cell) => cell.sharedModel.source);")
        assert texts[0] == "# A newer notebook" and page.locator("#lab3-newer").count() == 0
        assert answer in texts and "check(\"1.1\", 2*x1, 7)" in texts and "mine = 1" in texts
        assert any("MomentumPanel(" in text and "import" not in text for text in texts)  # what was deleted comes back
        merged.wait_until_kept()
        own = Visit(page, server.url, name).sources()
        assert answer in own and "mine = 1" in own and not any(text.startswith("MomentumPanel(") for text in own)
    page.context.close()


def test_no_other_host_can_be_reached(first):
    assert first.page.evaluate("fetch('https://example.org').then(() => 'reached', () => 'blocked')") == "blocked"


def test_a_package_that_the_site_does_not_carry_is_not_searched_elsewhere(site):
    settings = json.loads((site.folder / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["disablePyPIFallback"] and kernel["pyodideUrl"].startswith("./")


def test_the_same_course_packs_to_the_same_bytes(site, tmp_path):
    subprocess.run([sys.executable, COURSE / "lite/build.py", "--pyodide", pyodide_folder(), "--output", tmp_path],
                   check=True, stdin=subprocess.DEVNULL, timeout=300)
    packed = list((site.folder / "static/pyodide").rglob("*.*"))
    assert site.folder / "static/pyodide/memory.bin" in packed
    assert [path for path in packed if path.read_bytes() != (tmp_path / path.relative_to(site.folder)).read_bytes()] == []


def test_a_changed_file_of_pyodide_is_refused(tmp_path):
    folder = tmp_path / "pyodide"
    shutil.copytree(pyodide_folder(), folder)
    (folder / "pyodide.js").write_text("// not what it was")
    built = subprocess.run([sys.executable, COURSE / "lite/build.py", "--pyodide", folder, "--output", tmp_path / "site"],
                           capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300)
    assert built.returncode == 1
    assert built.stderr.splitlines()[-1].startswith("The site was not built: pyodide.js is not the file")
    assert not (tmp_path / "site").exists()


def test_files_that_are_downloaded_are_checked_and_kept(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(COURSE / "lite")
    import build

    monkeypatch.setattr(build, "CACHE", tmp_path)
    name, sha256 = "pyodide.mjs", build.VERSIONS["pyodide"]["sha256"]["pyodide.mjs"]
    with serving(pyodide_folder()) as release:
        with pytest.raises(ValueError, match="pyodide.js is not the file"):
            build.fetch("pyodide.js", sha256, None, f"{release.url}/")
        data = build.fetch(name, sha256, None, f"{release.url}/")
    assert data == (pyodide_folder() / name).read_bytes()
    assert build.fetch(name, sha256, None, "http://127.0.0.1:1/") == data  # now from the cache


def texts(outputs):
    """What a cell shows as text, one entry per output; neighbouring pieces of one stream joined."""
    shown = []
    for output in outputs or []:
        kind, text = output["output_type"], output.get("text", "")
        if kind in ("execute_result", "display_data"):
            kind, text = "display", output["data"].get("text/plain", "")
        elif kind == "stream":
            kind = output["name"]
        elif kind == "error":
            text = f"{output['ename']}: {output['evalue']}"
        text = "".join(text)
        if shown and kind == shown[-1][0] and kind in ("stdout", "stderr"):
            text = shown.pop()[1] + text
        shown.append((kind, text))
    return shown
