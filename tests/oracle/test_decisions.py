"""Whoever may see a case by the product's policy may by the second table of the rules, and nobody else."""

import os
import random
from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle import rules
from tests.oracle.societies import World
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import access, counting, flow, worklist
from xiaowei.cases.access import Eyes
from xiaowei.cases.models import Case
from xiaowei.roster.models import Area

HANDLING = {"reply", "accept", "decline", "answer"}
REVIEWING = {"release_answer", "return_answer"}
DECIDING = {"settle", "send_down", "ask_identity", "open_identity"}
WORLDS = 2
MANY = int(os.environ.get("ORACLE_WORLDS", "0"))  # set by `make torture`: minutes, not seconds


def moves_by(rights: set[str]) -> set[str]:
    """The moves that rights carry, whatever state the case is in."""
    found: set[str] = set()
    found |= HANDLING if "handle" in rights else set()
    found |= REVIEWING if "review" in rights else set()
    found |= DECIDING if "decide" in rights else set()
    return found | ({"stand_aside"} if {"handle", "review"} & rights else set())


def differences(world: World, *, opened: float = 0.02) -> Iterator[str | None]:
    """One item for every decision of this moment: None, or in which way product and table differ."""
    table: dict[tuple[str, str], set[str]] = {}
    for name, matter in world.matters.items():
        may = rules.rights(world.society, matter, world.today)
        table |= {(person, name): may.get(person, set()) for person in world.people}
    cases = {case.ref: case for case in Case.objects.filter(pk__in=world.matters)}
    villages = Area.objects.filter(pk__in=world.refs.values())
    for name, matter in world.matters.items():
        same = (cases[name].lane, world.codes[Ref(cases[name].desk)]) == (matter.lane, matter.desk)
        yield None if same else f"{matter}: stands in {cases[name].lane} at {world.codes[Ref(cases[name].desk)]}"
        permission = "cases:case:triage" if matter.lane == "discipline" else "cases:case:answer"
        told = {holder.person for holder in access.people_who(permission, cases[name], at=world.at)}
        wanted = "decide" if matter.lane == "discipline" else None
        for person in world.people if wanted else ():
            yield _same("told", world, person, name, person in told, wanted in table[person, name])
    for person in world.people:
        eyes, own = Eyes(Ref(person), at=world.at), {name: table[person, name] for name in world.matters}
        seen = set(access.cases_for(eyes).values_list("pk", flat=True))
        rows = worklist.work_list(Ref(person), at=world.at, limit=500)
        listed = {row.ref for row in rows}
        left = access.visible(Ref(person), [Ref(name) for name in world.matters], at=world.at)
        watched = {row.ref for row in counting.watch_list(eyes)[0]}
        for name, rights in own.items():
            yield _same("list", world, person, name, name in seen, "see" in rights)
            yield _same("watch list", world, person, name, name in watched, "see" in rights)
            yield _same("work list", world, person, name, name in listed, "list" in rights)
            yield _same("notices", world, person, name, name in left, "see" in rights)
            if name in seen:
                moves = {move for move in flow.MOVES if eyes.may_move(cases[name], move)}
                yield _same("moves", world, person, name, sorted(moves), sorted(moves_by(rights)))
            if world.dice.random() < opened:
                yield _same("page", world, person, name, opens(person, name, world), "see" in rights)
        number = worklist.open_count(Ref(person), at=world.at)
        yield _same("count", world, person, "all", number, sum("list" in rights for rights in own.values()))
        counts = counting.counted(eyes, villages, since=world.at, until=world.at)
        total = sum(each.open for each in counts.values())
        yield _same("counted", world, person, "all", total, sum("see" in rights for rights in own.values()))


def opens(person: str, name: str, world: World) -> bool:
    """Whether the page of the case opens."""
    try:
        worklist.staff_view(Ref(person), Ref(name), at=world.at)
    except NotFound:
        return False
    return True


def _same(way: str, world: World, person: str, name: str, product: object, table: object) -> str | None:
    if product == table:
        return None
    posts = [post for post in world.society.posts if post.person == person]
    return f"{way} on {world.today}: product {product}, table {table}; {world.matters.get(name)}; holder of {posts}"


def live(world: World) -> Iterator[str | None]:
    """A history of some months, looked at seven times: after each change of roster or case, swept or not."""
    for _ in range(14):
        world.open()
    yield from differences(world)
    deeds = (world.end_post, world.transfer, world.transfer, world.declare_kin, world.settle, world.settle,
             world.stand_aside, world.newcomer, world.open, world.sweep)  # fmt: skip
    for _ in range(6):
        for _ in range(world.dice.randint(2, 6)):
            world.dice.choice(deeds)()
        if world.dice.random() < 0.5:
            world.sweep(days=world.dice.randint(0, 6))
        yield from differences(world)


def judged(seeds: range) -> int:
    """How many decisions these worlds came to. Every difference fails."""
    number, found = 0, []
    for seed in seeds:
        with transaction.atomic():
            for difference in live(World(seed)):
                number += 1
                if difference:
                    found.append(f"world {seed}: {difference}")
            transaction.set_rollback(True)
    assert not found, f"{len(found)} differences of {number}:\n" + "\n".join(found[:20])
    return number


@pytest.mark.django_db
def test_twenty_thousand_decisions_agree_with_the_second_table() -> None:
    number = judged(range(WORLDS))
    print(f"{number} decisions")
    assert number >= 20_000


@pytest.mark.django_db
@pytest.mark.torture
@pytest.mark.skipif(not MANY, reason="`make torture` asks for it")
def test_many_times_as_many() -> None:
    assert judged(range(1000, 1000 + MANY)) >= MANY * 9_000


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 2**32), people=st.integers(3, 9))
def test_a_further_conflict_never_adds_a_right(seed: int, people: int) -> None:
    with transaction.atomic():
        world = World(seed, people=people)
        for _ in range(4):
            world.open()
        before = {p: seen_by(world, p) for p in world.people}
        dice = random.Random(seed)
        for _ in range(3):
            dice.choice((world.declare_kin, world.stand_aside))()
            for person in world.people:
                # a desk that follows adds its own officers: what they had before never grows for the newly bound
                now = seen_by(world, person)
                desks = {name for name in now - before[person] if world.matters[name].desk}
                assert not {n for n in desks if person in rules.bound(world.society, world.matters[n], world.today)}
                before[person] = now
            assert not [found for found in differences(world) if found]
        transaction.set_rollback(True)


def seen_by(world: World, person: str) -> set[str]:
    """The cases that stand open to a person by the product."""
    return set(access.cases_for(Eyes(Ref(person), at=world.at)).values_list("pk", flat=True))
