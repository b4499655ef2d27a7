"""How long `fiche check --links` takes to ask 300 links on 60 hosts, and how much memory.

    PYTHONPATH=src:. python benchmarks/links.py

All hosts are one server on this machine. Each answer takes 50 ms. One link in ten has moved, one in ten is dead. With a
pause of 0, the time is that of the work. With the pause of 1 second that the program keeps between two questions to one
host, it is that of good manners.
"""

import os
import resource
import time

from tests.making.webserver import answer, web_server

from fiche_builder.check.sites.answers import Verdict
from fiche_builder.check.sites.asking import Limits
from fiche_builder.check.sites.survey import ask_links

_HOSTS, _LINKS = 60, 300


def main() -> None:
    """Print the figures."""
    with web_server() as server:
        os.environ["HTTP_PROXY"] = server.url("")
        server.takes = 0.05
        server.says("/0", answer(301, "/new"))
        server.says("/1", answer(404))
        urls = [
            f"http://h{number % _HOSTS}.example/{number // 6 % 10}" + f"?{number}" * (number > 0)
            for number in range(_LINKS)
        ]
        for pause in (0.0, 1.0):
            server.asked.clear()
            begun = time.monotonic()
            survey = ask_links(urls, lambda _host: False, Limits(pause=pause))
            counts = " · ".join(
                f"{survey.count(verdict)} {verdict.name}" for verdict in Verdict if survey.count(verdict)
            )
            seconds = time.monotonic() - begun
            print(
                f"pause {pause:.0f} s: {len(survey.answers)} links, {len(server.asked)} questions, {seconds:.1f} s "
                f"({counts})"
            )
        print(f"memory at most, with the server: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
