"""What an office knows: the tables of a dataset, and the folders that it is read from and kept in."""

from sifund.dataset.dataset import TOTAL, Dataset, make
from sifund.dataset.folder import (
    HOME,
    NATION,
    SAMPLE,
    codes,
    damaged,
    find,
    folder_of,
    homes,
    is_kept,
    is_reference,
    keep,
    kept_dataset,
    load,
    loaded,
    name_of,
    nation,
    refused,
    save,
)

__all__ = [
    "HOME", "NATION", "SAMPLE", "TOTAL", "Dataset", "codes", "damaged", "find", "folder_of", "homes", "is_kept",
    "is_reference", "keep", "kept_dataset", "load", "loaded", "make", "name_of", "nation", "refused", "save",
]  # fmt: skip
