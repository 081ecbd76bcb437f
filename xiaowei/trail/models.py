"""Tables of the trail. Triggers of the database refuse to change or delete what is append-only."""

from django.db import models

from xiaowei.base.refs import RefField


class Entry(models.Model):
    """One thing that was done: public to nobody as a list, provable to everybody. Append-only."""

    index = models.BigIntegerField(primary_key=True)  # from 0, without gaps
    text = models.TextField()  # canonical JSON; its UTF-8 bytes are the leaf of the tree
    leaf = models.BinaryField(max_length=32)
    seal = models.BinaryField(max_length=32)  # keyed, so that a rewritten database cannot imitate an entry
    ref = RefField(db_index=True)  # the same as in the text, for looking up

    class Meta:
        db_table = "trail_entry"


class Opening(models.Model):
    """What an entry commits to. Private, and erasable (`actions.erase`): the proofs hold without it."""

    index = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=32)
    payload = models.TextField()  # canonical JSON of the facts
    actor = RefField(null=True)
    subject = RefField(null=True)

    class Meta:
        db_table = "trail_opening"


class Node(models.Model):
    """The hash of a complete subtree above the leaves. Append-only."""

    level = models.SmallIntegerField()  # from 1; level 0 is `Entry.leaf`
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "trail_node"
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="trail_node_once")]


class Head(models.Model):
    """The one row that every record takes in turn, and so the only shared row of the product."""

    id = models.SmallIntegerField(primary_key=True)  # always 1
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    peaks = models.BinaryField()  # hashes of the largest complete subtrees, largest first: what appending needs

    class Meta:
        db_table = "trail_head"
