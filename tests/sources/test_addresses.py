from __future__ import annotations

import pytest

from dateline.sources.addresses import (
    FetchError,
    checked,
    is_address,
    is_public,
    resolve,
    target_of,
)

EVERYWHERE = "0.0.0.0"  # noqa: S104 - judged here, not bound to


@pytest.mark.parametrize(
    "number",
    ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_numbers_of_the_public_internet_may_be_reached(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     EVERYWHERE, "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.7", "198.18.0.1", "::1",
     "::", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1", "::7f00:1",
     "2001:db8::1", "no number"],
)  # fmt: skip
def test_all_other_numbers_may_not(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("https://News.Example/a b?q=ä&x=1#top".replace(" ", "%20"), "https://news.example/a%20b?q=%C3%A4&x=1"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example.:8080/feed", "http://news.example:8080/feed"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("feed://news.example/rss", "https://news.example/rss"),
        ("feed:http://news.example/rss", "http://news.example/rss"),
        ("http://[2606:4700::1111]:81/x", "http://[2606:4700::1111]:81/x"),
    ],
)  # fmt: skip
def test_an_address_is_taken_apart_and_put_together(address: str, whole: str) -> None:
    assert target_of(address).address == whole


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://news.example/a", "ftp addresses are not fetched"),
        ("file:///etc/passwd", "file addresses are not fetched"),
        ("javascript:alert(1)", "not fetched"),
        ("https://", "no host"),
        ("https://ana:secret@news.example/", "a user's name"),
        ("https://news.example:port/", "no address"),
        ("https://news.example/a b", "no address"),
        ("https://news.example\\@127.0.0.1/", "no address"),
        ("https://[::1/", "no address"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(address: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        target_of(address)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", EVERYWHERE]
)
def test_this_machine_is_refused_by_whatever_name(host: str) -> None:
    target = target_of(f"http://{host}/")
    with pytest.raises(FetchError, match="private network"):
        checked(target, allow_private=False)
    assert checked(target, allow_private=True)


def test_a_host_with_one_private_number_among_public_ones_is_refused() -> None:
    target = target_of("https://news.example/")
    with pytest.raises(FetchError, match=r"10\.0\.0\.8"):
        checked(target, allow_private=False, resolve=lambda *_: ("8.8.8.8", "10.0.0.8"))
    found = checked(target, allow_private=False, resolve=lambda *_: ("8.8.8.8", "8.8.4.4"))
    assert found == ("8.8.8.8", "8.8.4.4")


def test_a_name_that_nobody_has_is_said_so() -> None:
    with pytest.raises(FetchError, match=r"no host is called nowhere\.invalid"):
        resolve("nowhere.invalid", 80)


def test_addresses_are_told_from_paths() -> None:
    assert is_address("https://news.example/a")
    assert is_address("FTP://news.example/a")
    assert is_address("feed:https://news.example/a")
    assert not is_address("reports/https.txt")
    assert not is_address("C:\\reports\\a.txt")
    assert not is_address("-")
