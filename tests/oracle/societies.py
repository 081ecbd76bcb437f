"""Random organisations and their histories, told to the product through its verbs and to the rule table as data."""

import datetime as dt
import random
from typing import Any

from tests.oracle import rules
from tests.oracle.rules import Body, Matter, Post, Society, Subject
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.cases import actions, handling, sweep
from xiaowei.cases.actions import Identity, NewCase, Target
from xiaowei.cases.models import Case
from xiaowei.roster import actions as roster
from xiaowei.roster import arealist, queries
from xiaowei.roster.vocab import BodyKind

AT = dt.datetime(2023, 6, 5, 10, 15, tzinfo=CHINA)
AREAS = """\
code,name,parent,level
99,示例省,,province
9901,示范市,99,city
990101,示范县,9901,county
990102,邻近县,9901,county
990101100,青石镇,990101,township
990101101,白塔镇,990101,township
990102100,黑松镇,990102,township
990101100201,下宫村村民委员会,990101100,village
990101100203,柳沟村村民委员会,990101100,village
990101101204,上宫村村民委员会,990101101,village
990102100205,石桥村村民委员会,990102100,village
"""
LEVELS = {"2": "province", "4": "city", "6": "county", "9": "township", "12": "village"}
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
HARMLESS = "村口的路灯坏了，请来修一修。"
BUSY = {  # how often a role is drawn: discipline and those they stand above
    "township_discipline": 6, "township_discipline_head": 3, "county_petition": 5, "county_discipline_head": 2,
    "county_conduct": 2, "city_discipline": 3, "province_discipline": 1, "village_head": 6, "clerk": 3,
    "supervision_head": 4, "party_secretary": 4, "group_leader": 2, "resident_cadre": 2, "township_leader": 2,
    "township_office": 2, "committee_member": 3, "supervision_member": 2,
}  # fmt: skip


class World:
    """One organisation: `society` and `matters` for the table, references for the product."""

    def __init__(self, seed: int, *, people: int = 24) -> None:
        self.dice, self.at = random.Random(seed), AT  # repeatable on purpose
        self.areas = [line.split(",") for line in AREAS.splitlines()[1:]]
        self.society = Society({code: parent for code, _, parent, _ in self.areas if parent})
        roster.import_areas(arealist.read(AREAS.encode()), by=None, at=AT)
        self.refs: dict[str, Ref] = {}
        for code, *_ in self.areas:
            found = queries.area_by_code(code)
            assert found is not None
            self.refs[code] = found.ref
        self.codes = {ref: code for code, ref in self.refs.items()}
        self.people: list[str] = []
        self.bodies: dict[Body, Ref] = {}
        self.posts: dict[str, Ref] = {}
        self.matters: dict[str, Matter] = {}
        self.kinds: dict[str, tuple[str, bool]] = {}  # the kind of each case, and whether it came in confidence
        for _ in range(people):
            self.newcomer()
        for _ in range(people // 2):
            self.appoint(self.dice.choice(self.people))
        for _ in range(people // 3):
            self.declare_kin()

    @property
    def today(self) -> dt.date:
        return self.at.date()

    def day(self, back: int, ahead: int = 0) -> dt.date:
        return self.today + dt.timedelta(days=self.dice.randint(-back, ahead))

    def newcomer(self) -> None:
        number = len(self.people)
        name = f"{self.dice.choice('赵钱孙李周吴郑王')}{STEMS[number % 10]}{BRANCHES[number % 12]}"
        self.people.append(roster.add_person(name, by=None, at=self.at))
        self.appoint(self.people[-1])

    def appoint(self, person: str, *, since: dt.date | None = None) -> None:
        """A post drawn at random; what the roster refuses does not happen."""
        dice = self.dice
        role = dice.choices(list(rules.ROLES), [BUSY.get(role, 1) for role in rules.ROLES])[0]
        facts = rules.ROLES[role]
        area = dice.choice([code for code, _, _, level in self.areas if level == facts["level"]])
        kind = dice.choice(facts["bodies"])
        name = dice.choice(["", "另一个组"]) if kind in ("villager_group", "township_office") else ""
        since = since or self.day(900, 20)
        until = since + dt.timedelta(days=dice.randint(30, 1200)) if dice.random() < 0.5 else None
        sent = ""
        if role == "resident_cadre":
            sent = dice.choice(["", *(code for code, _, parent, _ in self.areas if parent == area)])
        body = (area, kind, name)
        if body not in self.bodies:
            self.bodies[body] = roster.open_body(self.refs[area], kind=BodyKind(kind), name=name, by=None, at=self.at)
        served = self.refs[sent] if sent else None
        terms: dict[str, Any] = {"since": since, "until": until, "area": served, "by": None, "at": self.at}
        try:
            post = roster.appoint(Ref(person), body=self.bodies[body], role=role, **terms)
        except Refusal:
            return
        self.posts[post] = post
        self.society.posts.append(Post(post, person, role, body, since, (until,) if until else (), sent))

    def end_post(self) -> Post | None:
        """Somebody leaves office: long ago, today or soon."""
        running = [p for p in self.society.posts if p.end > self.today and len(p.ends) < 2]
        if not running:
            return None
        post = self.dice.choice(running)
        until = max(post.since, self.day(200, 3))
        try:
            roster.end_post(Ref(post.name), until=until, by=None, at=self.at)
        except Refusal:
            return None
        places = self.society.posts
        places[places.index(post)] = Post(
            post.name, post.person, post.role, post.body, post.since, (*post.ends, until), post.sent
        )
        return post

    def transfer(self) -> None:
        """Somebody leaves one office for another."""
        if post := self.end_post():
            self.appoint(post.person, since=self.day(0, 2))

    def declare_kin(self) -> None:
        one, other = self.dice.sample(self.people, 2)
        roster.declare_kin(Ref(one), other=Ref(other), relation="亲属", by=None, at=self.at)
        self.society.kin.add(frozenset({one, other}))

    def targets(self, most: int = 2) -> tuple[Target, ...]:
        """Up to two persons, posts or bodies, most of them of village or township."""
        found = []
        for _ in range(self.dice.randint(0, most)):
            kind = self.dice.choice(("person", "person", "post", "body", "other", "power"))
            if kind == "person":
                found.append(Target("person", Ref(self.dice.choice(self.people))))
            elif kind == "post":
                found.append(Target("post", Ref(self.dice.choice(self.society.posts).name)))
            elif kind == "body":
                found.append(Target("body", self.dice.choice(list(self.bodies.values()))))
            else:
                found.append(Target(kind, new_ref() if kind == "power" else None, "不认识" if kind == "other" else ""))
        return tuple(dict.fromkeys(found))

    def meant(self, matter: Matter, targets: tuple[Target, ...]) -> tuple[Subject, ...]:
        """Whom targets stand for in the table's terms."""
        named = {ref: body for body, ref in self.bodies.items()}
        found = []
        for target in targets:
            if target.kind == "person" and target.ref:
                found.append(rules.person_named(self.society, matter, target.ref, self.today))
            elif target.kind == "post":
                post = next(p for p in self.society.posts if p.name == target.ref)
                found.append(Subject("post", body=post.body, role=post.role, sent=post.sent))
                found.append(rules.person_named(self.society, matter, post.person, self.today))
            elif target.kind == "body" and target.ref:
                found.append(Subject("body", body=named[target.ref]))
        return tuple(found)

    def open(self, *, targets: tuple[Target, ...] | None = None) -> str:
        """A villager asks; the table says where it goes."""
        dice = self.dice
        kind = dice.choice(("question", "appeal", "suggestion", "complaint", "doubt", "report"))
        targets = self.targets() if targets is None else targets
        identity = dice.choice((None, None, Identity("real", "吴甲子", "15400000001")))
        if dice.random() < 0.15:
            identity = Identity("confidential", "吴甲子", "15400000001")
        confidential = identity is not None and identity.mode == "confidential"
        code = dice.choice([code for code, _, _, level in self.areas if level == "village"])
        happened = self.day(600) if dice.random() < 0.6 else None
        new = NewCase(self.refs[code], kind, HARMLESS, targets=targets, identity=identity, happened_on=happened)
        name = actions.open_case(new, form_key=new_ref(), at=self.at).case
        chosen = tuple(target.kind for target in targets)
        lane = rules.lane_of(kind, confidential=confidential, targets=chosen, named=False)
        matter = Matter(name, code, lane, self.today, happened, desk=code)
        if lane == "discipline":
            matter.subjects = self.meant(matter, targets)
            matter.desk = rules.desk_of(self.society, matter, self.today)
        self.matters[name] = matter
        self.kinds[name] = (kind, confidential)
        return name

    def who(self, matter: Matter, right: str) -> list[str]:
        may = rules.rights(self.society, matter, self.today)
        return [p for p in self.people if right in may.get(p, ())]

    def settle(self) -> None:
        """An officer who may decides whom a case is about, or sends it down."""
        open_to = [(m, p) for m in self.matters.values() if m.lane == "discipline" for p in self.who(m, "decide")]
        if not open_to:
            return
        matter, officer = self.dice.choice(open_to)
        down = self.dice.random() < 0.3
        targets = self.targets() if self.dice.random() < 0.7 else ()
        personal = bool({target.kind for target in targets} & {"person", "post", "body", "other"})
        kind, confidential = self.kinds[matter.name]
        version = Case.objects.get(pk=matter.name).version
        try:
            handling.settle(
                Ref(matter.name), targets=targets, words="看过了", seen=version, by=Ref(officer), at=self.at, down=down
            )
        except Invalid:
            assert down and (personal or kind == "report" or confidential)
            return
        assert not (down and (personal or kind == "report" or confidential))
        matter.subjects = self.meant(matter, targets)
        if down:
            matter.lane, matter.desk, matter.lifted, matter.subjects = "village", matter.village, False, ()
            return
        desk = rules.desk_of(self.society, matter, self.today)
        order = self.society.chain(matter.village)
        if desk != matter.desk and not (matter.lifted and order.index(desk) < order.index(matter.desk)):
            matter.desk, matter.lifted = desk, False

    def stand_aside(self) -> None:
        """A handler declares a conflict that the roster does not know."""
        able = [(m, p) for m in self.matters.values() for r in ("handle", "review") for p in self.who(m, r)]
        if not able:
            return
        matter, officer = self.dice.choice(able)
        handling.stand_aside(Ref(matter.name), words="是我的同学", by=Ref(officer), at=self.at)
        matter.aside.add(officer)
        self._up(matter, [rules.followed(self.society, matter, self.today)])

    def sweep(self, *, days: int = 0) -> None:
        """The clock: what is overdue is lifted one level, desks follow the roster."""
        self.at += dt.timedelta(days=days)
        sweep.sweep(at=self.at)
        for matter in self.matters.values():
            stays = rules.followed(self.society, matter, self.today)
            lifted = Matter(**{**vars(matter), "desk": self._next(matter)})
            self._up(matter, [stays, rules.followed(self.society, lifted, self.today)])

    def _next(self, matter: Matter) -> str:
        """Where lifting takes a case: the next level; in the discipline lane the next with somebody free."""
        chain = [matter.village, *self.society.chain(matter.village)]
        ahead = chain[chain.index(matter.desk) + 1 :]
        if matter.lane == "village":
            return ahead[0] if ahead else matter.desk
        free = [area for area in ahead if rules.free(self.society, matter, area, self.today)]
        here = rules.free(self.society, matter, matter.desk, self.today)
        return free[0] if free else matter.desk if here or not ahead else ahead[0]

    def _up(self, matter: Matter, expected: list[str]) -> None:
        """Take over where the clock left a case, which must be one of the expected desks."""
        case = Case.objects.get(pk=matter.name)
        assert case.lane == matter.lane
        desk = self.codes[Ref(case.desk)]
        assert desk in expected, f"desk of {matter} is {desk}, not {expected}"
        matter.desk, matter.lifted = desk, bool(case.lifted)
