"""The reporter's name and phone as one sealed row (docs/decisions/0009). What handlers read instead is the alias.

Sealed under a key of its own that lies outside the database; the case's reference is sealed in with it, so that no
row can be moved to another case unnoticed.
"""

import base64
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiaowei.base.ciphers import seal, unseal
from xiaowei.base.refusals import Invalid
from xiaowei.base.words import clean
from xiaowei.cases import models as tables
from xiaowei.cases import vocab
from xiaowei.cases.models import Case

KEY = "identity"
ALIAS_SIGNS = "23456789ACDEFGHJKMNPQRSTUVWXYZ"  # none that reads like another
LONGEST_NAME = 40
PHONE = re.compile(r"\+?\d{7,15}")


@dataclass(frozen=True)
class Identity:
    """The reporter's name and phone as she gave them; `mode` is one of vocab.MODES. Anonymous: there is none."""

    mode: str  # real | confidential
    name: str
    phone: str = ""


def checked(identity: Identity | None) -> Identity | None:
    """The identity, tidied. Raises Invalid when it lacks a name, or the phone is none; real names need a phone."""
    if identity is None:
        return None
    if identity.mode not in vocab.MODES:
        raise Invalid(_("还没有选要不要留名字。请选一项再送。"))
    name = " ".join(clean(identity.name).split())
    phone = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", identity.phone))
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("选了留名字，还没有写姓名。请写上，或者改选“不留名”。"))
    if phone and not PHONE.fullmatch(phone):
        raise Invalid(_("电话号码不对。请写 11 位手机号，或者带区号的座机号。"))
    if identity.mode == vocab.REAL and not phone:
        raise Invalid(_("实名反映要有电话，才能打给您核实。请写上，或者改选“保密”“不留名”。"))
    return Identity(identity.mode, name, phone)


def sealed_row(case: Case, identity: Identity) -> tables.Identity:
    """The row of this identity, not yet written."""
    content = json.dumps({"case": case.ref, "name": identity.name, "phone": identity.phone}, ensure_ascii=False)
    padded = content.encode().ljust(256)  # the length of the ciphertext must not tell that of the name
    sealed = base64.b64encode(seal(padded, under=KEY)).decode()
    alias = "".join(secrets.choice(ALIAS_SIGNS) for _sign in range(4))
    return tables.Identity(case=case, mode=identity.mode, alias=alias, sealed=sealed)


def unsealed(row: tables.Identity) -> Identity:
    """The identity again. Raises ValueError when the row belongs to another case, CryptoError when altered."""
    content = json.loads(unseal(base64.b64decode(row.sealed), under=KEY))
    if content["case"] != row.case_id:
        raise ValueError("an identity was moved to another case")
    return Identity(row.mode, content["name"], content["phone"])
