# Thin: every target is a script in scripts/, which says what it does at its top.
.PHONY: help setup run demo-large test check bench e2e torture locks
.NOTPARALLEL:

help:
	@echo 'make setup    prepare everything: Python and front-end packages, translations'
	@echo 'make run      setup, database, sample county, then serve on XIAOWEI_BIND (127.0.0.1:8000)'
	@echo 'make demo-large   a year of a county of 343 villages, then serve; takes half an hour, an installation of its own'
	@echo 'make test     everything on SQLite and PostgreSQL, and the story in a browser'
	@echo 'make check    format, lint, types, layers, templates, migrations, house rules, licences, locks'
	@echo 'make bench    speed, as ratios to yardsticks started in the same run'
	@echo 'make e2e      the story in a browser only'
	@echo 'make torture  crashes and races only'
	@echo 'make locks    write the lock files anew'

setup run demo-large test check bench e2e torture locks:
	@exec scripts/$@
