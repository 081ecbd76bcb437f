"""Open data: the trail's checkpoint and proofs for any transparency-log client."""
