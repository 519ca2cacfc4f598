"""A profile of Hypothesis for 10,000 requests: `--hypothesis-profile many`."""

from hypothesis import settings

settings.register_profile("many", max_examples=2500)
