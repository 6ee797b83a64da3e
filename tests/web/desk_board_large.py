#!/usr/bin/python3
"""A large programme in the desk: desk_board_large.py PROGRAM [FOLDER FOR PICTURES]

On a board of 200 sites somebody is picked up and put down by a finger and by keys, in English and in Chinese. On a
map of more than 2,000 sites, one is found by going into the circles, by mouse and by keys, and the colours change
with the theme at once.
"""

import pathlib
import sys
import time

from browser import Example, Visitor
from selenium.webdriver.common.keys import Keys

SITES = 200
MAPPED = 2300


def picture(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"{name}.png")


def focus(visitor, element):
    visitor.driver.execute_script("arguments[0].focus()", element)


def score(visitor):
    return visitor.find(".score").text


def touch(visitor, kind, x=None, y=None):
    visitor.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if x is None else [{"x": x, "y": y}]})


def middle(visitor, element):
    return visitor.driver.execute_script("const at = arguments[0].getBoundingClientRect(); return [at.left + at.width / 2, at.top + 12];", element)


def by_finger(visitor, plan, pictures):
    visitor.prefer("en", "light")
    visitor.go(f"/plans/{plan}/board")
    visitor.until("all sites", lambda: len(visitor.all(".card")) == SITES)
    cards = visitor.all(".card")
    chip = next(each for each in visitor.all(".card .chip") if each.find_element("xpath", "ancestor::section[contains(@class, 'card')]") != cards[1])
    visitor.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", cards[1])
    start = time.time()
    x, y = middle(visitor, chip)
    touch(visitor, "touchStart", x, y)
    # Held for a moment: a finger that moves at once scrolls the page.
    time.sleep(0.3)
    visitor.until("picked up", lambda: visitor.all(".dragged-over"))
    picked = time.time() - start - 0.3
    to_x, to_y = middle(visitor, cards[1])
    for part in range(1, 11):
        touch(visitor, "touchMove", x + (to_x - x) * part / 10, y + (to_y - y) * part / 10)
    visitor.until("over the place", lambda: "over" in cards[1].get_attribute("class").split())
    visitor.until("its price", lambda: len(visitor.all(".card .price")) == SITES and "worked out" not in cards[1].find_element("css selector", ".price").text)
    if pictures:  # of the window as it is: another height would move the board away under the finger
        visitor.driver.save_screenshot(str(pictures / "board-large-touch.png"))
    start = time.time()
    touch(visitor, "touchEnd")
    visitor.until("the score", lambda: "1 change" in score(visitor) and "points" in score(visitor))
    print(f"by finger: picked up in {1000 * picked:.0f} ms, scored {1000 * (time.time() - start):.0f} ms after the drop, as a test that looks twice a second sees it")
    visitor.button("Undo").click()
    visitor.shows("As the plan is kept")


def by_keys(visitor, plan, pictures):
    visitor.prefer("zh", "light")
    visitor.go(f"/plans/{plan}/board")
    visitor.until("all sites", lambda: len(visitor.all(".card")) == SITES)
    chip = visitor.all(".card .chip")[0]
    focus(visitor, chip)
    start = time.time()
    chip.send_keys(Keys.SPACE)
    visitor.until("prices", lambda: len(visitor.all(".card .price")) == SITES)
    print(f"by keys: picked up with every price in {1000 * (time.time() - start):.0f} ms, as a test that looks twice a second sees it")
    visitor.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    visitor.until("the next card", lambda: visitor.all(".card.over"))
    visitor.driver.switch_to.active_element.send_keys(Keys.SPACE)
    visitor.until("the move", lambda: "1处改动" in score(visitor))
    faults = visitor.accessibility()
    assert not faults, faults
    picture(visitor, pictures, "board-large-zh")


def circles(visitor):
    return visitor.all(".map .cluster")


def on_the_map(visitor, server, pictures):
    area = server.get("officer", "/api/areas?kind=township&limit=1")["items"][0]["id"]
    server.take("sites", ["name,area,kind,tier,min_team,target_team,x_km,y_km"] + [
        f"Heron Ford {i + 1},{area},village,middle,2,3,{20 + i % 60 / 10:.1f},{20 + i // 60 / 10:.1f}" for i in range(MAPPED - SITES)])
    for language, words in (("en", f"{MAPPED:,} sites on the map"), ("zh", f"地图上有{MAPPED:,}个驻点")):
        visitor.prefer(language, "light")
        visitor.go("/sites?view=map")
        visitor.shows(words)
        counts = [int(each.text.replace(",", "")) for each in circles(visitor)]
        assert sum(counts) == MAPPED, sum(counts)
        color = visitor.find(".map circle").value_of_css_property("fill")
        picture(visitor, pictures, f"map-large-{language}")
        faults = visitor.accessibility()
        assert not faults, faults
        visitor.dark()
        assert visitor.find(".map circle").value_of_css_property("fill") != color, "the colours are those of the theme"
        faults = visitor.accessibility("color")
        assert not faults, faults
        # Into the fullest circle by Enter, and again: what is left is few enough to be drawn by themselves.
        into = max(counts)
        while circles(visitor):
            fullest = circles(visitor)[0]
            into = int(fullest.text.replace(",", ""))
            focus(visitor, fullest)
            fullest.send_keys(Keys.ENTER)
            visitor.until("the part of it", lambda: len(visitor.all(".map svg[role=img] path")) == into or
                          sum(int(each.text.replace(",", "")) for each in circles(visitor)) == into)
            picture(visitor, pictures, f"map-large-part-{language}")
        assert len(visitor.all(".map svg[role=img] path")) == into < max(counts), into
        visitor.find(".map").find_element("xpath", "preceding-sibling::p[1]/button").click()
        visitor.until("the whole of it", lambda: len(circles(visitor)) == len(counts))
    # By mouse, to a site's page.
    visitor.driver.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", circles(visitor)[-1])
    visitor.until("a few", lambda: len(visitor.all(".map svg[role=img] path")) == min(counts))
    visitor.find(".map svg[role=img] path").click()
    visitor.until("its page", lambda: "/sites/site_" in visitor.driver.current_url and visitor.all("h1"))


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    start = time.time()
    with Example(program) as server, Visitor(server.place, (1440, 900)) as visitor:
        plan = server.grow(SITES)
        visitor.come_as(server.session_of("officer"))
        by_finger(visitor, plan, pictures)
        by_keys(visitor, plan, pictures)
        on_the_map(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print(f"A large programme is worked with in the desk, in {time.time() - start:.0f} s.")


main()
