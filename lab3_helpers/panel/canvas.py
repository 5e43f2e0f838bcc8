"""A persistent picture: what stands still is drawn once, what moves is drawn over it."""

import logging
import struct
import zlib
from contextlib import contextmanager
from functools import lru_cache

# On a new machine Matplotlib says on screen that it builds its font cache; nobody has to act on it.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

import numpy as np
from matplotlib import rc_context, rcParams, rcParamsDefault
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

BASE_DPI = 100
BACKGROUNDS_KEPT = 4

# Colour-blind safe (Okabe and Ito, 2008); every use comes with a marker, a line style or a label as well.
BLUE, ORANGE, VERMILION, GREEN = "#0072B2", "#E69F00", "#D55E00", "#009E73"
GREY = "#6B6B6B"

_STYLE = {name: value for name, value in dict.items(rcParamsDefault) if name != "backend"}


@contextmanager
def own_style():
    """Matplotlib's own style, in which the panels are drawn: the user's stays the user's, and changes nothing here."""
    # Looked at without rcParams' own methods, which would choose a backend; a context costs more than a picture may.
    if all(dict.get(rcParams, name) == value for name, value in _STYLE.items()):
        yield
    else:
        with rc_context(_STYLE):
            yield


class Canvas:
    """A Matplotlib figure whose moving artists are drawn over a cached background.

    A subclass makes its axes and artists once, hands those that change to `moving`, and changes them with
    ``set_data`` and the like. Axis limits belong to the background: a subclass that changes those of an axes
    hands it to `rescaled` and names the limits it shows in `view`; each view's background is kept.

    Parameters
    ----------
    width, height : int
        Size in CSS pixels.
    parts : sequence of (left, top, right, bottom), optional
        In CSS pixels from the top left corner: what a narrow page shows one below the other. They may overlap.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    view : hashable
        Names the limits of the axes that are rescaled.
    """

    def __init_subclass__(cls):
        cls.__init__ = own_style()(cls.__init__)  # where the artists are made

    def __init__(self, width, height, parts=()):
        self.width, self.height, self.parts = width, height, parts
        # Matplotlib 3.8 cuts off fractions of a pixel: 819.9999 would become 819.
        size = ((width + 1e-3) / BASE_DPI, (height + 1e-3) / BASE_DPI)
        self.figure = Figure(figsize=size, dpi=BASE_DPI, facecolor="white")
        self.view = None
        self._agg = FigureCanvasAgg(self.figure)
        self._moving, self._rescaled = [], []
        self._still, self._background = None, lru_cache(BACKGROUNDS_KEPT)(self._drawn_background)

    def moving(self, artist):
        """Register `artist` as one that changes between pictures; later ones are drawn on top. Returns it."""
        artist.set_animated(True)
        self._moving.append(artist)
        return artist

    def line(self, axes, style, **look):
        """A line in `axes` that changes between pictures, still without points."""
        return self.moving(axes.plot([], [], style, **look)[0])

    def rescaled(self, axes):
        """Register `axes` as one whose limits change: a new view then draws it alone, not all of the picture."""
        axes.set_animated(True)
        self._rescaled.append(axes)
        return axes

    def scale(self, ratio):
        """Draw `ratio` device pixels per CSS pixel from now on, between 1 and 2."""
        self.figure.set_dpi(BASE_DPI * min(2, max(1, ratio)))
        self._still = None
        self._background.cache_clear()

    def png(self):
        """The picture as it stands, as the bytes of a PNG file."""
        self._agg.restore_region(self._background(self.view))
        self._draw(self._moving)
        # Pillow drops the alpha channel three times as fast as a strided NumPy copy.
        rgba = Image.frombuffer("RGBA", self._agg.get_width_height(), self._agg.buffer_rgba(), "raw", "RGBA", 0, 1)
        return encode_png(np.asarray(rgba.convert("RGB")))

    def _drawn_background(self, _view):
        if self._still is None:
            self._agg.draw()
            self._still = self._agg.copy_from_bbox(self.figure.bbox)
        self._agg.restore_region(self._still)
        self._draw(self._rescaled)
        return self._agg.copy_from_bbox(self.figure.bbox)

    def _draw(self, artists):
        renderer = self._agg.get_renderer()
        for artist in artists:
            artist.draw(renderer)

    def point_at(self, axes, x, y):
        """Data coordinates in `axes` of a point of the picture, or None outside of them.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
        x, y : float
            Fractions of the picture's width and height, from its top left corner.
        """
        box = self.figure.bbox
        pixel = (x * box.width, (1 - y) * box.height)
        return axes.transData.inverted().transform(pixel) if axes.bbox.contains(*pixel) else None


def encode_png(rgb):
    """An array of shape (height, width, 3) and dtype uint8 as the bytes of a PNG file.

    Plots are mostly flat: without PNG's filters and with the fastest compression a file is hardly larger, and is
    made in a third of the time of a general encoder.
    """
    height, width, _ = rgb.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # a row begins with its filter: 0, none
    rows[:, 1:] = rgb.reshape(height, 3 * width)
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB, no interlace
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b""))


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
