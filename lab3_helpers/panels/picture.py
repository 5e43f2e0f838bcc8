"""The widget that shows a panel's picture, sentence and recipe in the browser."""

from importlib.resources import files

import anywidget
import traitlets

# As long as the longest packet of a computer to itself. A shorter message waits until the browser has confirmed the
# one before it, up to 40 ms (on Windows up to 200 ms), where the server does not know of `server.py`.
PACKET = 65536


class Picture(anywidget.AnyWidget):
    """An image with a text alternative, the sentence under it and the recipe line.

    One widget for all three, so that a new picture and its sentence travel in one message. The page tells its
    pixel ratio and where the picture was clicked; both are cheap to ask for in a browser only.
    """

    _esm = files(__package__).joinpath("picture.js").read_text(encoding="utf-8")
    _css = files(__package__).joinpath("picture.css").read_text(encoding="utf-8")

    # Readers of a PNG stop at its end, whatever follows.
    image = traitlets.Bytes().tag(sync=True, to_json=lambda png, _: png.ljust(PACKET, b"\0"))
    title = traitlets.Unicode().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    recipe = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Bool().tag(sync=True)
    clickable = traitlets.Bool().tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    height = traitlets.Int().tag(sync=True)
    ratio = traitlets.Float(1).tag(sync=True)
