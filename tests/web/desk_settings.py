#!/usr/bin/python3
"""Settings as an administrator works with them: desk_settings.py PROGRAM [FOLDER FOR PICTURES]

A backup is made and proven; a role is granted over an area that is found by its name, by somebody who sees no
records, and ended; an area is moved while somebody else changes it.
"""

import json
import pathlib
import sys

from browser import Example, Visitor
from forms import pick, send


def press(visitor, words):
    """The button of the page that says just that."""
    next(each for each in visitor.all("main button") if each.text == words).click()


def dialog(visitor, words):
    visitor.until(words, lambda: visitor.all("dialog[open] form"))


def look(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"settings-{name}.png")
    assert not visitor.accessibility(), visitor.accessibility()


def a_backup(visitor, server, pictures):
    visitor.go("/settings/backup")
    visitor.shows("No backup was made from here")
    press(visitor, "Make a backup")
    dialog(visitor, "Make a backup")
    send(visitor)
    visitor.until("the backup, made", lambda: "✔ there" in visitor.text())
    visitor.shows("less than a day old")
    visitor.shows("Ada Example")
    made = server.get("administrator", "/api/backups")["items"][0]
    place = server.get("administrator", "/api/backup-place")
    assert made["entries"] > 0 and pathlib.Path(place["folder"], made["file"]).is_file(), made
    assert f"sojourn restore {place['folder']}/{made['file']} --data" in visitor.find("pre").text
    press(visitor, "Prove it")
    visitor.shows("it can be restored")
    look(visitor, pictures, "backup-en")
    # Somebody damages it: found, and said in words.
    with pathlib.Path(place["folder"], made["file"]).open("r+b") as file:
        file.seek(9000)
        file.write(b"damage")
    visitor.prefer("zh", "light")
    visitor.go("/settings/backup")
    press(visitor, "验证")
    visitor.shows("已损坏或被改动")
    look(visitor, pictures, "backup-zh")


def a_grant(visitor, server, pictures):
    """An administrator sees no areas, and finds one by its name."""
    visitor.prefer("en", "light")
    host = next(each for each in server.get("administrator", "/api/accounts")["items"] if each["name"] == "host")
    visitor.go(f"/settings/accounts/{host['id']}")
    press(visitor, "Grant a role")
    dialog(visitor, "Grant a role")
    visitor.find("dialog select[name=role]").send_keys("Area manager")
    visitor.find("dialog select[name=whole]").send_keys("an area")
    pick(visitor, "scope", "Veservosk", "Veservosk Township")
    look(visitor, pictures, "grant")
    send(visitor)
    visitor.until("the role", lambda: any(
        "Veservosk Township" in each.text for each in visitor.all("main table.simple tr")))
    row = next(each for each in visitor.all("main table.simple tr") if "Veservosk Township" in each.text)
    row.find_element("css selector", "button").click()
    dialog(visitor, "End the role")
    visitor.shows("from the next request on")
    send(visitor)
    visitor.until("the role, ended", lambda: "Veservosk Township" not in visitor.text())
    grants = server.get("administrator", f"/api/accounts/{host['id']}/grants")["items"]
    assert all(each["role"] != "area_manager" for each in grants), json.dumps(grants)


def an_area(visitor, server, pictures):
    """Moved while somebody else renames it: both versions are shown, and whoever moves it decides."""
    visitor.come_as(server.session_of("officer"))
    areas = server.get("officer", "/api/areas?kind=township&limit=1")["items"]
    county = server.get("officer", "/api/areas?kind=county&limit=1")["items"][0]
    other = server.post("officer", "/api/areas", {"name": "Heron County", "kind": "county", "parent": county["parent"]} if "parent" in county
                        else {"name": "Heron County", "kind": "county"})
    area = areas[0]
    sites = server.get("officer", f"/api/sites?within={area['id']}&count=true&limit=1")["count"]
    visitor.go(f"/settings/areas?do=move&area={area['id']}")
    visitor.shows(f"sites in it: {sites}.")
    pick(visitor, "parent", "Heron", "Heron County")
    server.post("officer", f"/api/areas/{area['id']}/rename", {"name": "Osprey Township", "version": area["version"]})
    send(visitor)
    visitor.shows("Two versions")
    row = next(each.text for each in visitor.all(".conflict tr") if "Osprey" in each.text)
    assert area["name"] in row, row
    look(visitor, pictures, "two-versions")
    visitor.button("Keep what I typed").click()
    send(visitor)
    visitor.until("the dialog, closed", lambda: not visitor.all("dialog[open]"))
    assert server.get("officer", f"/api/areas/{area['id']}")["parent"] == other["id"]


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with Example(program) as server, Visitor(server.place) as visitor:
        visitor.prefer("en", "light")
        visitor.come_as(server.session_of("administrator"))
        a_backup(visitor, server, pictures)
        a_grant(visitor, server, pictures)
        an_area(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print("the settings of the desk work in the browser")


main()
