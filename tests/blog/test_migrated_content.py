"""What migrations loaded is there for every test, also after one that empties all tables."""

import pytest

from blog.models import HelpCard

HEADINGS = ["Hulp, nu", "Ben je niet veilig?", "Nu in paniek?", "Ben je jonger dan 18?"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transactional_test_finds_the_help_cards_that_an_earlier_one_took_along(turn):
    assert list(HelpCard.objects.values_list("heading", flat=True)) == HEADINGS
    HelpCard.objects.all().delete()
