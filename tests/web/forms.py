"""What the scripts share that fill in a form: it opens in a dialog, is sent, and is gone."""

from selenium.webdriver.common.keys import Keys


def open_form(visitor, words):
    """By the button that says so."""
    visitor.button(words).click()
    visitor.until(words, lambda: visitor.all("dialog[open] form"))


def pick(visitor, name, words, found):
    """A record in a field that names one: a part of its name, then Enter on the first that is found."""
    visitor.field(name, words)
    visitor.until(f"{found} to choose", lambda: any(
        found in each.text for each in visitor.all(".picker-list [role=option]")))
    visitor.find(f"[name={name}]").send_keys(Keys.ENTER)
    visitor.until(f"{found}, chosen", lambda: found in visitor.find(f"[name={name}]").get_attribute("value"))


def send(visitor):
    visitor.find("dialog[open] form button[type=submit]").click()


def gone(visitor):
    visitor.until("the dialog, closed", lambda: not visitor.all("dialog[open]"))


def sent(visitor, words):
    """The form is gone, and the page says so."""
    visitor.until(words, lambda: not visitor.all("dialog[open]") and words in visitor.text())
