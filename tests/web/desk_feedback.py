#!/usr/bin/python3
"""Suggest or complain, by the keyboard: desk_feedback.py PROGRAM [FOLDER FOR PICTURES]

A member goes to the form from another page with keys alone; a number of an identity card is warned of and refused;
what is sent stands below. The officer finds it on the first page, answers and closes it, and does not answer an own
one. The member reads the answer. In English and in Chinese.
"""

import pathlib
import sys

from browser import Example, Keys, Visitor

WORDS = {
    "en": {"link": "Suggest or complain", "card": "looks like the number of an identity card", "sent": "The answer will stand below",
           "waits": "waits for an answer", "answer": "Answer", "close": "Close it", "closed": "closed", "yours": "This is your own",
           "said": "The list of sites could print in two columns.", "told": "From January on it does."},
    "zh": {"link": "建议与投诉", "card": "像是身份证号码", "sent": "答复会显示在下方", "waits": "待答复", "answer": "答复",
           "close": "办结", "closed": "已办结", "yours": "这是您本人提交的", "said": "驻点列表可以分两栏打印。", "told": "一月起可以。"},
}


def focus(visitor, css):
    """By Tab, as far as it takes."""
    for _ in range(80):
        visitor.driver.switch_to.active_element.send_keys(Keys.TAB)
        if visitor.driver.execute_script("return document.activeElement.matches(arguments[0])", css):
            return visitor.driver.switch_to.active_element
    raise AssertionError(f"no key leads to {css}")


def written(visitor, server, language, pictures):
    words = WORDS[language]
    visitor.come_as(server.session_of("member"))
    visitor.prefer(language, "light")
    visitor.go("/settings/languages")
    focus(visitor, ".saying a").send_keys(Keys.ENTER)
    visitor.until("the form", lambda: visitor.all("textarea[name=said]"))
    assert "about=%2Fsettings%2Flanguages" in visitor.driver.current_url, visitor.driver.current_url
    text = focus(visitor, "textarea[name=said]")
    text.send_keys("11010519491231002X")
    visitor.shows(words["card"])
    focus(visitor, "button[type=submit]").send_keys(Keys.ENTER)
    visitor.until("refused at the field", lambda: visitor.all("textarea[name=said][aria-invalid=true]"))
    if pictures:
        visitor.picture(pictures / f"feedback-refused-{language}.png")
    visitor.field("said", words["said"])
    visitor.until("no warning", lambda: words["card"] not in visitor.find("main form div[role=status]").text)
    focus(visitor, "button[type=submit]").send_keys(Keys.ENTER)
    visitor.shows(words["sent"])
    visitor.until("it stands below", lambda: words["said"] in visitor.find("main table").text)
    own = server.get("member", "/api/account/feedback")["items"][0]
    assert own["page"] == "/settings/languages" and own["named"] is False, own
    return own["id"]


def answered(visitor, server, entry, language, pictures):
    words = WORDS[language]
    visitor.come_as(server.session_of("officer"))
    visitor.prefer(language, "light")
    visitor.go("/")
    visitor.shows(words["waits"])
    visitor.find(f"main a[href='/settings/feedback/{entry}']").click()
    visitor.until("the entry", lambda: words["said"] in visitor.find("main").text)
    visitor.find(".head .action button").click()
    visitor.until("the form", lambda: visitor.all("dialog[open] textarea"))
    visitor.find("dialog[open] textarea").send_keys(words["told"])
    visitor.find("dialog[open] button[type=submit]").click()
    visitor.until("the answer", lambda: not visitor.all("dialog[open]") and words["told"] in visitor.find("main").text)
    visitor.button(words["close"]).click()
    visitor.until("the question", lambda: visitor.all("dialog[open] form"))
    visitor.find("dialog[open] button[type=submit]").click()
    visitor.until("closed", lambda: not visitor.all("dialog[open]") and words["closed"] in visitor.find("main").text)
    if pictures:
        visitor.picture(pictures / f"feedback-closed-{language}.png")
    # Nobody answers their own.
    own = server.post("officer", "/api/account/feedback", {"kind": "complaint", "said": "Mine."})["id"]
    visitor.go(f"/settings/feedback/{own}")
    visitor.shows(words["yours"])
    assert not visitor.all(".head .action button"), "the own one can be answered"


def read(visitor, server, entry, language):
    words = WORDS[language]
    visitor.come_as(server.session_of("member"))
    visitor.prefer(language, "light")
    visitor.go("/feedback")
    visitor.find(f"main a[href='/feedback/{entry}']").click()
    visitor.shows(words["told"])


def main():
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with Example(sys.argv[1]) as server, Visitor(server.place) as visitor:
        for language in ("en", "zh"):
            entry = written(visitor, server, language, pictures)
            answered(visitor, server, entry, language, pictures)
            read(visitor, server, entry, language)
            assert not visitor.complaints()
    print("written, refused, answered, closed and read, in English and in Chinese")


main()
