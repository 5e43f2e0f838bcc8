"""Make the README's pictures: every panel in a real JupyterLab.

    python tests/browser/screenshots.py [FOLDER]

FOLDER is .github/pictures unless given.
"""

import sys
import tempfile
from pathlib import Path

import lab
import nbformat

PICTURES = {
    "descent": "DescentPanel(x0=(1, 2), learning_rate=0.6, steps=10)",
    "chain_rule": "ChainRulePanel(question='2.16')",
    "gradient_check": "GradientCheckPanel()",
    "training": "TrainingPanel(learning_rate=1, steps=300, seed=2)",
    "luck": "LuckPanel()",
    "restarts": "RestartsPanel()",
}
SETTLED_MS = 4000  # the luck map is refined in passes


def main(folder):
    with tempfile.TemporaryDirectory() as scratch, lab.server(Path(scratch)) as (address, root), lab.browser() as browser:
        for name, code in PICTURES.items():
            cells = [f"from lab3_helpers import {code.split('(')[0]}\n{code}"]
            nbformat.write(nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)), metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}), root / f"{name}.ipynb")
            page = browser.new_context(viewport={"width": 1300, "height": 1100}, device_scale_factor=1.5).new_page()
            opened = lab.Lab(page, address, f"{name}.ipynb")
            errors = opened.run_all()
            if errors:
                sys.exit(f"{name}: {errors}")
            opened.wait_for_panels()
            page.wait_for_timeout(SETTLED_MS)
            opened.theme("light")
            opened.panels().first.screenshot(path=folder / f"{name}.png")
            opened.shut_down()
            page.context.close()
            print(folder / f"{name}.png")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else lab.NOTEBOOKS.parent / ".github/pictures"
    target.mkdir(parents=True, exist_ok=True)
    main(target)
