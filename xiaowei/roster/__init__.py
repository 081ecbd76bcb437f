"""Roster (名册): areas, bodies, posts, people, households, and standing: what one may do where.

Others call `standing.may / holders / areas_for`, `queries.area / officers_of / posts_of`, and the verbs
`actions.import_areas / add_person / appoint / end_post / add_households / declare_kin`. Every area has our
own stable reference and path; the statutory code, the name and the parent are dated attributes of it.
"""
