"""Made by `python -m plotnine_chernoff.plot.scales._generate`; do not edit."""

from typing import TypedDict

from . import kinds
from .person import scale_person_continuous as scale_person_continuous
from .person import scale_person_discrete as scale_person_discrete
from .person import scale_person_identity as scale_person_identity
from .person import scale_person_manual as scale_person_manual
from .person import scale_person_ordinal as scale_person_ordinal

KINDS: dict[str, type]

def face_scale(name: str, kind: str = ...) -> type: ...

class FaceAttributes(TypedDict, total=False):
    """Attributes as constants of a layer"""

    yaw: float
    """head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0"""

    squint: float
    """eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0"""

    age: float
    """young (20) to old (75), years; neutral 40"""

    smile: float
    """frown (-1) to broad smile (1), strength; neutral 0"""

    skin_tone: float
    """light skin (0) to dark skin (1), strength; neutral 0.35"""

    gender: float
    """feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0"""

    hair_length: float
    """bald (0) to long hair (1), strength; neutral 0.4"""

    pitch: float
    """head bowed (-12) to head raised (12), degrees; neutral 0"""

    face_width: float
    """narrow face (-1) to wide face (1), strength; neutral 0"""

    glasses: float
    """no glasses (0) to heavy glasses (1), strength; neutral 0"""

    beard: float
    """no beard (0) to full beard (1), strength; neutral 0"""

    mouth_open: float
    """mouth closed (0) to mouth open (1), strength; neutral 0"""

    mouth_width: float
    """narrow mouth (-1) to wide mouth (1), strength; neutral 0"""

    nose_width: float
    """narrow nose (-1) to broad nose (1), strength; neutral 0"""

    brow_height: float
    """lowered brows (-1) to raised brows (1), strength; neutral 0"""

    hair_color: float
    """fair hair (0) to dark hair (1), strength; neutral 0.5"""

    quality: float
    """degraded picture (0) to clean picture (1), strength; neutral 1"""

class scale_yaw_continuous(kinds.face_continuous):
    """Yaw for numbers

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-30, 30)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_yaw_discrete(kinds.face_discrete):
    """Yaw for categories, evenly spaced over the range

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-30, 30)
        Values of the attribute at the two ends of the data (degrees).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_yaw_ordinal(kinds.face_ordinal):
    """Yaw for ordered categories, evenly spaced over the range

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-30, 30)
        Values of the attribute at the two ends of the data (degrees).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_yaw_datetime(kinds.face_datetime):
    """Yaw for dates and times

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-30, 30)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_yaw_timedelta(kinds.face_timedelta):
    """Yaw for durations

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-30, 30)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_yaw_manual(kinds.face_manual):
    """Yaw for categories, each with a value of your own

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_yaw_identity(kinds.face_identity):
    """Yaw for data that are already in its unit (degrees)

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_yaw(scale_yaw_continuous):
    """Yaw for numbers

    Head turned to the viewer's left (-30) to head turned to the viewer's right (30), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-30, 30)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_squint_continuous(kinds.face_continuous):
    """Squint for numbers

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_squint_discrete(kinds.face_discrete):
    """Squint for categories, evenly spaced over the range

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_squint_ordinal(kinds.face_ordinal):
    """Squint for ordered categories, evenly spaced over the range

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_squint_datetime(kinds.face_datetime):
    """Squint for dates and times

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_squint_timedelta(kinds.face_timedelta):
    """Squint for durations

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_squint_manual(kinds.face_manual):
    """Squint for categories, each with a value of your own

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_squint_identity(kinds.face_identity):
    """Squint for data that are already in its unit (strength)

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_squint(scale_squint_continuous):
    """Squint for numbers

    Eyes wide open (-1) to eyes nearly closed (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_age_continuous(kinds.face_continuous):
    """Age for numbers

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(20, 75)
        Values of the attribute at the two ends of the data (years).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (years).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_age_discrete(kinds.face_discrete):
    """Age for categories, evenly spaced over the range

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(20, 75)
        Values of the attribute at the two ends of the data (years).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (years).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_age_ordinal(kinds.face_ordinal):
    """Age for ordered categories, evenly spaced over the range

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(20, 75)
        Values of the attribute at the two ends of the data (years).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (years).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_age_datetime(kinds.face_datetime):
    """Age for dates and times

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(20, 75)
        Values of the attribute at the two ends of the data (years).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (years).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_age_timedelta(kinds.face_timedelta):
    """Age for durations

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(20, 75)
        Values of the attribute at the two ends of the data (years).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (years).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_age_manual(kinds.face_manual):
    """Age for categories, each with a value of your own

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    values : dict | list
        The value of each category (years).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_age_identity(kinds.face_identity):
    """Age for data that are already in its unit (years)

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_age(scale_age_continuous):
    """Age for numbers

    Young (20) to old (75), years; neutral 40.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(20, 75)
        Values of the attribute at the two ends of the data (years).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (years).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_smile_continuous(kinds.face_continuous):
    """Smile for numbers

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_smile_discrete(kinds.face_discrete):
    """Smile for categories, evenly spaced over the range

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_smile_ordinal(kinds.face_ordinal):
    """Smile for ordered categories, evenly spaced over the range

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_smile_datetime(kinds.face_datetime):
    """Smile for dates and times

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_smile_timedelta(kinds.face_timedelta):
    """Smile for durations

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_smile_manual(kinds.face_manual):
    """Smile for categories, each with a value of your own

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_smile_identity(kinds.face_identity):
    """Smile for data that are already in its unit (strength)

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_smile(scale_smile_continuous):
    """Smile for numbers

    Frown (-1) to broad smile (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_skin_tone_continuous(kinds.face_continuous):
    """Skin tone for numbers

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_skin_tone_discrete(kinds.face_discrete):
    """Skin tone for categories, evenly spaced over the range

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_skin_tone_ordinal(kinds.face_ordinal):
    """Skin tone for ordered categories, evenly spaced over the range

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_skin_tone_datetime(kinds.face_datetime):
    """Skin tone for dates and times

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_skin_tone_timedelta(kinds.face_timedelta):
    """Skin tone for durations

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_skin_tone_manual(kinds.face_manual):
    """Skin tone for categories, each with a value of your own

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_skin_tone_identity(kinds.face_identity):
    """Skin tone for data that are already in its unit (strength)

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_skin_tone(scale_skin_tone_continuous):
    """Skin tone for numbers

    Light skin (0) to dark skin (1), strength; neutral 0.35.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_gender_continuous(kinds.face_continuous):
    """Gender for numbers

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_gender_discrete(kinds.face_discrete):
    """Gender for categories, evenly spaced over the range

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_gender_ordinal(kinds.face_ordinal):
    """Gender for ordered categories, evenly spaced over the range

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_gender_datetime(kinds.face_datetime):
    """Gender for dates and times

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_gender_timedelta(kinds.face_timedelta):
    """Gender for durations

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_gender_manual(kinds.face_manual):
    """Gender for categories, each with a value of your own

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_gender_identity(kinds.face_identity):
    """Gender for data that are already in its unit (strength)

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_gender(scale_gender_continuous):
    """Gender for numbers

    Feminine apparent presentation (-1) to masculine apparent presentation (1), strength; neutral 0.

    Invites judgements about people that have nothing to do with data: only where it is the subject.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_hair_length_continuous(kinds.face_continuous):
    """Hair length for numbers

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_hair_length_discrete(kinds.face_discrete):
    """Hair length for categories, evenly spaced over the range

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_hair_length_ordinal(kinds.face_ordinal):
    """Hair length for ordered categories, evenly spaced over the range

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_hair_length_datetime(kinds.face_datetime):
    """Hair length for dates and times

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_hair_length_timedelta(kinds.face_timedelta):
    """Hair length for durations

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_hair_length_manual(kinds.face_manual):
    """Hair length for categories, each with a value of your own

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_hair_length_identity(kinds.face_identity):
    """Hair length for data that are already in its unit (strength)

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_hair_length(scale_hair_length_continuous):
    """Hair length for numbers

    Bald (0) to long hair (1), strength; neutral 0.4.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_pitch_continuous(kinds.face_continuous):
    """Pitch for numbers

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-12, 12)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_pitch_discrete(kinds.face_discrete):
    """Pitch for categories, evenly spaced over the range

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-12, 12)
        Values of the attribute at the two ends of the data (degrees).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_pitch_ordinal(kinds.face_ordinal):
    """Pitch for ordered categories, evenly spaced over the range

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-12, 12)
        Values of the attribute at the two ends of the data (degrees).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_pitch_datetime(kinds.face_datetime):
    """Pitch for dates and times

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-12, 12)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_pitch_timedelta(kinds.face_timedelta):
    """Pitch for durations

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-12, 12)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_pitch_manual(kinds.face_manual):
    """Pitch for categories, each with a value of your own

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_pitch_identity(kinds.face_identity):
    """Pitch for data that are already in its unit (degrees)

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_pitch(scale_pitch_continuous):
    """Pitch for numbers

    Head bowed (-12) to head raised (12), degrees; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-12, 12)
        Values of the attribute at the two ends of the data (degrees).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (degrees).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_face_width_continuous(kinds.face_continuous):
    """Face width for numbers

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_face_width_discrete(kinds.face_discrete):
    """Face width for categories, evenly spaced over the range

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_face_width_ordinal(kinds.face_ordinal):
    """Face width for ordered categories, evenly spaced over the range

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_face_width_datetime(kinds.face_datetime):
    """Face width for dates and times

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_face_width_timedelta(kinds.face_timedelta):
    """Face width for durations

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_face_width_manual(kinds.face_manual):
    """Face width for categories, each with a value of your own

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_face_width_identity(kinds.face_identity):
    """Face width for data that are already in its unit (strength)

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_face_width(scale_face_width_continuous):
    """Face width for numbers

    Narrow face (-1) to wide face (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_glasses_continuous(kinds.face_continuous):
    """Glasses for numbers

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_glasses_discrete(kinds.face_discrete):
    """Glasses for categories, evenly spaced over the range

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_glasses_ordinal(kinds.face_ordinal):
    """Glasses for ordered categories, evenly spaced over the range

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_glasses_datetime(kinds.face_datetime):
    """Glasses for dates and times

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_glasses_timedelta(kinds.face_timedelta):
    """Glasses for durations

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_glasses_manual(kinds.face_manual):
    """Glasses for categories, each with a value of your own

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_glasses_identity(kinds.face_identity):
    """Glasses for data that are already in its unit (strength)

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_glasses(scale_glasses_continuous):
    """Glasses for numbers

    No glasses (0) to heavy glasses (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_beard_continuous(kinds.face_continuous):
    """Beard for numbers

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_beard_discrete(kinds.face_discrete):
    """Beard for categories, evenly spaced over the range

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_beard_ordinal(kinds.face_ordinal):
    """Beard for ordered categories, evenly spaced over the range

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_beard_datetime(kinds.face_datetime):
    """Beard for dates and times

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_beard_timedelta(kinds.face_timedelta):
    """Beard for durations

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_beard_manual(kinds.face_manual):
    """Beard for categories, each with a value of your own

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_beard_identity(kinds.face_identity):
    """Beard for data that are already in its unit (strength)

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_beard(scale_beard_continuous):
    """Beard for numbers

    No beard (0) to full beard (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_mouth_open_continuous(kinds.face_continuous):
    """Mouth open for numbers

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_mouth_open_discrete(kinds.face_discrete):
    """Mouth open for categories, evenly spaced over the range

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_mouth_open_ordinal(kinds.face_ordinal):
    """Mouth open for ordered categories, evenly spaced over the range

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_mouth_open_datetime(kinds.face_datetime):
    """Mouth open for dates and times

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_mouth_open_timedelta(kinds.face_timedelta):
    """Mouth open for durations

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_mouth_open_manual(kinds.face_manual):
    """Mouth open for categories, each with a value of your own

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_mouth_open_identity(kinds.face_identity):
    """Mouth open for data that are already in its unit (strength)

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_mouth_open(scale_mouth_open_continuous):
    """Mouth open for numbers

    Mouth closed (0) to mouth open (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_mouth_width_continuous(kinds.face_continuous):
    """Mouth width for numbers

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_mouth_width_discrete(kinds.face_discrete):
    """Mouth width for categories, evenly spaced over the range

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_mouth_width_ordinal(kinds.face_ordinal):
    """Mouth width for ordered categories, evenly spaced over the range

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_mouth_width_datetime(kinds.face_datetime):
    """Mouth width for dates and times

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_mouth_width_timedelta(kinds.face_timedelta):
    """Mouth width for durations

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_mouth_width_manual(kinds.face_manual):
    """Mouth width for categories, each with a value of your own

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_mouth_width_identity(kinds.face_identity):
    """Mouth width for data that are already in its unit (strength)

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_mouth_width(scale_mouth_width_continuous):
    """Mouth width for numbers

    Narrow mouth (-1) to wide mouth (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_nose_width_continuous(kinds.face_continuous):
    """Nose width for numbers

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_nose_width_discrete(kinds.face_discrete):
    """Nose width for categories, evenly spaced over the range

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_nose_width_ordinal(kinds.face_ordinal):
    """Nose width for ordered categories, evenly spaced over the range

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_nose_width_datetime(kinds.face_datetime):
    """Nose width for dates and times

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_nose_width_timedelta(kinds.face_timedelta):
    """Nose width for durations

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_nose_width_manual(kinds.face_manual):
    """Nose width for categories, each with a value of your own

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_nose_width_identity(kinds.face_identity):
    """Nose width for data that are already in its unit (strength)

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_nose_width(scale_nose_width_continuous):
    """Nose width for numbers

    Narrow nose (-1) to broad nose (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_brow_height_continuous(kinds.face_continuous):
    """Brow height for numbers

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_brow_height_discrete(kinds.face_discrete):
    """Brow height for categories, evenly spaced over the range

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_brow_height_ordinal(kinds.face_ordinal):
    """Brow height for ordered categories, evenly spaced over the range

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_brow_height_datetime(kinds.face_datetime):
    """Brow height for dates and times

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_brow_height_timedelta(kinds.face_timedelta):
    """Brow height for durations

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_brow_height_manual(kinds.face_manual):
    """Brow height for categories, each with a value of your own

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_brow_height_identity(kinds.face_identity):
    """Brow height for data that are already in its unit (strength)

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_brow_height(scale_brow_height_continuous):
    """Brow height for numbers

    Lowered brows (-1) to raised brows (1), strength; neutral 0.

    Parameters
    ----------
    range : tuple[float, float], default=(-1, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_hair_color_continuous(kinds.face_continuous):
    """Hair color for numbers

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_hair_color_discrete(kinds.face_discrete):
    """Hair color for categories, evenly spaced over the range

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_hair_color_ordinal(kinds.face_ordinal):
    """Hair color for ordered categories, evenly spaced over the range

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_hair_color_datetime(kinds.face_datetime):
    """Hair color for dates and times

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_hair_color_timedelta(kinds.face_timedelta):
    """Hair color for durations

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_hair_color_manual(kinds.face_manual):
    """Hair color for categories, each with a value of your own

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_hair_color_identity(kinds.face_identity):
    """Hair color for data that are already in its unit (strength)

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_hair_color(scale_hair_color_continuous):
    """Hair color for numbers

    Fair hair (0) to dark hair (1), strength; neutral 0.5.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_quality_continuous(kinds.face_continuous):
    """Quality for numbers

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

class scale_quality_discrete(kinds.face_discrete):
    """Quality for categories, evenly spaced over the range

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_quality_ordinal(kinds.face_ordinal):
    """Quality for ordered categories, evenly spaced over the range

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, or `guide` cannot show faces.
        In a plot: the data are numbers or dates, or of several types.
    """

class scale_quality_datetime(kinds.face_datetime):
    """Quality for dates and times

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as dates.
    """

class scale_quality_timedelta(kinds.face_timedelta):
    """Quality for durations

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as durations.
    """

class scale_quality_manual(kinds.face_manual):
    """Quality for categories, each with a value of your own

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    values : dict | list
        The value of each category (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `values` are not finite numbers, or `guide` cannot show faces.
        In a plot: there are more categories than values.
    """

class scale_quality_identity(kinds.face_identity):
    """Quality for data that are already in its unit (strength)

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `guide` cannot show faces. In a plot: the data are no numbers.
    """

class scale_quality(scale_quality_continuous):
    """Quality for numbers

    Degraded picture (0) to clean picture (1), strength; neutral 1.

    Parameters
    ----------
    range : tuple[float, float], default=(0, 1)
        Values of the attribute at the two ends of the data (strength).
    midpoint : value | callable
        Value of the data that gets the middle of `range`, or a function of the
        data such as `np.median`.
    oob : callable
        What happens to data outside `limits`. By default (`squish`) they look
        like the nearest limit; `mizani.bounds.censor` drops them.
    even : bool, default=True
        Whether equal steps of the data look equal, as far as the model says how;
        `False` makes them equal as numbers (strength).
    name : str
        Title of the legend; the name of the variable by default.
    limits, breaks, labels, na_value
        As in every scale of plotnine. Rows with missing values are dropped
        unless `na_value` says how their face looks.
    guide : "legend" | guide_legend | guide_chernoff_legend | None
        The legend; `None` for none.

    Raises
    ------
    PlotnineError
        `range` is not two finite numbers, `limits` are not two values, or
        `guide` cannot show faces. In a plot: `midpoint` is no value of such
        data, or the data cannot be read as numbers.
    """

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
    "scale_pitch_continuous",
    "scale_pitch_discrete",
    "scale_pitch_ordinal",
    "scale_pitch_datetime",
    "scale_pitch_timedelta",
    "scale_pitch_manual",
    "scale_pitch_identity",
    "scale_pitch",
    "scale_face_width_continuous",
    "scale_face_width_discrete",
    "scale_face_width_ordinal",
    "scale_face_width_datetime",
    "scale_face_width_timedelta",
    "scale_face_width_manual",
    "scale_face_width_identity",
    "scale_face_width",
    "scale_glasses_continuous",
    "scale_glasses_discrete",
    "scale_glasses_ordinal",
    "scale_glasses_datetime",
    "scale_glasses_timedelta",
    "scale_glasses_manual",
    "scale_glasses_identity",
    "scale_glasses",
    "scale_beard_continuous",
    "scale_beard_discrete",
    "scale_beard_ordinal",
    "scale_beard_datetime",
    "scale_beard_timedelta",
    "scale_beard_manual",
    "scale_beard_identity",
    "scale_beard",
    "scale_mouth_open_continuous",
    "scale_mouth_open_discrete",
    "scale_mouth_open_ordinal",
    "scale_mouth_open_datetime",
    "scale_mouth_open_timedelta",
    "scale_mouth_open_manual",
    "scale_mouth_open_identity",
    "scale_mouth_open",
    "scale_mouth_width_continuous",
    "scale_mouth_width_discrete",
    "scale_mouth_width_ordinal",
    "scale_mouth_width_datetime",
    "scale_mouth_width_timedelta",
    "scale_mouth_width_manual",
    "scale_mouth_width_identity",
    "scale_mouth_width",
    "scale_nose_width_continuous",
    "scale_nose_width_discrete",
    "scale_nose_width_ordinal",
    "scale_nose_width_datetime",
    "scale_nose_width_timedelta",
    "scale_nose_width_manual",
    "scale_nose_width_identity",
    "scale_nose_width",
    "scale_brow_height_continuous",
    "scale_brow_height_discrete",
    "scale_brow_height_ordinal",
    "scale_brow_height_datetime",
    "scale_brow_height_timedelta",
    "scale_brow_height_manual",
    "scale_brow_height_identity",
    "scale_brow_height",
    "scale_hair_color_continuous",
    "scale_hair_color_discrete",
    "scale_hair_color_ordinal",
    "scale_hair_color_datetime",
    "scale_hair_color_timedelta",
    "scale_hair_color_manual",
    "scale_hair_color_identity",
    "scale_hair_color",
    "scale_quality_continuous",
    "scale_quality_discrete",
    "scale_quality_ordinal",
    "scale_quality_datetime",
    "scale_quality_timedelta",
    "scale_quality_manual",
    "scale_quality_identity",
    "scale_quality",
)
