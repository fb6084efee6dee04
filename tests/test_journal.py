"""A short run of tests/long/journal.py: what visitors were told = the database = the mailbox."""

from tests.long import journal


def test_what_visitors_were_told_is_stored_and_mailed_though_all_is_killed_and_mail_is_away(
    tmp_path, site_template
):
    mail = journal.MailServer()
    with journal.running_site(tmp_path, site_template, mail) as site:
        wrong = journal.run(site, mail, kills=4, minutes=0.2)
    mail.set("away")
    assert wrong == []


def test_a_difference_between_the_three_is_seen():
    """The comparison can fail: each kind of loss and doubling is named."""
    start = journal.datetime(2027, 3, 29, 8, 0, tzinfo=journal.UTC)
    told = journal.Journal(
        calls={"v1@example.org": (start, True), "v2@example.org": (start, True)},
        asked={"0612000003", "0612000004"},
    )
    site = Rows(
        contact_bookedcell=[(1,)],
        contact_outboxmail=[
            ("failed", "booking_confirmed", 0, 1, 0, "v1@example.org"),
            ("void", "booking_confirmed", 0, 1, 0, "v1@example.org"),
            ("sent", "booking_confirmed", 0, 2, 0, "v2@example.org"),
        ],
        contact_callbackrequest=[("+31612000003",), ("+31612000003",), ("+31612000005",)],
        contact_booking=[
            ("v1@example.org", start, "cancelled"),
            ("v3@example.org", start, "confirmed"),
        ],
    )
    wrong = journal.compare(told, site, journal.Mailbox())
    kinds = ("told", "stored, and nobody", "is lost", "2 times", "cells", "ended as", "arrived")
    assert [kind for kind in kinds if not any(kind in line for line in wrong)] == []
    assert sum("mailed None" in line for line in wrong) == 2


class Rows:
    """Stands in for a site: the rows of the first table that a question names."""

    def __init__(self, **tables):
        self.tables = tables

    def query(self, sql):
        names = [name for name in self.tables if f"FROM {name}" in sql]
        return self.tables[names[0]]
