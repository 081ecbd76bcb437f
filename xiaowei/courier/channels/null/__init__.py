"""The quiet twin of every channel to the outside: takes all, tells nobody."""

from xiaowei.courier.channels.base import EVERYTHING, Channel, Outgoing, Sent


class Null(Channel):
    """Stands in where there is no network: development, tests, the sample county."""

    key = "null"
    reaches = "person"
    secrecies = EVERYTHING
    resend = "safe"

    def send(self, outgoing: Outgoing) -> Sent:
        """Nothing is sent and nothing is kept."""
        return Sent()
