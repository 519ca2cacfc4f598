"""Ordered categories: the cut of diamonds, and what they cost.

Steps of an ordinal scale are even, from one end of the range to the other.
Well-cut diamonds are not the dearer ones: they are smaller.
"""

from pathlib import Path

from plotnine import aes, ggplot, labs, theme, theme_minimal
from plotnine.data import diamonds

from plotnine_chernoff import geom_chernoff, scale_smile_ordinal

cuts = (
    diamonds.groupby("cut", observed=True)[["carat", "price"]]
    .mean()
    .reset_index()
)

plot = (
    ggplot(cuts, aes("carat", "price", smile="cut", label="cut"))
    + geom_chernoff(size=12, fill="none", label_size=9)
    + scale_smile_ordinal(name="Cut", guide=None)
    + labs(x="Mean weight (carat)", y="Mean price ($)")
    + theme_minimal()
    + theme(figure_size=(7, 4.5))
)

if __name__ == "__main__":
    plot.save(Path(__file__).with_name("ordinal.png"), dpi=150, verbose=False)
