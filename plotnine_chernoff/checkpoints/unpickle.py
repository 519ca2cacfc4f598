"""A small pickle machine that builds data and executes nothing.

It knows the opcodes that make containers, numbers, strings and bytes.  A
global name is looked up in an allow-list of this package's own stand-ins;
nothing is imported, no attribute is read or set by name, and no method of an
object from the file is called.  Imports the standard library only.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from .errors import CheckpointError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_OPERATIONS = 1_000_000
"""Most pickle operations in one file, about 20 times what NVIDIA's take"""

ITEM, PAIR = 8, 64
"""What an item of a list and one of a dictionary take in memory, bytes"""

_COPIES = 8
_FREE_COPIES = 2**16
_MAX_NAME = 1024
_MAX_INTEGER_BYTES = 32
_MAX_INTEGER_KEY = 2**32
_MAX_ARGUMENTS = 16


class Standin:
    """
    Stands for an object of a class that the file names

    Subclasses hold data.  `build` takes the place of ``__setstate__``.
    """

    def build(self, state: object) -> None:
        """
        Take the state that the file gives for the object

        Parameters
        ----------
        state : object
            The state, plain data.

        Raises
        ------
        CheckpointError
            If objects of this class have no such state.
        """
        raise CheckpointError(
            "The pickle gives a state to an object that has none; the file "
            "is damaged or was not made by NVIDIA's code."
        )


class OrderedMapping(Standin, dict):
    """Stands for ``collections.OrderedDict`` and ``dnnlib.EasyDict``"""

    def build(self, state: object) -> None:
        """Attributes of a dictionary carry no weights: dropped"""


@dataclass(frozen=True)
class Name:
    """
    A name that pickles may use, and the function of ours behind it

    Parameters
    ----------
    label : str
        The name, for messages.
    call : Callable
        Takes the arguments that the file passes and returns plain data or
        a `Standin`.
    """

    label: str
    call: Callable[..., object] | None = None


class Budget:
    """
    Counts what a file and the pickles nested in it cost

    Reading makes views of the file, so that what is copied is little, unless
    the file asks for the same thing again and again.

    Parameters
    ----------
    size : int
        Bytes of the file: a multiple of them may be copied.
    operations : int
        Operations that are left.
    """

    def __init__(self, size: int, operations: int = MAX_OPERATIONS):
        self.operations = operations
        self.copies = _COPIES * size + _FREE_COPIES

    def spend(self) -> None:
        """
        Count one operation

        Raises
        ------
        CheckpointError
            If none is left.
        """
        self.operations -= 1
        if self.operations < 0:
            raise CheckpointError(
                f"The pickle takes more than {MAX_OPERATIONS:,} operations, "
                "many times what a StyleGAN2 checkpoint needs; it is damaged "
                "or hostile and was not read."
            )

    def copy(self, size: int) -> None:
        """
        Count bytes that are about to be copied

        Parameters
        ----------
        size : int
            How many: `ITEM` for each item of a list, `PAIR` for each of a
            dictionary.

        Raises
        ------
        CheckpointError
            If the file has made too many copies already.
        """
        self.copies -= size
        if self.copies < 0:
            raise CheckpointError(
                f"The pickle copies more than {_COPIES} times its own size, "
                "as no StyleGAN2 checkpoint does; it is damaged or hostile "
                "and was not read."
            )


def _make_ordered(budget: Budget, pairs: object = ()) -> OrderedMapping:
    result = OrderedMapping()
    pairs = _sequence(pairs)
    budget.copy(PAIR * len(pairs))
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise _damaged("a dictionary is made of something else")
        _store(result, pair[0], pair[1])
    return result


def _make_set(budget: Budget, items: object = ()) -> list:
    # The members of sets (hooks, buffer names) are never looked at.
    items = _sequence(items)
    budget.copy(ITEM * len(items))
    return list(items)


def _make_encoded(budget: Budget, text: object, encoding: object) -> bytes:
    # How pickle protocol 2 writes bytes.
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise _damaged("bytes are written in an unknown way")
    budget.copy(len(text))
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        raise _damaged("bytes hold other characters") from None


def _make_bytes() -> bytes:
    return b""


def container_names(budget: Budget) -> dict[tuple[str, str], Name]:
    """
    Names of the standard library that data may need

    Parameters
    ----------
    budget : Budget
        Counts what is copied.

    Returns
    -------
    dict[tuple[str, str], Name]
        Allow-list for a `PickleMachine`.
    """
    ordered = Name("OrderedDict", partial(_make_ordered, budget))
    as_set = Name("set", partial(_make_set, budget))
    as_bytes = Name("bytes", _make_bytes)
    return {
        ("collections", "OrderedDict"): ordered,
        ("builtins", "set"): as_set,
        ("__builtin__", "set"): as_set,
        ("builtins", "bytes"): as_bytes,
        ("__builtin__", "bytes"): as_bytes,
        ("_codecs", "encode"): Name("encode", partial(_make_encoded, budget)),
    }


def _sequence(items: object) -> list | tuple:
    if isinstance(items, list | tuple):
        return items
    raise _damaged("a container is made of something else")


def _damaged(what: str) -> CheckpointError:
    return CheckpointError(
        f"The pickle is damaged: {what}; download or copy the file again."
    )


def _store(target: dict, key: object, value: object) -> None:
    # Only flat keys: hashing a tuple that is nested a million deep would
    # overflow the interpreter's stack.
    if type(key) not in (str, int, bool, float, type(None)):
        raise _damaged("a dictionary has a key that is not a name")
    # Large integers can be chosen so that all hash to the same place.
    if type(key) is int and abs(key) > _MAX_INTEGER_KEY:
        raise _damaged("a dictionary has a number that large for a key")
    target[key] = value


_MARK = Name("mark")


class PickleMachine:
    """
    Reads one pickle out of a buffer

    Parameters
    ----------
    buffer : memoryview
        The bytes.  What the pickle holds as bytes becomes views of it, so
        nothing large is copied.
    names : Mapping[tuple[str, str], Name]
        Allow-list: (module, name) to what it stands for.
    budget : Budget
        Counter shared with the pickles around this one.
    persistent : Callable, optional
        Turns a persistent id into an object; without it they are refused.
    start : int
        Where in the buffer the pickle starts.

    Attributes
    ----------
    position : int
        After `load`, the offset of the first byte behind the pickle.
    protocol : int
        The pickle protocol that the file declares.
    """

    def __init__(
        self,
        buffer: memoryview,
        names: Mapping[tuple[str, str], Name],
        budget: Budget,
        persistent: Callable[[object], object] | None = None,
        start: int = 0,
    ):
        self.position = start
        self.protocol = 0
        self._buffer = buffer
        self._names = names
        self._budget = budget
        self._persistent = persistent
        self._stack: list = []
        self._memo: dict[int, object] = {}

    def load(self) -> object:
        """
        Run the pickle to its end

        Returns
        -------
        object
            None, bool, int, float, str, bytes-like, list, tuple, dict, or a
            `Standin`.

        Raises
        ------
        CheckpointError
            If the pickle is cut, damaged, or asks for anything but data.
        """
        while True:
            self._budget.spend()
            code = self._byte()
            if code == _STOP:
                result = self._pop()
                if self._stack:
                    raise _damaged("it ends too early")
                return result
            operation = _OPERATIONS.get(code)
            if operation is None:
                raise CheckpointError(
                    f"The pickle uses operation 0x{code:02x}, which "
                    "StyleGAN2 checkpoints do not need; it is damaged, "
                    "hostile or of another kind and was not read."
                )
            operation(self)

    # Reading the buffer

    def _need(self, count: int) -> None:
        left = len(self._buffer) - self.position
        if count > left:
            raise CheckpointError(
                f"The file is cut off or damaged: {count:,} bytes are "
                f"announced and {left:,} are left; download or copy it again."
            )

    def _take(self, count: int) -> memoryview:
        self._need(count)
        end = self.position + count
        piece = self._buffer[self.position : end]
        self.position = end
        return piece

    def _byte(self) -> int:
        return self._take(1)[0]

    def _number(self, width: int) -> int:
        return int.from_bytes(self._take(width), "little")

    def _text(self, count: int) -> str:
        try:
            return str(self._take(count), "utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise _damaged("a text is not UTF-8") from None

    def _line(self) -> str:
        limit = min(self.position + _MAX_NAME, len(self._buffer))
        window = bytes(self._buffer[self.position : limit])
        length = window.find(b"\n")
        if length < 0:
            raise _damaged("a name has no end")
        self.position += length + 1
        # Bytes that are not ASCII are replaced, so they match no known name.
        return window[:length].decode("ascii", "replace")

    # The stack

    def _push(self, value: object) -> None:
        self._stack.append(value)

    def _pop(self):
        if not self._stack or self._stack[-1] is _MARK:
            raise _damaged("an operation lacks its operand")
        return self._stack.pop()

    def _top(self):
        value = self._pop()
        self._stack.append(value)
        return value

    def _pop_to_mark(self) -> list:
        stack = self._stack
        index = len(stack) - 1
        while index >= 0 and stack[index] is not _MARK:
            index -= 1
        if index < 0:
            raise _damaged("a group has no beginning")
        items = stack[index + 1 :]
        del stack[index:]
        return items

    # Operations

    def _proto(self) -> None:
        self.protocol = self._byte()
        if not 2 <= self.protocol <= 5:
            raise CheckpointError(
                f"Expected pickle protocol 2 to 5, got {self.protocol}; the "
                "file is damaged or of another kind."
            )

    def _frame(self) -> None:
        self._need(self._number(8))

    def _drop(self) -> None:
        self._pop()

    def _pop_mark(self) -> None:
        self._pop_to_mark()

    def _long(self, width: int) -> None:
        count = self._number(width)
        if count > _MAX_INTEGER_BYTES:
            raise _damaged(f"an integer has {count:,} bytes")
        data = self._take(count)
        self._push(int.from_bytes(data, "little", signed=True))

    def _latin(self, width: int) -> None:
        data = self._take(self._number(width))
        self._push(str(data, "latin-1"))

    def _tuple(self, count: int) -> None:
        items = [self._pop() for _ in range(count)]
        self._push(tuple(reversed(items)))

    def _append(self) -> None:
        value = self._pop()
        self._list().append(value)

    def _appends(self) -> None:
        items = self._pop_to_mark()
        self._list().extend(items)

    def _list(self) -> list:
        target = self._top()
        if type(target) is not list:
            raise _damaged("something is appended to what is no list")
        return target

    def _setitem(self) -> None:
        value = self._pop()
        key = self._pop()
        _store(self._dict(), key, value)

    def _setitems(self) -> None:
        items = self._pop_to_mark()
        target = self._dict()
        if len(items) % 2:
            raise _damaged("a dictionary has a key without a value")
        for key, value in zip(items[::2], items[1::2], strict=True):
            _store(target, key, value)

    def _dict(self) -> dict:
        target = self._top()
        if type(target) not in (dict, OrderedMapping):
            raise _damaged("items are put into what is no dictionary")
        return target

    def _dict_of_mark(self) -> None:
        items = self._pop_to_mark()
        self._push({})
        self._stack.append(_MARK)
        self._stack.extend(items)
        self._setitems()

    def _get(self, width: int) -> None:
        key = self._number(width)
        if key not in self._memo:
            raise _damaged("it refers to an object that it does not hold")
        self._push(self._memo[key])

    def _put(self, width: int) -> None:
        self._memo[self._number(width)] = self._top()

    def _memoize(self) -> None:
        self._memo[len(self._memo)] = self._top()

    def _global(self) -> None:
        module, name = self._line(), self._line()
        self._push(self._lookup(module, name))

    def _stack_global(self) -> None:
        name, module = self._pop(), self._pop()
        if not isinstance(name, str) or not isinstance(module, str):
            raise _damaged("a name is not a text")
        self._push(self._lookup(module, name))

    def _lookup(self, module: str, name: str) -> Name:
        found = self._names.get((module, name))
        if found is None:
            raise CheckpointError(
                f"The pickle asks for {shown(f'{module}.{name}')}, which is "
                "not on the list of what StyleGAN2 checkpoints need; nothing "
                "in the file was executed, and it was not read further."
            )
        return found

    def _reduce(self) -> None:
        arguments = self._pop()
        self._push(_call(self._pop(), arguments))

    def _build(self) -> None:
        state = self._pop()
        target = self._top()
        if not isinstance(target, Standin):
            raise _damaged("a state is given to what is no object")
        _guarded(target.build, (state,), "a state")

    def _persistent_id(self) -> None:
        key = self._pop()
        if self._persistent is None:
            raise CheckpointError(
                "The pickle refers to data outside of itself (a persistent "
                "id), as no StyleGAN2 checkpoint does; it was not read."
            )
        self._push(self._persistent(key))


def _call(function: object, arguments: object) -> object:
    if not isinstance(function, Name) or function.call is None:
        raise _damaged("something is called that is no function")
    if type(arguments) is not tuple:
        raise _damaged(f"{function.label} has no list of arguments")
    # They are copied by every call.
    if len(arguments) > _MAX_ARGUMENTS:
        raise _damaged(f"{function.label} has {len(arguments):,} arguments")
    return _guarded(function.call, arguments, function.label)


def _guarded(function: Callable, arguments: tuple, label: str) -> object:
    try:
        return function(*arguments)
    except CheckpointError:
        raise
    except (TypeError, ValueError, OverflowError):
        # Wrong in number or kind: our functions check the rest themselves.
        raise _damaged(f"{label} has values of the wrong kind") from None


def _constant(value: object):
    return lambda machine: machine._push(value)


def _sized(method, width: int):
    return lambda machine: method(machine, width)


def _payload(width: int, kind):
    def operation(machine: PickleMachine) -> None:
        machine._push(kind(machine, machine._number(width)))

    return operation


def _unsigned(width: int):
    return lambda machine: machine._push(machine._number(width))


def _float(machine: PickleMachine) -> None:
    machine._push(struct.unpack(">d", machine._take(8))[0])


def _signed(machine: PickleMachine) -> None:
    machine._push(struct.unpack("<i", machine._take(4))[0])


_STOP = ord(".")
_M = PickleMachine
_OPERATIONS: dict[int, Callable[[PickleMachine], None]] = {
    0x80: _M._proto,
    0x95: _M._frame,
    ord("("): lambda machine: machine._push(_MARK),
    ord("0"): _M._drop,
    ord("1"): _M._pop_mark,
    ord("N"): _constant(None),
    0x88: _constant(True),
    0x89: _constant(False),
    ord("K"): _unsigned(1),
    ord("M"): _unsigned(2),
    ord("J"): _signed,
    0x8A: _sized(_M._long, 1),
    0x8B: _sized(_M._long, 4),
    ord("G"): _float,
    0x8C: _payload(1, _M._text),
    ord("X"): _payload(4, _M._text),
    0x8D: _payload(8, _M._text),
    ord("U"): _sized(_M._latin, 1),
    ord("T"): _sized(_M._latin, 4),
    ord("C"): _payload(1, _M._take),
    ord("B"): _payload(4, _M._take),
    0x8E: _payload(8, _M._take),
    0x96: _payload(8, _M._take),
    ord(")"): lambda machine: machine._push(()),
    0x85: _sized(_M._tuple, 1),
    0x86: _sized(_M._tuple, 2),
    0x87: _sized(_M._tuple, 3),
    ord("t"): lambda machine: machine._push(tuple(machine._pop_to_mark())),
    ord("]"): lambda machine: machine._push([]),
    ord("l"): lambda machine: machine._push(machine._pop_to_mark()),
    ord("a"): _M._append,
    ord("e"): _M._appends,
    ord("}"): lambda machine: machine._push({}),
    ord("d"): _M._dict_of_mark,
    ord("s"): _M._setitem,
    ord("u"): _M._setitems,
    # Sets become lists: see _make_set.
    0x8F: lambda machine: machine._push([]),
    0x90: _M._appends,
    0x91: lambda machine: machine._push(machine._pop_to_mark()),
    ord("h"): _sized(_M._get, 1),
    ord("j"): _sized(_M._get, 4),
    ord("q"): _sized(_M._put, 1),
    ord("r"): _sized(_M._put, 4),
    0x94: _M._memoize,
    ord("c"): _M._global,
    0x93: _M._stack_global,
    ord("R"): _M._reduce,
    0x81: _M._reduce,
    ord("b"): _M._build,
    ord("Q"): _M._persistent_id,
}
