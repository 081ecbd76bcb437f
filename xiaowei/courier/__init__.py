"""Courier (送达): one outbox for everything that leaves a verb, a delivery loop, and one small folder per channel.

Verbs call `actions.post` inside their transaction; `ops` runs `deliver.deliver_due`."""
