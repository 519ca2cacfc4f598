"""A faceted comparison: the README's first plot."""

from pathlib import Path

from plotnine import aes, facet_wrap, ggplot
from plotnine.data import mpg

from plotnine_chernoff import geom_chernoff, scale_hair_length, scale_smile

cars = mpg.groupby(["class", "year"], observed=True)[["displ", "hwy"]].mean()
plot = (
    ggplot(cars.reset_index(), aes(label="class"))
    + geom_chernoff(aes(smile="hwy", hair_length="displ"), ncol=3)
    + scale_smile(name="Miles per gallon")
    + scale_hair_length(name="Engine size (l)", range=(0.1, 0.9))
    + facet_wrap("year")
)

if __name__ == "__main__":
    target = Path(__file__).with_name("cars.png")
    plot.save(target, width=9, height=5.4, dpi=150, verbose=False)
