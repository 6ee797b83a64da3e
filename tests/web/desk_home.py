#!/usr/bin/python3
"""The first page, and what it says of what is there: desk_home.py PROGRAM [FOLDER FOR PICTURES]

On an empty programme nothing is said of nobody, and the way to the first plan is done step by step. In the example:
the first of what waits, with its clock; a second signature that waits, and who asked; a former plan as a draft; an
edition of the rules that is opened; Ctrl-Enter where a page has one form; an area that is closed, found and opened
again; a file that is none; drafts that are asked about before they are lost; what is printed; how an own programme
begins. In Chinese where it makes no difference.
"""

import datetime
import pathlib
import re
import sys
import tempfile
import time

from browser import Example, Server, Visitor, code_of
from forms import gone, open_form, pick, send, sent
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

PASSWORD = "eleven quiet herons"


def look(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"home-{name}.png")
    assert not visitor.accessibility(), visitor.accessibility()


def control_enter(visitor):
    ActionChains(visitor.driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()


def button_looks_main(visitor):
    """Coloured as the page's main action, not white on white."""
    return visitor.driver.execute_script(
        "const at = getComputedStyle(document.querySelector('.head .action a.main')); return at.backgroundColor !== at.color"
        " && at.backgroundColor !== 'rgb(255, 255, 255)'")


def start(visitor, server):
    """The first account of an empty programme, who also runs it."""
    link = server.until("/setup#")
    visitor.place = server.place = re.match(r"http://[^/]*", link).group(0)
    visitor.prefer("en", "light")
    visitor.driver.get("about:blank")
    visitor.go(link.replace(visitor.place, ""))
    visitor.field("name", "olga")
    visitor.field("person", "Olga Example")
    visitor.field("password", PASSWORD)
    box = visitor.find("input[type=checkbox]")
    if not box.is_selected():
        box.click()
    visitor.button("Make the account").click()
    visitor.shows("The account is made")
    visitor.button("Sign in").click()
    visitor.shows("Name to sign in with")
    visitor.field("name", "olga")
    visitor.field("password", PASSWORD + Keys.ENTER)
    visitor.shows("Set up the second factor")
    visitor.shows("Give this key to the app")
    visitor.field("code", code_of(visitor.find("code.key").text) + Keys.ENTER)
    visitor.button("I have kept them").click()
    visitor.until("somebody signed in", lambda: visitor.all(".who"))


def of_nobody(visitor, pictures):
    visitor.go("/")
    visitor.shows("The way to the first plan")
    for words in ("Every sponsor has replied", "Every site has a leader", "is covered", "Nobody is overdue", "No objection"):
        assert words not in visitor.text(), words
    assert len([each for each in visitor.all("ol.todo li") if "to do" in each.text]) == 5, visitor.text()
    look(visitor, pictures, "empty")
    for address, words, never in (
            ("/plans", "A plan needs sites and people first", "are enough"),
            ("/sites?view=map", "There are no sites yet", "Take a filter away"),
            ("/settings/areas", "There are no areas yet", "Take a filter away"),
            ("/reports", "There are no sites yet", "Township"),
            ("/reports?tab=sponsors", "There are no sponsors yet", "Establishment")):
        visitor.go(address)
        visitor.shows(words)
        assert never not in visitor.text() and not visitor.all("main table"), (address, visitor.text())
    # Each step is done by what there is.
    visitor.go("/settings/areas?do=make")
    visitor.field("name", "Weir Province")
    visitor.find("dialog select[name=kind]").send_keys("Province")
    visitor.find("dialog[open] form button[type=submit]").click()
    visitor.until("the area", lambda: any("Weir Province" in each.text for each in visitor.all("main td")))
    visitor.go("/")
    visitor.until("its step, done", lambda: "✔" in visitor.all("ol.todo li")[0].text and "○" in visitor.all("ol.todo li")[1].text)


def asked(visitor, server, pictures):
    """Without e-mail too whoever is asked by a survey hears of it, and whoever reminds people whom to remind."""
    today = datetime.date.today()
    server.post("officer", "/api/postings", {
        "staff": server.get("member", "/api/account")["staff"], "site": server.get("officer", "/api/sites?limit=1")["items"][0]["id"],
        "role": "member", "from_day": today.isoformat(), "source": "List 9"})
    server.post("officer", "/api/training-surveys", {
        "year": 2028, "opens_on": today.isoformat(), "closes_on": (today + datetime.timedelta(days=20)).isoformat()})
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("member"))
    visitor.go("/")
    visitor.shows("You have not answered yet. It is open until")
    look(visitor, pictures, "asked")
    visitor.find("section[aria-labelledby=asked] a").click()
    visitor.shows("Your answer")
    # A leader has their team by name; the page of training is not theirs.
    visitor.come_as(server.session_of("leader"))
    visitor.prefer("zh", "light")
    visitor.go("/")
    visitor.until("who has not answered", lambda: visitor.all("section[aria-labelledby=asked] li"))
    assert "未填报" in visitor.find("section[aria-labelledby=asked]").text
    assert not visitor.all("section[aria-labelledby=asked] a"), visitor.text()
    look(visitor, pictures, "asked-leader-zh")
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")


def what_waits(visitor, server, pictures):
    """Whoever may not read an earlier list has the first of what they may."""
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("sponsor"))
    visitor.go("/")
    visitor.until("the first", lambda: visitor.all(".head .action a.main"))
    assert "/rounds/places/" in visitor.find(".head .action a.main").get_attribute("href")
    assert button_looks_main(visitor), "before any other page was open"
    # A plan with an open objection is where the programme is, though a later round is open.
    visitor.come_as(server.session_of("officer"))
    visitor.go("/")
    visitor.until("the stage", lambda: "Publication" in visitor.find("[aria-current=step]").text)
    plan = server.get("officer", "/api/plans?state=published&limit=1")["items"][0]
    board = server.get("officer", f"/api/plans/{plan['id']}/board")
    # One team too large: it waits for a second signature.
    full = next(each for each in board["sites"]
                if sum(place["site"] == each["id"] for place in board["places"]) == each["target_team"])
    other = next(place for place in board["places"] if place["site"] != full["id"])
    made = server.post("officer", f"/api/plans/{plan['id']}/edit", {
        "moves": [f"{other['staff']}@{full['id']}:member"], "name": "One more there", "reason": "a roof is there", "beside": True})
    server.post("officer", "/api/rule-overrides", {"plan": made["id"], "reason": "agreed in May"})
    visitor.go("/")
    visitor.shows("1 plan that breaks hard rules waits for a second signature")
    visitor.shows("One more there: asked by Olga Example, since")
    look(visitor, pictures, "waits-en")
    visitor.button("One more there: asked by").click()
    visitor.until("the signature", lambda: "asked by Olga Example" in visitor.find("dialog[open]").text)
    assert visitor.find("dialog[open]").text.count("may object") == 1
    visitor.prefer("zh", "light")
    visitor.go("/")
    visitor.shows("1个违反硬性规则的方案等待第二人签字")
    look(visitor, pictures, "waits-zh")
    return plan, made


def a_former_plan(visitor, server, made, pictures):
    """Withdrawn, and made the draft again; made again and compared, while one leaves the page."""
    visitor.prefer("en", "light")
    plan = server.get("officer", f"/api/plans/{made['id']}")
    server.post("officer", f"/api/plans/{made['id']}/withdraw", {"version": plan["version"], "reason": "not now"})
    visitor.go(f"/plans/{made['id']}?do=draft")
    visitor.shows("This plan stays as it is")
    # Why is asked for as what it is, no name.
    visitor.field("reason", "long " * 50)
    visitor.find("dialog[open] form button[type=submit]").click()
    visitor.shows("Say why, in 1 to 200 bytes on one line")
    visitor.field("reason", "the roof came after all")
    visitor.find("dialog[open] form button[type=submit]").click()
    visitor.until("a draft", lambda: "◐" in visitor.find(".plan-state").text)
    assert made["id"] not in visitor.driver.current_url
    again = server.get("officer", "/api/plans?limit=1")["items"][0]
    assert again["parent"] == made["id"] and again["state"] == "draft" and again["placed"] == plan["placed"], again
    found = server.get("officer", "/api/plans?state=published&limit=1")["items"][0]["id"]
    visitor.go(f"/plans/{found}?do=replay")
    visitor.find("dialog[open] .ant-btn-primary").click()
    visitor.until("that it goes on", lambda: "so far" in visitor.find("dialog[open]").text or "byte for byte" in visitor.text())
    look(visitor, pictures, "replay")
    # To another page of the desk and back.
    visitor.button("Close this window").click()
    visitor.find("nav.pages a[href='/sites']").click()
    visitor.shows("of 90 rows")
    visitor.driver.back()
    visitor.until("the plan", lambda: visitor.all(".plan-state"))
    visitor.button("Make it again and compare").click()
    # As long as the plan took, on a machine that does other things too.
    for _ in range(100):
        if "byte for byte" in visitor.text():
            break
        time.sleep(1)
    visitor.shows("It is the same, byte for byte")


def rules(visitor, server, pictures):
    visitor.prefer("en", "light")
    visitor.go("/rules")
    visitor.shows("A team is never larger than its target")
    visitor.field("reason", "sent by keys")
    control_enter(visitor)
    visitor.until("the edition", lambda: any("sent by keys" in each.text for each in visitor.all("main table td")))
    edition = server.get("officer", "/api/rules")["items"][0]
    visitor.find(f"main table a[href='/rules/{edition['id']}']").click()
    visitor.shows("sent by keys")
    visitor.shows(server.get("officer", f"/api/rules/{edition['id']}")["digest"])
    look(visitor, pictures, "edition")


def areas(visitor, server, pictures):
    county = server.get("officer", "/api/areas?kind=county&limit=1")["items"][0]
    area = server.post("officer", "/api/areas", {"name": "Heron Township", "kind": "township", "parent": county["id"]})
    server.post("officer", f"/api/areas/{area['id']}/close", {"reason": "entered by mistake", "version": area["version"]})
    visitor.go("/settings/areas?search=Heron")
    visitor.shows("No area is like that")
    visitor.go("/settings/areas?search=Heron&closed=yes")
    visitor.shows("entered by mistake")
    row = lambda: next(each for each in visitor.all("main tr") if "Heron Township" in each.text)
    visitor.until("the outer area", lambda: county["name"] in row().text)
    look(visitor, pictures, "area-closed")
    row().find_element("css selector", "button").click()
    visitor.until("the question", lambda: visitor.all("dialog[open] form"))
    visitor.find("dialog[open] form button[type=submit]").click()
    visitor.until("open again", lambda: "entered by mistake" not in row().text)
    assert "closed_on" not in server.get("officer", f"/api/areas/{area['id']}")
    # The map hands out the list that it is of.
    visitor.go("/sites?view=map&tier=high")
    visitor.until("the files", lambda: [each for each in visitor.all("main .below a")
                                        if "/api/sites?tier=high&format=xlsx" in each.get_attribute("href")])


def files_that_are_none(visitor, folder, pictures):
    def upload(name, text):
        file = pathlib.Path(folder) / name
        file.write_text(text, encoding="utf-8")
        visitor.until("the place for a file", lambda: visitor.all("input[type=file]"))
        visitor.find("input[type=file]").send_keys(str(file))

    visitor.go("/import/site")
    upload("empty.csv", "\n")
    visitor.shows("This file has no rows")
    visitor.shows("Columns that it needs:")
    name, content = visitor.kept(lambda: visitor.button("Take an empty table").click())
    assert name.endswith(".csv") and b"Name" in content, (name, content)
    look(visitor, pictures, "no-rows")
    visitor.go("/import/site")
    upload("other.csv", "a,b\n1,2\n")
    visitor.shows("Head the columns with some of")
    assert "Being checked" not in visitor.text()
    visitor.button("Another table").click()


def drafts_and_the_way_out(visitor, server, pictures):
    visitor.go("/rules")
    visitor.field("reason", "not sent")
    visitor.go("/sites?do=make")
    visitor.field("name", "Not sent either")
    visitor.go("/sites")
    visitor.button("Sign out").click()
    visitor.shows("2 forms that you began are not sent yet")
    look(visitor, pictures, "sign-out")
    visitor.button("Close this window").click()
    visitor.go("/rules")
    visitor.until("the draft", lambda: visitor.find("[name=reason]").get_attribute("value") == "not sent")
    visitor.button("Sign out").click()
    visitor.shows("forms that you began")
    visitor.find("dialog[open] form button[type=submit]").click()
    visitor.shows("Sign in to see this page.")
    assert "What you typed is kept" not in visitor.text() and not visitor.driver.execute_script("return sessionStorage.length")
    del server.sessions["officer"]


def paper(visitor, server, plan, pictures):
    """Nothing that is pressed or filled in is on paper."""
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for address in (f"/plans/{plan['id']}/board", "/rules", "/settings/areas", "/needs"):
        visitor.go(address)
        shown = visitor.driver.execute_script(
            "return [...document.querySelectorAll('main button, main input, main select, main textarea')]"
            ".filter((each) => each.checkVisibility()).map((each) => each.outerHTML)")
        assert not shown, (address, shown[:3])
    if pictures:
        visitor.picture(pictures / "home-paper.png")
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def by_own_word(visitor, server, plan, pictures):
    """A host objects to a placement and reads the answer; an officer changes it by their own word, and the second one,
    who signs, sees first which hard rules that breaks."""
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("host"))
    site = server.get("host", "/api/sites?limit=1")["items"][0]
    visitor.go(f"/sites/{site['id']}?tab=team")
    open_form(visitor, "Object")
    visitor.shows("Objections are taken until")
    visitor.field("reason", "the house is not ready before June")
    send(visitor)
    sent(visitor, "What you objected")
    visitor.shows("the house is not ready before June")
    look(visitor, pictures, "objected")
    objection = server.get("officer", f"/api/plan-objections?plan={plan['id']}&limit=1")["items"][0]
    server.post("officer", f"/api/plan-objections/{objection['id']}/answer", {
        "version": objection["version"], "answer": "they lodge in the town until then", "accepted": False})
    visitor.go(f"/sites/{site['id']}?tab=team")
    visitor.shows("they lodge in the town until then")
    board = server.get("officer", f"/api/plans/{plan['id']}/board")
    full = next(each for each in board["sites"]
                if sum(place["site"] == each["id"] for place in board["places"]) == each["target_team"])
    names = [each["name"] for each in board["people"]]
    person = next(each for place in board["places"] if place["site"] != full["id"] and place["role"] == "member"
                  for each in board["people"] if each["id"] == place["staff"] and names.count(each["name"]) == 1)
    visitor.come_as(server.session_of("officer"))
    visitor.go(f"/plans/{plan['id']}?tab=objections")
    open_form(visitor, "Change a placement")
    pick(visitor, "staff", person["name"], person["name"])
    pick(visitor, "site", full["name"], full["name"])
    Select(visitor.find("dialog[open] [name=role]")).select_by_value("member")
    visitor.field("reason", "his sister teaches there")
    send(visitor)
    sent(visitor, "his sister teaches there")
    visitor.come_as(server.session_of("officer2"))
    visitor.go(f"/plans/{plan['id']}?tab=objections")
    item = next(each for each in visitor.all("li") if "his sister teaches there" in each.text)
    item.find_element("css selector", "button").click()
    visitor.until("what it breaks", lambda: "Sign, although it breaks" in visitor.find("dialog[open]").text)
    look(visitor, pictures, "override-en")
    send(visitor)
    gone(visitor)
    visitor.until("that it is signed", lambda: any(
        "his sister teaches there" in each.text and "signed on" in each.text for each in visitor.all("li")))
    visitor.prefer("zh", "light")
    visitor.go(f"/plans/{plan['id']}?tab=objections")
    visitor.shows("人为改派")
    look(visitor, pictures, "override-zh")
    visitor.come_as(server.session_of("officer"))


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(prefix="sojourn-desk-") as folder, \
            Server(program, "--data", f"{folder}/data") as server, Visitor("http://127.0.0.1") as visitor:
        start(visitor, server)
        of_nobody(visitor, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    with tempfile.TemporaryDirectory(prefix="sojourn-desk-") as folder, Example(program) as server, Visitor(server.place) as visitor:
        plan, made = what_waits(visitor, server, pictures)
        visitor.shows("sojourn serve --data my-programme")
        by_own_word(visitor, server, plan, pictures)
        a_former_plan(visitor, server, made, pictures)
        rules(visitor, server, pictures)
        areas(visitor, server, pictures)
        files_that_are_none(visitor, folder, pictures)
        paper(visitor, server, plan, pictures)
        asked(visitor, server, pictures)
        drafts_and_the_way_out(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
        server.until("sojourn serve --data my-programme")
    print("the first page of the desk says what is there")


main()
