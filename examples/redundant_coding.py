"""One variable on two attributes, which share a legend; groups by frame.

Faces are read one at a time, and slowly. Saying the same thing twice helps.
"""

from pathlib import Path

from plotnine import aes, facet_wrap, ggplot, theme
from plotnine.data import penguins

from plotnine_chernoff import geom_chernoff, scale_smile, scale_squint

means = (
    penguins.dropna()
    .groupby(["species", "sex"], observed=True)
    .mean(numeric_only=True)
    .reset_index()
)

plot = (
    ggplot(means)
    + geom_chernoff(
        aes(
            smile="body_mass_g",
            squint="body_mass_g",
            color="species",
            label="sex",
        ),
        shape="rounded",
        stroke=2,
    )
    + scale_smile(name="Body mass (g)")
    # From nearly closed to wide open.
    + scale_squint(range=(1, -1), name="Body mass (g)")
    + facet_wrap("species")
    + theme(figure_size=(8, 3.2))
)

if __name__ == "__main__":
    target = Path(__file__).with_name("redundant_coding.png")
    plot.save(target, dpi=150, verbose=False)
