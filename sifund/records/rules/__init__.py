"""All rules over records, found in the files of this folder, in the order of the office's matrix."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from sifund.records.rule import Rule


@cache
def rules() -> dict[str, Rule]:
    """Every rule by code: collection, then payment. Raises ValueError where a code stands twice."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    declared = [item for module in modules for item in vars(module).values() if isinstance(item, Rule)]
    ordered = {item.code: item for item in sorted(declared, key=lambda item: item.code)}
    if len(ordered) < len(declared):
        raise ValueError("a code stands twice among the rules")
    return ordered
