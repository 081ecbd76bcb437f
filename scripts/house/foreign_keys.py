"""A table points only at tables of its own room or of one below; what lies above or beside is a plain reference."""

import tomllib
from collections.abc import Iterator
from pathlib import Path


def ranks(root: Path) -> dict[str, int]:
    """The storey of each room, 0 at the top, read from the import contract in pyproject.toml."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    house = next(contract for contract in contracts["contracts"] if contract["id"] == "house")
    return {
        room.strip(): storey
        for storey, rooms in enumerate(house["layers"])
        for room in rooms.replace(":", "|").split("|")
    }


def upward(keys: Iterator[tuple[str, str, str]], storeys: dict[str, int]) -> Iterator[str]:
    """One sentence for each (from room, to room, field) that does not lead down; foreign rooms are not ours."""
    for source, target, field in keys:
        if source == target or source not in storeys or target not in storeys:
            continue
        if storeys[target] <= storeys[source]:
            yield f"{field}: {source} points at {target}, which is not below it; keep a reference instead"


def faults(root: Path) -> Iterator[str]:
    """Look at every model of the installed rooms. Needs Django to be set up."""
    from django.apps import apps

    keys = (
        (model._meta.app_label, field.related_model._meta.app_label, str(field))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model and not isinstance(field.related_model, str)
    )
    return upward(keys, ranks(root))
