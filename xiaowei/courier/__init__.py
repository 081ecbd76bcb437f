"""Courier (送达): one outbox for everything that leaves a verb, a delivery loop, and one small folder per channel.

Verbs call `actions.post` (to a person) or `carrying.post_to_group` inside their transaction; `ops` runs
`deliver.deliver_due`. What goes to a group by hand is marked by its publisher through `carrying`; `groups` keeps the
register of groups."""
