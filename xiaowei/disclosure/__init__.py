"""Disclosure (公开): the catalogue, publications and their versions, review, signature and release.

Others call `actions` (draft to publish), `access.publication_for`, `queries`."""
