// How to sign in to an example: as text for the terminal, and as the page /example.
#include <fmt/format.h>

#include "access/role_words.h"
#include "base/ensure.h"
#include "base/html.h"
#include "base/text.h"
#include "doors/http/header_values.h"
#include "program/example.h"

namespace sojourn::program {
namespace {

using base::Language;

/// Whoever has seen enough begins so, on an empty directory.
constexpr std::string_view own_programme = "sojourn serve --data my-programme";

/// "host of a site (Upper Weir)"
base::Sentence what_of(const ExampleAccount& account) {
  const base::Sentence role = access::role_in_words(account.role);
  return account.over.empty() ? role : base::in_words("{} ({})", role, account.over);
}

/// Each with two spaces before it, its columns under one another.
class Lines {
 public:
  explicit Lines(Language language) : language_(language) {}
  void add(const ExampleAccount& account) {
    text_ += fmt::format("  {}{}{}\n", base::padded(account.name, 16),
                         base::padded(account.person, 22), what_of(account).in(language_));
  }
  const std::string& text() const { return text_; }

 private:
  Language language_;
  std::string text_;
};

std::string row_of(const Example& example, const ExampleAccount& account, Language language) {
  const auto attribute = [](std::string_view name, std::string_view value) {
    return fmt::format(" {}=\"{}\"", name, base::escape_html(value));
  };
  const auto said = [&](const base::Sentence& sentence) {
    return base::escape_html(sentence.in(language));
  };
  const auto hidden = [&](std::string_view name, std::string_view value) {
    return fmt::format("<input type=\"hidden\"{}{}>", attribute("name", name),
                       attribute("value", value));
  };
  const std::string form = fmt::format(
      "<form method=\"post\" data-path=\"/api/session\"{}{}{}>{}{}{}<p class=\"problem\" "
      "role=\"alert\"></p><button type=\"submit\">{}</button></form>",
      attribute("data-open", "/"),
      attribute("data-unreachable",
                base::Sentence("The server cannot be reached. Try again.").in(language)),
      account.needs_code ? attribute("data-example-key", example.key) : std::string(),
      hidden("name", account.name), hidden("password", example.password),
      account.needs_code ? "<input type=\"hidden\" name=\"code\">" : "", said("Sign in"));
  return fmt::format("<tr><td>{}</td><td>{}</td><td><code>{}</code></td><td>{}</td></tr>\n",
                     said(what_of(account)), base::escape_html(account.person),
                     base::escape_html(account.name), form);
}

std::string page_of(const Example& example, Language language) {
  const auto said = [&](const base::Sentence& sentence) {
    return base::escape_html(sentence.in(language));
  };
  std::string made = fmt::format(
      "<noscript><p class=\"problem\">{}</p></noscript>\n<h2>{}</h2>\n<p "
      "data-when=\"signed-in\" hidden>{} <strong "
      "data-who></strong></p>\n<p>{}</p>\n<table>\n<thead>"
      "<tr><th>{}</th><th>{}</th><th>{}</th><th></th></tr></thead>\n<tbody>\n",
      said("This page needs JavaScript."), said("Sign in to the example"), said("Signed in:"),
      said("One account for each role. Every role sees and may do something else: sign out and "
           "come back to this page to be somebody else."),
      said(base::Sentence::phrase("Role")), said(base::Sentence::phrase("Person")),
      said("Name to sign in with"));
  for (const ExampleAccount& account : example.accounts) {
    made += row_of(example, account, language);
  }
  made += fmt::format(
      "</tbody>\n</table>\n<p>{} <code>{}</code></p>\n<p>{} <code class=\"key\">{}</code></p>\n"
      "<p>{} <code data-example-code data-example-key=\"{}\"></code></p>\n<h2>{}</h2>\n<p>{} "
      "<code>{}</code></p>\n<p>{} <a href=\"/help\">{}</a></p>\n<script "
      "src=\"/example.js\" defer></script>\n",
      said("Password of every account:"), base::escape_html(example.password),
      said("Key of every second factor, for an authenticator app:"), base::escape_html(example.key),
      said("Its code at this moment:"), base::escape_html(example.key),
      said("Start your own programme"),
      said("In a terminal, with a directory that is not there yet:"),
      base::escape_html(own_programme),
      said("It prints a link by which you name the programme and make the first account. Once you "
           "are signed in here, the guide tells the first ten minutes:"),
      said("the guide"));
  return made;
}

}  // namespace

std::string example_sign_ins(const Example& example, std::string_view place, Language language) {
  Lines lines(language);
  for (const ExampleAccount& account : example.accounts) {
    lines.add(account);
  }
  return base::in_words(
             "\nThis is a demonstration: an invented county. Nobody and no place in it exists, "
             "and only this machine can reach it.\nOpen {}/example and choose who to be, or sign "
             "in by hand:\n\n{}\nPassword of them all: {}\nAll but host, leader and member need "
             "a code too. Key for an authenticator app, one for all: {}\nYour own programme begins "
             "with \"{}\": docs/guide/administrator.md.\n",
             std::string(place), lines.text(), example.password, example.key,
             std::string(own_programme))
      .in(language);
}

doors::http::OwnPage example_page(Example example) {
  return {.name = "example",
          .title = "Sign in to the example",
          .content = [example = std::move(example)](Language language) {
            return page_of(example, language);
          }};
}

}  // namespace sojourn::program
