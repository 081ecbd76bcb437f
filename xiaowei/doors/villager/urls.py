"""Addresses of the villagers' pages. Below `/v/` everything is public bytes but the proof."""

from django.urls import path

from xiaowei.doors.villager import ask, case, choose, home, publication

app_name = "villager"

urlpatterns = [
    path("", choose.choose, name="choose"),
    path("v/<ref:area>/", home.home, name="home"),
    path("v/<ref:area>/<slug:code>/", home.section, name="section"),
    path("v/<ref:area>/p/<ref:pub>/", publication.publication, name="publication"),
    path("v/<ref:area>/p/<ref:pub>/public.json", publication.current_json, name="current_json"),
    path("v/<ref:area>/p/<ref:pub>/proof/", publication.proof, name="proof"),
    path("v/<ref:area>/p/<ref:pub>/proof/tlog-proof", publication.proof_file, name="proof_file"),
    path("v/<ref:area>/p/<ref:pub>/<number:number>/", publication.version, name="version"),
    path("v/<ref:area>/p/<ref:pub>/<number:number>/public.json", publication.public_json, name="public_json"),
    path("ask/<ref:area>/", ask.ask, name="ask"),
    path("ask/<ref:area>/<ref:pub>/", ask.ask, name="ask_publication"),
    path("ask/<ref:area>/<ref:pub>/<ref:line>/", ask.ask, name="ask_line"),
    path("case/", case.code, name="case_code"),
    path("case/view/", case.case, name="case"),
    path("case/add/", case.add, name="case_add"),
    path("case/rate/", case.rate, name="case_rate"),
    path("case/withdraw/", case.withdraw, name="case_withdraw"),
    path("case/photo/<ref:ref>", case.photo, name="case_photo"),
    path("leave", case.leave, name="leave"),
]
