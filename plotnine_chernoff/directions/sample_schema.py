"""What `samples.json` may hold. Imports pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..model.schema import Fingerprint, Size, Styles  # noqa: TC001


class SampleSettings(BaseModel):
    """The settings of a sample set, each within its bounds"""

    model_config = ConfigDict(
        strict=True, extra="forbid", allow_inf_nan=False, frozen=True
    )

    fingerprint: Fingerprint
    truncation_psi: Annotated[float, Field(ge=-10, le=10)]
    style_mixing: Annotated[float, Field(ge=0, le=1)]
    z_dim: Size
    num_styles: Styles
    noise: Literal["stored", "seeded", "none"] = "stored"
    resolution: Annotated[int, Field(ge=8, le=1024)] | None = None
