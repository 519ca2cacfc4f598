"""The example of each public name: code, and the figure that it draws.

Scales share one example a kind; the attribute fills it. The other public
names have examples of their own, and a build without one fails.
"""

from __future__ import annotations

import contextlib
import io
import textwrap

from PIL import Image

from plotnine_chernoff.attributes import ATTRIBUTES

_HEAD = """
from plotnine import aes, ggplot
from plotnine_chernoff import geom_chernoff, {scale}
"""

KINDS = {
    "continuous": """
from plotnine.data import mtcars

plot = (
    ggplot(mtcars.head(6))
    + geom_chernoff(aes({attribute}="mpg", label="name"), ncol=6)
    + {scale}(name="Miles per gallon")
)
""",
    "discrete": """
from plotnine.data import penguins

means = penguins.groupby("species", observed=True).mean(numeric_only=True)
plot = (
    ggplot(means.reset_index())
    + geom_chernoff(aes({attribute}="species", label="species"))
    + {scale}(name="Species")
)
""",
    "ordinal": """
from plotnine.data import diamonds

cuts = diamonds.groupby("cut", observed=True).mean(numeric_only=True)
plot = (
    ggplot(cuts.reset_index())
    + geom_chernoff(aes({attribute}="cut", label="cut"), ncol=5)
    + {scale}(name="Cut")
)
""",
    "datetime": """
from plotnine.data import economics

years = economics.iloc[::96]
plot = (
    ggplot(years)
    + geom_chernoff(aes({attribute}="date", label="date.dt.year"), ncol=6)
    + {scale}(name="Date")
)
""",
    "timedelta": """
import pandas as pd

waits = pd.DataFrame(
    {{"queue": list("ABCDE"), "minutes": [1, 4, 9, 16, 30]}}
)
waits["wait"] = pd.to_timedelta(waits["minutes"], unit="min")
plot = (
    ggplot(waits)
    + geom_chernoff(aes({attribute}="wait", label="queue"), ncol=5)
    + {scale}(name="Wait")
)
""",
    "manual": """
import pandas as pd

answers = pd.DataFrame({{"answer": ["no", "perhaps", "yes"]}})
plot = (
    ggplot(answers)
    + geom_chernoff(aes({attribute}="answer", label="answer"))
    + {scale}({{"no": {low:g}, "perhaps": {middle:g}, "yes": {high:g}}})
)
""",
    "identity": """
import numpy as np
import pandas as pd

values = pd.DataFrame({{"value": np.linspace({low:g}, {high:g}, 6)}})
plot = (
    ggplot(values)
    + geom_chernoff(aes({attribute}="value", label="value"), ncol=6)
    + {scale}()
)
""",
}

_PERSON = {
    "discrete": KINDS["discrete"],
    "ordinal": KINDS["ordinal"],
    "continuous": """
import pandas as pd

seats = pd.DataFrame({{"seat": [1, 2, 3, 4, 5, 6]}})
plot = (
    ggplot(seats)
    + geom_chernoff(aes(person="seat", label="seat"), ncol=6)
    + {scale}(name="Seat")
)
""",
    "identity": """
import pandas as pd

seeds = pd.DataFrame({{"seed": [3, 7, 11, 19, 23, 42]}})
plot = (
    ggplot(seeds)
    + geom_chernoff(aes(person="seed", label="seed"), ncol=6)
    + {scale}()
)
""",
    "manual": """
import pandas as pd

team = pd.DataFrame({{"name": ["Ann", "Bob", "Cem"]}})
plot = (
    ggplot(team)
    + geom_chernoff(aes(person="name", label="name"))
    + {scale}({{"Ann": 7, "Bob": 11, "Cem": 23}})
)
""",
}

_CARS = """
from plotnine import aes, ggplot, labs, theme
from plotnine.data import mtcars
from plotnine_chernoff import geom_chernoff, {name}

plot = ggplot(mtcars.head(8)) + geom_chernoff(
    aes(smile="mpg", squint="hp", label="name"), ncol=4
)
"""

OTHERS = {
    "geom_chernoff": """
from plotnine import aes, ggplot, labs
from plotnine.data import mtcars
from plotnine_chernoff import geom_chernoff

plot = (
    ggplot(mtcars.iloc[::3], aes("wt", "mpg"))
    + geom_chernoff(aes(smile="mpg", squint="hp"), size=8, shape="circle")
    + labs(x="Weight (1000 lb)", y="Miles per gallon")
)
""",
    "stat_face_mean": """
from plotnine import aes, ggplot
from plotnine.data import penguins
from plotnine_chernoff import stat_face_mean

plot = ggplot(
    penguins.dropna(), aes("flipper_length_mm", "body_mass_g")
) + stat_face_mean(
    aes(smile="bill_depth_mm", group="species", label="species"), size=12
)
""",
    "guide_chernoff_legend": """
from plotnine import aes, ggplot
from plotnine.data import mtcars
from plotnine_chernoff import (
    geom_chernoff,
    guide_chernoff_legend,
    scale_smile,
)

plot = (
    ggplot(mtcars.head(8))
    + geom_chernoff(aes(smile="mpg", label="name"), ncol=4)
    + scale_smile(guide=guide_chernoff_legend(title="Miles", ncol=2))
)
""",
    "guide_chernoff_strip": """
from plotnine import aes, ggplot
from plotnine.data import mtcars
from plotnine_chernoff import (
    geom_chernoff,
    guide_chernoff_strip,
    scale_smile,
)

plot = (
    ggplot(mtcars.head(8))
    + geom_chernoff(aes(smile="mpg", label="name"), ncol=4)
    + scale_smile(guide=guide_chernoff_strip(steps=5))
)
""",
    "chernoff_key": _CARS.format(name="chernoff_key")
    + "plot = plot / chernoff_key(plot) + theme(figure_size=(6, 6))\n",
    "chernoff_plot": """
from plotnine.data import mtcars
from plotnine_chernoff import chernoff_plot

cars = mtcars.loc[::4, ["name", "mpg", "hp", "wt"]]
plot = chernoff_plot(cars, label="name", similar=True)
""",
    "alt_text": _CARS.format(name="alt_text") + "print(alt_text(plot))\n",
    "mapping_caption": _CARS.format(name="mapping_caption")
    + "plot += labs(caption=mapping_caption(plot))\n",
    "mapping_table": _CARS.format(name="mapping_table")
    + "print(mapping_table(plot).to_string())\n",
    "print_mapping": _CARS.format(name="print_mapping")
    + "print_mapping(plot)\n",
    "figure_metadata": _CARS.format(name="figure_metadata")
    + "print(figure_metadata(plot, 'pdf'))\n",
    "FaceModel": """
import pandas as pd
from plotnine_chernoff import FaceModel, montage

model = FaceModel.load("default")
values = pd.DataFrame({"smile": [-1, 0, 1], "yaw": [-20, 0, 20]})
images = model.faces(values, person=["Ann"] * 3)
print(images.shape, images.dtype)
picture = montage(images, labels=["frown", "neutral", "smile"])
""",
    "label_photographs": """
import pandas as pd
from plotnine_chernoff import FaceModel, label_photographs, montage

model = FaceModel.load("default")
asked = pd.DataFrame({"smile": [-1, 0, 1], "yaw": [-20, 0, 20]})
images = model.faces(asked)
print(label_photographs(images)[["smile", "yaw"]].round(2))
picture = montage(images, labels=["frown", "neutral", "smile"])
""",
    "montage": """
import numpy as np
import pandas as pd
from plotnine_chernoff import FaceModel, montage

model = FaceModel.load("default")
ages = np.linspace(20, 75, 6)
picture = montage(
    model.faces(pd.DataFrame({"age": ages})),
    labels=[f"{age:g} years" for age in ages],
    columns=6,
    size=128,
)
""",
}


def snippet(name: str) -> str:
    """The example of a public name"""
    if name in OTHERS:
        return OTHERS[name].lstrip()
    body = name.removeprefix("scale_")
    kind = body.rpartition("_")[2]
    if kind not in KINDS:
        kind, attribute = "continuous", body
    else:
        attribute = body.removesuffix(f"_{kind}")
    person = attribute == "person"
    low, high = (0, 1) if person else ATTRIBUTES[attribute].range
    return (
        (_HEAD + (_PERSON if person else KINDS)[kind])
        .format(
            scale=name,
            attribute=attribute,
            low=low,
            high=high,
            middle=(low + high) / 2,
        )
        .lstrip()
    )


def run(code: str) -> tuple[Image.Image, str]:
    """
    Run an example

    Returns
    -------
    picture : PIL.Image.Image
        Its `plot` as drawn, or its `picture`.
    printed : str
        What it has printed.
    """
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(textwrap.dedent(code), "an example", "exec"), names)
    if "picture" in names:
        return names["picture"], printed.getvalue()
    buffer = io.BytesIO()
    plot = names["plot"]
    size = {} if "/ chernoff_key" in code else {"width": 6, "height": 3.2}
    plot.save(buffer, format="png", dpi=110, verbose=False, **size)
    return Image.open(buffer).convert("RGB"), printed.getvalue()
