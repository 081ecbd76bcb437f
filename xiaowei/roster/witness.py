"""What the trail's verification asks this room: facts of a row as it stands now, rows that must have entries."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from xiaowei.base.refs import Ref
from xiaowei.roster.areafacts import import_facts
from xiaowei.roster.models import AreaImport, Body, HouseholdEnd, HouseholdList, Kin, Person, Post, PostEnd
from xiaowei.roster.vocab import Did

WITNESSED = ("roster:area", "roster:person", "roster:body", "roster:post", "roster:household", "roster:kin")

_ROWS: tuple[tuple[str, type[Model], Callable[[Any], dict[str, Any]]], ...] = (
    (Did.AREA_IMPORT, AreaImport, import_facts),
    (Did.PERSON_ADD, Person, Person.facts),
    (Did.BODY_OPEN, Body, Body.facts),
    (Did.POST_APPOINT, Post, Post.facts),
    (Did.POST_END, PostEnd, PostEnd.facts),
    (Did.HOUSEHOLD_ADD, HouseholdList, HouseholdList.facts),
    (Did.HOUSEHOLD_CLOSE, HouseholdEnd, HouseholdEnd.facts),
    (Did.KIN_DECLARE, Kin, Kin.facts),
)


def facts(ref: Ref) -> dict[str, Any] | None:
    """The facts of this row now; None when the row is gone. References are random, so one table at most has it."""
    for _did, model, facts_of in _ROWS:
        row = model._default_manager.filter(pk=ref).first()
        if row is not None:
            return facts_of(row)
    return None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row that must have an entry."""
    for did, model, _facts_of in _ROWS:
        for ref in model._default_manager.values_list("pk", flat=True).iterator():
            yield did, Ref(ref)
