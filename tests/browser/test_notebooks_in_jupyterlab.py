"""Every notebook in a real JupyterLab: run, driven by keyboard and mouse, judged by axe-core, saved and reopened."""

import base64
import contextlib
import io
import json
import re
import shutil
import time

import pytest
from conftest import new_page
from lab import WAKE, Lab, stored_pictures
from PIL import Image
from playwright.sync_api import TimeoutError, expect

pytestmark = pytest.mark.browser
DRAWN_MS = 20_000
ON_A_MAP, ON_A_UNIT = {"x": 120, "y": 100}, {"x": 775, "y": 125}


@pytest.fixture(scope="module")
def ran(notebook, server, chromium):
    """The notebook, opened and run once for all tests of it."""
    address, root = server
    shutil.copy(notebook, root)
    page = new_page(chromium)
    lab = Lab(page, address, notebook.name)
    lab.errors = lab.run_all()
    lab.wait_for_panels()
    lab.starts = lab.panels().locator(".lab3-recipe").all_text_contents()
    yield lab
    lab.shut_down()
    page.context.close()


def test_runs_without_an_error(ran):
    assert ran.errors == []
    assert ran.failures == []
    assert ran.page.get_by_text("Error displaying widget").count() == 0


def test_every_slider_redraws_by_keyboard_and_by_mouse(ran):
    for panel, start in zip(ran.panels().all(), ran.starts):
        for handle in panel.locator(".noUi-handle:visible").all():
            for drive in (by_keyboard, by_mouse):
                # From the start every control changes the picture; elsewhere more steps may add nothing.
                reset(panel, start)
                redraws(panel, lambda: drive(ran.page, handle), f"{handle.get_attribute('aria-label')} {drive.__name__}")
        if panel.locator("img.lab3-clickable").count():
            reset(panel, start)
            place = ON_A_UNIT if start.startswith("UnitPanel") else ON_A_MAP
            redraws(panel, lambda: panel.locator("img").click(position=place), "a click")


def reset(panel, recipe):
    node = panel.locator(".lab3-recipe").element_handle()
    deadline = time.monotonic() + DRAWN_MS / 1000
    while time.monotonic() < deadline:
        panel.get_by_role("button", name="Reset").click()
        with contextlib.suppress(TimeoutError):  # the last of a drag may arrive after the click: click again
            panel.page.wait_for_function("([node, recipe]) => node.textContent === recipe",
                                         arg=[node, recipe], timeout=2000)
            return
    pytest.fail(f"Reset leads to {node.text_content()}, not to {recipe}")


def test_reset_ends_a_play(ran):
    for panel, start in zip(ran.panels().all(), ran.starts):
        play = panel.get_by_role("button", name="Play")
        if play.count() == 0:
            continue
        recipe = panel.locator(".lab3-recipe")
        reset(panel, start)
        redraws(panel, play.click, "Play")
        assert panel.get_by_role("button", name="Pause").count() == 1
        panel.get_by_role("button", name="Reset").click()
        expect(recipe).to_have_text(start)
        ran.page.wait_for_timeout(500)  # several steps of a play that would go on
        assert recipe.text_content() == start
        assert play.count() == 1


def test_typing_is_offered_where_it_does_something(ran):
    for panel, start in zip(ran.panels().all(), ran.starts):
        for slider in panel.locator(".widget-slider:visible").all():
            readout = slider.locator(".widget-readout")
            typed = readout.get_attribute("contenteditable") == "true"
            assert typed != ("lab3-list" in slider.get_attribute("class").split())
            assert (readout.get_attribute("role") == "textbox") == typed
            if typed:
                reset(panel, start)
                other = slider.locator(".noUi-handle").get_attribute(
                    "aria-valuemin" if at_end(slider.locator(".noUi-handle")) else "aria-valuemax")

                def type_it():
                    readout.fill(f"{float(other):g}")
                    readout.press("Enter")

                redraws(panel, type_it, f"typing {other} into {readout.get_attribute('aria-label')}")


def test_a_decimal_comma_is_read_as_a_point(ran):
    for panel, start in zip(ran.panels().all(), ran.starts):
        for slider in panel.locator(".widget-slider:visible").filter(has=ran.page.locator(".widget-readout[contenteditable]")).all():
            readout = slider.locator(".widget-readout")
            if "." not in readout.text_content():  # whole numbers
                continue
            reset(panel, start)
            whole = 1 if float(slider.locator(".noUi-handle").get_attribute("aria-valuemax")) > 1.5 else 0
            readout.fill(f"{whole},5")
            readout.press("Enter")
            expect(panel.locator(".lab3-recipe")).to_have_text(re.compile(rf"\b{whole}\.5\b"))


def redraws(panel, action, what):
    """After `action` picture and recipe are others, nothing failed, and the picture's text is the new sentence."""
    image, recipe = panel.locator("img"), panel.locator(".lab3-recipe")
    before = image.get_attribute("src"), recipe.text_content()
    action()
    try:
        panel.page.wait_for_function(
            "([image, recipe, [src, text]]) => image.src !== src && image.complete && recipe.textContent !== text",
            arg=[image.element_handle(), recipe.element_handle(), before], timeout=DRAWN_MS,
        )
    except TimeoutError:
        pytest.fail(f"{what} left {'the picture' if image.get_attribute('src') == before[0] else 'the recipe'} as it was: "
                    f"{recipe.text_content()}")
    assert panel.locator(".lab3-failed").count() == 0
    assert panel.evaluate("(p) => p.querySelector('img').alt === p.querySelector('.lab3-sentence').textContent")


def by_keyboard(page, handle):
    handle.focus()
    page.keyboard.press("ArrowLeft" if at_end(handle) else "ArrowRight")


def by_mouse(page, handle):
    handle.scroll_into_view_if_needed()
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    share = 0.1 if x > track["x"] + track["width"] / 2 else 0.9
    page.mouse.move(track["x"] + share * track["width"], y, steps=8)
    page.mouse.up()


def at_end(handle):
    return handle.evaluate("(h) => Number(h.getAttribute('aria-valuenow')) >= Number(h.getAttribute('aria-valuemax'))")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(ran, axe, theme, tmp_path):
    ran.theme(theme)
    ran.page.evaluate(axe)
    found = ran.page.evaluate("""async () => {
        const result = await axe.run({include: [['.jp-Cell-outputArea']]}, {resultTypes: ['violations']});
        return result.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).flatMap(
            (v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)} ${n.failureSummary}`));
    }""")
    ran.page.screenshot(path=tmp_path / f"{theme}.png")
    assert found == []


def test_reloaded_while_the_kernel_runs_the_panels_live_on(ran, server):
    ran.save()
    again = Lab(ran.page, server[0], ran.name)
    again.page.wait_for_function("(n) => document.querySelectorAll('.lab3-panel').length === n", arg=len(ran.starts))
    again.wait_for_panels()
    assert stored_pictures(again.page, 0) == []


def test_reopened_after_saving_the_last_pictures_are_there_and_how_to_wake_them(ran, server, chromium):
    for panel, start in zip(ran.panels().all(), ran.starts):
        reset(panel, start)
        redraws(panel, lambda: by_keyboard(ran.page, panel.locator(".noUi-handle").first), "a key")
    recipes = ran.panels().locator(".lab3-recipe").all_text_contents()
    last = ran.panels().first.locator("img").evaluate("async (i) => [...new Uint8Array(await (await fetch(i.src)).arrayBuffer())]")
    ran.save()
    ran.shut_down()
    page = new_page(chromium)
    try:
        again = Lab(page, server[0], ran.name)
        for (alt, text), recipe in zip(stored_pictures(page, len(recipes)), recipes, strict=True):
            assert WAKE in text and alt in text and recipe in text
        stored = page.locator(".lab3-stored img").first.get_attribute("src").split(",")[1]
        assert pixels(base64.b64decode(stored)) == pixels(bytes(last))
        assert "Error displaying" not in page.locator(".jp-Notebook").inner_text()
        assert again.failures == []
        assert "widgets" not in json.loads((server[1] / ran.name).read_text("utf-8"))["metadata"]
    finally:
        page.context.close()


def pixels(png):
    return Image.open(io.BytesIO(png)).convert("RGB").tobytes()


def test_opened_before_anything_ran_the_pictures_are_there(notebook, server, chromium):
    """A fresh clone is not trusted, and nothing runs in it: the stored images show."""
    address, root = server
    (root / "fresh").mkdir(exist_ok=True)
    shutil.copy(notebook, root / "fresh")
    page = new_page(chromium)
    try:
        Lab(page, address, f"fresh/{notebook.name}")
        source = notebook.read_text(encoding="utf-8")
        panels = source.count("application/vnd.lab3.panel+json")
        assert all(WAKE in text for _, text in stored_pictures(page, panels))
        page.wait_for_function(
            "(n) => [...document.querySelectorAll('.jp-RenderedImage img')].filter((i) => i.naturalWidth).length === n",
            arg=source.count('"image/png": "') - panels, timeout=DRAWN_MS,
        )
        assert "Error displaying" not in page.locator(".jp-Notebook").inner_text()
    finally:
        page.context.close()
