"""A decision with its four-step record (四议两公开) as content."""

from xiaowei.disclosure.texts.public import kind_of

KIND = kind_of("decision")
