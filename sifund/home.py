"""Where the program's files are, where an installation keeps what is its own, and when that is safely there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from platformdirs import user_data_path

from sifund import settings

PACKAGE = Path(__file__).resolve().parent


def site(package: Path = PACKAGE) -> Path:
    """The folder of app.py, pages, data and .streamlit: `site` in an installed package, else the checkout. Only read."""
    installed = package / "site"
    return installed if installed.is_dir() else package.parent


def home(package: Path = PACKAGE) -> Path:
    """$SIFUND_HOME, else `local` in a checkout and the user's data folder where the package is installed."""
    if named := settings.HOME.read():
        return Path(named)
    place = site(package)
    return place / "local" if place == package.parent else user_data_path("sifund", appauthor=False)


def require_utf8(path: Path) -> None:
    """Raises OSError for a name of other bytes than UTF-8's: Polars opens none such."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(path)) from None


def settle(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
