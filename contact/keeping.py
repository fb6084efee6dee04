"""How long something is kept, in words that people use."""

DAYS_IN_MONTH = 365.25 / 12


def in_words(days: int) -> str:
    """`30 dagen`, `6 maanden`, `1 jaar`: months and years where it is so many, within a day."""
    if days % 365 == 0:
        return f"{days // 365} jaar"
    months = round(days / DAYS_IN_MONTH)
    if months > 1 and abs(days - months * DAYS_IN_MONTH) < 1:
        return f"{months} maanden"
    return "1 dag" if days == 1 else f"{days} dagen"
