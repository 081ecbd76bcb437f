"""What people, posts and bodies are called, many at once."""

from collections.abc import Iterable

from xiaowei.base.refs import Ref
from xiaowei.roster.models import Body, Person, Post


def labels(refs: Iterable[Ref]) -> dict[Ref, str]:
    """A person by name with his latest post, a post by body, title and name, a body by name. Three queries."""
    wanted = set(refs)
    if not wanted:
        return {}
    found = {Ref(ref): name for ref, name in Body.objects.filter(pk__in=wanted).values_list("pk", "name")}
    found |= {Ref(ref): name for ref, name in Person.objects.filter(pk__in=wanted).values_list("pk", "name")}
    posts = Post.objects.filter(pk__in=wanted) | Post.objects.filter(person__in=wanted)
    for ref, person, name, body, title in posts.order_by("since", "pk").values_list(
        "pk", "person", "person__name", "body__name", "title"
    ):
        if ref in wanted:
            found[Ref(ref)] = f"{body} {title} {name}"
        if person in wanted:
            found[Ref(person)] = f"{name}（{body} {title}）"
    return found
