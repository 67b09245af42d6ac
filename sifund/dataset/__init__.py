"""What an office knows: the tables of a dataset, and the folders that it is read from and kept in."""

from sifund.dataset.dataset import TOTAL, Dataset, make
from sifund.dataset.folder import (
    HOME,
    SAMPLE,
    codes,
    damaged,
    find,
    folder_of,
    homes,
    is_kept,
    keep,
    kept,
    load,
    loaded,
    name_of,
    save,
)

__all__ = [
    "HOME", "SAMPLE", "TOTAL", "Dataset", "codes", "damaged", "find", "folder_of", "homes", "is_kept", "keep",
    "kept", "load", "loaded", "make", "name_of", "save",
]  # fmt: skip
