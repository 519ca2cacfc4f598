"""How faces mislead, and what to do instead.

Above, the same cars twice: once fuel consumption drives the smile and weight
the eyes, once the other way round. They are the same data, but the eye sorts
faces by the smile, so that each row tells another story. Nothing on a face is
neutral: what smiles looks good.

Below, what to do: the number that matters gets a place on an axis, the face
says one thing only, on two attributes at once, and in the direction that
readers expect.
"""

from pathlib import Path

from plotnine import (
    aes,
    element_text,
    ggplot,
    labs,
    theme,
    theme_minimal,
)
from plotnine.composition import Stack
from plotnine.data import mtcars

from plotnine_chernoff import geom_chernoff, scale_smile, scale_squint

cars = mtcars.iloc[[0, 4, 7, 14, 17, 19, 23, 27]]
plain = theme(legend_position="none", plot_title=element_text(size=10))


def row(title, **mapping):
    """The eight cars side by side"""
    return (
        ggplot(cars)
        + geom_chernoff(aes(**mapping, label="name"), ncol=8, label_size=6)
        + labs(title=title)
        + plain
    )


instead = (
    ggplot(cars, aes("wt", "mpg"))
    + geom_chernoff(aes(smile="mpg", squint="mpg"), size=7)
    + scale_smile()
    # From nearly closed to wide open.
    + scale_squint(range=(1, -1))
    + labs(
        title="Instead: a place for what matters, one message a face",
        x="Weight (1000 lb)",
        y="Miles per gallon",
    )
    + theme_minimal()
    + plain
)

plot = Stack(
    [
        row("Smile: miles per gallon, eyes: weight", smile="mpg", squint="wt"),
        row("Smile: weight, eyes: miles per gallon", smile="wt", squint="mpg"),
        instead,
    ]
) + theme(figure_size=(8, 8))

if __name__ == "__main__":
    plot.save(
        Path(__file__).with_name("misleading.png"), dpi=150, verbose=False
    )
