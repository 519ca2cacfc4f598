"""What drawing many faces costs, beside points and matplotlib's own images.

No network takes part: smooth random pictures stand for faces, and they are
made before the clock starts. Imports NumPy and pandas; plotnine inside the
functions.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..attributes import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

OURS = "geom_chernoff"
POINTS = "geom_point"
COPYING = "copying of pixels"

# A page of plotnine's default size.
_INCHES = (6.4, 4.8)


@dataclass
class Drawing:
    """
    What was measured

    Parameters
    ----------
    table : DataFrame
        A row for each way to draw. Columns: ``draw s``, ``PNG s`` and
        ``PDF s`` (seconds from the data to pixels, and to files), ``PDF MB``
        (size of the file).
    ratio : float
        Seconds to pixels of ours, to those of `geom_point` and of the
        copying of the faces' pixels together.
    first : float
        The same for the first drawing, which has to resize all pictures.
    """

    table: pd.DataFrame
    ratio: float
    first: float

    def __str__(self):
        text = self.table.to_string(
            float_format="{:.3g}".format, na_rep="", justify="right"
        )
        return (
            f"{text}\n{OURS} / ({POINTS} + {COPYING}): {self.first:.2f} the "
            f"first time, {self.ratio:.2f} from then on"
        )


class StillModel:
    """
    A model whose faces are smooth random pictures, quickly made

    Parameters
    ----------
    resolution : int
        Pixels on a side.
    """

    name = "still"
    attributes = tuple(ATTRIBUTES)
    has_matte = False

    def __init__(self, resolution: int):
        self.resolution = resolution
        self.edit_fingerprint = f"still {resolution}"
        self.ranges = {a.name: a.range for a in ATTRIBUTES.values()}

    def edit(self, values: pd.DataFrame, person: Any = None) -> np.ndarray:
        """Codes that are the values themselves"""
        return values.to_numpy(np.float32)

    def synthesize(
        self, w_plus: np.ndarray, *, matte: bool = False
    ) -> np.ndarray:
        """A picture for each code"""
        return np.stack([self._picture(code) for code in w_plus])

    def _picture(self, code: np.ndarray) -> np.ndarray:
        from PIL import Image

        seed = np.frombuffer(code.tobytes(), np.uint32)
        noise = np.random.RandomState(seed).randint(0, 256, (8, 8, 3))
        small = Image.fromarray(noise.astype(np.uint8))
        side = (self.resolution, self.resolution)
        return np.asarray(small.resize(side, Image.Resampling.BICUBIC))


def bench_drawing(
    faces: int = 1000,
    distinct: int = 50,
    side: float = 32,
    resolution: int = 256,
    dpi: int = 100,
    repeats: int = 5,
    rivals: bool = True,
) -> Drawing:
    """
    Time plots of many faces, side by side with other ways to draw them

    Parameters
    ----------
    faces : int
        Faces on the plot.
    distinct : int
        How many of them are different.
    side : float
        Points on the side of a face.
    resolution : int
        Pixels on the side of the pictures.
    dpi : int
        Of pixels and PNG; PDF has 300.
    repeats : int
        Timed drawings of ours and of points, which take turns after one to
        warm up; medians count. All that takes seconds is timed once.
    rivals : bool
        Whether matplotlib's own images are timed, too.

    Returns
    -------
    Drawing
    """
    from plotnine import aes, geom_blank, geom_point, ggplot

    from ..faces.requests import request_faces
    from ..plot import geom_chernoff
    from ..plot.looks import POINTS as POINTS_A_SIZE

    random = np.random.RandomState(0)
    data = pd.DataFrame(random.rand(faces, 2), columns=["x", "y"])
    data["value"] = np.arange(faces) % distinct
    model = StillModel(resolution)
    base = ggplot(data, aes("x", "y"))
    ours = base + geom_chernoff(
        aes(smile="value"),
        model=model,
        size=side / POINTS_A_SIZE,
        show_legend=False,
    )
    smile = np.linspace(*ATTRIBUTES["smile"].range, distinct)[data["value"]]
    shown = request_faces(model, pd.DataFrame({"smile": smile}))  # pyright: ignore
    pictures = [shown.pictures[i] for i in shown.index]
    places = data[["x", "y"]].to_numpy()

    def blank(draw: Callable) -> Callable[[], Figure]:
        def figure() -> Figure:
            made = (base + geom_blank()).draw()
            for picture, place in zip(pictures, places, strict=True):
                draw(made.axes[0], picture, place, side)
            return made

        return figure

    ways: dict[str, Callable[[], Figure]] = {
        POINTS: lambda: (base + geom_point()).draw(),
        OURS: lambda: (ours + geom_blank()).draw(),
        "OffsetImage per face": blank(_offset_image),
        "AxesImage per face": blank(_axes_image),
    }
    quick = [
        (name, form) for form in ("draw", "png") for name in (POINTS, OURS)
    ]
    first = 0.0
    for name, form in quick:
        start = time.perf_counter()
        write(ways[name](), form, dpi)
        if (name, form) == (OURS, "draw"):
            first = time.perf_counter() - start
    jobs = quick * repeats
    jobs += [(name, "pdf") for name in (POINTS, OURS)]
    if rivals:
        others = [name for name in ways if name not in (POINTS, OURS)]
        jobs += [(n, form) for n in others for form in ("draw", "png", "pdf")]
    seconds: dict[str, dict[str, list[float]]] = {}
    sizes = {}
    for name, form in jobs:
        start = time.perf_counter()
        size = write(ways[name](), form, 300 if form == "pdf" else dpi)
        taken = time.perf_counter() - start
        seconds.setdefault(name, {}).setdefault(form, []).append(taken)
        sizes[name] = size
    rows = {
        name: {
            "draw s": np.median(of["draw"]),
            "PNG s": np.median(of["png"]),
            "PDF s": np.median(of["pdf"]),
            # The last job of each is its PDF.
            "PDF MB": sizes[name] / 1e6,
        }
        for name, of in seconds.items()
    }
    pixels = round(side * dpi / 72)
    rows[COPYING] = {"draw s": _copying(faces, pixels, dpi, repeats)}
    table = pd.DataFrame.from_dict(rows, orient="index")
    drawn: Any = table["draw s"]
    floor = float(drawn[POINTS] + drawn[COPYING])
    return Drawing(table, float(drawn[OURS]) / floor, first / floor)


def write(figure: Figure, form: str, dpi: float) -> int:
    """Draw a figure to pixels or to a file; bytes of the file"""
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    buffer = BytesIO()
    figure.set_size_inches(*_INCHES)
    if form == "draw":
        figure.set_dpi(dpi)
        FigureCanvasAgg(figure).draw()
    else:
        figure.savefig(buffer, format=form, dpi=dpi)
    plt.close(figure)
    return buffer.tell()


def _offset_image(ax: Any, picture: Any, place: Any, side: float) -> None:
    from matplotlib.offsetbox import AnnotationBbox, OffsetImage

    # An OffsetImage takes a pixel for a point.
    box = OffsetImage(picture, zoom=side / picture.shape[0])
    ax.add_artist(AnnotationBbox(box, place, frameon=False, pad=0))


def _axes_image(ax: Any, picture: Any, place: Any, side: float) -> None:
    from matplotlib.image import AxesImage
    from matplotlib.transforms import ScaledTranslation

    half = side / 72 / 2
    image = AxesImage(
        ax, extent=(-half, half, -half, half), interpolation="none"
    )
    image.set_data(picture)
    image.set_transform(
        ax.figure.dpi_scale_trans
        + ScaledTranslation(place[0], place[1], ax.transData)
    )
    image.set_clip_path(ax.patch)
    ax.add_artist(image)


def _copying(faces: int, pixels: int, dpi: int, repeats: int) -> float:
    """Median seconds that pasting sized RGBA pictures on a page takes"""
    from PIL import Image

    width, height = (int(i * dpi) for i in _INCHES)
    page = Image.new("RGBA", (width, height), "white")
    face = Image.new("RGBA", (pixels, pixels), "gray")
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        for i in range(faces):
            page.alpha_composite(face, (i % 500, i % 400))
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))
