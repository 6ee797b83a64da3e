#!/usr/bin/python3
"""What sites need, said on the desk: desk_needs.py PROGRAM [FOLDER FOR PICTURES]

A site that is not ready is opened from the list of gaps, at the very form that closes the gap, and leaves the list; so does one of
which nobody had told who is in post. A need is set, refused first, and withdrawn; work, posts of others and a lead sponsor
are told, and two officers meet at the lead. The host tells what a team finds there, and no more. The file has the rows that
are shown. A standard, a sponsor's posts at home, and two people who are kept apart. Reports tell wishes
as finely as gives nobody away, and what each sponsor sends of what it is asked for. In English and in Chinese.
"""

import pathlib
import sys

from browser import Example, Visitor
from forms import gone, open_form, pick, send
from selenium.webdriver.support.ui import Select


def form(visitor, words):
    visitor.until(words, lambda: visitor.all("dialog[open] form"))


def choose(visitor, name, value):
    Select(visitor.find(f"dialog[open] select[name={name}]")).select_by_value(value)


def sent(visitor):
    send(visitor)
    gone(visitor)


def table(visitor, label):
    """The rows of a table, as text."""
    return [each.text for each in visitor.all(f"[aria-label='{label}'] tbody tr")]


def of_row(visitor, label, words, button):
    """Presses a button of the row that says the words."""
    row = next(each for each in visitor.all(f"[aria-label='{label}'] tbody tr") if words in each.text)
    next(each for each in row.find_elements("css selector", "button") if each.text == button).click()


def gaps(visitor, server, pictures):
    """From the plan's readiness to the list, and from each gap to its form."""
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("officer"))
    unready = [each for each in server.get("officer", "/api/need-sites?limit=200")["items"] if not each["ready"]]
    assert len(unready) == 2 and unready[0]["missing"], unready
    visitor.go("/plans?do=make")
    visitor.until("what is missing", lambda: visitor.all("a[href='/needs?show=unready']"))
    visitor.find("a[href='/needs?show=unready']").click()
    visitor.shows("2 of 90")
    # The file and the copied table are of these rows alone.
    link = next(each for each in visitor.all("a[download]") if ".csv" in each.text)
    _, content = visitor.kept(link.click)
    lines = content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and all(any(each["name"] in line for line in lines) for each in unready), lines
    visitor.driver.execute_script(
        "navigator.clipboard.writeText = async (text) => { window.copiedText = text; };")
    visitor.button("Copy as a table").click()
    visitor.until("the copy", lambda: visitor.driver.execute_script("return window.copiedText"))
    copied = visitor.driver.execute_script("return window.copiedText").splitlines()
    assert len(copied) == 3 and copied[0].startswith("Site\tArea\tReady"), copied
    if pictures:
        visitor.picture(pictures / "needs-unready.png")
    site = unready[0]
    visitor.find(f"main a[href='/sites/{site['id']}?tab=need&do=readiness']").click()
    form(visitor, "the form")
    # It begins with what holds, so that only what was put right is typed.
    lacks = site["missing"]
    for name in ("lodging", "water_power", "medical", "communications"):
        said = Select(visitor.find(f"dialog[open] select[name={name}]")).first_selected_option.text
        assert said == ("no" if name in lacks else "yes"), (name, said, lacks)
        choose(visitor, name, "true")
    visitor.field("contact", "Village office, duty phone 5550100")
    visitor.day("from_day", "2099-01-01")
    visitor.field("source", "Visit of this week")
    send(visitor)
    # What is no report is refused at its field.
    visitor.until("the fault", lambda: visitor.all("dialog[open] .fault"))
    if pictures:
        visitor.picture(pictures / "needs-readiness-refused.png")
    visitor.day("from_day", server.get("officer", "/api/need-overview")["on"])
    sent(visitor)
    visitor.until("no gap", lambda: "What is missing" not in visitor.text())
    assert server.get("officer", f"/api/sites/{site['id']}/readiness")["ready"]
    visitor.go("/needs?show=unready")
    visitor.shows("1 of 90")
    return site["id"]


def in_post(visitor, server, site, pictures):
    """Nobody has told who is in post: in Chinese, from the empty cell to the form."""
    for each in server.get("officer", f"/api/staffing?site={site}&limit=200")["items"]:
        server.post("officer", f"/api/staffing/{each['id']}/withdraw", {"reason": "told of the wrong site", "version": each["version"]})
    visitor.prefer("zh", "light")
    visitor.go("/needs?show=unknown")
    visitor.shows("共90行")
    visitor.find(f"main a[href='/sites/{site}?tab=need&do=staffing']").click()
    form(visitor, "the form")
    if pictures:
        visitor.picture(pictures / "needs-staffing-zh.png")
    visitor.field("in_post", "一")
    visitor.field("source", "十一月报表")
    send(visitor)
    visitor.until("the fault", lambda: visitor.all("dialog[open] .fault"))
    visitor.field("in_post", "1")
    sent(visitor)
    visitor.until("the report", lambda: any("十一月报表" in row for row in table(visitor, "在岗人数填报")))
    assert server.get("officer", f"/api/sites/{site}/need")["in_post"] == 1


def the_need(visitor, server, site, pictures):
    """Set, then withdrawn: what was said before it holds again."""
    visitor.prefer("en", "light")
    visitor.go(f"/sites/{site}?tab=need")
    before = server.get("officer", f"/api/sites/{site}/need")
    open_form(visitor, "Set the need")
    choose(visitor, "role", "member")
    visitor.field("minimum", "0")
    visitor.field("target", "1")
    visitor.field("set_by", "County office")
    visitor.field("source", "Meeting of this week")
    send(visitor)
    # Members are set by a skill, says the server, at its field.
    visitor.until("the fault", lambda: "Members are set by a skill" in visitor.find("dialog[open]").text)
    visitor.field("skill", "water")
    sent(visitor)
    visitor.until("the line", lambda: any("water" in row and "County office" in row for row in table(visitor, "What was set for the site")))
    lines = server.get("officer", f"/api/sites/{site}/need")["lines"]
    assert {"skill": "water", "target": 1}.items() <= next(each for each in lines if each["skill"] == "water").items(), lines
    faults = visitor.accessibility()
    assert not faults, faults
    if pictures:
        visitor.picture(pictures / "needs-site.png")
    of_row(visitor, "What was set for the site", "water", "Who said it")
    visitor.until("who", lambda: "Olga Example" in visitor.find("dialog[open]").text)
    visitor.find("dialog[open] .away").click()
    of_row(visitor, "What was set for the site", "water", "Withdraw")
    form(visitor, "the form")
    # A colleague withdraws it meanwhile: that is said, and nothing is written twice.
    said = next(each for each in server.get("officer", f"/api/needs?site={site}")["items"] if each["skill"] == "water")
    server.post("officer2", f"/api/needs/{said['id']}/withdraw", {"reason": "another site was meant", "version": said["version"]})
    visitor.field("reason", "my own reason")
    send(visitor)
    visitor.until("the refusal", lambda: "withdrawn already" in visitor.find("dialog[open]").text)
    visitor.find("dialog[open] .away").click()
    visitor.go(f"/sites/{site}?tab=need")
    visitor.until("by whom and why", lambda: any("another site was meant" in row for row in table(visitor, "What was set for the site")))
    assert server.get("officer", f"/api/sites/{site}/need")["lines"] == before["lines"]


def the_work(visitor, server, site):
    """Totals of the site in three kinds, and posts of another programme."""
    open_form(visitor, "Add work with a volume")
    visitor.field("task", "tests of soil")
    visitor.field("volume", "120")
    visitor.field("unit_minutes", "90")
    visitor.field("source", "Count of last year")
    sent(visitor)
    open_form(visitor, "Add work that everybody has")
    visitor.field("task", "reports")
    visitor.field("share", "1500")
    visitor.field("source", "Count of last year")
    send(visitor)
    visitor.until("the fault", lambda: visitor.all("dialog[open] .fault"))
    visitor.field("share", "90")
    sent(visitor)
    open_form(visitor, "Enter another programme")
    visitor.field("programme", "Village doctors")
    visitor.field("posts", "1")
    visitor.field("source", "List of the health office")
    sent(visitor)
    visitor.until("the work", lambda: len(table(visitor, "The work, line by line")) >= 2)
    need = server.get("officer", f"/api/sites/{site}/need")
    assert {("activity", "tests of soil", 120, 90, 0), ("category", "reports", 0, 0, 90)} <= {
        (each["kind"], each["task"], each["volume"], each["unit_minutes"], each["share"]) for each in need["work"]}, need["work"]
    assert [each["programme"] for each in need["others"]] == ["Village doctors"], need["others"]


def the_lead(visitor, server, site, pictures):
    """Announced; while it is taken back a colleague announces another: both versions are shown."""
    sponsors = server.get("officer", "/api/sponsors?limit=2")["items"]
    open_form(visitor, "Announce the lead sponsor")
    pick(visitor, "sponsor", sponsors[0]["name"], sponsors[0]["name"])
    visitor.field("reason", "They know the valley")
    sent(visitor)
    visitor.until("the lead", lambda: any("They know the valley" in row for row in table(visitor, "Announced lead sponsor")))
    of_row(visitor, "Announced lead sponsor", "They know the valley", "Take the lead back")
    form(visitor, "the form")
    server.post("officer2", "/api/leads", {"site": site, "sponsor": sponsors[1]["id"], "reason": "They have more people"})
    visitor.field("reason", "They asked for it")
    send(visitor)
    visitor.shows("Two versions")
    rows = [each.text for each in visitor.all(".conflict tbody tr")]
    assert rows == [f"Sponsor {sponsors[0]['name']} {sponsors[1]['name']}"], rows
    visitor.until("whose lead ends now", lambda: any(
        each.text.startswith(f"{sponsors[1]['name']}.") for each in visitor.all("dialog[open] form > p")))
    if pictures:
        visitor.picture(pictures / "needs-lead-two.png")
    visitor.button("Keep what I typed").click()
    sent(visitor)
    visitor.until("no lead", lambda: any("They asked for it" in row for row in table(visitor, "Announced lead sponsor")))
    assert not server.get("officer", f"/api/leads?site={site}")["items"]


def the_host(visitor, server, pictures):
    """Tells what a team finds at its own site; what the office says, it reads."""
    site = server.get("host", "/api/account")["grants"][0]["scope"]
    visitor.come_as(server.session_of("host"))
    visitor.prefer("zh", "light")
    visitor.go(f"/sites/{site}?tab=need")
    visitor.shows("为本驻点设定的需求")
    text = visitor.text()
    assert "填报驻点条件" in text and not any(
        each in text for each in ("设定需求\n", "填报在岗人数\n", "公布牵头单位", "添加按数量的工作")), text
    open_form(visitor, "填报驻点条件")
    visitor.field("source", "本月查看")
    if pictures:
        visitor.picture(pictures / "needs-host-zh.png")
    sent(visitor)
    visitor.until("the report", lambda: any("本月查看" in row for row in table(visitor, "驻点条件填报")))


def standards(visitor, server, pictures):
    """Of every site of a kind: set, seen in the list, and withdrawn."""
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("zh", "light")
    visitor.go("/needs")
    visitor.button("需求标准").click()
    visitor.shows("尚未设定标准")
    open_form(visitor, "设定标准")
    choose(visitor, "site_kind", "farm")
    visitor.field("minimum", "2")
    visitor.field("target", "5")
    visitor.field("set_by", "地区办公室")
    visitor.field("source", "第7号通知")
    sent(visitor)
    visitor.until("the standard", lambda: any("第7号通知" in row for row in table(visitor, "需求标准")))
    if pictures:
        visitor.picture(pictures / "needs-standards-zh.png")
    assert any(each["from"] == "standard" for each in server.get("officer", "/api/need-sites?limit=200")["items"])
    of_row(visitor, "需求标准", "第7号通知", "撤回")
    form(visitor, "the form")
    visitor.field("reason", "通知已废止")
    sent(visitor)
    visitor.until("withdrawn", lambda: any("通知已废止" in row for row in table(visitor, "需求标准")))
    assert not any(each["from"] == "standard" for each in server.get("officer", "/api/need-sites?limit=200")["items"])


def at_home(visitor, server, pictures):
    """A sponsor's manager tells its own posts."""
    sponsor = server.get("sponsor", "/api/account")["grants"][0]["scope"]
    visitor.come_as(server.session_of("sponsor"))
    visitor.prefer("en", "light")
    visitor.go(f"/sponsors/{sponsor}?tab=posts")
    open_form(visitor, "Report the posts at home")
    visitor.field("posts", "12")
    visitor.field("in_post", "11")
    visitor.field("source", "Staff list of this month")
    if pictures:
        visitor.picture(pictures / "needs-posts-at-home.png")
    sent(visitor)
    visitor.until("the report", lambda: any("12 11" in row for row in table(visitor, "Posts at home")))
    told = next(each for each in server.get("officer", "/api/need-sponsors?limit=200")["items"] if each["id"] == sponsor)
    assert (told["establishment"], told["in_post"]) == (12, 11), told


def kept_apart(visitor, server, pictures):
    """Said once, seen from both, and ended."""
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")
    one, other = server.get("officer", "/api/staff?limit=2")["items"]
    visitor.go(f"/people/{one['id']}?tab=placing")
    open_form(visitor, "Keep apart from somebody")
    pick(visitor, "other", other["code"], other["name"])
    sent(visitor)
    visitor.until("the other", lambda: any(other["name"] in row for row in table(visitor, "Kept apart")))
    visitor.go(f"/people/{other['id']}?tab=placing")
    visitor.until("the one", lambda: any(one["name"] in row for row in table(visitor, "Kept apart")))
    if pictures:
        visitor.picture(pictures / "needs-apart.png")
    of_row(visitor, "Kept apart", one["name"], "Both may be posted again")
    form(visitor, "the form")
    sent(visitor)
    visitor.until("ended", lambda: any("Ended on" in row for row in table(visitor, "Kept apart")))
    assert not server.get("officer", f"/api/apart?staff={one['id']}")["items"]


def reports(visitor, server, pictures):
    """Wishes are told as finely as gives nobody away, and what each sponsor sends of what it is asked for."""
    plan = next(each for each in server.get("officer", "/api/plans")["items"] if each["state"] == "published")
    board = server.get("officer", f"/api/plans/{plan['id']}/board")
    wished = [each["wish"] for each in board["places"] if each["wished"]]
    assert 0 < min(wished.count(2), wished.count(3)) < 5 <= min(wished.count(1), wished.count(0)), "the example has few of some wishes"
    few = wished.count(2) + wished.count(3)
    told = [f"first wish {wished.count(1)}", f"second wish to third wish {few}"] if few >= 5 else [
        f"first wish to third wish {wished.count(1) + few}"]
    visitor.prefer("en", "light")
    visitor.go("/reports?tab=wishes")
    rows = table(visitor, "Wishes met")
    assert rows == [*told, f"none of their wishes {wished.count(0)}"], rows
    if pictures:
        visitor.picture(pictures / "needs-wishes.png")
    visitor.go("/reports?tab=sponsors")
    visitor.until("who is placed", lambda: "people are placed" in visitor.text())
    text = visitor.text()
    round_ = next(each for each in server.get("officer", "/api/rounds?closed=true")["items"] if each["starts_on"] == plan["starts_on"])
    assert f"Asked for {round_['places']} people, named {round_['nominees']}." in text, text
    assert f"{plan['placed']} people are placed." in text, text
    sponsor_of = {each["id"]: each["sponsor"] for each in board["people"]}
    places = server.get("officer", f"/api/round-places?round={round_['id']}&limit=200")["items"]
    one = next(each for each in places if each["name"] in text)
    placed = sum(sponsor_of[each["staff"]] == one["sponsor"] for each in board["places"])
    row = next(each.text.split("\n") for each in visitor.all("main .ant-table-row") if each.text.startswith(one["name"]))
    shown = " ".join(row)
    assert f"{one['places']} {one['nominees']} {placed} {round(100 * placed / one['places'])} %" in shown, (shown, one, placed)
    if pictures:
        visitor.picture(pictures / "needs-sponsors.png")
    link = next(each for each in visitor.all("a[download]") if "Asked for and named" in each.text)
    name, content = visitor.kept(link.click)
    assert name.endswith(".xlsx") and content[:2] == b"PK", name
    faults = visitor.accessibility()
    assert not faults, faults


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with Example(program) as server, Visitor(server.place) as visitor:
        site = gaps(visitor, server, pictures)
        in_post(visitor, server, site, pictures)
        the_need(visitor, server, site, pictures)
        the_work(visitor, server, site)
        the_lead(visitor, server, site, pictures)
        the_host(visitor, server, pictures)
        standards(visitor, server, pictures)
        at_home(visitor, server, pictures)
        kept_apart(visitor, server, pictures)
        reports(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print("what sites need is said on the desk")


main()
