"""How large a file may be."""

from django.utils.translation import gettext as _

from xiaowei.base.refusals import TooLarge

MAX_BYTES = 20 * 1024 * 1024


def check_size(data: bytes) -> None:
    """Raises TooLarge for more than MAX_BYTES."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data))


def too_large(size: int) -> TooLarge:
    """The refusal of a file of so many bytes."""
    return TooLarge(
        _("这个文件有 %(size)s MB，超过了 20 MB。请换小一点的再传，其他内容都已保留。"),
        size=f"{size / 1024 / 1024:.1f}",
    )
