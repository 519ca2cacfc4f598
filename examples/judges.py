"""The original figure: twelve judges, seven ratings, seven attributes.

Lawyers rated the judges of a US Superior Court (R's `USJudgeRatings`). Skin
tone, age and apparent gender are on this figure because the original put
them there. They invite judgements about people which have nothing to do with
the data: map other attributes in figures of your own.
"""

from pathlib import Path

from plotnine import aes, ggplot, labs, theme

from plotnine_chernoff import (
    geom_chernoff,
    mapping_caption,
    scale_age,
    scale_gender,
    scale_hair_length,
    scale_smile,
    scale_squint,
)
from plotnine_chernoff.data import judges

plot = ggplot(judges) + geom_chernoff(
    aes(
        yaw="decisions",
        squint="preparation",
        age="familiarity",
        smile="oral",
        skin_tone="written",
        gender="physical",
        hair_length="retention",
        label="judge.str.title()",
    ),
    ncol=4,
)
# Good ratings go together here: at all ends at once a face is odd.
plot += scale_squint(range=(-0.8, 0.7))
plot += scale_age(range=(22, 62))
plot += scale_smile(range=(-0.7, 0.9))
plot += scale_gender(range=(-0.9, 0.9))
plot += scale_hair_length(range=(0.05, 0.7))
plot += labs(
    title="Twelve judges, rated by lawyers",
    subtitle="Each rating drives one attribute of a synthetic face",
    caption=mapping_caption(plot),
)
plot += theme(legend_position="none", figure_size=(6.4, 6.2))

if __name__ == "__main__":
    plot.save(Path(__file__).with_name("judges.png"), dpi=150, verbose=False)
