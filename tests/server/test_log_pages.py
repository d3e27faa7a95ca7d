"""The log is read a page at a time."""


def test_the_log_comes_a_page_at_a_time(town):
    town.member()
    first = town.supervisor.ask("GET", "/log", params={"limit": 2}).json()
    rest = town.supervisor.ask("GET", "/log", params={"after": 2}).json()

    assert len(first["entries"]) == 2
    assert first["head"] == rest["head"]
    assert first["head"][0] == 2 + len(rest["entries"])
