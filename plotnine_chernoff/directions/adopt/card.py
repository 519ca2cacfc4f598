"""What an adopted model says of itself. Imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...attributes import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ...model.face_model import FaceModel
    from .options import Options


def adopted_card(
    model: FaceModel,
    options: Options,
    left_out: dict[str, str],
    why_not: str | None,
    evaluation: dict[str, Any] | None,
) -> str:
    """
    The model card, Markdown

    Parameters
    ----------
    model : FaceModel
    options : Options
    left_out : dict of attribute to reason
    why_not : str, optional
        Why the model has no directions, if it has none.
    evaluation : dict, optional
        Its `card` is the section of `Evaluation.to_card`.
    """
    origin = dict(model.description.get("provenance", {}))
    origin.pop("licence", None)
    size = min(options.resolution, model.resolution)
    lines = [
        f"# {model.name}",
        "",
        f"Made by `chernoff adopt`: {options.samples} samples, read at "
        f"{size} pixels by the labeler {options.labeler}.",
        "",
        f"Licence of the weights: {model.licence}",
        "",
        *(f"- {k}: {v}" for k, v in origin.items()),
    ]
    if why_not is not None:
        lines += ["", f"It has no directions: {why_not}."]
    else:
        code = plot_lines(model.name, model.attributes)
        lines += ["", "```python", code, "```", "", "Sheets: `sheets/`."]
    if left_out:
        lines += ["", "Left out:", ""]
        lines += [f"- {name}: {why}" for name, why in left_out.items()]
    if evaluation is not None:
        lines += ["", evaluation["card"]]
    return "\n".join(lines) + "\n"


def plot_lines(model: str | Path, attributes: Sequence[str]) -> str:
    """
    Three lines of plotnine that draw with the model

    They map the first attribute that has two ends and needs no caution, or
    just the first.
    """
    free = [
        name
        for name in attributes
        if not (ATTRIBUTES[name].one_sided or ATTRIBUTES[name].on_request)
    ]
    name = (free or attributes)[0]
    return (
        "from plotnine import ggplot, aes\n"
        "from plotnine_chernoff import geom_chernoff\n"
        f'ggplot(df) + geom_chernoff(aes({name}="score"), model="{model}")'
    )
