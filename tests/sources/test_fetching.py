from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator

import pytest

from dateline.sources.addresses import FetchError, resolve
from dateline.sources.fetching import AGENT, Fetch, Fetcher
from tests.sources.web import Page, Site, site

HERE = Fetch(allow_private=True, rest=0.0)


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as made:
        yield made


def fails(web: Site, path: str, said: str, limits: Fetch = HERE) -> FetchError:
    with pytest.raises(FetchError, match=said) as caught:
        Fetcher(limits).get(web.root + path)
    return caught.value


def test_a_page_is_fetched_with_its_kind_and_charset(web: Site) -> None:
    web.pages["/a?x=1"] = Page("Déjà".encode("latin-1"), "text/html; Charset='ISO-8859-1'")
    answer = Fetcher(HERE).get(f"{web.root}/a?x=1#top")
    assert (answer.kind, answer.charset) == ("text/html", "ISO-8859-1")
    assert answer.content.decode("latin-1") == "Déjà"
    assert answer.address == f"{web.root}/a?x=1"
    assert AGENT.startswith("Dateline/")


def test_this_machine_is_not_fetched_from_unless_allowed(web: Site) -> None:
    web.pages["/a"] = Page("secret")
    fails(web, "/a", "private network", Fetch(rest=0.0))
    assert web.asked == []


def test_the_connection_goes_to_the_number_that_was_judged(web: Site) -> None:
    web.pages["/a"] = Page("<p>hello")
    asked: list[str] = []

    def here(host: str, _port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",)

    # A name that no DNS knows: only the number that was given for it can have been used.
    limits = Fetch(allow_private=True, rest=0.0, robots=False, resolve=here)
    answer = Fetcher(limits).get(f"http://news.invalid:{web.port}/a")
    assert answer.content == b"<p>hello"
    assert asked == ["news.invalid"]
    assert web.asked[0][1] == f"news.invalid:{web.port}"


def test_a_redirection_into_a_private_network_is_refused(web: Site) -> None:
    # The first host may be reached, as if it were public; the one that it leads to may not.
    for target in ("http://10.0.0.1/", "http://[::ffff:7f00:1]/", "file:///etc/passwd"):
        web.pages["/a"] = Page(status=302, headers={"location": target})
        fetcher = Fetcher(Fetch(rest=0.0, robots=False, resolve=_public_but_here(web)))
        with pytest.raises(FetchError, match=r"private network|not fetched"):
            fetcher.get(f"http://news.invalid:{web.port}/a")


def _public_but_here(web: Site) -> Callable[[str, int], tuple[str, ...]]:
    class Number(str):
        """Looks public where it is judged, and is this machine where it is used."""

        __slots__ = ()

        def partition(self, sep: str) -> tuple[str, str, str]:
            return ("8.8.8.8", sep, "")

    def found(host: str, port: int) -> tuple[str, ...]:
        return (Number("127.0.0.1"),) if host == "news.invalid" else resolve(host, port)

    assert web.port
    return found


def test_a_name_that_changes_its_number_gains_nothing(web: Site) -> None:
    web.pages["/a"] = Page("inside")
    numbers = iter([("127.0.0.1",), ("127.0.0.1",)])
    limits = Fetch(rest=0.0, robots=False, resolve=lambda *_: next(numbers))
    with pytest.raises(FetchError, match="private network"):
        Fetcher(limits).get(f"http://rebound.invalid:{web.port}/a")
    assert web.asked == []


def test_redirections_are_followed_a_few_times(web: Site) -> None:
    for n in range(9):
        web.pages[f"/{n}"] = Page(status=301 + n % 2, headers={"location": f"{n + 1}"})
    web.pages["/9"] = Page("<p>there")
    answer = Fetcher(HERE).get(f"{web.root}/5")
    assert (answer.address, answer.content) == (f"{web.root}/9", b"<p>there")
    fails(web, "/1", "leads on more than 5 times")


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "no such page"), (403, "refuses this page"), (429, "come back later"), (500, "500")],
)
def test_what_the_server_refuses_is_said(web: Site, status: int, said: str) -> None:
    web.pages["/a"] = Page("no", status=status)
    assert fails(web, "/a", said).remedy


def test_an_answer_that_is_too_large_is_cut_off_also_when_packed(web: Site) -> None:
    limits = Fetch(allow_private=True, rest=0.0, largest=100_000)
    web.pages["/plain"] = Page(b"x" * 200_000)
    packed = {"content-encoding": "gzip"}
    web.pages["/packed"] = Page(gzip.compress(b"x" * 50_000_000), headers=packed)
    web.pages["/fits"] = Page(gzip.compress(b"y" * 90_000), headers=packed)
    fails(web, "/plain", "larger than", limits)
    fails(web, "/packed", "larger than", limits)
    assert Fetcher(limits).get(web.root + "/fits").content == b"y" * 90_000


def test_an_answer_that_trickles_is_cut_off(web: Site) -> None:
    def trickle(write: Callable[[bytes], object]) -> None:
        for _ in range(100):
            write(b"x")
            time.sleep(0.05)

    web.pages["/slow"] = Page(write=trickle)
    begun = time.monotonic()
    fails(web, "/slow", "too long", Fetch(allow_private=True, rest=0.0, seconds=0.5))
    assert time.monotonic() - begun < 3


def test_a_host_that_does_not_answer_is_said_so() -> None:
    with site() as gone:
        pass
    with pytest.raises(FetchError, match="does not answer"):
        Fetcher(HERE).get(gone.root)
    with pytest.raises(FetchError, match=r"certificate|does not answer"), site() as plain:
        Fetcher(HERE).get(f"https://127.0.0.1:{plain.port}/")


def test_what_the_site_asks_of_programs_is_kept(web: Site) -> None:
    web.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /private/*.html\nCrawl-delay: 0.2\n")
    for path in ("/private/a.html", "/b", "/c"):
        web.pages[path] = Page("<p>text")
    fetcher = Fetcher(HERE)
    with pytest.raises(FetchError, match="asks programs not to fetch"):
        fetcher.get(f"{web.root}/private/a.html")
    fetcher.get(f"{web.root}/b")
    fetcher.get(f"{web.root}/c")
    assert web.paths() == ["/robots.txt", "/b", "/c"]
    assert web.asked[2][2] - web.asked[1][2] >= 0.19
    web.pages["/robots.txt"] = Page("busy", status=503)
    fails(web, "/b", "does not say what may be fetched")


def test_two_requests_to_a_host_have_a_rest_between_them(web: Site) -> None:
    web.pages["/a"] = Page("<p>text")
    fetcher = Fetcher(Fetch(allow_private=True, rest=0.25, robots=False))
    fetcher.get(f"{web.root}/a")
    fetcher.get(f"{web.root}/a")
    assert web.asked[1][2] - web.asked[0][2] >= 0.24
