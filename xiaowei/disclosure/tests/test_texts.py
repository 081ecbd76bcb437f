"""Texts through the whole flow: what a clerk types, what is refused with nothing lost, what everybody reads."""

import datetime as dt
from typing import Any

import pytest

from tests.county import AT, County
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound, TooLarge
from xiaowei.disclosure import abouts, actions, queries, textfiles, whereabouts, witness, writing
from xiaowei.disclosure.models import Text, TextFile, TextPart, Version
from xiaowei.disclosure.tests import papers
from xiaowei.disclosure.tests.way import SIGNERS, sign, version
from xiaowei.disclosure.texts import entry, files
from xiaowei.disclosure.texts.queries import STAFF, VILLAGE, text
from xiaowei.ops.verify import verify
from xiaowei.vault import queries as vault

TYPED = {
    "item": "CW02",
    "span": "day",
    "day": "2023-05-20",
    "title": "村规民约（2023年修订）",
    "body": "# 总则\n\n大家**商量着办**，有事打 138**0000**1234 或 13900001111。\n\n- 红事新办\n- 白事简办",
}
ROSTER = "序号\t姓名\t身份证号\t培养人\n1\t赵甲子\t99010119900307031X\t钱乙丑\n2\t孙丙寅\t990101199003070328\t李丁卯"


def written(
    county: County, typed: Any = None, *, key: str = "", before: Ref | None = None, kind: str = "text"
) -> Version:
    """The clerk's words as a draft."""
    ref = writing.write(
        typed or TYPED,
        kind=kind,
        village=county.village,
        form_key=key or new_ref(),
        before=before,
        by=county["clerk"],
        at=AT,
    )
    return version(ref)


def kept(county: County, key: str, data: bytes, *, name: str = "IMG_1.jpg", place: str = "") -> Ref:
    """The clerk adds a file to her form."""
    return files.keep(key, data, name=name, place=place, by=county["clerk"], at=AT)


def publish(county: County, draft: Version, *, reason: str = "", excuses: Any = None) -> Version:
    """Sent, signed by three, public."""
    actions.submit(Ref(draft.ref), excuses=excuses or {}, reason=reason, by=county["clerk"], at=AT)
    for part in SIGNERS:
        sign(county, draft, part)
    return version(draft.ref)


def test_a_text_goes_the_way_of_a_sheet_and_shows_no_number(county: County) -> None:
    draft = written(county)
    assert queries.doubts_of(Ref(draft.ref))[0].code == "personal_data"
    done = publish(county, draft)
    page = queries.public_page(Ref(done.publication_id))
    shown = "".join(block.html for block in page.content.blocks)
    assert page.kind == "text" and page.publication.title == "2023年5月20日 村规民约（2023年修订）"
    assert "0000" not in shown and "1111" not in shown and "<strong>" not in shown.split("<ul>")[0].split("<p>")[1]
    assert "红事新办" in shown
    assert b"1234" not in queries.public_json(Ref(done.publication_id))
    whole = text(Ref(done.content), eyes=STAFF)
    assert "1234" in whole.blocks[1].plain and "<strong>0000</strong>" in whole.blocks[1].html
    assert verify([witness]).ok
    for table, column in ((Text, "body"), (TextPart, "words")):
        row = table.objects.first()
        assert row is not None
        before = getattr(row, column)
        table.objects.filter(pk=row.pk).update(**{column: "别的话"})
        assert verify([witness]).bad, column
        table.objects.filter(pk=row.pk).update(**{column: before})
    assert verify([witness]).ok


def test_markup_that_would_run_is_only_words(county: County) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [点我](javascript:alert(1)) ![图](https://a.example/x.png)"
    facts = text(Ref(written(county, TYPED | {"body": evil}).content))
    html = facts.blocks[0].html
    assert "<script" not in html and "<img" not in html and "javascript:" not in html.replace("[点我](javascript:", "")


def test_a_list_is_masked_for_all_and_whole_for_the_village_where_a_notice_asks(county: County) -> None:
    typed = TYPED | {"item": "DW03", "title": "发展党员公示", "list": ROSTER, "body": "拟接收赵甲子同志为预备党员。"}
    draft = written(county, typed)
    content = Ref(draft.content)
    everybody, own = text(content), text(content, eyes=VILLAGE)
    assert [row.cells for row in everybody.rows] == [("1", "赵*", "钱*"), ("2", "孙*", "李*")]
    assert "赵*同志" in everybody.blocks[0].plain and "赵甲子" in own.blocks[0].plain
    assert own.rows[0].cells == ("1", "赵甲子", "钱乙丑")
    assert not any("0307" in cell for part in TextPart.objects.all() for cell in part.cells)
    assert everybody.dropped == ("身份证号",)
    # a committee is named in full; of a protected list nobody reads a row
    assert text(Ref(written(county, typed | {"item": "CW01"}).content)).rows[0].cells[1] == "赵甲子"
    protected = text(Ref(written(county, typed | {"item": "CW15", "title": "教育资助"}).content))
    assert protected.rows == () and protected.listed == 2 and "赵*" in protected.blocks[0].plain


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"item": "CF02"}, "公开目录"),
        ({"item": "ZZ99"}, "公开目录"),
        ({"title": ""}, "标题"),
        ({"title": "有事打13800001234"}, "标题里有电话"),
        ({"item": "DW03", "title": "赵甲子的公示", "list": ROSTER}, "名单上的人名"),
        ({"day": ""}, "日期"),
        ({"day": "2023年5月"}, "看不懂"),
        ({"day": "2223-05-01"}, "年份"),
        ({"span": "week"}, "一天"),
        ({"body": ""}, "还没有写内容"),
        ({"body": "好" * 20_001}, "20001 个字"),
        ({"list": "\n".join("\t".join("甲" for _ in range(11)) for _ in range(2))}, "11 列"),
        ({"list": "姓名\n" + "赵甲子\n" * 501}, "501 行"),
    ],
)
def test_what_cannot_be_written_says_which_field(county: County, change: dict[str, str], why: str) -> None:
    with pytest.raises(Invalid) as refused:
        written(county, TYPED | change)
    assert why in str(refused.value)
    assert not Text.objects.exists()


def test_pictures_wait_with_their_form_and_are_shown_without_their_place(county: County) -> None:
    key = new_ref()
    before = kept(county, key, papers.picture(), place="before")
    assert kept(county, key, papers.picture(), place="before") == before, "sent twice, kept once"
    after = kept(county, key, papers.picture("blue"), place="after")
    typed = TYPED | {f"place.{before}": "before", f"place.{after}": "after", f"words.{after}": "修好的水渠"}
    for more, why in (({}, "1 张图片还没写说明"), ({f"words.{before}": "塌掉的水渠"}, "逐张看过")):
        typed |= more
        with pytest.raises(Invalid, match=why):
            written(county, typed, key=key)
    assert len(files.waiting(key, by=county["clerk"])) == 2
    done = publish(county, written(county, typed | {"looked": "yes"}, key=key))
    facts = queries.public_page(Ref(done.publication_id)).content
    assert [one.words for one in facts.pictures("before")] == ["塌掉的水渠"]
    shown = textfiles.public(Ref(done.publication_id), facts.pictures("before")[0].ref)
    assert b"GPS" not in vault.read(shown.blob).data and shown.name == "塌掉的水渠.jpg"
    original = textfiles.original(county["clerk"], facts.pictures("before")[0].ref, at=AT)
    assert b"GPS" in vault.read(original.blob).data
    assert files.waiting(key, by=county["clerk"]) == []


def test_a_file_is_handed_out_only_through_what_it_belongs_to(county: County) -> None:
    key = new_ref()
    picture = kept(county, key, papers.picture())
    typed = TYPED | {f"place.{picture}": "", f"words.{picture}": "村口", "looked": "yes"}
    for stranger in ("baita_clerk", "secretary"):
        with pytest.raises(NotFound):
            textfiles.for_staff(county[stranger], picture, at=AT)
    assert textfiles.for_staff(county["clerk"], picture, at=AT)
    draft = written(county, typed, key=key)
    with pytest.raises(NotFound):
        textfiles.public(Ref(draft.publication_id), picture)
    assert textfiles.for_staff(county["secretary"], picture, at=AT)
    with pytest.raises(NotFound):
        textfiles.for_staff(county["baita_clerk"], picture, at=AT)
    publish(county, draft)
    assert textfiles.public(Ref(draft.publication_id), picture)
    other = publish(county, written(county, TYPED | {"title": "另一份"}))
    with pytest.raises(NotFound):
        textfiles.public(Ref(other.publication_id), picture)
    # somebody else's form cannot take what waits with this one, nor what another text has
    stolen = written(county, typed | {"title": "第三份", "looked": "yes"})
    assert not TextFile.objects.filter(text=stolen.content).exists()


def test_a_pdf_is_shown_as_pictures_and_never_handed_out_as_it_came(county: County) -> None:
    key = new_ref()
    scanned = kept(county, key, papers.scan(2), name="赵甲子 13800001234.pdf")
    with pytest.raises(files.Personal) as refused:
        kept(county, key, papers.pdf("call 13800001234"), name="b.pdf")
    assert "第 1 页有电话号码" in str(refused.value)
    plain = kept(county, key, papers.pdf("Notice of the village"), name="c.pdf")
    typed = TYPED | {f"place.{scanned}": "", f"place.{plain}": "", f"words.{scanned}": "会议纪要"}
    with pytest.raises(Invalid, match="逐张看过"):
        written(county, typed, key=key)
    done = publish(county, written(county, typed | {"looked": "yes"}, key=key))
    facts = queries.public_page(Ref(done.publication_id)).content
    assert [(one.pages, one.scanned) for one in facts.papers] == [(2, True), (1, False)]
    assert "1380000" not in facts.papers[0].name
    anew = textfiles.public(Ref(done.publication_id), facts.papers[0].ref)
    data = vault.read(anew.blob).data
    assert (
        anew.media_type == "application/pdf" and data.startswith(b"%PDF") and "赵甲子".encode("utf-16-be") not in data
    )
    page = textfiles.public(Ref(done.publication_id), facts.papers[0].ref, page=2)
    assert vault.read(page.blob).data.startswith(b"\xff\xd8\xff")
    with pytest.raises(NotFound):
        textfiles.public(Ref(done.publication_id), facts.papers[0].ref, page=3)


def test_a_word_file_is_shown_as_a_page_without_what_was_struck_out(county: County) -> None:
    struck = (
        "<w:p><w:del><w:r><w:delText>删掉的话</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来</w:t></w:r></w:p>"
    )
    data = papers.word("通知", "找赵甲子13800001234", raw=struck + papers.table(("事项", "金额"), ("路灯", "900")))
    key = new_ref()
    paper = kept(county, key, data, name="通知.docx")
    done = publish(county, written(county, TYPED | {f"place.{paper}": "", f"words.{paper}": "通知原文"}, key=key))
    facts = queries.public_page(Ref(done.publication_id)).content
    html = facts.papers[0].html
    assert "<td>路灯</td>" in html and "1380000" not in html and "赵甲子" not in html
    assert "删掉的话" not in html and "藏起来" not in html
    with pytest.raises(NotFound):
        textfiles.public(Ref(done.publication_id), facts.papers[0].ref)  # the file itself says who wrote it


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00", b"<html><script>", b"\xd0\xcf\x11\xe0" + b"0" * 600, b"PK\x03\x04zip", b"%PDF-1.4 torn"]
)
def test_what_is_no_picture_and_no_paper_is_refused(county: County, data: bytes) -> None:
    with pytest.raises((Invalid, TooLarge)):
        kept(county, new_ref(), data)
    assert not TextFile.objects.exists()


def test_a_bomb_in_a_word_file_is_refused(county: County) -> None:
    with pytest.raises(TooLarge):
        kept(county, new_ref(), papers.word("好" * 9_000_000))


def test_writing_on_keeps_files_and_makes_a_new_draft_each_time(county: County) -> None:
    key = new_ref()
    picture = kept(county, key, papers.picture())
    typed = TYPED | {f"place.{picture}": "", f"words.{picture}": "村口", "looked": "yes"}
    first = written(county, typed, key=key)
    assert written(county, typed, key=key).pk == first.pk, "a second tap makes no second draft"
    second = written(county, typed | {"body": "改过的话"}, before=Ref(first.ref))
    assert version(first.ref).state == "superseded" and second.number == 2
    assert text(Ref(second.content)).files[0].words == "村口" and text(Ref(first.content)).files
    renamed = written(county, typed | {"title": "新的标题"}, before=Ref(second.ref))
    assert version(second.ref).state == "superseded" and renamed.publication_id != second.publication_id
    with pytest.raises(NotFound):
        written(county, typed, before=Ref(second.ref))
    done = publish(county, renamed)
    fixed = written(county, typed | {"title": "又一个标题", "day": "2022-01-01", "body": "更正"}, before=Ref(done.ref))
    assert fixed.publication_id == done.publication_id, "what people can read keeps its place"
    corrected = publish(county, fixed, reason="漏了一段")
    assert queries.public_page(Ref(corrected.publication_id)).number == 2
    assert verify([witness]).ok


def test_every_paragraph_and_row_can_be_doubted_and_found(county: County) -> None:
    done = publish(county, written(county, TYPED | {"item": "DW03", "title": "公示", "list": ROSTER}))
    publication = Ref(done.publication_id)
    parts = abouts.parts_of(publication)
    assert [part.voucher for part in parts] == ["第 1 段", "第 2 段", "第 3 段", "名单第 1 行", "名单第 2 行"]
    assert parts[3].summary == "1 赵* 钱*"
    opened = actions.doubt(publication, line=parts[3].ref, words="怎么只有两个人？", form_key=new_ref(), at=AT)
    assert opened.case and abouts.publications_of([parts[3].ref]) == {parts[3].ref: publication}
    assert whereabouts.line(parts[4].ref).anchor == "r5"
    with pytest.raises(NotFound):
        actions.doubt(publication, line=new_ref(), words="？", form_key=new_ref(), at=AT)


def test_only_the_village_clerk_writes(county: County) -> None:
    for part in ("baita_clerk", "secretary", "agency", "admin"):
        with pytest.raises(NotFound):
            writing.write(
                TYPED, kind="text", village=county.village, form_key=new_ref(), before=None, by=county[part], at=AT
            )
    with pytest.raises(NotFound):
        written(county, kind="batch")


def test_files_nobody_came_back_for_are_forgotten(county: County) -> None:
    kept(county, new_ref(), papers.picture())
    assert files.forget(at=AT + dt.timedelta(days=2)) == 0
    assert files.forget(at=AT + dt.timedelta(days=4)) == 1
    assert not TextFile.objects.exists()


@pytest.mark.parametrize(
    ("span", "until"),
    [
        ("day", "2023-05-21"),
        ("month", "2023-06-01"),
        ("quarter", "2023-07-01"),
        ("half", "2023-07-01"),
        ("year", "2024-01-01"),
    ],
)
def test_a_period_is_what_the_clerk_chose(span: str, until: str) -> None:
    start, end = entry.period(span, "2023-05-20", at=AT)
    assert end.isoformat() == until and entry.span_of(start, end) == span
