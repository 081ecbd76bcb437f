"""Table, flows and policies put together: the whole list, or every problem of all three files at once. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.powers.content import Item, Listing
from xiaowei.powers.reading import cells, flowfile, policyfile, table
from xiaowei.powers.reading.flowfile import Flow
from xiaowei.powers.reading.problems import BadList, Found
from xiaowei.powers.reading.table import Row, Table

NEEDED = ("code", "name", "category")
COLUMNS = {
    "code": "code", "编号": "code", "代码": "code", "序号": "code", "name": "name", "事项": "name", "名称": "name",
    "事项名称": "name", "权力名称": "name", "category": "category", "类别": "category", "权力类别": "category",
    "group": "group", "大类": "group", "分组": "group", "roles": "roles", "责任主体": "roles", "steps": "steps",
    "步骤数": "steps", "步数": "steps", "publish": "publish", "公示": "publish", "是否公示": "publish",
    "publish_days": "publish_days", "公示天数": "publish_days", "basis": "basis", "依据": "basis",
    "政策依据": "basis", "source": "source", "来源": "source",
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file as it was given: what people call it, and its bytes."""

    name: str
    data: bytes


def read(powers: File, flows: File, policies: File | None = None, *, known: Collection[str] = ()) -> Listing:
    """The list. `known` are ids of policies this installation has already. Raises BadList with every problem."""
    sheet, drawn, laws = Found(powers.name), Found(flows.name), Found(policies.name if policies else "")
    rows = table.read(powers.data, sheet, needed=NEEDED, known=COLUMNS)
    flow_of = flowfile.read(flows.data, drawn)
    read_policies = policyfile.read(policies.data, laws) if policies else None
    ids = {*known, *(policy.code for policy in read_policies or ())}
    items = _items(rows, flow_of, sheet, drawn) if rows else ()
    # without any policy at hand ids cannot be checked, and the pages show them as they are
    if ids or policies:
        _check_basis(rows, items, sheet, drawn, laws, ids)
    if not sheet.problems:
        _extra(flow_of, items, drawn)
    problems = [*sheet.problems, *drawn.problems, *laws.problems]
    if problems:
        raise BadList(problems)
    return Listing(items, read_policies, (*sheet.notes, *drawn.notes, *laws.notes))


def _items(rows: Table, flow_of: dict[str, Flow], sheet: Found, drawn: Found) -> tuple[Item, ...]:
    first: dict[str, int] = {}
    items = []
    for row in rows.rows:
        code = row.get("code")
        if not code or len(code) > 20 or not code.isprintable() or " " in code:
            sheet.bad(_("没有写编号，或编号有空格、超过 20 个字。请改好。"), row=row.line, column="code")
            continue
        line = first.setdefault(code, row.line)
        if line != row.line:
            why = _("%(code)s 与第 %(other)d 行重复。请只留一行。") % {"code": code, "other": line}
            sheet.bad(why, row=row.line, column="code")
            continue
        flow = flow_of.get(code)
        if flow is None:
            if not drawn.problems:  # else the flow may be there and only be unreadable
                why = _("%(file)s 里没有 %(code)s 的流程。请补上流程，或删掉这一行。")
                sheet.bad(why % {"file": drawn.file, "code": code}, row=row.line, column="code")
            flow = Flow(code, ())
        items.append(_item(row, rows, flow, sheet, drawn))
    return tuple(items)


def _item(row: Row, rows: Table, flow: Flow, sheet: Found, drawn: Found) -> Item:
    def take(reader: Any, column: str, **limits: Any) -> Any:
        try:
            return reader(row.get(column), **limits)
        except cells.Unfit as unfit:
            sheet.bad(str(unfit), row=row.line, column=column)
            return None

    name, category = take(cells.text, "name", most=80), take(cells.text, "category", most=60)
    for column, held, why in (
        ("name", name, _("没有写名称。请补上。")),
        ("category", category, _("没有写类别。请补上。")),
    ):
        if held == "":
            sheet.bad(why, row=row.line, column=column)
    if flow.name and name and flow.name != name:
        drawn.note(_("%(code)s 的名称和表里不一样，按表里的“%(name)s”导入。") % {"code": flow.code, "name": name})
    _check_steps(row, take(cells.count, "steps", most=flowfile.MOST_STEPS), flow, sheet, drawn)
    publish = take(cells.yes_no, "publish")
    points = [step.days for step in flow.steps if step.publish]
    if publish is not None and flow.steps and publish != bool(points):
        said = {"code": flow.code, "word": _("要公示") if publish else _("不公示")}
        sheet.note(_("%(code)s 写“%(word)s”，流程里标的却不是这样，页面两样都会照写。请核对。") % said)
    days = take(cells.count, "publish_days")
    if "publish_days" not in rows.columns:
        days = max((day for day in points if day), default=None)
    return Item(
        code=flow.code,
        name=name or "",
        category=category or "",
        group=take(cells.text, "group", most=60) or flow.group,
        roles=take(cells.listed, "roles", most=60, separators="；;") or (),
        publish=bool(points) if publish is None else publish,
        publish_days=days,
        basis=take(cells.listed, "basis", most=20, separators=";；,，、 ") or flow.basis,
        source=take(cells.text, "source", most=200) or flow.source,
        steps=flow.steps,
    )


def _check_steps(row: Row, said: int | None, flow: Flow, sheet: Found, drawn: Found) -> None:
    if said is None or not flow.steps or said == len(flow.steps):
        return
    why = _("写的是 %(said)d 步，%(file)s 里 %(code)s 有 %(n)d 步。请核对后改成一样。")
    counts = {"said": said, "file": drawn.file, "code": flow.code, "n": len(flow.steps)}
    sheet.bad(why % counts, row=row.line, column="steps")


def _check_basis(
    rows: Table | None, items: tuple[Item, ...], sheet: Found, drawn: Found, laws: Found, ids: Collection[str]
) -> None:
    if laws.problems:  # an id may be missing only because its policy could not be read
        return
    lines = {row.get("code"): row for row in (rows.rows if rows else ())}
    for item in items:
        row = lines[item.code]
        for one in item.basis:
            if one in ids:
                continue
            why = _("依据 %(id)s 找不到。请核对编号，或在政策文件里补上它。") % {"id": one}
            if row.get("basis"):
                sheet.bad(why, row=row.line, column="basis")
            else:
                drawn.bad(why, code=item.code, column="basis")


def _extra(flow_of: dict[str, Flow], items: tuple[Item, ...], drawn: Found) -> None:
    extra = [code for code in flow_of if code not in {item.code for item in items}]
    if extra:
        drawn.note(
            _("有 %(n)d 个流程不在表里，没有导入：%(codes)s。") % {"n": len(extra), "codes": "、".join(extra[:20])}
        )
