"""Entering a year of the working calendar."""

from django.core.files.uploadedfile import SimpleUploadedFile

from xiaowei.almanac import queries as almanac
from xiaowei.doors.workbench.tests.county import County, hidden

YEAR = "date,working,name\n" + "".join(f"2027-{day},0,节日\n" for day in ("01-01", "05-01", "10-01", "10-02", "10-03"))


def test_the_administrator_enters_a_year_and_nobody_else(county: County) -> None:
    form = {"source": "国办发明电〔2026〕9号", "file": SimpleUploadedFile("2027.csv", YEAR.encode())}
    for name in ("clerk", "discipline"):
        assert county.browser(name).get("/desk/calendar/").status_code == 404
        assert county.browser(name).post("/desk/calendar/", form).status_code == 404
    admin = county.browser("admin")
    assert admin.get("/desk/calendar/").content.decode().count("暂定</span>") == 1  # 2027
    form["file"] = SimpleUploadedFile("2027.csv", YEAR.encode())
    done = admin.post("/desk/calendar/", form)
    assert done.status_code == 302 and len(almanac.entered(2027)) == 5
    assert "放假 5 天" in admin.get(done["Location"]).content.decode()


def test_a_bad_line_keeps_what_was_typed(county: County) -> None:
    admin = county.browser("admin")
    bad = SimpleUploadedFile("2027.csv", YEAR.replace("10-03,0", "10-03,7").encode())
    refused = admin.post("/desk/calendar/", {"source": "国办发明电", "file": bad})
    page = refused.content.decode()
    assert refused.status_code == 422 and "第 6 行" in page and "国办发明电" in page and hidden(page, "_parked")
    empty = admin.post("/desk/calendar/", {"source": "", "file": SimpleUploadedFile("2027.csv", YEAR.encode())})
    kept = hidden(empty.content.decode(), "_parked")
    assert admin.post("/desk/calendar/", {"source": "国办发明电", "_parked": kept}).status_code == 302
    assert len(almanac.entered(2027)) == 5
