"""The color behind each face tells its group.

Faces of a model with a matte, as the bundled one, are cut out of their
background, and `fill` is what stands behind them.
"""

from pathlib import Path

from plotnine import aes, ggplot, labs, scale_fill_brewer, theme
from plotnine.data import mpg

from plotnine_chernoff import geom_chernoff, scale_smile, scale_squint

best = (
    mpg.groupby(["manufacturer", "model", "class"], observed=True)[
        ["hwy", "displ"]
    ]
    .mean()
    .reset_index()
    .sort_values("hwy", ascending=False)
    .head(15)
)

plot = (
    ggplot(best)
    + geom_chernoff(
        aes(smile="hwy", squint="displ", fill="class", label="model"),
        ncol=5,
        shape="rounded",
    )
    + scale_smile(name="Miles per gallon")
    # Large engines, wide eyes.
    + scale_squint(range=(1, -1), name="Engine size (l)")
    + scale_fill_brewer(type="qual", palette="Pastel2", name="Class")
    + labs(title="The fifteen thriftiest cars")
    + theme(figure_size=(8, 5.4))
)

if __name__ == "__main__":
    plot.save(
        Path(__file__).with_name("backgrounds.png"), dpi=150, verbose=False
    )
