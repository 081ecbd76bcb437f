"""Benefits (惠民): subsidy batches and household rows. Nothing lives here yet."""
