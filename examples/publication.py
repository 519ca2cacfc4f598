"""For a paper: a PDF without legends, its caption, and the key beside it."""

from pathlib import Path

from plotnine import aes, ggplot, labs, theme
from plotnine.data import mtcars

from plotnine_chernoff import (
    chernoff_key,
    figure_metadata,
    geom_chernoff,
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
    # The faces of plot and key are made together.
    key = chernoff_key(plot)
    about = figure_metadata(plot, "pdf")
    plot.save(
        here.with_name("publication.pdf"),
        dpi=300,
        verbose=False,
        metadata=about,
    )
    key.save(
        here.with_name("publication_key.pdf"), verbose=False, metadata=about
    )
    both = (plot / key) + theme(figure_size=(7, 8))
    both.save(here.with_name("publication.png"), dpi=150)
