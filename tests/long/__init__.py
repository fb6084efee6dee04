"""Long runs, started by hand: pytest collects none of them."""
