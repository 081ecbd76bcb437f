"""Powers (权力): the power list, its items, versions and flows. Nothing lives here yet."""
