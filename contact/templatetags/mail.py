"""What did not arrive, beside the request that it was about."""

from django import template

from contact.models import OutboxMail

register = template.Library()


@register.simple_tag
def failed_mails(about) -> list[OutboxMail]:
    """The mails about a booking or callback request that were given up; none for another row."""
    if about is None or not about.email:
        return []
    return list(about.outboxmail_set.filter(status=OutboxMail.Status.FAILED).order_by("-pk"))
