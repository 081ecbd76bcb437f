"""Words this room may send to staff."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.courier import actions as courier
from xiaowei.courier.vocab import Secrecy
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.titles import full_title


def tell(
    kind: str, version: Version, *, to: Iterable[Ref], note: str, at: dt.datetime, about: Ref | None = None
) -> None:
    """Queue one notice to each person, once; about the version, unless something else is named."""
    text = words(kind, full_title(version.publication), note=note)
    for person in sorted(set(to)):
        courier.post(kind, to=person, text=text, about=about or Ref(version.ref), secrecy=Secrecy.PERSONAL, at=at)


def words(kind: str, title: str, *, note: str = "") -> str:
    """What a notice of this kind says about the publication of this full title."""
    texts = {
        "disclosure.to_submit": _("《%(title)s》已由上级登记成草稿，请核对后送审。"),
        "disclosure.to_review": _("《%(title)s》送来审核，请逐笔看过再签字。"),
        "disclosure.to_release": _("《%(title)s》监委会已审核，等您签发。"),
        "disclosure.to_check": _("《%(title)s》已签发，等代理中心核对。"),
        "disclosure.returned": _("《%(title)s》被退回：%(note)s"),
        "disclosure.published": _("《%(title)s》已公开。"),
        "disclosure.withdrawal_asked": _("《%(title)s》申请撤回，等您答复：%(note)s"),
        "disclosure.withdrawal_refused": _("《%(title)s》申请撤回，乡镇不同意：%(note)s"),
        "disclosure.withdrawn": _("《%(title)s》已撤回：%(note)s"),
    }
    return texts[kind] % {"title": title, "note": note}
