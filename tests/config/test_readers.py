"""Who counts as somebody who reads."""

import pytest

from config.readers import is_reader

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
READERS = [
    FIREFOX,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
]
ROBOTS = [
    "",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23.20.0",
    "curl/8.5.0",
    "python-httpx/0.28.1",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/141.0.0.0 Safari/537.36",
    "Feedly/1.0",
    "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
]


def asked_with(agent, **more):
    return {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": agent} | more


@pytest.mark.parametrize("agent", READERS)
def test_a_browser_is_somebody(agent):
    assert is_reader(asked_with(agent))


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_robot_that_says_so_is_nobody(agent):
    assert not is_reader(asked_with(agent))


def test_whoever_says_nothing_of_itself_is_nobody():
    assert not is_reader({"REQUEST_METHOD": "GET"})


def test_what_a_browser_fetches_in_advance_is_not_read():
    assert not is_reader(asked_with(FIREFOX, HTTP_SEC_PURPOSE="prefetch"))
    assert not is_reader(asked_with(FIREFOX, HTTP_PURPOSE="prefetch"))


def test_only_a_whole_page_is_read():
    assert not is_reader(asked_with(FIREFOX, REQUEST_METHOD="HEAD"))
