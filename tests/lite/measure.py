"""What the browser site costs: ``python tests/lite/measure.py SITE`` prints megabytes, seconds and a slider's latency.

SITE is a folder that lite/build.py wrote. The server is this machine's own, so the seconds are without a network.
"""

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.append(str(Path(__file__).parents[1] / "browser"))

from lab import CHROMIUM_ARGUMENTS, chromium  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from visit import OFFLINE, Visit, serving  # noqa: E402

PRESS = """([handle, image, key]) => new Promise((resolve) => {
    const start = performance.now(), old = image.src;
    new MutationObserver((_, observer) => {
        if (image.src === old) return;
        observer.disconnect();
        image.decode().then(() => requestAnimationFrame(() => resolve(performance.now() - start)));
    }).observe(image, { attributeFilter: ["src"] });
    handle.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: key === "ArrowLeft" ? 37 : 39, bubbles: true }));
})"""
PRESSES = 30


def opened_and_run(page, server, name):
    """Open a notebook, run it whole, and say when its first panel was there, when the last cell, and the bytes sent."""
    before, start = server.sent, time.perf_counter()
    visit = Visit(page, server.url, name)
    opened = time.perf_counter() - start
    visit.start_all()
    page.locator(".lab3-panel img").first.wait_for()
    panel = time.perf_counter() - start
    visit.finish()
    return (f"seconds until open {opened:.1f}, first panel {panel:.1f}, all cells {time.perf_counter() - start:.1f}; "
            f"{(server.sent - before) / 1e6:.1f} MB until then")


def main(folder):
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"site {size / 1e6:.0f} MB")
    with serving(folder) as server, sync_playwright() as playwright:
        for name in sorted(path.name for path in (folder / "files").glob("[0-9]*.ipynb")):
            # a profile on disk, a new one for each notebook: a private window's cache refuses the two largest files
            profile = TemporaryDirectory()
            context = playwright.chromium.launch_persistent_context(
                profile.name, executable_path=chromium(), args=[*CHROMIUM_ARGUMENTS, OFFLINE],
                viewport={"width": 1200, "height": 1000})
            page = context.new_page()
            print(f"{name}: first visit, {opened_and_run(page, server, name)}")
            for panel in page.locator(".lab3-panel").all():
                handle, image = panel.locator(".noUi-handle"), panel.locator("img")
                if handle.count():
                    elements = handle.first.element_handle(), image.element_handle()
                    times = sorted(page.evaluate(PRESS, [*elements, ("ArrowRight", "ArrowLeft")[i % 2]])
                                   for i in range(PRESSES))
                    print(f"  {panel.locator('figure').get_attribute('aria-label')}: slider "
                          f"{statistics.median(times):.0f} ms, slowest of {PRESSES} {times[-1]:.0f} ms")
            Visit(page, server.url, name).wait_until_kept()
            print(f"  second visit, {opened_and_run(page, server, name)}")
            context.close()
            profile.cleanup()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
