"""写公开内容 over the workbench: nothing typed or uploaded is lost, the villagers see what was previewed."""

import re
import secrets
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xiaowei.base.refs import Ref
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.models import Text, TextFile
from xiaowei.disclosure.tests import papers
from xiaowei.disclosure.tests.test_decision import typed as decision
from xiaowei.disclosure.tests.test_texts import ROSTER, TYPED
from xiaowei.doors.workbench.tests.county import County, hidden
from xiaowei.doors.workbench.tests.test_sheets import signed

NEW = "/desk/texts/new/"


def form(county: County, **changes: Any) -> dict[str, Any]:
    """A whole form of a text."""
    fixed = {"kind": "text", "village": county.village, "form_key": secrets.token_hex(16), "go": "save"}
    return {**fixed, **TYPED, **changes}


def jpeg(name: str = "IMG.jpg", colour: str = "green") -> SimpleUploadedFile:
    """A photo as a phone sends it."""
    return SimpleUploadedFile(name, papers.picture(colour), content_type="image/jpeg")


def published(county: County, draft: str) -> Any:
    """The draft sent and signed; the item the villagers read."""
    ref = draft.split("/")[3]
    assert county.browser("clerk").post(f"/desk/sheet/{ref}/submit/").status_code == 302
    for name in ("supervisor", "secretary", "agency"):
        assert signed(county, name, ref).status_code == 302
    return disclosure.published_in(county.village)[0]


def test_from_the_choice_of_an_item_to_the_page_of_the_village(county: County) -> None:
    clerk = county.browser("clerk")
    choice = clerk.get("/desk/texts/").content.decode()
    assert "村规民约" in choice and "kind=decision" in choice and "财务收支明细" not in choice
    blank = clerk.get(f"{NEW}?kind=text&village={county.village}&item=CW02").content.decode()
    assert '<option value="CW02" selected>' in blank and len(hidden(blank, "form_key")) == 32
    answer = clerk.post(NEW, form(county))
    assert answer.status_code == 302
    page = clerk.get(answer["Location"]).content.decode()
    assert "红事新办" in page and "公开时自动去掉" in page and "接着写" in page
    item = published(county, answer["Location"])
    shown = Client().get(f"/v/{county.village}/p/{item.ref}/").content.decode()
    assert "红事新办" in shown and "1380000" not in shown and "<ul>" in shown
    inspected = county.browser("discipline").get(f"/desk/published/{item.ref}/").content.decode()
    assert "第 3 段" in inspected and "1380000" not in inspected


def test_a_refused_form_keeps_every_word_and_every_file(county: County) -> None:
    clerk = county.browser("clerk")
    typed = form(county, title="", looked="yes", list=ROSTER, pictures_place="before")
    answer = clerk.post(
        NEW, typed | {"pictures": [jpeg(), jpeg("b.jpg", "blue")], "papers": [SimpleUploadedFile("x.exe", b"MZ")]}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "x.exe" in page
    assert "白事简办" in page and "钱乙丑" in page and page.count('class="shot"') == 2
    refs = re.findall(r'name="words\.(\w+)"', page)
    assert TextFile.objects.filter(text=None, place="before").count() == 2 and not Text.objects.exists()
    again = typed | {f"place.{ref}": "before" for ref in refs} | {f"words.{refs[0]}": "一处塌方"}
    page = clerk.post(NEW, again).content.decode()
    assert "还没有写标题" in page and "一处塌方" in page
    page = clerk.post(NEW, again | {"title": "水渠"}).content.decode()
    assert "1 张图片还没写说明" in page
    done = clerk.post(NEW, again | {"title": "水渠", f"drop.{refs[1]}": "yes"})
    assert done.status_code == 302 and TextFile.objects.filter(text=None).count() == 1
    assert "施工前" in clerk.get(done["Location"]).content.decode()


def test_uploading_first_and_writing_words_later(county: County) -> None:
    clerk = county.browser("clerk")
    answer = clerk.post(NEW, form(county, go="keep", title="") | {"pictures": [jpeg()]})
    assert answer.status_code == 200 and 'class="shot"' in answer.content.decode()
    [ref] = re.findall(r'name="words\.(\w+)"', answer.content.decode())
    picture = clerk.get(f"/desk/texts/file/{ref}/")
    assert picture["Content-Type"] == "image/jpeg" and picture["Content-Disposition"].startswith("inline")
    assert b"GPS" not in picture.content
    assert county.browser("neighbour").get(f"/desk/texts/file/{ref}/").status_code == 404


def test_going_on_from_a_draft_and_from_what_is_public(county: County) -> None:
    clerk = county.browser("clerk")
    first = clerk.post(NEW, form(county))["Location"].split("/")[3]
    page = clerk.get(f"/desk/texts/{first}/edit/").content.decode()
    assert "**商量着办**" in page and 'value="村规民约（2023年修订）"' in page
    second = clerk.post(f"/desk/texts/{first}/edit/", form(county, body="改过的话"))["Location"]
    assert "改过的话" in clerk.get(second).content.decode()
    assert clerk.get(f"/desk/texts/{first}/edit/").status_code == 404, "a newer draft took its place"
    published(county, second)
    ref = second.split("/")[3]
    assert "写更正稿" in clerk.get(second).content.decode()
    assert "不能改" in clerk.get(f"/desk/texts/{ref}/edit/").content.decode()
    third = clerk.post(f"/desk/texts/{ref}/edit/", form(county, title="别的", body="更正的话"))["Location"]
    review = clerk.get(third.replace("/sheet/", "/review/")).content.decode()
    assert "<del>改过的话</del>" in review and "<ins>更正的话</ins>" in review and "更正" in review
    for stranger in ("neighbour", "secretary", "agency"):
        assert county.browser(stranger).get(f"/desk/texts/{ref}/edit/").status_code == 404


def test_a_decision_says_what_was_not_enough(county: County) -> None:
    clerk = county.browser("clerk")
    blank = clerk.get(f"{NEW}?kind=decision&village={county.village}&item=DW08").content.decode()
    assert "应到的过半数" in blank and "三分之二以上" in blank
    sent = form(county, kind="decision") | decision(s3_present="20", s3_agree="18")
    draft = clerk.post(NEW, sent)["Location"]
    page = clerk.get(draft).content.decode()
    assert "会议不成立" in page and "没有通过" in page and "人数不够" in page
    assert clerk.post(f"{draft}submit/").status_code == 409
    keys = {name: "补议过" for name in re.findall(r'name="(excuse\.[^"]+)"', page)}
    assert len(keys) == 2 and clerk.post(f"{draft}submit/", keys).status_code == 302
    ref = draft.split("/")[3]
    assert "补议过" in county.browser("supervisor").get(f"/desk/review/{ref}/").content.decode()
    for name in ("supervisor", "secretary", "agency"):
        assert signed(county, name, ref).status_code == 302
    item = disclosure.published_in(county.village)[0]
    shown = Client().get(f"/v/{county.village}/p/{item.ref}/").content.decode()
    assert "实到没有达到三分之二以上" in shown and "还没有公开实施结果" in shown


def test_a_word_file_on_the_upload_page_can_be_written_on_as_a_text(county: County) -> None:
    clerk = county.browser("clerk")
    word = SimpleUploadedFile("村规民约.docx", papers.word("第一条 红事新办"))
    answer = clerk.post("/desk/upload/", {"village": county.village, "form_key": secrets.token_hex(16), "file": word})
    page = answer.content.decode()
    assert answer.status_code == 422 and "这是 Word 文件" in page
    [way] = re.findall(r'href="(/desk/texts/new/\?[^"]+)"', page)
    page = clerk.get(way.replace("&amp;", "&")).content.decode()
    assert "第一条 红事新办" in page and 'value="村规民约"' in page


def test_files_of_what_is_public_are_everybodys_and_nothing_else_is(county: County) -> None:
    clerk = county.browser("clerk")
    sent = form(county, looked="yes", go="keep") | {
        "pictures": [jpeg()],
        "papers": [SimpleUploadedFile("a.pdf", papers.scan(2))],
    }
    page = clerk.post(NEW, sent).content.decode()
    refs = re.findall(r'name="words\.(\w+)"', page)
    words = {f"words.{ref}": f"说明{n}" for n, ref in enumerate(refs)} | {f"place.{ref}": "" for ref in refs}
    draft = clerk.post(NEW, form(county, looked="yes", form_key=sent["form_key"]) | words)["Location"]
    files = {row.kind: Ref(row.ref) for row in TextFile.objects.exclude(text=None)}
    publication = disclosure.desk_version(county.people["clerk"], Ref(draft.split("/")[3]), at=county.desk("clerk").at)
    base = f"/f/{publication.publication}"
    world = Client()
    assert world.get(f"{base}/{files['picture']}").status_code == 404, "still a draft"
    item = published(county, draft)
    picture, pdf = world.get(f"{base}/{files['picture']}"), world.get(f"{base}/{files['pdf']}")
    assert picture["X-Content-Type-Options"] == "nosniff" and picture["Content-Type"] == "image/jpeg"
    assert pdf["Content-Disposition"].startswith("attachment") and pdf.content.startswith(b"%PDF")
    assert world.get(f"{base}/{files['pdf']}/2")["Content-Type"] == "image/jpeg"
    assert world.get(f"{base}/{files['pdf']}/3").status_code == 404
    paper = world.get(f"/v/{county.village}/p/{item.ref}/a/{files['pdf']}/").content.decode()
    assert paper.count("<img") == 2 and "第 2 页" in paper
    assert world.get(f"/v/{county.other_village}/p/{item.ref}/a/{files['pdf']}/").status_code == 404
