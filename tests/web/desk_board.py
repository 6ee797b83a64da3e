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
    # By mouse: a price on every card, and at the pool, before anything is dropped.
    cards = visitor.all(".card")
    ActionChains(visitor.driver).move_to_element(somebody).click_and_hold().move_by_offset(9, 9).move_to_element(cards[2]).perform()
    visitor.until("prices", lambda: all("worked out" not in each.text for each in visitor.all(".card .price")))
    assert len(visitor.all(".card .price")) == len(cards), "each place has its price"
    ActionChains(visitor.driver).release().perform()
    visitor.until("the score", lambda: "points" in score(visitor) and "1 change" in score(visitor))
    # Undone by keys, made again by the button.
    focus(visitor, visitor.find("main"))
    ActionChains(visitor.driver).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    visitor.shows("As the plan is kept")
    visitor.button("Make it again").click()
    visitor.until("again", lambda: "1 change" in score(visitor))
    visitor.button("Undo").click()
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
    visitor.driver.switch_to.active_element.send_keys(full["name"])
    visitor.until("the place", lambda: any(full["name"] in each.text for each in visitor.all(".places button.breaks")))
    place = next(each for each in visitor.all(".places button.breaks") if full["name"] in each.text)
    place.click()
    visitor.until("a must-fix", lambda: "0项" not in visitor.button("必须修正").text)
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
    # Somebody else has kept a change of the same plan meanwhile.
    server.post("officer2", f"/api/plans/{plan}/edit",
                {"moves": [f"{board['places'][60]['staff']}@none"], "name": "Otto", "reason": "needed at home"})
    visitor.button("保存为草案").click()
    visitor.shows("其间已有人改动")
    picture(visitor, pictures, "board-two-versions")
    visitor.button("把我的改动放到那一份上").click()
    visitor.until("theirs", lambda: visitor.find("h1").text == "Otto")
    visitor.until("my changes on theirs", lambda: "处改动" in score(visitor))


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
    visitor.button("Publish:").click()
    visitor.shows("Objections are taken until")
    assert "published" in visitor.find(".plan-state").text


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
        must_fix_and_two_officers(visitor, server, plan, pictures)
        signed_and_published(visitor, server, plan, pictures)
        from_an_empty_board(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print(f"The board did what it should, in {time.time() - start:.0f} s.")


main()
