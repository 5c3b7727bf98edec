"""One figure placed in another, whole and in proportion: type, lines and marks scale with it."""

from __future__ import annotations

from matplotlib.artist import Artist


class Inset(Artist):
    """A finished figure, drawn with its lower left corner at (x, y) points of another."""

    zorder = 1

    def __init__(self, figure, x: float, y: float, scale: float):
        super().__init__()
        figure.draw_without_rendering()  # the layout is made while its corner is at (0, 0)
        figure.set_layout_engine("none")
        self.inner, self.scale = figure, scale
        figure.bbox_inches.bounds = (x / 72 / scale, y / 72 / scale, *figure.get_size_inches())

    def draw(self, renderer):
        inches = self.inner.bbox_inches.bounds
        self.inner.dpi = self.get_figure().dpi * self.scale
        self.inner.bbox_inches.bounds = inches
        self.inner.draw(_Scaled(renderer, self.scale))


class _Scaled:
    """A renderer that draws what is given in points `scale` times as large."""

    def __init__(self, renderer, scale: float):
        self._renderer, self._scale = renderer, scale

    def __getattr__(self, name: str):
        return getattr(self._renderer, name)

    def points_to_pixels(self, points):
        return self._renderer.points_to_pixels(points) * self._scale

    def new_gc(self):
        """A context whose line widths and dashes, given in points, are scaled."""
        context = self._renderer.new_gc()
        set_linewidth, set_dashes = context.set_linewidth, context.set_dashes
        context.set_linewidth = lambda width: set_linewidth(width * self._scale)
        context.set_dashes = lambda offset, dashes: set_dashes(
            offset and offset * self._scale,
            None if dashes is None else [dash * self._scale for dash in dashes],
        )
        return context

    def _font(self, prop):
        scaled = prop.copy()
        scaled.set_size(prop.get_size_in_points() * self._scale)
        return scaled

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        self._renderer.draw_text(gc, x, y, s, self._font(prop), angle, ismath, None)

    def get_text_width_height_descent(self, s, prop, ismath):
        return self._renderer.get_text_width_height_descent(s, self._font(prop), ismath)
