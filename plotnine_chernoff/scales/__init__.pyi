"""Made by `python -m plotnine_chernoff.scales._stub`; do not edit."""

from . import _families as families
from .person import (
    scale_person_continuous as scale_person_continuous,
)
from .person import (
    scale_person_discrete as scale_person_discrete,
)
from .person import (
    scale_person_identity as scale_person_identity,
)
from .person import (
    scale_person_manual as scale_person_manual,
)
from .person import (
    scale_person_ordinal as scale_person_ordinal,
)

KINDS: dict[str, type]
_SCALES: dict[str, type]

class scale_yaw_continuous(families.face_continuous):
    ...

class scale_yaw_discrete(families.face_discrete):
    ...

class scale_yaw_ordinal(families.face_ordinal):
    ...

class scale_yaw_datetime(families.face_datetime):
    ...

class scale_yaw_timedelta(families.face_timedelta):
    ...

class scale_yaw_manual(families.face_manual):
    ...

class scale_yaw_identity(families.face_identity):
    ...

class scale_yaw(scale_yaw_continuous): ...

class scale_squint_continuous(families.face_continuous):
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

class scale_squint_discrete(families.face_discrete):
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

class scale_squint_ordinal(families.face_ordinal):
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

class scale_squint_datetime(families.face_datetime):
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

class scale_squint_timedelta(families.face_timedelta):
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

class scale_squint_manual(families.face_manual):
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

class scale_squint_identity(families.face_identity):
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

class scale_squint(scale_squint_continuous): ...

class scale_age_continuous(families.face_continuous):
    """young (20) to old (75), years; neutral 40"""

class scale_age_discrete(families.face_discrete):
    """young (20) to old (75), years; neutral 40"""

class scale_age_ordinal(families.face_ordinal):
    """young (20) to old (75), years; neutral 40"""

class scale_age_datetime(families.face_datetime):
    """young (20) to old (75), years; neutral 40"""

class scale_age_timedelta(families.face_timedelta):
    """young (20) to old (75), years; neutral 40"""

class scale_age_manual(families.face_manual):
    """young (20) to old (75), years; neutral 40"""

class scale_age_identity(families.face_identity):
    """young (20) to old (75), years; neutral 40"""

class scale_age(scale_age_continuous): ...

class scale_smile_continuous(families.face_continuous):
    """frown (-1) to broad smile (1), strength; neutral 0"""

class scale_smile_discrete(families.face_discrete):
    """frown (-1) to broad smile (1), strength; neutral 0"""

class scale_smile_ordinal(families.face_ordinal):
    """frown (-1) to broad smile (1), strength; neutral 0"""

class scale_smile_datetime(families.face_datetime):
    """frown (-1) to broad smile (1), strength; neutral 0"""

class scale_smile_timedelta(families.face_timedelta):
    """frown (-1) to broad smile (1), strength; neutral 0"""

class scale_smile_manual(families.face_manual):
    """frown (-1) to broad smile (1), strength; neutral 0"""

class scale_smile_identity(families.face_identity):
    """frown (-1) to broad smile (1), strength; neutral 0"""

class scale_smile(scale_smile_continuous): ...

class scale_skin_tone_continuous(families.face_continuous):
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

class scale_skin_tone_discrete(families.face_discrete):
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

class scale_skin_tone_ordinal(families.face_ordinal):
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

class scale_skin_tone_datetime(families.face_datetime):
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

class scale_skin_tone_timedelta(families.face_timedelta):
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

class scale_skin_tone_manual(families.face_manual):
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

class scale_skin_tone_identity(families.face_identity):
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

class scale_skin_tone(scale_skin_tone_continuous): ...

class scale_gender_continuous(families.face_continuous):
    ...

class scale_gender_discrete(families.face_discrete):
    ...

class scale_gender_ordinal(families.face_ordinal):
    ...

class scale_gender_datetime(families.face_datetime):
    ...

class scale_gender_timedelta(families.face_timedelta):
    ...

class scale_gender_manual(families.face_manual):
    ...

class scale_gender_identity(families.face_identity):
    ...

class scale_gender(scale_gender_continuous): ...

class scale_hair_length_continuous(families.face_continuous):
    """bald (0) to long hair (1), strength; neutral 0.4"""

class scale_hair_length_discrete(families.face_discrete):
    """bald (0) to long hair (1), strength; neutral 0.4"""

class scale_hair_length_ordinal(families.face_ordinal):
    """bald (0) to long hair (1), strength; neutral 0.4"""

class scale_hair_length_datetime(families.face_datetime):
    """bald (0) to long hair (1), strength; neutral 0.4"""

class scale_hair_length_timedelta(families.face_timedelta):
    """bald (0) to long hair (1), strength; neutral 0.4"""

class scale_hair_length_manual(families.face_manual):
    """bald (0) to long hair (1), strength; neutral 0.4"""

class scale_hair_length_identity(families.face_identity):
    """bald (0) to long hair (1), strength; neutral 0.4"""

class scale_hair_length(scale_hair_length_continuous): ...

class scale_quality_continuous(families.face_continuous):
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_quality_discrete(families.face_discrete):
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_quality_ordinal(families.face_ordinal):
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_quality_datetime(families.face_datetime):
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_quality_timedelta(families.face_timedelta):
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_quality_manual(families.face_manual):
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_quality_identity(families.face_identity):
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_quality(scale_quality_continuous): ...

__all__ = (
    "scale_person_continuous",
    "scale_person_discrete",
    "scale_person_identity",
    "scale_person_manual",
    "scale_person_ordinal",
    "scale_yaw_continuous",
    "scale_yaw_discrete",
    "scale_yaw_ordinal",
    "scale_yaw_datetime",
    "scale_yaw_timedelta",
    "scale_yaw_manual",
    "scale_yaw_identity",
    "scale_yaw",
    "scale_squint_continuous",
    "scale_squint_discrete",
    "scale_squint_ordinal",
    "scale_squint_datetime",
    "scale_squint_timedelta",
    "scale_squint_manual",
    "scale_squint_identity",
    "scale_squint",
    "scale_age_continuous",
    "scale_age_discrete",
    "scale_age_ordinal",
    "scale_age_datetime",
    "scale_age_timedelta",
    "scale_age_manual",
    "scale_age_identity",
    "scale_age",
    "scale_smile_continuous",
    "scale_smile_discrete",
    "scale_smile_ordinal",
    "scale_smile_datetime",
    "scale_smile_timedelta",
    "scale_smile_manual",
    "scale_smile_identity",
    "scale_smile",
    "scale_skin_tone_continuous",
    "scale_skin_tone_discrete",
    "scale_skin_tone_ordinal",
    "scale_skin_tone_datetime",
    "scale_skin_tone_timedelta",
    "scale_skin_tone_manual",
    "scale_skin_tone_identity",
    "scale_skin_tone",
    "scale_gender_continuous",
    "scale_gender_discrete",
    "scale_gender_ordinal",
    "scale_gender_datetime",
    "scale_gender_timedelta",
    "scale_gender_manual",
    "scale_gender_identity",
    "scale_gender",
    "scale_hair_length_continuous",
    "scale_hair_length_discrete",
    "scale_hair_length_ordinal",
    "scale_hair_length_datetime",
    "scale_hair_length_timedelta",
    "scale_hair_length_manual",
    "scale_hair_length_identity",
    "scale_hair_length",
    "scale_quality_continuous",
    "scale_quality_discrete",
    "scale_quality_ordinal",
    "scale_quality_datetime",
    "scale_quality_timedelta",
    "scale_quality_manual",
    "scale_quality_identity",
    "scale_quality",
)
