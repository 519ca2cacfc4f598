"""Stand-ins for the network objects in NVIDIA's pickles.

A `Network` is what the TensorFlow code pickles, a `Module` what the PyTorch
code pickles.  The source text that both carry is never looked at.  Imports
the modules of this package that read pickles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import CheckpointError, shown
from .numpy_arrays import array_names
from .torch_tensors import Tensor, names_with_streams
from .unpickle import Budget, Name, Standin, container_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PERSISTENCE_VERSION = 6
"""Version of NVIDIA's PyTorch pickles, the only one there is"""

_MAX_DEPTH = 8
_MAX_MODULES = 20_000
_MAX_TENSORS = 20_000
_MAX_NAME = 200


def _mapping(value: object, what: str) -> Mapping:
    if isinstance(value, dict):
        return value
    raise CheckpointError(
        f"The pickle is damaged: {what} is missing; download or copy the "
        "file again."
    )


def _named(name: str) -> str:
    # Names are joined and searched again and again.
    if len(name) > _MAX_NAME:
        raise CheckpointError(
            f"The pickle is damaged: a name has {len(name):,} characters; "
            "download or copy the file again."
        )
    return name


class Network(Standin):
    """
    Stands for ``dnnlib.tflib.network.Network``

    Attributes
    ----------
    state : Mapping
        What the network pickled: version, static_kwargs, variables, ...
    """

    def __init__(self) -> None:
        self.state: Mapping = {}

    def build(self, state: object) -> None:
        """Keep the state; the source text in it is plain data"""
        self.state = _mapping(state, "the state of a network")

    def section(self, name: str) -> Mapping:
        """A dictionary of the state, empty where it is absent"""
        return _mapping(self.state.get(name, {}), shown(name))


class Module(Standin):
    """
    Stands for an object of ``torch_utils.persistence``

    Parameters
    ----------
    class_name : str
        Its class.
    version : int
        Version of the persistence format.
    state : Mapping
        Its attributes.
    """

    def __init__(self, class_name: str, version: int, state: Mapping):
        self.class_name = class_name
        self.version = version
        self.state = state

    def children(self) -> dict[str, Module]:
        """The modules directly inside"""
        modules = _mapping(self.state.get("_modules", {}), "_modules")
        return {
            _named(name): child
            for name, child in modules.items()
            if isinstance(name, str) and isinstance(child, Module)
        }

    def tensors(self) -> dict[str, Tensor]:
        """The parameters and buffers directly inside, where they are set"""
        found: dict[str, Tensor] = {}
        for section in ("_parameters", "_buffers"):
            members = _mapping(self.state.get(section, {}), section)
            for name, value in members.items():
                if isinstance(name, str) and isinstance(value, Tensor):
                    found[_named(name)] = value
                elif value is not None:
                    raise CheckpointError(
                        f"The pickle is damaged: {shown(name)} is not a "
                        "tensor; download or copy the file again."
                    )
        return found

    def walk(self) -> Iterator[tuple[str, Module]]:
        """
        This module and all inside, with dotted names

        Raises
        ------
        CheckpointError
            If they are nested deeper, or are more, than in any generator.
        """
        waiting: list[tuple[str, Module, int]] = [("", self, 0)]
        modules = tensors = 1
        while waiting:
            name, module, depth = waiting.pop()
            # Counted before anything is made of them: one dictionary may be
            # that of many modules.
            modules += module.size("_modules")
            tensors += module.size("_parameters") + module.size("_buffers")
            if (
                depth > _MAX_DEPTH
                or modules > _MAX_MODULES
                or tensors > _MAX_TENSORS
            ):
                raise CheckpointError(
                    "The modules are nested as in no StyleGAN2 generator; "
                    "the pickle is damaged or hostile and was not read."
                )
            yield name, module
            waiting += [
                (f"{name}.{key}" if name else key, child, depth + 1)
                for key, child in module.children().items()
            ]

    def size(self, section: str) -> int:
        """Number of entries of a section, 0 where it is absent"""
        return len(_mapping(self.state.get(section, {}), section))


def _reconstruct(meta: object) -> Module:
    meta = _mapping(meta, "the description of a module")
    class_name, version = meta.get("class_name"), meta.get("version")
    if (
        meta.get("type") != "class"
        or not isinstance(class_name, str)
        or not isinstance(version, int)
    ):
        raise CheckpointError(
            "The pickle is damaged: a module has no class; download or copy "
            "the file again."
        )
    return Module(
        class_name, version, _mapping(meta.get("state"), "a module's state")
    )


def _refuse_progressive_gan() -> None:
    raise CheckpointError(
        "This is a Progressive GAN network; plotnine-chernoff draws with "
        "StyleGAN2."
    )


def direction_names(budget: Budget) -> dict[tuple[str, str], Name]:
    """
    Everything that a pickled direction may name: arrays and tensors

    Parameters
    ----------
    budget : Budget
        Counts the operations of tensor streams in the pickle.

    Returns
    -------
    dict[tuple[str, str], Name]
        Allow-list for a `PickleMachine`.
    """
    return {
        **container_names(budget),
        **array_names(budget),
        **names_with_streams(budget),
    }


def checkpoint_names(budget: Budget) -> dict[tuple[str, str], Name]:
    """
    Everything that a pickle of NVIDIA's networks may name

    Parameters
    ----------
    budget : Budget
        Counts the operations of tensor streams in the pickle.

    Returns
    -------
    dict[tuple[str, str], Name]
        Allow-list for a `PickleMachine`.
    """
    names = direction_names(budget)
    easy = names["collections", "OrderedDict"]
    return {
        **names,
        ("dnnlib.util", "EasyDict"): easy,
        ("dnnlib", "EasyDict"): easy,
        ("dnnlib.tflib.network", "Network"): Name("Network", Network),
        ("tfutil", "Network"): Name("Network", _refuse_progressive_gan),
        ("torch_utils.persistence", "_reconstruct_persistent_obj"): Name(
            "module", _reconstruct
        ),
    }
