"""For a paper: a PDF without legends, its caption, and the key beside it."""

from pathlib import Path

from plotnine import aes, ggplot, labs, theme
from plotnine.data import mtcars

from plotnine_chernoff import geom_chernoff
from plotnine_chernoff.key import (
    chernoff_key,
    mapping_caption,
    print_mapping,
)

plot = ggplot(mtcars) + geom_chernoff(
    aes(smile="mpg", squint="hp", yaw="wt", label="name"), label_size=6
)
plot += labs(caption=mapping_caption(plot))
plot += theme(legend_position="none", figure_size=(7, 6))

if __name__ == "__main__":
    print_mapping(plot)
    here = Path(__file__)
    plot.save(here.with_name("publication.pdf"), verbose=False)
    key = chernoff_key(plot)
    key.save(here.with_name("publication_key.pdf"), verbose=False)
