"""Faces add to a scatter plot: weight and mileage by place, power by face."""

from pathlib import Path

from plotnine import aes, geom_smooth, ggplot, labs, theme_minimal
from plotnine.data import mtcars

from plotnine_chernoff import geom_chernoff, scale_smile, scale_squint

plot = (
    ggplot(mtcars, aes("wt", "mpg"))
    + geom_smooth(method="lm", se=False, color="#999999")
    + geom_chernoff(aes(smile="mpg", squint="hp"), size=7, fill="none")
    + scale_smile(name="Miles per gallon")
    + scale_squint(name="Horsepower")
    + labs(x="Weight (1000 lb)", y="Miles per gallon")
    + theme_minimal()
)

if __name__ == "__main__":
    target = Path(__file__).with_name("scatter.png")
    plot.save(target, dpi=150, width=7, height=5, verbose=False)
