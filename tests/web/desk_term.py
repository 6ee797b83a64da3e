#!/usr/bin/python3
"""A running term in the desk, as an officer works with it: desk_term.py PROGRAM [FOLDER FOR PICTURES]

A term is extended: refused beyond what the rules allow, then as they do, and taken back; it is ended early, its handover begins,
is put together, is refused while something is missing, and is accepted by the host. A claim is checked by one and
approved by another; money is promised and paid. In English and in Chinese.
"""

import datetime
import pathlib
import sys

from browser import Example, Visitor
from forms import open_form, send, sent
from selenium.webdriver.support.ui import Select

TODAY = datetime.date.today()


def day(days):
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def extended(visitor, server, pictures):
    term = server.get("officer", "/api/terms?limit=1")["items"][0]
    visitor.go("/handovers")
    visitor.until("the terms", lambda: visitor.all(f"main a[href='/terms/{term['id']}']"))
    visitor.find(f"main a[href='/terms/{term['id']}']").click()
    visitor.until("the term", lambda: visitor.find("h1").text == term["staff_name"])
    open_form(visitor, "Extend")
    last = datetime.date.fromisoformat(term["last_day"])
    visitor.day("last_day", (last + datetime.timedelta(days=500)).isoformat())
    visitor.field("reason", "The road is not done")
    visitor.field("document", "Letter of this week")
    send(visitor)
    # Which rule, and up to when.
    visitor.until("the rule", lambda: "extension_months" in visitor.find("dialog[open]").text)
    if pictures:
        visitor.picture(pictures / "term-too-long.png")
    visitor.day("last_day", (last + datetime.timedelta(days=150)).isoformat())
    send(visitor)
    sent(visitor, "The road is not done")
    # The last of what happened.
    [each for each in visitor.all("main table button") if each.text == "Withdraw"][-1].click()
    visitor.until("the form", lambda: visitor.all("dialog[open] form"))
    visitor.field("reason", "Typed at the wrong person")
    send(visitor)
    sent(visitor, "Typed at the wrong person")
    assert server.get("officer", f"/api/terms/{term['id']}")["last_day"] == term["last_day"]


def handed_over(visitor, server, pictures):
    """Of a term at the site of the example's host."""
    scope = server.get("host", "/api/account")["grants"][0]["scope"]
    site = scope.split(":")[-1].strip() if isinstance(scope, str) else scope["subject"]
    term = server.get("officer", f"/api/terms?limit=1&site={site}")["items"][0]
    visitor.go(f"/terms/{term['id']}")
    open_form(visitor, "End early")
    visitor.day("last_day", day(3))
    visitor.field("reason", "Needed at home")
    send(visitor)
    sent(visitor, "Needed at home")
    open_form(visitor, "Begin the handover")
    send(visitor)
    visitor.until("the handover", lambda: "/handovers/" in visitor.driver.current_url)
    address = visitor.driver.current_url
    open_form(visitor, "Let the host lead it")
    visitor.field("host_reason", "Nobody follows yet")
    send(visitor)
    sent(visitor, "Nobody follows yet")
    # What is missing is named.
    open_form(visitor, "Say that it is whole")
    send(visitor)
    visitor.until("what is missing", lambda: "money" in visitor.find("dialog[open]").text)
    if pictures:
        visitor.picture(pictures / "term-handover-missing.png")
    visitor.find("dialog[open] .away").click()
    open_form(visitor, "Add an open matter")
    visitor.field("category", "road")
    visitor.field("title", "Culvert at the mill")
    visitor.field("place", "Lower road")
    visitor.field("next_step", "Ask the township for pipes")
    send(visitor)
    sent(visitor, "Culvert at the mill")
    open_form(visitor, "Add a contact")
    visitor.field("category", "office")
    visitor.field("title", "Duty telephone")
    visitor.field("place", "Township hall")
    send(visitor)
    sent(visitor, "Duty telephone")
    open_form(visitor, "Write overlap, money, lessons")
    visitor.field("stated", "120.50 CNY")
    visitor.field("lessons", "Go by the upper road in spring")
    send(visitor)
    sent(visitor, "Go by the upper road")
    open_form(visitor, "Say that it is whole")
    send(visitor)
    sent(visitor, "given, waits for acceptance")
    # The host counts another sum: it is asked why.
    visitor.come_as(server.session_of("host"))
    visitor.prefer("zh", "light")
    visitor.go("/" + address.split("/", 3)[3])
    open_form(visitor, "接收交接")
    visitor.field("counted", "100.00 CNY")
    send(visitor)
    visitor.until("the difference", lambda: "20.50" in visitor.find("dialog[open]").text)
    visitor.field("money_reason", "收据遗失")
    send(visitor)
    sent(visitor, "已接收")
    if pictures:
        visitor.picture(pictures / "term-handover-accepted.png")


def begun(visitor, server, pictures):
    """From the list of those that are due: the rules want it begun, and nobody has. The calendar is a file."""
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")
    due = server.get("officer", "/api/terms?unbegun=true")["items"]
    assert due and all("handover" not in each for each in due), due
    visitor.go("/handovers?tab=handovers")
    visitor.until("who is due", lambda: due[0]["staff_name"] in visitor.find("main table").text)
    open_form(visitor, "Begin the handover")
    send(visitor)
    visitor.until("the handover", lambda: due[0]["staff_name"] in visitor.find("h1").text)
    assert len(server.get("officer", "/api/terms?unbegun=true")["items"]) == len(due) - 1
    visitor.go("/handovers?tab=rotation")
    visitor.until("the calendar", lambda: visitor.all("main table"))
    name, file = visitor.kept(lambda: visitor.button(".csv").click())
    lines = file.decode("utf-8-sig").splitlines()
    assert name.endswith(".csv") and any(",ends," in each and due[0]["staff_name"] in each for each in lines), lines[:5]
    # A talk is held once: where it was, it is not offered.
    for term in [each["id"] for each in server.get("officer", "/api/postings?limit=6")["items"]]:
        held = any(each["kind"] == "talk" for each in server.get("officer", f"/api/terms/{term}/events")["items"])
        visitor.go(f"/terms/{term}")
        visitor.until("what happened", lambda: visitor.all("main .actions button") and (visitor.all("main table") or not held))
        visitor.until("the talk", lambda: ("Note the talk" in visitor.find("main .actions").text) != held)
    if pictures:
        visitor.picture(pictures / "term-begun.png")


def paid(visitor, server, pictures):
    """Whoever checked a claim does not approve it."""
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")
    visitor.go("/money?tab=claims")
    open_form(visitor, "Check")
    send(visitor)
    sent(visitor, "checked")
    open_form(visitor, "Approve")
    send(visitor)
    visitor.until("the refusal", lambda: visitor.all("dialog[open] [role=alert]"))
    visitor.find("dialog[open] .away").click()
    visitor.come_as(server.session_of("officer2"))
    visitor.go("/money?tab=claims")
    open_form(visitor, "Approve")
    send(visitor)
    sent(visitor, "approved")
    open_form(visitor, "Record the payment")
    visitor.field("source", "bank 3")
    send(visitor)
    visitor.until("what waits", lambda: not visitor.all("dialog[open]") and "Rows: 5" in visitor.text())
    if pictures:
        visitor.picture(pictures / "term-claims.png")


def committed(visitor, server, pictures):
    """Money is promised at a site, more than its line has is refused, and what is promised is paid."""
    visitor.come_as(server.session_of("officer"))
    site = server.get("officer", f"/api/budget-lines?year={TODAY.year}&limit=1")["items"][0]["site"]
    visitor.go(f"/money?year={TODAY.year}&site={site}")
    visitor.until("the lines", lambda: visitor.all("section table.simple"))
    open_form(visitor, "Commit money")
    Select(visitor.find("dialog[open] [name=line]")).select_by_index(1)
    visitor.field("amount", "99999999.00 CNY")
    visitor.field("name", "Two desks")
    visitor.field("source", "order 12")
    send(visitor)
    visitor.until("who may approve", lambda: visitor.all("dialog[open] [role=alert]"))
    visitor.field("amount", "700.00 CNY")
    send(visitor)
    sent(visitor, "Two desks")
    open_form(visitor, "Record a payment")
    visitor.field("amount", "650.00 CNY")
    visitor.field("source", "bank 3")
    if pictures:
        visitor.picture(pictures / "term-payment.png")
    send(visitor)
    sent(visitor, "closed")
    assert "650.00 CNY" in visitor.text()
    proof = server.get("officer", "/api/budget/proof")
    assert [proof[each] for each in ("difference", "unbalanced", "lines_apart")] == [0, 0, 0], proof


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with Example(program) as server, Visitor(server.place) as visitor:
        visitor.prefer("en", "light")
        visitor.come_as(server.session_of("officer"))
        extended(visitor, server, pictures)
        handed_over(visitor, server, pictures)
        begun(visitor, server, pictures)
        paid(visitor, server, pictures)
        committed(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print("a running term works in the browser")


main()
