"""Benefits (惠民): subsidy batches and household rows. Opens with household subsidies; nothing lives here yet."""
