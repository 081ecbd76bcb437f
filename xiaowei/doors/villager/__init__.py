"""Pages for residents: plain, fast, readable without script."""
