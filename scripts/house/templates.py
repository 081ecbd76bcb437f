"""Every template compiles: a misspelt tag is found here and not by a villager."""

from collections.abc import Callable, Iterator
from pathlib import Path


def faults(root: Path, compile_one: Callable[[str], object] | None = None) -> Iterator[str]:
    """One sentence for each template below xiaowei/ that does not compile. Needs Django to be set up."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    for path in sorted((root / "xiaowei").rglob("templates/**/*.*")):
        if not path.is_file():
            continue
        name = path.as_posix().rsplit("/templates/", 1)[1]
        try:
            (compile_one or get_template)(name)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            yield f"{path.relative_to(root)}: {error}"
