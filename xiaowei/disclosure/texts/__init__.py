"""Texts and decisions: what a village publishes in words, with pictures, papers and lists of names.

`actions.write` makes one from what a clerk typed, `files.keep` keeps a picture or paper that comes with it, `queries`
reads it back as the public reads it, or whole. Neither ever changes: what is written anew is a new one.
"""
