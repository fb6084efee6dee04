"""What is searched for in the measurement of growth: a label and the page that is asked for.

The words are those of the demo's texts; RARE and COMMON are put in by whoever fills the database:
RARE into three articles, whatever their number, COMMON into every second one.
"""

RARE, COMMON = "zonneschijnsel", "veelgezegd"
SEARCHES = {
    "search, rare word": f"/zoeken/?q={RARE}",
    "search, common word": f"/zoeken/?q={COMMON}",
    "search, common word, page 10": f"/zoeken/?q={COMMON}&page=10",
    "search, common and rare": f"/zoeken/?q={COMMON}+{RARE}",
    "search, prefix": "/zoeken/?q=ver",
    "search, mistyped": f"/zoeken/?q={RARE[:5]}{RARE[6:]}",
    "search, nothing found": "/zoeken/?q=qqzzxx",
}
