"""A legend of sizes beside a legend of faces: a bubble chart with a mood.

Midwestern counties of more than 400,000 people. Area tells population, as it
does in bubble charts; the smile tells poverty, turned round.
"""

from pathlib import Path

from plotnine import (
    aes,
    ggplot,
    labs,
    scale_size,
    scale_x_log10,
    theme,
    theme_minimal,
)
from plotnine.data import midwest

from plotnine_chernoff import geom_chernoff, scale_smile

counties = midwest[midwest["poptotal"] > 400_000].sort_values(
    "poptotal", ascending=False
)

plot = (
    ggplot(counties, aes("popdensity / 1000", "percollege"))
    + geom_chernoff(
        aes(smile="percbelowpoverty", size="poptotal / 1e6"), shape="circle"
    )
    # The poorer, the less of a smile.
    + scale_smile(range=(1, -1), name="Below poverty (%)")
    + scale_size(range=(4, 13), breaks=[0.5, 2, 5], name="People (million)")
    + scale_x_log10()
    + labs(
        x="Density (1000 people a unit of area, logarithmic)",
        y="With a college degree (%)",
    )
    + theme_minimal()
    + theme(figure_size=(8, 5))
)

if __name__ == "__main__":
    plot.save(Path(__file__).with_name("sizes.png"), dpi=150, verbose=False)
