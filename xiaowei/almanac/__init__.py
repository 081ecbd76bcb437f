"""Almanac (历): working days, holidays, make-up workdays, and how deadlines are counted.

Others call `queries.calendar` and `actions.enter_year`; `calendar.Calendar` is a pure value to hand down."""
