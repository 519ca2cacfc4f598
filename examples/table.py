"""One call for a table: which of these cars are alike?

`chernoff_plot` chooses the attributes, puts similar rows side by side, and
prints the code that draws the same figure, to go on from there.
"""

from pathlib import Path

from plotnine import labs, theme
from plotnine.data import mtcars

from plotnine_chernoff import chernoff_plot

cars = mtcars.loc[::2, ["name", "mpg", "hp", "wt", "qsec"]]

plot = (
    chernoff_plot(cars, label="name", similar=True)
    + labs(title="Cars of 1974, those that are alike side by side")
    + theme(figure_size=(9, 5))
)

if __name__ == "__main__":
    target = Path(__file__).with_name("table.png")
    plot.save(target, dpi=110, verbose=False)
