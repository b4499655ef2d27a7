"""All links together: manners, second questions, no way to the web, progress and interruption."""

import os
import signal
import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer, Verdict
from fiche_builder.check.sites.asking import Limits
from tests.making.asking import HASTY, QUICK, ask, closed_port, survey
from tests.making.webserver import WebServer, answer, hang_up, never


def test_head_first_then_get_where_head_is_refused(site: WebServer) -> None:
    for said in (answer(405), answer(501), answer(403), answer(404), answer(500), hang_up):
        site.asked.clear()
        url = site.says("HEAD /page", said)
        assert ask(url, site.url("/fine")) == {
            url: LinkAnswer(AnswerKind.FINE),
            site.url("/fine"): LinkAnswer(AnswerKind.FINE),
        }
        assert (site.methods("/page"), site.methods("/fine")) == (["HEAD", "GET"], ["HEAD"])


def test_a_server_that_never_answers_head_may_answer_get(site: WebServer) -> None:
    url = site.says("HEAD /page", never)
    assert ask(url, limits=HASTY) == {url: LinkAnswer(AnswerKind.FINE)}


def test_a_trouble_is_asked_about_once_more_at_the_end(site: WebServer) -> None:
    flaky = site.says("/flaky", answer(500), answer(500), answer(200))
    broken = site.says("/broken", answer(500))
    fine = site.url("/fine")
    assert ask(flaky, broken, fine) == {
        fine: LinkAnswer(AnswerKind.FINE),
        flaky: LinkAnswer(AnswerKind.FINE),
        broken: LinkAnswer(AnswerKind.SERVER_ERROR, "", 500),
    }
    paths = ("/flaky", "/flaky", "/broken", "/broken", "/fine", "/flaky", "/broken", "/broken")
    assert tuple(asked.path for asked in site.asked) == paths


def test_a_server_that_wants_to_be_asked_less_is_left_alone(proxy: WebServer) -> None:
    for number, said in enumerate((answer(429), answer(503, Retry_After="3600"))):
        proxy.says(f"/busy{number}", said)
        urls = [f"http://h{number}.example/busy{number}", *(f"http://h{number}.example/{page}" for page in range(5))]
        found = ask(*urls, f"http://other{number}.example/")
        assert [found[url].kind for url in urls] == [AnswerKind.BUSY] * 6
        assert found[f"http://other{number}.example/"].kind is AnswerKind.FINE
    assert len(proxy.asked) == 4


def test_two_slow_pages_do_not_make_the_others_slow(site: WebServer) -> None:
    """The others wait for the second time, and go first then."""
    slow = [site.says("/slow", never), site.says("/slower", never)]
    others = [site.url(f"/{number}") for number in range(5)]
    found = {url: answer.kind for url, answer in ask(*slow, *others, limits=HASTY).items()}
    assert found == dict.fromkeys(others, AnswerKind.FINE) | dict.fromkeys(slow, AnswerKind.SLOW)


def test_a_host_that_does_not_answer_is_not_asked_for_each_of_its_pages(site: WebServer) -> None:
    urls = [site.says(f"/{number}", never) for number in range(10)]
    begun = time.monotonic()
    assert {found.kind for found in ask(*urls, limits=HASTY).values()} == {AnswerKind.SLOW}
    assert len(site.asked) == 8
    assert time.monotonic() - begun < 5


def test_one_at_a_time_at_a_host_with_a_pause_and_many_hosts_at_a_time(proxy: WebServer) -> None:
    proxy.takes = 0.03
    proxy.says("/old", answer(301, "http://common.example/new"))
    urls = [f"http://h{host}.example/{page}" for host in range(12) for page in ("old", "b", "c")]
    found = ask(*urls, limits=replace(QUICK, pause=0.05))
    assert {url: answer.kind for url, answer in found.items()} == {
        url: AnswerKind.MOVED if url.endswith("old") else AnswerKind.FINE for url in urls
    }  # fmt: skip
    hosts = {f"h{host}.example" for host in range(12)} | {"common.example"}
    assert proxy.most_by_host == dict.fromkeys(hosts, 1)
    assert 2 <= proxy.most <= 8
    for host in hosts:
        times = sorted(asked.begun for asked in proxy.asked if asked.host == host)
        assert all(after - before >= 0.075 for before, after in pairwise(times))


def test_no_web_at_all_is_no_300_dead_links() -> None:
    urls = [f"http://nulle-part-{number}.invalid/" for number in range(300)]
    begun = time.monotonic()
    found = survey(*urls, limits=Limits())
    assert (found.answers, found.is_offline, found.total) == ({}, True, 300)
    assert time.monotonic() - begun < 5


def test_three_hosts_of_which_none_answers_are_no_web(site: WebServer) -> None:
    urls = [f"http://127.0.0.1:{closed_port()}/{number}" for number in range(3)]
    assert survey(*urls).is_offline
    assert not survey(*urls[:2]).is_offline
    assert not survey(*urls, site.url("/")).is_offline


def test_a_proxy_that_does_not_answer_is_no_web(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert survey("http://a.example/", "http://b.example/", "http://c.example/").is_offline


def test_each_link_is_counted_once(site: WebServer) -> None:
    counted: list[int] = []
    urls = [site.says("/broken", answer(500)), site.url("/a"), site.says("/b", answer(404))]
    found = survey(*urls, done=lambda: counted.append(1))
    assert len(counted) == found.total == 3
    assert {verdict: found.count(verdict) for verdict in Verdict if found.count(verdict)} == {
        Verdict.FINE: 1, Verdict.DEAD: 1, Verdict.UNSURE: 1,
    }  # fmt: skip


def test_nothing_to_ask() -> None:
    assert survey().answers == {}
    assert not survey().is_offline


def test_ctrl_c_ends_it_at_once_with_what_is_known(site: WebServer) -> None:
    slow, fine, broken = site.says("/slow", never), site.url("/fine"), site.says("/broken", answer(500))
    stop = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    stop.start()
    begun = time.monotonic()
    found = survey(fine, broken, slow, limits=Limits(read=20.0, whole=40.0, pause=0.0))
    assert time.monotonic() - begun < 2
    assert found.is_interrupted
    assert found.answers == {fine: LinkAnswer(AnswerKind.FINE)}
    stop.join()
