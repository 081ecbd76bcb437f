"""Powers (权力): the power list, its items, versions and flows. Opens with the power list; nothing lives here yet."""
