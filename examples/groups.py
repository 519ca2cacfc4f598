"""The mean face of each group, over the points that it stands for."""

from pathlib import Path

from plotnine import aes, geom_point, ggplot, labs, theme, theme_minimal
from plotnine.data import penguins

from plotnine_chernoff import (
    guide_chernoff_strip,
    scale_smile,
    stat_face_mean,
)

measured = penguins.dropna()

plot = (
    ggplot(measured, aes("flipper_length_mm", "body_mass_g"))
    + geom_point(aes(color="species"), alpha=0.4)
    + stat_face_mean(
        aes(smile="bill_depth_mm", color="species", label="species"),
        size=10,
        shape="circle",
        stroke=2,
    )
    + scale_smile(name="Bill depth (mm)", guide=guide_chernoff_strip(steps=5))
    + labs(x="Flipper length (mm)", y="Body mass (g)")
    + theme_minimal()
    + theme(figure_size=(8, 5))
)

if __name__ == "__main__":
    plot.save(Path(__file__).with_name("groups.png"), dpi=150, verbose=False)
