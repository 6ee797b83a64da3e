#!/usr/bin/python3
"""The ways into the desk and what it does in trouble: desk_ways.py PROGRAM [FOLDER FOR PICTURES]

An empty directory, the printed link, an account, a second factor, out and in again; a session that ends
under a page; a server that goes away and comes back; language and colours that are remembered; the
keyboard alone; what is printed; how much a browser loads. In Chinese where it makes no difference.
"""

import pathlib
import re
import sys
import tempfile

from browser import Example, Server, Visitor, code_of
from selenium.webdriver.common.keys import Keys

PASSWORD = "eleven quiet herons"
# What a browser may load for the first page: cold, and when it has been there before (bytes, requests).
COLD = 400_000
WARM = 10_000
REQUESTS = 3


def picture(visitor, pictures, name):
    if pictures:
        visitor.picture(pictures / f"{name}.png")


def first_start(visitor, place, link, pictures):
    """From the printed link to the home page of an empty programme."""
    visitor.prefer("en", "light")
    visitor.go("/setup")
    visitor.shows("The address is not whole")
    visitor.driver.get("about:blank")
    visitor.go(link.replace(place, ""))
    visitor.field("name", "o")
    visitor.field("person", "Olga Example")
    visitor.field("password", "password")
    visitor.button("Make the account").click()
    # What is wrong stands at its field, which has the focus.
    visitor.until("the faults", lambda: len(visitor.all(".fault")) == 2)
    assert visitor.driver.switch_to.active_element.get_attribute("name") == "name"
    assert visitor.find("[name=password]").get_attribute("aria-invalid") == "true"
    picture(visitor, pictures, "way-set-up-faults")
    # In another language nothing that was typed is lost.
    visitor.button("中文").click()
    visitor.shows("初次设置Sojourn")
    assert visitor.find("[name=person]").get_attribute("value") == "Olga Example"
    for wanted in (True, False):
        visitor.dark(wanted)
        assert not visitor.accessibility(), visitor.accessibility()
    visitor.button("English").click()
    visitor.shows("Set up Sojourn")
    for wanted in (True, False):
        visitor.dark(wanted)
        assert not visitor.accessibility(), visitor.accessibility()
    visitor.field("name", "olga")
    visitor.field("password", PASSWORD)
    visitor.button("Make the account").click()
    visitor.shows("The account is made")
    assert "#" not in visitor.driver.current_url, "the link stays in no history"
    visitor.button("Sign in").click()
    visitor.shows("Name to sign in with")
    visitor.field("name", "olga")
    visitor.field("password", "not this one")
    visitor.button("Sign in").click()
    visitor.shows("not right")
    picture(visitor, pictures, "way-sign-in-wrong")
    visitor.field("password", PASSWORD + Keys.ENTER)
    visitor.shows("Set up the second factor")
    visitor.shows("Give this key to the app")
    visitor.until("the picture", lambda: visitor.all(".qr path"))
    assert not visitor.accessibility(), visitor.accessibility()
    picture(visitor, pictures, "way-second-factor")
    secret = visitor.find("code.key").text
    assert visitor.button("open it there").get_attribute("href").startswith("otpauth://")
    visitor.field("code", "000000" + Keys.ENTER)
    visitor.until("the wrong code", lambda: visitor.all(".fault"))
    assert re.fullmatch("([A-Z2-7]{4} ){7}[A-Z2-7]{4}", secret), secret
    visitor.field("code", code_of(secret) + Keys.ENTER)
    visitor.shows("Recovery codes")
    codes = [each.text for each in visitor.all(".recovery li")]
    assert len(set(codes)) == 10, codes
    assert not visitor.accessibility(), visitor.accessibility()
    picture(visitor, pictures, "way-recovery-codes")
    # Whoever looks elsewhere first finds them still there: they are shown once.
    visitor.driver.execute_script("dispatchEvent(new Event('visibilitychange')); dispatchEvent(new Event('focus'))")
    visitor.settle()
    assert [each.text for each in visitor.all(".recovery li")] == codes
    visitor.button("I have kept them").click()
    visitor.shows("Good day, Olga Example")
    picture(visitor, pictures, "way-home-empty")
    visitor.button("Sign out").click()
    visitor.shows("Name to sign in with")
    assert not visitor.driver.execute_script("return sessionStorage.length"), "drafts go with who typed them"
    # In again: the code is asked for once it is known that there is one. Its predecessor is used.
    visitor.field("name", "olga")
    visitor.field("password", PASSWORD + Keys.ENTER)
    visitor.shows("Code of your second factor")
    picture(visitor, pictures, "way-code")
    visitor.field("code", code_of(secret, ahead=1) + Keys.ENTER)
    visitor.shows("Good day, Olga Example")
    # Without the phone: a recovery code, once.
    for typed, said in ((codes[0].replace("-", " ").lower(), "Good day, Olga Example"), (codes[0], "not right")):
        visitor.button("Sign out").click()
        visitor.shows("Name to sign in with")
        visitor.field("name", "olga")
        visitor.field("password", PASSWORD + Keys.ENTER)
        visitor.shows("or one of your recovery codes")
        visitor.field("code", typed + Keys.ENTER)
        visitor.shows(said)
        if said.startswith("Good"):
            visitor.go("/account")
            visitor.shows("9 recovery codes are left")
    visitor.field("code", codes[1] + Keys.ENTER)
    visitor.shows("Second factor")
    # New ones for whoever knows the password.
    visitor.all("[name=password]")[-1].send_keys(PASSWORD + Keys.ENTER)
    visitor.until("new codes", lambda: len(visitor.all(".recovery li")) == 10)
    assert not {each.text for each in visitor.all(".recovery li")} & set(codes)
    visitor.button("I have kept them").click()
    visitor.shows("10 recovery codes are left")
    visitor.field("old_password", PASSWORD)
    visitor.field("password", PASSWORD + Keys.ENTER)
    visitor.shows("The password is changed")
    visitor.speak("zh")
    visitor.shows("密码已修改")
    visitor.speak("en")
    # A link that was used says so before anything is typed, and what to do.
    visitor.button("Sign out").click()
    visitor.shows("Name to sign in with")
    visitor.go(link.replace(place, ""))
    visitor.shows("This link was used already")
    visitor.shows("sign in with the password that you chose")
    assert not visitor.all("[name=password]")
    picture(visitor, pictures, "way-link-used")
    # What the server said stands in the language of the page, when that is another by then.
    visitor.speak("zh")
    visitor.shows("此链接已使用过")
    assert "This link was used" not in visitor.text()
    visitor.speak("en")
    visitor.shows("This link was used already")


def session_that_ends(visitor, server):
    """The sign-in comes under the same address, and the page comes back."""
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("host"))
    visitor.go("/no-such-page?tab=2")
    visitor.shows("There is no such page")
    visitor.driver.delete_all_cookies()
    visitor.driver.get(visitor.driver.current_url)
    visitor.shows("Sign in to see this page.")
    assert "What you typed is kept" not in visitor.text(), "nothing was typed"
    visitor.field("name", "host")
    visitor.field("password", server.password + Keys.ENTER)
    visitor.shows("There is no such page")
    assert visitor.driver.current_url.endswith("/no-such-page?tab=2")


def session_that_ends_at_a_send(visitor, server):
    """A button that sends is told so too: the sign-in comes, the draft is there, and it can be sent again."""
    visitor.prefer("en", "light")
    visitor.come_as(server.session_of("officer"))
    visitor.go("/rules")
    visitor.until("the form", lambda: visitor.all("[name=reason]"))
    visitor.field("reason", "typed before it ended")
    # Ended on the server; the page does not know.
    visitor.driver.execute_async_script(
        "const done = arguments[0]; fetch('/api/account').then((told) => fetch('/api/session', {method: 'DELETE',"
        " headers: {'X-CSRF-Token': told.headers.get('X-CSRF-Token')}})).then((told) => done(told.status))")
    visitor.button("Save as an edition").click()
    visitor.shows("Sign in to see this page. What you typed is kept.")
    visitor.field("name", "officer")
    visitor.field("password", server.password + Keys.ENTER)
    visitor.shows("Code of your second factor")
    visitor.field("code", code_of(server.key, ahead=1) + Keys.ENTER)
    visitor.until("the form", lambda: visitor.all("[name=reason]"))
    server.sessions["officer"] = visitor.driver.get_cookie("session")["value"]
    visitor.until("the draft", lambda: visitor.find("[name=reason]").get_attribute("value") == "typed before it ended")
    visitor.button("Save as an edition").click()
    visitor.until("the edition", lambda: any("typed before it ended" in each.text for each in visitor.all("main table td")))


def remembered(visitor, server):
    """Language and colours of the reader, on every page and the next time."""
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")
    visitor.go("/")
    visitor.button("中文").click()
    visitor.shows("退出登录")
    visitor.button("深色").click()
    visitor.until("dark", lambda: visitor.find("html").get_attribute("data-theme") == "dark")
    visitor.go("/")
    visitor.shows("您好")
    assert visitor.find("html").get_attribute("data-theme") == "dark"
    assert visitor.find("html").get_attribute("lang") == "zh-Hans"
    assert visitor.driver.title == "Olga Example，您好 - Sojourn", visitor.driver.title


def keyboard(visitor, server):
    """The first thing that Tab reaches is the way past the navigation."""
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")
    visitor.go("/")
    visitor.find("body").send_keys(Keys.TAB)
    skip = visitor.driver.switch_to.active_element
    assert skip.text == "Skip to the content" and skip.is_displayed(), skip.text
    skip.send_keys(Keys.ENTER)
    assert visitor.driver.switch_to.active_element.get_attribute("id") == "main"
    # Ctrl-K opens a page by a part of its name; Esc goes back to where one was.
    visitor.find("body").send_keys(Keys.CONTROL, "k")
    visitor.until("the search", lambda: visitor.find("dialog input").is_displayed())
    visitor.driver.switch_to.active_element.send_keys("nothing is called so")
    visitor.shows("Nothing found")
    visitor.driver.switch_to.active_element.send_keys(Keys.CONTROL, "a")
    visitor.driver.switch_to.active_element.send_keys("ho")
    visitor.until("home", lambda: [each.text for each in visitor.all("dialog [aria-selected=true]")] == ["Home"])
    faults = visitor.accessibility()
    assert not faults, faults
    visitor.driver.switch_to.active_element.send_keys(Keys.ENTER)
    visitor.until("the search, closed", lambda: not visitor.find("dialog").is_displayed())
    assert visitor.driver.current_url == visitor.place + "/"


def long_work(visitor, server, pictures):
    """A plan that is being made is told above every page, also after the desk was loaded anew."""
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")
    server.post("officer", "/api/plans", {"name": "Spring", "starts_on": "2027-03-01", "time_limit": 15})
    visitor.go("/")
    visitor.shows('The plan "Spring" is being made.')
    visitor.go("/no-such-page")
    visitor.shows("You may leave this page.")
    faults = visitor.accessibility()
    assert not faults, faults
    picture(visitor, pictures, "long-work")
    visitor.button("Stop").click()
    # The best so far is kept as a draft; that it was made stays true, whatever becomes of it before it is put away.
    visitor.shows('The plan "Spring" is made.')
    plan = next(each for each in server.get("officer", "/api/plans?limit=5")["items"] if each["name"] == "Spring")
    server.post("officer", f"/api/plans/{plan['id']}/withdraw", {"version": plan["version"], "reason": "only to try"})
    visitor.button("Open it").click()
    visitor.shows("Withdraw the plan")
    visitor.button("Update").click()
    visitor.shows("withdrawn")
    assert "could not be made" not in visitor.text() and 'The plan "Spring" is made.' in visitor.text()
    visitor.button("Seen").click()
    visitor.until("it is put away", lambda: not visitor.all(".jobs"))


def printed(visitor):
    """No toolbars on paper."""
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for css in (".tools", ".pages", ".skip"):
        assert not visitor.find(css).is_displayed(), css
    assert visitor.find(".printed").is_displayed() and visitor.find("h1").is_displayed()
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def loaded(visitor):
    """Bytes and requests of the page that is shown, as they came over the wire."""
    return visitor.driver.execute_script(
        "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];"
        "return [all.reduce((sum, each) => sum + each.transferSize, 0), all.filter(each => each.transferSize > 0).length]")


def sizes(visitor, server):
    visitor.come_as(server.session_of("officer"))
    visitor.prefer("en", "light")
    visitor.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    visitor.go("/")
    visitor.shows("sponsors have replied")
    cold, _ = loaded(visitor)
    visitor.go("/")
    visitor.shows("sponsors have replied")
    warm, requests = loaded(visitor)
    print(f"the first page: {cold} bytes cold, {warm} bytes in {requests} requests warm")
    assert cold <= COLD and warm <= WARM and requests <= REQUESTS, "more than it has to be"


def gone(visitor, program, pictures):
    with tempfile.TemporaryDirectory(prefix="sojourn-desk-") as folder:
        with Example(program, data=f"{folder}/data") as server:
            port = server.place.rsplit(":", 1)[1]
            visitor.place = server.place
            visitor.prefer("en", "light")
            visitor.come_as(server.session_of("officer"))
            visitor.go("/")
            visitor.shows("sponsors have replied")
        # The server has ended. Whoever asks again is told so, and keeps what they see.
        visitor.button("Update").click()
        visitor.shows("The server does not answer. What you see is of")
        assert "sponsors have replied" in visitor.text()
        picture(visitor, pictures, "trouble-server-gone")
        visitor.complaints()
        with Example(program, data=f"{folder}/data", listen=f"127.0.0.1:{port}"):
            visitor.button("Try again").click()
            visitor.until("it is back", lambda: "does not answer" not in visitor.text())
            visitor.shows("sponsors have replied")


def main():
    program = sys.argv[1]
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(prefix="sojourn-desk-") as folder:
        with Server(program, "--data", f"{folder}/data") as server:
            link = server.until("/setup#")
            place = re.match(r"http://[^/]*", link).group(0)
            with Visitor(place) as visitor:
                first_start(visitor, place, link, pictures)
                assert not visitor.complaints()
    with Example(program) as server, Visitor(server.place) as visitor:
        session_that_ends(visitor, server)
        session_that_ends_at_a_send(visitor, server)
        remembered(visitor, server)
        keyboard(visitor, server)
        printed(visitor)
        sizes(visitor, server)
        long_work(visitor, server, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    with Visitor("") as visitor:
        gone(visitor, program, pictures)
        complaints = visitor.complaints()
        assert not complaints, complaints
    print("the ways of the desk work in the browser")


main()
