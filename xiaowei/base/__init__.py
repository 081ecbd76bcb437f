"""Base: no tables. Money, references, refusals, the clock, masking, ciphers, messy sheets: what all rooms lean on."""
