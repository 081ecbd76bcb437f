"""One month's accounts of 下宫村: from the clerk's spreadsheet to an answered doubt, and the proof of all of it.

The tests of this file are one story and run in order; each goes on where the one before stopped.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import walks
from tests.e2e.people import Cast
from tests.e2e.photos import GPS, SECRETS, metadata, photo
from tests.e2e.product import Product, drop_database

WORDS = "下水道清淤写的是挖机3小时，那天只来了一个上午，不到2小时。请把派工单公开。"
MORE = "补充一点：是村东头那一段。"
ANSWER = "挖机上午9点到12点在村东头清淤，共3小时，派工单已贴在公开栏。单价300元，合计900元。"


@dataclass
class Story:
    """What one chapter leaves to the next."""

    review: str = ""
    page: str = ""
    code: str = ""
    case: str = ""
    index: int = -1
    villager: Page | None = None
    failures: int = 0  # of the whole run, before the story began


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest) -> Story:
    return Story(failures=request.session.testsfailed)


@pytest.fixture(autouse=True)
def _every_chapter_needs_those_before(request: pytest.FixtureRequest, story: Story) -> None:
    if request.session.testsfailed > story.failures:
        pytest.skip("an earlier chapter failed")


def test_the_clerk_sees_what_was_understood_beside_her_sheet(cast: Cast, story: Story) -> None:
    clerk = cast.officer("clerk")
    walks.upload(clerk)
    expect(clerk.get_by_role("heading", name=re.compile("下宫村 .*2023年5月"))).to_be_visible()
    grid = clerk.get_by_role("region", name="原表格")
    expect(grid.get_by_text("付村内下水道清淤（挖机3小时）")).to_be_visible()
    understood = clerk.get_by_role("region", name="读懂了")
    for said in ("财务收支明细", "青石镇下宫村", "2023年5月", "17 笔（收 5 支 12）"):
        expect(understood).to_contain_text(said)
    for number in ("48,215.37", "23,636.52", "11,353.14", "60,498.75"):
        expect(understood.get_by_text(number).first).to_be_visible()
    expect(clerk.get_by_text("没有发现疑问，收支核平。")).to_be_visible()
    story.review = walks.submit(clerk)
    expect(clerk.get_by_role("status")).to_contain_text("已送监委会审核")


def test_three_others_sign_and_only_then_is_it_public(cast: Cast, story: Story) -> None:
    neighbour = cast.villager()
    neighbour.goto(cast.village())
    expect(neighbour.get_by_text("2023年5月").first).not_to_be_visible()
    for role, area, button in walks.SIGNERS:
        officer = cast.officer(role, **({"area": area} if area else {}))
        officer.goto("/desk/")
        officer.get_by_role("link", name=re.compile("2023年5月")).first.click()
        expect(officer.get_by_text("等您签字").first).to_be_visible()
        officer.get_by_role("button", name=button, exact=True).click()
        expect(officer.get_by_role("status")).to_contain_text("已签字")
    officer.get_by_role("link", name="看公开的页面和留痕校验").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("2023年5月")
    story.page = officer.url


def test_a_villager_reads_the_accounts_on_her_phone(cast: Cast, story: Story) -> None:
    she = story.villager = cast.villager()
    she.goto("/")
    she.get_by_label("写村名").fill("下宫村")
    she.get_by_role("button", name="找村").click()
    expect(she.get_by_role("link", name=re.compile("下宫村.*白塔镇", re.S))).to_be_visible()
    she.get_by_role("link", name=re.compile("下宫村.*青石镇", re.S)).click()
    for door in ("党务村务", "三资", "工程项目", "惠民补贴", "我要反映"):
        expect(she.get_by_role("link", name=re.compile(door))).to_be_visible()
    she.get_by_role("link", name=re.compile("三资")).click()
    she.get_by_role("link", name=re.compile("2023年5月")).click()
    for label, number in (
        ("上期结余", "48,215.37"),
        ("本期收入", "23,636.52"),
        ("本期支出", "11,353.14"),
        ("本期结余", "60,498.75"),
    ):
        expect(she.locator(".v-sum > div", has_text=label)).to_contain_text(number)
    for signer in ("赵丁卯", "姜丙寅", "陶乙丑", "金己卯"):
        expect(she.get_by_role("region", name="谁做的，谁审的，谁签的")).to_contain_text(signer)
    expect(she.get_by_role("img", name=re.compile("支出按用途"))).to_be_visible()
    expect(she.get_by_text("已留痕")).to_be_visible()


def test_she_doubts_a_line_and_the_same_form_again_is_the_same_doubt(cast: Cast, house: Product, story: Story) -> None:
    she = story.villager
    assert she
    before = cases_in(house)
    she.get_by_role("row", name=re.compile(r"记-7\b")).get_by_role("link", name=re.compile("有疑问")).click()
    expect(she.get_by_text("付村内下水道清淤（挖机3小时）")).to_be_visible()
    she.get_by_label("把事情写下来").fill(WORDS)
    she.get_by_label("照片 1").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    walks.onwards(she)
    expect(she.get_by_role("region", name="谁会看到").first).to_contain_text("村")
    expect(she.get_by_role("region", name="最晚什么时候答复").first).to_contain_text("6月15日")  # ten days
    walks.lose_the_answer(she, lambda: she.get_by_role("button", name="送出").click())
    assert cases_in(house) == before + 1  # it had arrived all the same
    she.reload()  # she tries again: the browser sends the same form
    story.code = walks.receipt(she)
    she.reload()
    assert walks.receipt(she) == story.code
    assert cases_in(house) == before + 1


def test_with_the_code_she_sees_every_step_and_adds_words(cast: Cast, story: Story) -> None:
    she = story.villager = cast.villager()  # another day, another phone
    walks.open_case(she, story.code)
    expect(she.get_by_text(WORDS)).to_be_visible()
    expect(she.get_by_text("已留痕")).to_be_visible()
    she.get_by_label("补充的话").fill(MORE)
    she.get_by_role("button", name="送出补充").click()
    expect(she.get_by_role("status")).to_contain_text("送到")
    expect(she.get_by_text(MORE)).to_be_visible()


def test_the_photo_that_is_shown_tells_neither_place_nor_phone(cast: Cast, story: Story) -> None:
    she = story.villager
    assert she
    link = she.get_by_role("link", name="照片 1").get_attribute("href")
    shown = she.context.request.get(str(link)).body()
    assert metadata(photo())[GPS]
    assert metadata(shown) == {}
    assert not [word for word in SECRETS if word in shown]


def test_the_village_head_answers_what_waits_on_his_list(cast: Cast, story: Story) -> None:
    head = cast.officer("village_head")
    head.goto("/desk/")
    row = head.get_by_role("listitem").filter(has_text=WORDS[:20])
    expect(row).to_contain_text(re.compile("剩|还有|小时"))  # its clock
    row.get_by_role("link", name=re.compile("去答复")).click()
    story.case = head.url
    expect(head.get_by_text(WORDS)).to_be_visible()
    expect(head.get_by_role("img", name="照片 1")).to_be_visible()
    head.get_by_label("答复", exact=True).fill(ANSWER)
    head.get_by_role("button", name="送复核").click()
    expect(head.get_by_role("status")).to_contain_text("送去复核")


def test_a_second_pair_of_eyes_releases_the_answer(cast: Cast, story: Story) -> None:
    she = story.villager
    assert she
    she.goto("/case/view/")
    expect(she.get_by_text(ANSWER)).not_to_be_visible()
    supervisor = cast.officer("supervision_head")
    supervisor.goto("/desk/")
    supervisor.get_by_role("link", name=re.compile("去复核")).first.click()
    expect(supervisor.get_by_text(ANSWER).first).to_be_visible()
    supervisor.get_by_role("button", name="同意，送给反映人").click()
    expect(supervisor.get_by_role("status")).to_contain_text("送给反映人")


def test_she_rates_the_answer_and_the_matter_is_closed(cast: Cast, story: Story) -> None:
    she = story.villager
    assert she
    walks.open_case(she, story.code)
    expect(she.get_by_role("region", name="给您的答复")).to_contain_text(ANSWER)
    she.get_by_label("满意", exact=True).check()
    she.get_by_role("button", name="交上打分").click()
    expect(she.get_by_role("heading", level=1)).to_have_text("已办结")


def test_anybody_can_check_the_proof_of_the_publication(
    cast: Cast, house: Product, story: Story, tmp_path: Path
) -> None:
    house.run("tick")  # signs what has happened since
    neighbour = cast.villager()
    neighbour.goto(story.page)
    shown = re.search(r"第\s*([\d,]+)\s*号", neighbour.locator(".v-trail", has_text="已留痕").inner_text())
    assert shown
    story.index = int(shown[1].replace(",", ""))
    neighbour.get_by_role("link", name="校验").click()
    expect(neighbour.get_by_text("这一条确实在签过名的")).to_be_visible()
    expect(neighbour.get_by_text("公开数据的指纹，和当初留痕的那一份一致。")).to_be_visible()
    house.run("trail", "proof", str(story.index), "--out", str(tmp_path / "proof"))
    checked = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path / "proof", capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "没有被改过" in checked.stdout
    entry = tmp_path / "proof" / "entry.json"
    entry.write_text(entry.read_text(encoding="utf-8").replace("2023", "2024", 1), encoding="utf-8")
    forged = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=tmp_path / "proof", capture_output=True, check=False
    )
    assert forged.returncode != 0


def test_the_trail_is_whole(house: Product) -> None:
    report = house.verify()
    assert report["ok"], report["bad"]
    assert report["size"] > 20 and report["bad"] == []
    assert house.run("trail", "verify").stdout.startswith("OK")


def test_whatever_is_changed_by_hand_is_named(house: Product, story: Story, tmp_path: Path) -> None:
    """In a copy: somebody with the database's own password tidies up, one thing after the other."""
    house.stop()
    forged = house.copy(tmp_path / "forged")
    try:
        lower = "UPDATE finance_line SET expense = 80000 WHERE voucher = '记-7' AND expense = 90000"
        assert story.index in named_after(forged, lower)
        answered = entry_of(forged, "release_answer")
        row = f'(SELECT ref FROM trail_entry WHERE "index" = {answered})'  # there are others in the sample county
        assert answered in named_after(forged, f"UPDATE cases_event SET by_label = '' WHERE ref = {row}")
        added = entry_of(forged, "add")
        assert added in named_after(forged, "DELETE FROM cases_event WHERE move = 'add'")
        before = len(forged.verify()["bad"])
        invented = f"INSERT INTO cases_event ({EVENT}) SELECT '{'b' * 26}', seq + 90, {EVENT.split(', ', 2)[2]}"
        named_after(forged, f"{invented} FROM cases_event WHERE move = 'open' LIMIT 1")
        assert len(forged.verify()["bad"]) > before
        for trigger in ("no_update", "no_delete", "no_change"):
            table = " ON trail_entry" if forged.database else ""
            forged.change_by_hand(f"DROP TRIGGER IF EXISTS trail_entry_{trigger}{table}")
        opened = entry_of(forged, "open")
        assert opened in named_after(
            forged, f"""UPDATE trail_entry SET text = replace(text, '2023', '2022') WHERE "index" = {opened}"""
        )
        assert story.index - 1 in named_after(forged, f"""DELETE FROM trail_entry WHERE "index" = {story.index - 1}""")
        assert forged.run("trail", "verify", expect=1).stdout
    finally:
        drop_database(forged.database)


EVENT = "ref, seq, case_id, move, state, lane, at, by, by_label, words, shown, grade, whole"


def named_after(forged: Product, statement: str) -> set[int]:
    """The entries that verification names once this has been done by hand."""
    assert forged.change_by_hand(statement) == 1
    found = forged.verify()
    assert not found["ok"]
    assert all(one["why"] for one in found["bad"])
    return {one["index"] for one in found["bad"]}


def entry_of(house: Product, move: str) -> int:
    """The entry that vouches for the last event of this kind."""
    return int(
        house.ask_by_hand(
            f"SELECT max(e.\"index\") FROM trail_entry e JOIN cases_event v ON v.ref = e.ref WHERE v.move = '{move}'"
        )[0][0]
    )


def cases_in(house: Product) -> int:
    return int(house.ask_by_hand("SELECT count(*) FROM cases_case")[0][0])
