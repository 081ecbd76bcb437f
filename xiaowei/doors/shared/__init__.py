"""What the doors share: layout, refusals turned into HTTP once, the mode of large type, the links table."""
