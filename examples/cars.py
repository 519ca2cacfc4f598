"""Faces over a scatter plot, in two panels: the README's first plot."""

from pathlib import Path

from plotnine import aes, facet_wrap, ggplot
from plotnine.data import mtcars

from plotnine_chernoff import geom_chernoff, scale_smile

plot = (
    ggplot(mtcars, aes("wt", "mpg", smile="qsec"))
    + geom_chernoff(size=7)
    + scale_smile(range=(-1, 1))
    + facet_wrap("am")
)

if __name__ == "__main__":
    target = Path(__file__).with_name("cars.png")
    plot.save(target, width=7, height=4, dpi=150, verbose=False)
