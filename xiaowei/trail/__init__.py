"""Trail (留痕): the append-only Merkle log of everything that was done (RFC 9162 hashing, C2SP checkpoints and proofs).

Verbs of other rooms call `actions.record` inside their own transaction, as its last step; doors call
`queries.prove`; the clock calls `sweep.sweep`; `ops` verifies. docs/decisions/0002-trail.md has every encoding."""
