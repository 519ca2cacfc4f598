"""`chernoff cache`. Imports typer; the cache inside the commands."""

import typer

cache = typer.Typer(
    help="Faces that are kept on disk.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@cache.callback()
def _group() -> None:
    """Faces that are kept on disk."""


@cache.command()
def info() -> None:
    """
    Say where faces are kept, how many, and how large they are.

    CHERNOFF_CACHE names another directory; CHERNOFF_CACHE=off keeps none.

    Example: chernoff cache info
    """
    from ..faces.disk import disk_cache

    kept = disk_cache()
    if kept is None:
        print("faces are not kept on disk (CHERNOFF_CACHE=off)")
        return
    faces, size = kept.usage()
    print(f"directory  {kept.directory}")
    print(f"faces      {faces}")
    print(f"size       {size / 2**20:.1f} of {kept.max_bytes / 2**20:.0f} MiB")


@cache.command()
def clear() -> None:
    """
    Delete the faces that are kept on disk, and nothing else.

    Example: chernoff cache clear
    """
    from ..faces.disk import disk_cache

    kept = disk_cache()
    if kept is None:
        print("faces are not kept on disk (CHERNOFF_CACHE=off)")
        return
    print(f"{kept.clear()} faces deleted from {kept.directory}")
