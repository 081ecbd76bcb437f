"""Vault (证据): files by content. Shown copies lie apart from sealed originals, which are encrypted and never shared.

Others call `actions.stage`, `actions.record`, `actions.put`, `actions.seal_original`, `queries.read` and
`pictures.shown_copy`. There is no URL by digest: a room's own attachment row grants access."""
