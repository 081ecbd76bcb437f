"""What leaves the building with a proof: `verify.py`, one file that needs nothing but Python."""
