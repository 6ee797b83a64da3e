#!/usr/bin/python3
"""The pictures of the guide: guide_pictures.py PROGRAM FOLDER, or guide_pictures.py --check

What docs/guide/desk.md and desk.zh.md show, as the example county has it today: NAME.en.png and NAME.zh.png for
each line of PICTURES. `make pictures` writes those that are kept. --check needs no browser: every picture that
a page of the guide names is there, none is too large, and none lies there unnamed.
"""

import pathlib
import re
import struct
import sys
import tempfile

GUIDE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs/guide"
LARGEST = 64_000  # bytes of a picture
ALL = 700_000  # bytes of all of them
WIDEST = 1200  # pixels
WINDOW = (1200, 1000)


def home(visitor, _):
    visitor.go("/")


def grid(visitor, server):
    """Sites as an office keeps them, with a cell that is wrong."""
    import office

    language = visitor.driver.execute_script("return localStorage.getItem('sojourn.language')")
    area = next(each["name"] for each in server.get("officer", "/api/areas?limit=200")["items"] if each["kind"] == "township")
    visitor.go("/import/site")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "sites.xlsx"
        file.write_bytes(office.sites(30, area, language))
        visitor.find("input[type=file]").send_keys(str(file))
        visitor.until("the effect", lambda: re.search("＋ [1-9]", visitor.find(".import-bar .counts").text))
    visitor.find(".sheet-aside button").click()
    visitor.until("the cell", lambda: visitor.all(".sheet-cell.here.wrong"))
    visitor.until("what it wants", lambda: visitor.all(".sheet-aside .fault"))


def board(visitor, server):
    """Of a plan, with why somebody is where they are."""
    visitor.go(f"/plans/{server.get('officer', '/api/plans?state=published')['items'][0]['id']}/board")
    visitor.until("the cards", lambda: len(visitor.all(".card .chip")) > 5)
    visitor.all(".card .chip")[1].click()
    visitor.until("why", lambda: visitor.all(".why h2, .why h3"))


def publish(visitor, server):
    """Of a draft in which two people were moved by hand."""
    plan = next((each for each in server.get("officer", "/api/plans?state=draft")["items"]), None)
    if plan is None:
        published = server.get("officer", "/api/plans?limit=1")["items"][0]["id"]
        places = [each for each in server.get("officer", f"/api/plans/{published}/board")["places"] if each["role"] == "member"]
        plan = server.post("officer", f"/api/plans/{published}/edit",
                           {"moves": [f"{places[0]['staff']}@{places[-1]['site']}:member", f"{places[-1]['staff']}@none"],
                            "name": "2027", "reason": "asked for by both", "beside": True})
    visitor.go(f"/plans/{plan['id']}?do=publish")
    visitor.until("what would change", lambda: visitor.all("dialog.dialog .counts"))


def cards(visitor, _):
    visitor.go("/site-cards")


def audit(visitor, _):
    visitor.go("/settings/audit")
    visitor.until("the entries", lambda: visitor.all("main table tbody tr"))


# What the guide calls it, whose account of the example, how one comes there.
PICTURES = [("home", "officer", home), ("import", "officer", grid), ("board", "officer", board),
            ("publish", "officer", publish), ("site-cards", "officer", cards), ("audit", "auditor", audit)]


def check():
    """What is wrong with the pictures that are kept."""
    named = {}
    for page in sorted(GUIDE.glob("*.md")):
        for line, path in re.findall(r"^(!\[[^\]]+\])\(([^)]+)\)$", page.read_text(encoding="utf-8"), re.M):
            named[(GUIDE / path).resolve()] = f"{page.name}: {line}"
    if not named:
        yield "no page of the guide shows a picture"
    for file, where in named.items():
        if not file.is_file():
            yield f"{where}: there is no {file.name}"
            continue
        content = file.read_bytes()
        width, = struct.unpack(">I", content[16:20])
        if len(content) > LARGEST or width > WIDEST:
            yield f"{where}: {file.name} has {len(content)} bytes and is {width} pixels wide"
    kept = sorted((GUIDE / "pictures").glob("*"))
    for file in kept:
        if file.resolve() not in named:
            yield f"{file.name}: no page of the guide shows it"
    if sum(file.stat().st_size for file in kept) > ALL:
        yield f"the pictures have more than {ALL} bytes in all"


def make(program, folder):
    from browser import Example, Visitor
    from palette import smaller

    folder.mkdir(parents=True, exist_ok=True)
    with Example(program) as server:
        for language in ("en", "zh"):
            # A browser a language: the import grid keeps what was begun in it.
            with Visitor(server.place, WINDOW) as visitor:
                for name, account, come in PICTURES:
                    visitor.come_as(server.session_of(account))
                    visitor.prefer(language, "light")
                    come(visitor, server)
                    visitor.settle()
                    file = folder / f"{name}.{language}.png"
                    for most in (64, 24):
                        file.write_bytes(smaller(visitor.driver.get_screenshot_as_png(), most))
                        if file.stat().st_size <= LARGEST:
                            break
                    print(f"{file.name}: {file.stat().st_size} bytes")


def main():
    if sys.argv[1:] != ["--check"]:
        make(sys.argv[1], pathlib.Path(sys.argv[2]))
        return 0
    faults = list(check())
    for each in faults:
        print(each)
    return 1 if faults else 0


sys.exit(main())
