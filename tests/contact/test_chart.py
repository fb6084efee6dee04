"""Where the bars stand."""

from hypothesis import given
from hypothesis import strategies as st

from contact.chart import HEIGHT, LINES, WIDTH, chart, nice_top

numbers = st.integers(0, 5000)


@given(st.lists(st.tuples(st.just("1-1"), numbers, numbers), max_size=60))
def test_bars_stand_beside_each_other_and_within_the_drawing(weeks):
    drawn = chart(weeks)
    end = 0.0
    for bar, (_, lower, _) in zip(drawn.bars, weeks, strict=True):
        assert end <= bar.x + 0.1
        end = bar.x + bar.width
        assert abs(bar.lower_y + bar.lower_height - HEIGHT) < 0.2
        assert abs(bar.upper_y + bar.upper_height - bar.lower_y) < 0.2
        assert bar.upper_y >= -0.1
        assert (bar.lower_height > 0) == (lower * HEIGHT / drawn.lines[-1].value >= 0.05)
    assert end <= WIDTH


@given(st.integers(0, 10**7))
def test_the_top_is_a_round_number_that_is_not_far_above(most):
    top = nice_top(most)
    assert most <= top
    assert top == 4 or top < most * 2.01
    assert top % LINES == 0
