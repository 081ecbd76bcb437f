"""Fieldwork (走访): plans, check-ins and visits. Opens with the doorstep; nothing lives here yet."""
