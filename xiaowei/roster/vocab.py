"""The words of the roster: levels of areas, kinds of bodies, permissions, and names of trail entries.

Roles are data (`data/roles.json`, read by `roles`); no code names one.
"""

from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

AREA_IMPORT: Final = "roster:area:import"  # the permission and the trail entry share the name: one verb


class Did:
    """What the roster writes in the trail."""

    AREA_IMPORT: Final = AREA_IMPORT
    PERSON_ADD: Final = "roster:person:add"
    BODY_OPEN: Final = "roster:body:open"
    POST_APPOINT: Final = "roster:post:appoint"
    POST_END: Final = "roster:post:end"
    HOUSEHOLD_ADD: Final = "roster:household:add"
    HOUSEHOLD_CLOSE: Final = "roster:household:close"
    KIN_DECLARE: Final = "roster:kin:declare"


class Level(StrEnum):
    """The levels of the tree, highest first; the villager group is a number on the household."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


LEVEL_LABELS: dict[Level, Any] = {
    Level.PROVINCE: _("省"),
    Level.CITY: _("市"),
    Level.COUNTY: _("县"),
    Level.TOWNSHIP: _("乡镇"),
    Level.VILLAGE: _("村"),
}

# digits of the statutory code (统计用区划代码) that each level fills; the rest of the twelve are zeros
CODE_WIDTH: dict[Level, int] = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
}

# a county may hang on the province itself, a township on a city without counties
PARENT_LEVELS: dict[Level, tuple[Level, ...]] = {
    Level.PROVINCE: (),
    Level.CITY: (Level.PROVINCE,),
    Level.COUNTY: (Level.CITY, Level.PROVINCE),
    Level.TOWNSHIP: (Level.COUNTY, Level.CITY),
    Level.VILLAGE: (Level.TOWNSHIP,),
}


class BodyKind(StrEnum):
    """Kinds of bodies (机构) in which posts are held."""

    PARTY_BRANCH = "party_branch"
    VILLAGERS_COMMITTEE = "villagers_committee"
    SUPERVISION_COMMITTEE = "supervision_committee"
    COLLECTIVE_ORG = "collective_org"
    SUPERVISORS_BOARD = "supervisors_board"
    VILLAGER_GROUP = "villager_group"
    SUPERVISOR_TEAM = "supervisor_team"
    TOWNSHIP_GOVERNMENT = "township_government"
    TOWNSHIP_OFFICE = "township_office"
    AGENCY_CENTRE = "agency_centre"
    TOWNSHIP_DISCIPLINE = "township_discipline"
    COUNTY_DISCIPLINE = "county_discipline"
    COUNTY_DEPARTMENT = "county_department"
    CITY_DISCIPLINE = "city_discipline"
    PROVINCE_DISCIPLINE = "province_discipline"
    SYSTEM_OFFICE = "system_office"
    AUDIT_OFFICE = "audit_office"


# what follows the short name of the area when nobody gave the body a name of its own
BODY_LABELS: dict[BodyKind, Any] = {
    BodyKind.PARTY_BRANCH: _("党支部"),
    BodyKind.VILLAGERS_COMMITTEE: _("村民委员会"),
    BodyKind.SUPERVISION_COMMITTEE: _("村务监督委员会"),
    BodyKind.COLLECTIVE_ORG: _("股份经济合作社"),
    BodyKind.SUPERVISORS_BOARD: _("股份经济合作社监事会"),
    BodyKind.VILLAGER_GROUP: _("村民小组"),
    BodyKind.SUPERVISOR_TEAM: _("廉情监督站"),
    BodyKind.TOWNSHIP_GOVERNMENT: _("人民政府"),
    BodyKind.TOWNSHIP_OFFICE: _("站所"),
    BodyKind.AGENCY_CENTRE: _("三资代理中心"),
    BodyKind.TOWNSHIP_DISCIPLINE: _("纪委"),
    BodyKind.COUNTY_DISCIPLINE: _("纪委监委"),
    BodyKind.COUNTY_DEPARTMENT: _("职能部门"),
    BodyKind.CITY_DISCIPLINE: _("纪委监委"),
    BodyKind.PROVINCE_DISCIPLINE: _("纪委监委"),
    BodyKind.SYSTEM_OFFICE: _("平台运行办公室"),
    BodyKind.AUDIT_OFFICE: _("安全审计办公室"),
}
