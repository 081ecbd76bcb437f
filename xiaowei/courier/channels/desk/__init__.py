"""The list of notices inside the product: nothing leaves the building, so it may carry everything."""

from xiaowei.courier.channels.base import EVERYTHING, Channel, Outgoing, Sent
from xiaowei.courier.models import Notice


class Desk(Channel):
    """Writes the notice a person finds after logging in."""

    key = "desk"
    reaches = "person"
    secrecies = EVERYTHING
    resend = "safe"

    def send(self, outgoing: Outgoing) -> Sent:
        """One notice per message, however often it is sent."""
        Notice.objects.get_or_create(
            outbox=outgoing.ref,
            defaults={
                "person": outgoing.person,
                "text": outgoing.text,
                "about": outgoing.about,
                "at": outgoing.created_at,
            },
        )
        return Sent()
