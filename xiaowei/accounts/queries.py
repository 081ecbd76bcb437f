"""Reads of the accounts room."""

from xiaowei.accounts.models import Login


def username_taken(username: str) -> bool:
    """Whether somebody already logs in under this name."""
    return Login.objects.filter(username=username).exists()


def sample_logins_exist() -> bool:
    """Whether any log-in of the sample county is here: a production start refuses on one."""
    return Login.objects.filter(sample=True).exists()
