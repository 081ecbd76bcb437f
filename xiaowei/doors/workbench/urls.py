"""Addresses of the workbench, all under /desk/."""

from django.urls import path

from xiaowei.doors.workbench import cases, links, login, notices, review, sheet, today, upload, years

app_name = "workbench"

urlpatterns = [
    path("", today.today, name="today"),
    path("more/", today.more, name="more"),
    path("login/", login.log_in, name="login"),
    path("logout/", login.log_out, name="logout"),
    path("resume/", login.resume, name="resume"),
    path("upload/", upload.upload, name="upload"),
    path("sheets/", sheet.sheets, name="sheets"),
    path("sheet/<ref:ref>/", sheet.sheet, name="sheet"),
    path("sheet/<ref:ref>/submit/", sheet.submit, name="submit"),
    path("reading/<ref:ref>/", sheet.reading, name="reading"),
    path("reading/<ref:ref>/original/", sheet.original, name="original"),
    path("review/<ref:ref>/", review.review, name="review"),
    path("review/<ref:ref>/sign/", review.sign, name="sign"),
    path("review/<ref:ref>/return/", review.send_back, name="return"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<ref:ref>/", cases.case, name="case"),
    path("cases/<ref:ref>/photo/<ref:shot>/", cases.photo, name="photo"),
    path("cases/<ref:ref>/<slug:move>/", cases.act, name="act"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.mark_read, name="mark_read"),
    path("calendar/", years.years, name="years"),
    path("r/<ref:ref>/", links.link, name="link"),
]
