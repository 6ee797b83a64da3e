#!/usr/bin/python3
"""A plan understood, argued about and published: desk_board.py PROGRAM [FOLDER FOR PICTURES]

On the board: why somebody is where they are; picked up by mouse and by keys, with the price of every
place; undone; the list of what must be fixed, mended by one click; kept as a draft with a reason; a second
officer who changed the same plan meanwhile; what breaks a rule, signed for by two and published. A plan
made by hand from an empty board, bettered by the moves that are offered. In Chinese where it makes no
difference.
"""

import pathlib
import sys
import time

from browser import Example, Visitor
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


def picture(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"{name}.png")


def focus(visitor, element):
    visitor.driver.execute_script("arguments[0].focus()", element)


def chip(visitor, nth):
    return visitor.all(".card .chip")[nth]


def score(visitor):
    return visitor.find(".score").text


def by_hand_and_keys(visitor, plan, pictures):
    visitor.prefer("en", "light")
    visitor.go(f"/plans/{plan}/board")
    visitor.shows("As the plan is kept")
    # Why here.
    somebody = chip(visitor, 1)
    somebody.click()
    visitor.until("the reason", lambda: "Why:" in visitor.find(".why").text)
    # Whom it is about stands in the address, to be shown to somebody else.
    visitor.until("the address", lambda: f"person={somebody.get_attribute('data-staff')}" in visitor.driver.current_url)
    # By mouse: a price on every card, and at the pool, before anything is dropped.
    cards = visitor.all(".card")
    ActionChains(visitor.driver).move_to_element(somebody).click_and_hold().move_by_offset(9, 9).move_to_element(cards[2].find_element("css selector", "h3")).perform()
    visitor.until("prices", lambda: all("worked out" not in each.text for each in visitor.all(".card .price")))
    assert len(visitor.all(".card .price")) == len(cards), "each place has its price"
    # The price is told where a rule breaks too, and over the place what the plan would then be worth.
    broken = [each.text for each in visitor.all(".card .price.breaks")]
    assert broken and all("point" in each for each in broken), broken
    visitor.until("the total", lambda: "The plan would have" in visitor.find(".card.over").text)
    ActionChains(visitor.driver).release().perform()
    visitor.until("the score", lambda: "points" in score(visitor) and "1 change" in score(visitor))
    # It can be undone after the page was loaded anew, too.
    visitor.go(f"/plans/{plan}/board")
    visitor.until("the change is there", lambda: "1 change" in score(visitor))
    # Undone by keys, made again by the button.
    focus(visitor, visitor.find("main"))
    ActionChains(visitor.driver).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    visitor.shows("As the plan is kept")
    visitor.button("Make it again").click()
    visitor.until("again", lambda: "1 change" in score(visitor))
    visitor.button("Undo").click()
    exchange(visitor, pictures)
    why_a_site(visitor, pictures)
    # By keys: Space, an arrow, Space; what happens is said.
    somebody = chip(visitor, 0)
    focus(visitor, somebody)
    somebody.send_keys(Keys.SPACE)
    visitor.until("prices", lambda: visitor.all(".card .price"))
    visitor.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    visitor.until("the next card", lambda: visitor.all(".card.over"))
    visitor.driver.switch_to.active_element.send_keys(Keys.SPACE)
    visitor.until("the move", lambda: "1 change" in score(visitor))
    assert any("is put down at" in each.get_attribute("textContent") for each in visitor.all("[aria-live]"))
    visitor.button("Undo").click()
    # M opens every place with its price, the best first; P a pin with a reason.
    focus(visitor, chip(visitor, 2))
    chip(visitor, 2).send_keys("m")
    visitor.until("places", lambda: visitor.all(".places button"))
    faults = visitor.accessibility()
    assert not faults, faults
    picture(visitor, pictures, "board-move-to")
    visitor.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    focus(visitor, chip(visitor, 2))
    chip(visitor, 2).send_keys("p")
    visitor.shows("A pin holds from the next plan on")
    visitor.field("reason", "Promised by the county office")
    visitor.find("dialog [type=submit]").click()
    visitor.until("the pin", lambda: not visitor.all("dialog.dialog"))
    # It is of the records, so the plan knows nothing of it; the board tells it all the same, of that person only.
    chip(visitor, 2).send_keys(Keys.ENTER)
    visitor.until("the pin, told", lambda: "Promised by the county office" in visitor.find(".why").text)
    chip(visitor, 3).send_keys(Keys.ENTER)
    visitor.until("somebody else", lambda: visitor.all(".why .explained") and "Promised by the county office" not in visitor.find(".why").text)


def exchange(visitor, pictures):
    """Dropped on somebody, two people change places; the price of it is said before."""
    first = chip(visitor, 0)
    card = first.find_element("xpath", "ancestor::section[contains(@class, 'card')]")
    other = next(each for each in visitor.all(".card .chip")
                 if each.find_element("xpath", "ancestor::section[contains(@class, 'card')]") != card)
    names = [each.find_element("css selector", "bdi").text for each in (first, other)]
    moved = first.get_attribute("data-staff")
    ActionChains(visitor.driver).move_to_element(first).click_and_hold().move_by_offset(9, 9).perform()

    def told():
        # A hand is never quite still; on a busy machine a single movement may come before the page looks.
        ActionChains(visitor.driver).move_to_element(other).move_by_offset(1, 1).perform()
        said = visitor.find(".dragged-over").text
        return "exchange with" in said and names[1] in said and "worked out" not in said

    visitor.until("the exchange and its price", told)
    assert all("leader" in each.text or "member" in each.text or "is here" in each.text for each in visitor.all(".card .price"))
    ActionChains(visitor.driver).release().perform()
    visitor.until("two changes", lambda: "2 changes" in score(visitor) and "points" in score(visitor))
    shown = {each.find_element("css selector", "bdi").text for each in visitor.all(".chip.moved")}
    assert shown == set(names), shown
    reasons_of_now(visitor, visitor.find(f".card [data-staff={moved}]"), names)
    picture(visitor, pictures, "board-exchange")
    visitor.button("Undo").click()
    visitor.shows("As the plan is kept")


def reasons_of_now(visitor, first, names):
    """Why is of the plan with the moves made, not as it is kept; the kept plan is named where it is meant."""
    focus(visitor, first)
    first.send_keys(Keys.ENTER)
    visitor.until("who", lambda: names[0] in visitor.find(".why h2").text and visitor.all(".why .explained"))
    card = first.find_element("xpath", "ancestor::section[contains(@class, 'card')]")
    site = card.find_element("css selector", "h3 a").text
    said = visitor.find(".why .explained").text
    assert f"is placed at {site} as" in said and "Why:" in said, (site, said)
    assert "the plan as it is kept" in visitor.find(".why").text


def why_a_site(visitor, pictures):
    visitor.all(".card .ask")[0].click()
    visitor.until("why it is as it is", lambda: visitor.all(".why .explained p"))
    visitor.button("What is one more person here worth?").click()
    visitor.until("the worth", lambda: "points" in visitor.all(".why > div")[-1].text)
    picture(visitor, pictures, "board-why-site")
    faults = visitor.accessibility()
    assert not faults, faults


def the_server_is_gone(visitor, plan, pictures):
    """What the cards show stays as it was known, with its time."""
    visitor.prefer("en", "light")
    visitor.go(f"/plans/{plan}/board")
    visitor.shows("As the plan is kept")
    chip(visitor, 0).click()
    visitor.button("Take away").click()
    visitor.until("a change", lambda: "1 change" in score(visitor) and "points" in score(visitor))
    lacks = [each.text for each in visitor.all(".card .lacks, .card .broken")]
    visitor.driver.set_network_conditions(offline=True, latency=0, throughput=0)
    chip(visitor, 5).click()
    visitor.button("Take away").click()
    visitor.until("since when", lambda: visitor.all(".stale") and "As of" in visitor.find(".stale").text)
    assert "2 changes" in score(visitor) and "not known" in score(visitor), score(visitor)
    assert [each.text for each in visitor.all(".card .lacks, .card .broken")] == lacks
    picture(visitor, pictures, "board-server-gone")
    visitor.driver.delete_network_conditions()
    visitor.find(".stale button").click()
    visitor.until("the score again", lambda: "points" in score(visitor) and not visitor.all(".stale"))
    visitor.button("Back to the plan as it is kept").click()
    visitor.shows("As the plan is kept")


def must_fix_and_two_officers(visitor, server, plan, pictures):
    board = server.get("officer", f"/api/plans/{plan}/board")
    full = next(site for site in board["sites"] if sum(place["site"] == site["id"] for place in board["places"]) == site["target_team"])
    other = next(place for place in board["places"] if place["site"] != full["id"])
    visitor.prefer("zh", "light")
    visitor.go(f"/plans/{plan}/board?view=list")
    visitor.go(f"/plans/{plan}/board")
    visitor.shows("与已保存的方案相同")
    # Too many at a site: a must-fix at once, with ways to mend it.
    name = next(person["name"] for person in board["people"] if person["id"] == other["staff"])
    found = next(each for each in visitor.all(".card .chip") if name in each.text)
    focus(visitor, found)
    found.send_keys("m")
    visitor.until("the places", lambda: visitor.all(".places button"))
    visitor.find("dialog input").send_keys(full["name"])
    visitor.until("the place", lambda: any("队伍超员" in each.text for each in visitor.all(".places button.breaks")))
    place = next(each for each in visitor.all(".places button.breaks") if full["name"] in each.text and "队伍超员" in each.text)
    place.click()
    visitor.until("a must-fix", lambda: "0项" not in visitor.button("必须修正").text)
    visitor.until("the card says it too", lambda: any("队伍超员" in each.text for each in visitor.all(".card.wrong .broken")))
    visitor.button("必须修正").click()
    visitor.until("ways", lambda: visitor.all(".advice .ways button"))
    picture(visitor, pictures, "board-must-fix")
    visitor.all(".advice .ways button")[0].click()
    visitor.shows("没有违反硬性规则")
    # Kept with a reason; without one it is refused at its field.
    # Whether that put them back or not: one more change.
    focus(visitor, chip(visitor, 3))
    chip(visitor, 3).send_keys(Keys.ENTER)
    visitor.button("撤下").click()
    visitor.until("a change", lambda: "处改动" in score(visitor))
    visitor.button("保存改动").click()
    visitor.shows("保存为草案")
    visitor.button("保存为草案").click()
    visitor.until("the fault", lambda: visitor.all("dialog .fault"))
    visitor.field("reason", "县里要求")
    # Somebody else has kept a change of the same plan meanwhile, of the same person too.
    mine = visitor.driver.execute_script(
        "return JSON.parse(sessionStorage.getItem(Object.keys(sessionStorage).find((key) => key.includes(arguments[0])))).moves",
        f"board.{plan}")
    taken = next(move for move in mine if move.endswith("@none")).split("@")[0]
    where = next(site for site in board["sites"] if not any(place["site"] == site["id"] and place["staff"] == taken for place in board["places"]))
    theirs = server.post("officer2", f"/api/plans/{plan}/edit",
                         {"moves": [f"{board['places'][60]['staff']}@none", f"{taken}@{where['id']}:member"],
                          "name": "Otto", "reason": "needed at home"})
    visitor.button("保存为草案").click()
    visitor.shows("其间已有人改动")
    visitor.shows("那份方案的最近改动")
    assert server.get("officer2", "/api/account")["person"] in visitor.find(".conflict").text, "who it was is told"
    picture(visitor, pictures, "board-two-versions")
    visitor.button("把我的改动放到那一份上").click()
    visitor.until("both are named", lambda: len(visitor.all(".conflict table.simple tbody tr")) == 1)
    row = visitor.find(".conflict table.simple tbody tr").text
    assert next(person["name"] for person in board["people"] if person["id"] == taken) in row, row
    assert where["name"] in row and "未安排" in row, row
    assert visitor.all(".conflict [type=radio]")[0].is_selected(), "theirs, unless one says otherwise"
    faults = visitor.accessibility()
    assert not faults, faults
    picture(visitor, pictures, "board-merge")
    visitor.all(".conflict [type=radio]")[1].click()
    visitor.button("放到对方方案上").click()
    visitor.until("theirs", lambda: visitor.find("h1").text == "Otto")
    visitor.until("my changes on theirs", lambda: "处改动" in score(visitor))
    kept = visitor.driver.execute_script(
        "return JSON.parse(sessionStorage.getItem(Object.keys(sessionStorage).find((key) => key.includes(arguments[0])))).moves",
        f"board.{theirs['id']}")
    assert f"{taken}@none" in kept, kept


def signed_and_published(visitor, server, plan, pictures):
    board = server.get("officer", f"/api/plans/{plan}/board")
    nobody = next(person for person in board["people"] if not person["may_lead"]
                  and any(place["staff"] == person["id"] and place["role"] == "member" for place in board["places"]))
    place = next(place for place in board["places"] if place["staff"] == nobody["id"])
    leader = next(each for each in board["places"] if each["site"] == place["site"] and each["role"] == "leader")
    made = server.post("officer", f"/api/plans/{plan}/edit",
                       {"moves": [f"{nobody['id']}@{place['site']}:leader", f"{leader['staff']}@none"],
                        "name": "By hand", "reason": "the leader is needed at home", "beside": True})
    visitor.prefer("en", "light")
    visitor.go(f"/plans/{made['id']}")
    visitor.shows("It breaks 1 hard rule.")
    # Who changed what by hand, and why, stands with the plan and in its report.
    changed = "section[aria-labelledby=by-hand]"
    visitor.until("what was changed by hand", lambda: visitor.all(f"{changed} tbody tr"))
    assert visitor.find(changed).text.count("the leader is needed at home") == 2, visitor.find(changed).text
    assert server.get("officer", "/api/account")["person"] in visitor.find(changed).text
    faults = visitor.accessibility()
    assert not faults, faults
    picture(visitor, pictures, "plan-by-hand")
    visitor.button("Publish the plan").click()
    visitor.shows("Mend it on the board")
    visitor.until("the difference", lambda: visitor.all("dialog .counts"))
    visitor.button("Publish:").click()
    visitor.shows("have two people sign for it")
    visitor.field("reason", "Nobody else can lead there")
    visitor.button("Ask for a second signature").click()
    visitor.until("it waits", lambda: "waits for a second signature" in visitor.find(".must-fix").text)
    next(each for each in visitor.all(".must-fix button") if each.text == "Sign").click()
    visitor.shows("another person's than the first")
    picture(visitor, pictures, "plan-second-signature")
    waiting = server.get("officer", f"/api/rule-overrides?plan={made['id']}")["items"][0]
    server.post("officer2", f"/api/rule-overrides/{waiting['id']}/sign", {"version": waiting["version"]})
    visitor.go(f"/plans/{made['id']}?do=publish")
    visitor.until("the difference", lambda: visitor.all("dialog .counts"))
    # Who is told, until when they may object, and which sites stay short: that is acknowledged.
    difference = server.get("officer", f"/api/plans/{made['id']}/difference")
    assert difference["short_sites"], "a leader is missing"
    visitor.shows("sees it and may object")
    visitor.shows("Published today, objections are taken until the end of")
    next(each for each in visitor.all("dialog summary") if "stay short" in each.text).click()
    assert difference["short_sites"][0]["site_name"] in visitor.find("dialog.dialog").text
    visitor.find("dialog summary").click()
    visitor.until("each change", lambda: len(visitor.all("dialog [aria-label='What would change'] tbody tr")) == len(difference["rows"]))
    visitor.button("Publish:").click()
    visitor.shows("tick that you saw them")
    faults = visitor.accessibility()
    assert not faults, faults
    picture(visitor, pictures, "plan-publish")
    visitor.find("dialog [name=shortages]").click()
    visitor.button("Publish:").click()
    # The plan that it was made of is out for the same day: nobody is told two places.
    visitor.shows("is published for the same day")
    out = server.get("officer", "/api/plans?state=published&limit=1")["items"][0]
    server.post("officer", f"/api/plans/{out['id']}/withdraw", {"version": out["version"], "reason": "changed by hand"})
    visitor.button("Publish:").click()
    visitor.shows("Objections are taken until")
    assert "published" in visitor.find(".plan-state").text
    visitor.shows("Sites short when it was published")
    visitor.go(f"/plans/{made['id']}?tab=history")
    visitor.shows("published it")
    # Confirming: sites that are not ready are signed for.
    assert server.get("officer", f"/api/plans/{made['id']}/difference")["not_ready"], "the example has sites that are not ready"
    visitor.go(f"/plans/{made['id']}?do=confirm")
    visitor.until("sites that are not ready", lambda: visitor.all("dialog .must-fix li"))
    visitor.all("dialog .must-fix summary")[0].click()
    visitor.field("reason", "The team lodges in the town until May")
    next(each for each in visitor.all("dialog .must-fix form button") if each.is_displayed()).click()
    visitor.until("it waits", lambda: "waits for a second signature" in visitor.find(".must-fix").text)
    picture(visitor, pictures, "plan-confirm-not-ready")
    asked = server.get("officer", f"/api/site-overrides?plan={made['id']}")["items"][0]
    server.post("officer2", f"/api/site-overrides/{asked['id']}/sign", {"version": asked["version"]})
    # What somebody else signed meanwhile is read again and shown.
    next(each for each in visitor.all(".must-fix button") if each.text == "Decline").click()
    visitor.shows("It was read again")
    visitor.until("signed", lambda: "waits for a second signature" not in visitor.find("dialog").text)
    assert "It was read again" in visitor.text(), "it is told also when the site is listed no more"


def from_an_empty_board(visitor, server, pictures):
    visitor.prefer("en", "light")
    visitor.go("/plans?do=make")
    visitor.field("name", "My list")
    visitor.driver.execute_script(
        "const set = (css, value) => { const at = document.querySelector(css);"
        "Object.getOwnPropertyDescriptor(at.constructor.prototype, 'value').set.call(at, value);"
        "at.dispatchEvent(new Event(at.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true })); };"
        "set('[name=starts_on]', '2027-03-01'); set('[name=by_hand]', 'nobody');")
    visitor.field("time_limit", "1")
    visitor.find("dialog [type=submit]").click()
    visitor.until("the draft", lambda: "draft" in visitor.text() and visitor.all("a.button"))
    visitor.button("Open the board").click()
    visitor.shows("open post")
    visitor.button("Score my plan").click()
    visitor.until("the best moves", lambda: len(visitor.all(".advice .ways button")) == 10)
    picture(visitor, pictures, "board-empty")
    visitor.button("at once").click()
    visitor.until("made", lambda: "10 changes" in score(visitor) and "better" in score(visitor))


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    start = time.time()
    with Example(program) as server, Visitor(server.place, (1440, 900)) as visitor:
        plan = server.get("officer", "/api/plans?limit=1")["items"][0]["id"]
        visitor.come_as(server.session_of("officer"))
        by_hand_and_keys(visitor, plan, pictures)
        the_server_is_gone(visitor, plan, pictures)
        must_fix_and_two_officers(visitor, server, plan, pictures)
        signed_and_published(visitor, server, plan, pictures)
        from_an_empty_board(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print(f"The board did what it should, in {time.time() - start:.0f} s.")


main()
