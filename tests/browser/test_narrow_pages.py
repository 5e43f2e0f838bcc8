"""Every panel on a telephone's width and in a small window: nothing is cut, letters are legible, clicks hit their point."""

import re

import nbformat
import pytest
from lab import Lab, stored_pictures
from lab3_helpers import DescentPanel
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PANELS = ["DescentPanel", "ChainRulePanel", "PracticePanel", "UnitPanel", "GradientCheckPanel", "TrainingPanel", "RestartsPanel",
          "LuckPanel"]
SMALLEST = 0.57  # of its full size, at which a picture's letters can be read


@pytest.fixture(scope="module", params=[390, 1200])
def width(request):
    return request.param


@pytest.fixture(scope="module")
def narrow(server, chromium, width):
    """A notebook with every panel and the row of the sixteen, in a window of `width`, with JupyterLab's sidebar closed."""
    address, root = server
    name = f"narrow_{width}.ipynb"
    cells = ["from lab3_helpers import *\nfrom lab3_helpers import " + ", ".join(PANELS), *(f"{one}()" for one in PANELS),
             'check("2.1", "0")']
    nbformat.write(nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)), metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}), root / name)
    page = chromium.new_context(viewport={"width": width, "height": 1000}).new_page()
    lab = Lab(page, address, name)
    lab.close_sidebar()
    assert lab.run_all() == []
    lab.wait_for_panels()
    assert lab.panels().count() == len(PANELS)
    yield lab
    lab.shut_down()
    page.context.close()


def test_nothing_is_cut(narrow):
    assert narrow.page.evaluate("""() => [...document.querySelectorAll('.lab3-panel, [role=status]')].flatMap((output) =>
        [...output.querySelectorAll('*:not(img)')].filter((node) => node.checkVisibility() && !node.closest('.lab3-spoken')
            && node.getBoundingClientRect().right > output.closest('.jp-OutputArea-output').getBoundingClientRect().right + 1)
        .map((node) => node.outerHTML.slice(0, 200)))""") == []


def test_letters_are_legible(narrow, width):
    for image in narrow.panels().locator("img").all():
        scale = image.bounding_box()["width"] / int(image.get_attribute("width"))
        assert scale >= (SMALLEST if width < 600 else 0.8)


def test_a_click_hits_its_point(narrow):
    panel, figure = narrow.panels().first, DescentPanel().figure
    for part in panel.locator("img").all():
        part.scroll_into_view_if_needed()
        window, box = part.locator("xpath=..").bounding_box(), part.bounding_box()
        for point in [(2, 3), (14, -2), (8.5, 10)]:
            x, y = figure.contours.transData.transform(point)
            x = box["x"] + x / figure.figure.bbox.width * box["width"]
            y = box["y"] + (1 - y / figure.figure.bbox.height) * box["height"]
            if window["x"] < x < window["x"] + window["width"]:
                narrow.page.mouse.click(x, y)
                # A pixel of the page is more than a tenth of the axes.
                numbers = r", ".join(rf"{number:g}(\.\d)?|{number - 1:g}\.9" for number in point)
                expect(panel.locator(".lab3-recipe")).to_have_text(re.compile(rf"x0=\({numbers}\)"))


def test_a_picture_keeps_its_box_while_it_changes(narrow):
    for panel in narrow.panels().all():
        def places():
            return panel.locator(".lab3-picture").evaluate(
                "(p) => [p, ...p.children].map((n) => [n.offsetTop, n.offsetWidth, n.offsetHeight])")

        before, source = places(), panel.locator("img").first.get_attribute("src")
        panel.locator(".noUi-handle").first.focus()
        narrow.page.keyboard.press("ArrowRight")
        expect(panel.locator("img").first).not_to_have_attribute("src", source)
        assert places() == before
        panel.get_by_role("button", name="Reset").click()


def test_the_keyboard_alone_is_enough(narrow):
    page = narrow.page
    for panel in narrow.panels().all():
        panel.scroll_into_view_if_needed()
        controls = ".noUi-handle, .widget-readout[contenteditable], button, input"
        wanted, reached = sum(one.is_visible() for one in panel.locator(controls).all()), 0
        panel.locator(controls).first.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        while panel.evaluate("(panel) => panel.contains(document.activeElement)"):
            assert page.evaluate("(controls) => document.activeElement.matches(controls)", controls)
            assert "solid 2px" in page.evaluate("() => getComputedStyle(document.activeElement).outline")
            reached += 1
            page.keyboard.press("Tab")
        assert reached == wanted
        recipe = panel.locator(".lab3-recipe")
        start = recipe.text_content()
        panel.locator(".noUi-handle").first.focus()
        page.keyboard.press("ArrowRight")
        expect(recipe).not_to_have_text(start)
        panel.get_by_role("button", name="Reset").focus()
        page.keyboard.press("Enter")
        expect(recipe).to_have_text(start)
        for box in panel.locator("input[type=checkbox]").all():
            box.focus()
            for _ in range(2):
                before = recipe.text_content()
                page.keyboard.press("Space")
                expect(recipe).not_to_have_text(before)


def test_a_dark_page_dims_its_pictures(narrow):
    for theme, filters in (("dark", {"brightness(0.82)"}), ("light", {"none"})):
        narrow.theme(theme)
        assert set(narrow.panels().locator(".lab3-picture").evaluate_all("(p) => p.map((n) => getComputedStyle(n).filter)")) == filters


def test_the_stored_picture_is_shown_in_the_same_parts(narrow, server, chromium, width):
    narrow.save()
    shown = narrow.panels().evaluate_all("(panels) => panels.map((panel) => panel.querySelectorAll('img').length)")
    assert (max(shown) > 1) == (width < 600)
    narrow.shut_down()
    page = chromium.new_context(viewport={"width": width, "height": 1000}).new_page()
    try:
        again = Lab(page, server[0], narrow.name)
        again.close_sidebar()
        stored_pictures(page, len(shown))
        assert page.locator(".lab3-stored").evaluate_all("(all) => all.map((one) => one.querySelectorAll('img').length)") == shown
        assert again.failures == []
    finally:
        page.context.close()
