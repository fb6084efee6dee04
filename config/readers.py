"""Who asks for a page: somebody who reads, or a machine that says it is one."""

import re
from functools import lru_cache

ROBOTS = re.compile(
    r"bot\b|bot[/_;-]|crawl|spider|slurp|scrap|archiv|preview|externalhit|embedly|validator|lighthouse"
    r"|headless|phantom|monitor|uptime|pingdom|statuscake|feed|rss|curl|wget|python|httpx|java/|okhttp"
    r"|go-http|libwww|axios|node-fetch|postman|wrk|apachebench|scan|check|fetch|whatsapp|telegram",
    re.IGNORECASE,
)
LONGEST = 300  # signs of the name that a browser gives itself


def is_reader(environ: dict) -> bool:
    """Whether a person looks at what is asked for: no known robot, nothing fetched in advance."""
    if environ["REQUEST_METHOD"] != "GET":
        return False
    if "HTTP_SEC_PURPOSE" in environ or "HTTP_PURPOSE" in environ or "HTTP_X_MOZ" in environ:
        return False
    return not _is_robot(environ.get("HTTP_USER_AGENT", "")[:LONGEST])


@lru_cache(1024)
def _is_robot(agent: str) -> bool:
    return not agent or ROBOTS.search(agent) is not None
