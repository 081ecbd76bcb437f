"""Fieldwork (走访): plans, check-ins and visits. Nothing lives here yet."""
