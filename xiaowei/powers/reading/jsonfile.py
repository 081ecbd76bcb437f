"""JSON as people save it: UTF-8 with or without a mark, or GB18030; a key that comes twice is a problem, not a loss."""

import json
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.words import decoded
from xiaowei.powers.reading.problems import Found

LONGEST = 5 * 1024 * 1024


class Twice(dict[str, Any]):
    """An object in which a key stands more than once; `twice` names such keys."""

    twice: tuple[str, ...] = ()


def load(data: bytes, found: Found) -> Any:
    """The value in the file, None when it cannot be read, which `found` then says."""
    words = _words(data, found)
    if words is None:
        return None
    try:
        return json.loads(words, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        found.bad(
            _("不是正确的 JSON：第 %(c)d 个字符处断了。请检查逗号、引号和括号。") % {"c": error.colno}, row=error.lineno
        )
    except RecursionError:
        found.bad(_("一层套一层太深，读不了。请检查括号。"))
    except ValueError:  # a number of thousands of digits
        found.bad(_("有一个数字长得读不了。请检查。"))
    return None


def entries(value: Any, found: Found, *, key: str) -> dict[str, dict[str, Any]]:
    """The objects of the file by their id: `{"NH01": {…}}`, or a list of objects that carry `key` themselves."""
    if isinstance(value, list):
        value = _by_key(value, found, key=key)
    if not isinstance(value, dict):
        found.bad(_("最外层应当是 {编号: {…}} 或列表。请检查是不是选错了文件。"))
        return {}
    for name in getattr(value, "twice", ()):
        found.bad(_("这个编号出现了两次。请只留一个。"), code=name)
    wrong = [name for name, inner in value.items() if not isinstance(inner, dict)]
    for name in wrong:
        found.bad(_("应当是一组 {…} 内容。请检查。"), code=str(name)[:20])
    return {name.strip(): inner for name, inner in value.items() if name not in wrong}


def _by_key(value: list[Any], found: Found, *, key: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for place, inner in enumerate(value, start=1):
        name = inner.get(key) if isinstance(inner, dict) else None
        if not isinstance(name, str) or not name.strip():
            found.bad(_("第 %(n)d 项没有写 %(key)s。请补上。") % {"n": place, "key": key}, column=key)
        elif name.strip() in made:
            found.bad(_("这个编号出现了两次。请只留一个。"), code=name.strip())
        else:
            made[name.strip()] = inner
    return made


def _words(data: bytes, found: Found) -> str | None:
    if len(data) > LONGEST:
        found.bad(_("文件超过 5 MB，不像权力清单。请检查是不是选错了文件。"))
        return None
    words = decoded(data)
    if words is None:
        found.bad(_("既不是 UTF-8 也不是 GB18030 文本。请另存后再导入。"))
    elif not words.strip():
        found.bad(_("文件是空的。请检查是不是选错了文件。"))
        return None
    return words


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = Twice(pairs)
    if len(made) != len(pairs):
        names = [name for name, _value in pairs]
        made.twice = tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
    return made
