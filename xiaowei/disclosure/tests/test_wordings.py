"""A village calls its columns by words of its own: the clerk explains them once, the township takes them over."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from tests.county import AT, County
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.base.sheets.wordings import best_words, columns_of, header_rows
from xiaowei.disclosure import upload, witness, wordings
from xiaowei.disclosure.models import Version, Wording
from xiaowei.finance import queries as finance
from xiaowei.finance.upload import read
from xiaowei.ops.verify import verify

LEDGER = "finance_ledger"
HEADS = ("日期", "摘要", "来钱", "走钱", "剩钱")


def sheet(month: int = 5, heads: tuple[str, ...] = HEADS) -> bytes:
    """下宫村's month in its own words: 来钱, 走钱, 剩钱."""
    book = Workbook()
    page: Any = book.active
    page.append([f"示范县青石镇下宫村2023年{month}月账目"])
    page.append(list(heads))
    page.append([f"2023年{month}月1日", "上月结转", None, None, 1000])
    page.append([f"2023年{month}月3日", "收荒地租金", 500, None, 1500])
    page.append([f"2023年{month}月8日", "付路灯电费", None, 120.5, 1379.5])
    page.append([f"2023年{month}月9日", "付垃圾清运", None, 79.5, 1300])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(county: County, data: bytes, *, by: str = "clerk", village: Ref | None = None) -> upload.Taken:
    file = upload.File("账目.xlsx", data, new_ref())
    return upload.take(file, chosen=village or county.village, by=county[by], at=AT)


def meant(data: bytes, **means: str) -> dict[tuple[str, int], str]:
    """What the clerk ticks: header to field."""
    columns = columns_of(read(data))
    return {(one.sheet, one.col): means[one.header] for one in columns if one.header in means}


def booked(taken: upload.Taken) -> tuple[int | None, int | None]:
    assert taken.version is not None
    ledger = finance.ledger(Ref(Version.objects.get(pk=taken.version).content))
    return ledger.income, ledger.expense


def test_explained_once_and_understood_ever_after(county: County) -> None:
    first = send(county, sheet())
    ref = first.reading or first.table
    if first.version is not None:  # read by what stands in the columns: then nothing needs to be explained
        assert booked(first) == (50_000, 20_000)
        ref = finance.reading_of(Ref(Version.objects.get(pk=first.version).content)).ref
    assert ref is not None
    said = meant(sheet(), 来钱="income", 走钱="expense", 剩钱="balance")
    again = upload.explain(ref, LEDGER, said, form_key=new_ref(), by=county["clerk"], at=AT)
    assert booked(again) == (50_000, 20_000)
    assert booked(send(county, sheet(4))) == (50_000, 20_000)
    assert set(Wording.objects.values_list("header", flat=True)) == {"来钱", "走钱", "剩钱"}
    assert verify([witness]).ok
    Wording.objects.filter(header="来钱").update(field="expense")
    assert not verify([witness]).ok


def test_what_the_clerk_says_later_counts(county: County) -> None:
    ref = send(county, sheet())
    reading = ref.reading or finance.reading_of(Ref(Version.objects.get(pk=ref.version).content)).ref
    for field in ("expense", "income"):
        said = meant(sheet(), 来钱=field, 剩钱="balance") | meant(
            sheet(), 走钱="expense" if field == "income" else "income"
        )
        upload.explain(reading, LEDGER, said, form_key=new_ref(), by=county["clerk"], at=AT)
    (row,) = Wording.objects.filter(header="来钱", ended_at=None)
    assert row.field == "income" and Wording.objects.exclude(ended_at=None).count() == 2
    assert verify([witness]).ok
    standing, ended = Wording.objects.filter(ended_at=None), Wording.objects.exclude(ended_at=None)
    revived = list(ended.values_list("pk", flat=True))
    standing.update(ended_at=AT)  # by hand
    assert not verify([witness]).ok
    Wording.objects.filter(pk__in=revived).update(ended_at=None)
    assert len(verify([witness]).bad) == 5  # three ended, two revived


def test_the_township_takes_a_word_over_for_every_village(county: County) -> None:
    taken = send(county, sheet())
    reading = taken.reading or finance.reading_of(Ref(Version.objects.get(pk=taken.version).content)).ref
    upload.explain(reading, LEDGER, meant(sheet(), 来钱="income"), form_key=new_ref(), by=county["clerk"], at=AT)
    (offered,) = wordings.offered(county.township)
    assert (offered.header, offered.means, offered.own) == ("来钱", best_words(LEDGER)["income"], True)
    ref = wordings.add(county.township, offered.kind, offered.field, offered.header, by=county["agency"], at=AT)
    assert wordings.offered(county.township) == ()
    assert [one.header for one in wordings.of_area(county.township)] == ["来钱"]
    with pytest.raises(wordings.Known):
        wordings.add(county.township, LEDGER, "expense", "来钱", by=county["agency"], at=AT)
    neighbour = wordings.reworded(read(sheet()), area=county.liugou)
    row = header_rows(neighbour.sheets[0])[0]
    assert neighbour.sheets[0].at(row, 3).text.startswith(best_words(LEDGER)["income"])
    elsewhere = wordings.reworded(read(sheet()), area=county.baita_village)
    assert elsewhere.sheets[0].at(row, 3).text == "来钱"
    wordings.end(ref, by=county["agency"], at=AT)
    assert wordings.of_area(county.township) == ()


def test_nobody_explains_for_others(county: County) -> None:
    taken = send(county, sheet())
    reading = taken.reading or finance.reading_of(Ref(Version.objects.get(pk=taken.version).content)).ref
    said = meant(sheet(), 来钱="income")
    for part in ("head", "secretary", "both", "baita_clerk", "agency", "city"):
        with pytest.raises(NotFound):
            upload.explain(reading, LEDGER, said, form_key=new_ref(), by=county[part], at=AT)
        if part != "agency":
            with pytest.raises(NotFound):
                wordings.add(county.township, LEDGER, "income", "来钱", by=county[part], at=AT)
    for kind, means in ((LEDGER, meant(sheet(), 来钱="nonsense")), ("nonsense", said)):
        with pytest.raises(Invalid):
            upload.explain(reading, kind, means, form_key=new_ref(), by=county["clerk"], at=AT)
    assert not Wording.objects.exists()
