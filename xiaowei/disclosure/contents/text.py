"""A text with pictures, papers and lists (文字公开) as content."""

from xiaowei.disclosure.texts.public import kind_of

KIND = kind_of("text")
