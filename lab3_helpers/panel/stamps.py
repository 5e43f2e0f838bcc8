"""Short texts that change with every picture, put together from characters that were drawn once."""

import re
from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties


class Stamps(Artist):
    """Texts at points of the axes, a tenth of the cost of as many `matplotlib.text.Text`.

    A formula between dollar signs is kept as a whole, of everything else the characters: a long line made of short
    formulas is put together from them.

    Parameters
    ----------
    size : float
        In points.
    colour : colour, default "black"
    centred : bool, default True
        Around its point; otherwise to the right of it.
    boxed : bool, default False
        On white, with a frame.
    """

    def __init__(self, size, colour="black", centred=True, boxed=False):
        super().__init__()
        self._look = size, to_rgb(colour), boxed
        self._centred, self._items = centred, ()

    def set_texts(self, points, texts):
        """Show `texts` at `points`, shape (n, 2), in data coordinates."""
        self._items = tuple(zip(np.reshape(points, (-1, 2)), texts, strict=True))

    def draw(self, renderer):
        gc = renderer.new_gc()
        for point, text in self._items:
            if text:
                picture = _picture(text, *self._look, renderer.dpi)
                height, width, _ = picture.shape
                x, y = self.axes.transData.transform(point)
                # Agg wants the lowest row first.
                renderer.draw_image(gc, round(x - width / 2 * self._centred), round(y - height / 2), picture[::-1])
        gc.restore()


@lru_cache(maxsize=2048)
def _picture(text, size, colour, boxed, dpi):
    """The text as an array of shape (height, width, 4)."""
    pieces = [_drawn(piece, size, colour, dpi) for piece in re.findall(r"\$[^$]*\$|[^$]", text)]
    low = max(below for _, below in pieces)
    high = max(len(picture) - below for picture, below in pieces)
    picture = np.concatenate([np.pad(picture, ((high + below - len(picture), low - below), (0, 0), (0, 0)))
                              for picture, below in pieces], axis=1)
    return _framed(picture, round(dpi / 50)) if boxed else picture


@lru_cache(maxsize=512)
def _drawn(piece, size, colour, dpi):
    """A formula or a character as an array, and how many of its rows are below the line it is written on."""
    font, formula = FontProperties(size=size), "$" in piece
    ruler = RendererAgg(1, 1, dpi)

    def measure(text):
        return ruler.get_text_width_height_descent(text, font, formula)

    if formula:
        width, height, descent = measure(piece)
    else:
        # Two of them less one: a character's picture is narrower than the way to the next one.
        width = measure(2 * piece)[0] - measure(piece)[0] if piece != " " else measure("n n")[0] - measure("nn")[0]
        _, height, descent = measure("lp")
    columns = int(np.ceil(width)) + 2 if formula else round(width)
    renderer = RendererAgg(columns, int(np.ceil(height)) + 2, dpi)
    gc = renderer.new_gc()
    gc.set_foreground(colour)
    line = round(height - descent) + 1
    renderer.draw_text(gc, int(formula), line, piece, font, 0, ismath=formula)
    picture = np.array(renderer.buffer_rgba())
    return picture, len(picture) - line


def _framed(picture, margin):
    height, width, _ = picture.shape
    framed = np.full((height + 2 * margin + 2, width + 2 * margin + 2, 4), 255, np.uint8)
    inner = framed[margin + 1:-margin - 1, margin + 1:-margin - 1, :3]
    cover = picture[..., 3:] / 255
    inner[:] = np.round(255 * (1 - cover) + picture[..., :3] * cover)
    for edge in (framed[0], framed[-1], framed[:, 0], framed[:, -1]):
        edge[:, :3] = 110
    return framed
