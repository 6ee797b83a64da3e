// The data dictionary as people read it: docs/data-dictionary.md and the page /data-dictionary.
#include <fmt/format.h>

#include "base/describe.h"
#include "base/ensure.h"
#include "base/html.h"
#include "base/text.h"
#include "privacy/dictionary.h"

namespace sojourn::privacy {
namespace {

/// What a word of the list means.
base::Sentence meaning(Whose whose) {
  switch (whose) {
    case Whose::staff: return "a member of the programme's staff";
    case Whose::account: return "whoever has an account to sign in with";
    case Whose::site: return "a site, as totals; nobody who lives there";
    case Whose::sponsor: return "an organisation that sends staff";
    case Whose::programme: return "the programme as a whole: its areas, rules, calendar and log";
    case Whose::server: return "nobody: the server's own bookkeeping";
  }
  base::report_bug("a word of the data dictionary", std::source_location::current());
}

base::Sentence meaning(Level level) {
  switch (level) {
    case Level::open: return "anybody may know it";
    case Level::office: return "seen by those who work with it, within their scope";
    case Level::personal:
      return "about a person: seen within the scope and by themselves, and sealed in the history "
             "with a key of theirs";
    case Level::sensitive:
      return "about a person and seen by few: each reading is noted, and shown to that person";
    case Level::secret: return "shown to nobody: a digest, or sealed";
  }
  base::report_bug("a word of the data dictionary", std::source_location::current());
}

base::Sentence meaning(Keeping keeping) {
  switch (keeping) {
    case Keeping::programme: return "as long as the programme's database; nothing deletes it";
    case Keeping::person:
      return "until the records of that person end by the programme's law; no job deletes them "
             "yet, the office has to say when";
    case Keeping::replaced: return "until the next one takes its place, or it is withdrawn";
    case Keeping::days_30: return "30 days after it ended or was used last, then deleted";
    case Keeping::days_45: return "45 days, then deleted";
    case Keeping::done:
      return "needed until what it asks for is done; no job deletes it after that yet";
  }
  base::report_bug("a word of the data dictionary", std::source_location::current());
}

/// The words as people read them, in the order of their kind.
base::Sentence word_of(Whose whose) {
  switch (whose) {
    case Whose::staff: return "staff member";
    case Whose::account: return "account holder";
    case Whose::site: return "site";
    case Whose::sponsor: return "sponsor";
    case Whose::programme: return "programme";
    case Whose::server: return "nobody";
  }
  base::report_bug("a word of the data dictionary", std::source_location::current());
}

base::Sentence word_of(Level level) {
  switch (level) {
    case Level::open: return "public";
    case Level::office: return "office";
    case Level::personal: return "personal";
    case Level::sensitive: return "sensitive";
    case Level::secret: return "secret";
  }
  base::report_bug("a word of the data dictionary", std::source_location::current());
}

base::Sentence word_of(Keeping keeping) {
  switch (keeping) {
    case Keeping::programme: return "kept";
    case Keeping::person: return "by law";
    case Keeping::replaced: return "until replaced";
    case Keeping::days_30: return "30 days";
    case Keeping::days_45: return "45 days";
    case Keeping::done: return "until done";
  }
  base::report_bug("a word of the data dictionary", std::source_location::current());
}

std::vector<base::Sentence> opening(const Dictionary& dictionary) {
  std::size_t columns = 0;
  for (const TableEntry& table : dictionary.tables()) {
    columns += table.columns.size();
  }
  return {base::in_words("All that Sojourn stores: {} tables with {} columns, what each is for, "
                         "whose data it is, who may see it and how long it is kept. There is "
                         "nothing else.",
                         dictionary.tables().size(), columns),
          "Columns about the people who live at a site: 0. What Sojourn is not for stands in "
          "docs/decisions/0001-what-sojourn-is-not-for.md.",
          base::in_words("Made from src/privacy/columns.csv, whose SHA-256 is {}. Whoever has the "
                         "published list can compare it.",
                         dictionary.digest())};
}

/// Calls `act(heading)` and then `act(word, meaning)` for each word of the three kinds.
template <class Heading, class Word>
void legend(Heading&& heading, Word&& word) {
  heading("Whose data it is");
  base::for_each_choice<Whose>([&](auto, Whose each) { word(word_of(each), meaning(each)); });
  heading("Who may see it");
  base::for_each_choice<Level>([&](auto, Level each) { word(word_of(each), meaning(each)); });
  heading("How long it is kept");
  base::for_each_choice<Keeping>([&](auto, Keeping each) { word(word_of(each), meaning(each)); });
}

/// In a cell of a table of Markdown.
std::string cell(std::string_view text) { return base::replaced(text, "|", "\\|"); }

}  // namespace

std::string dictionary_markdown(const Dictionary& dictionary, Language language) {
  const auto say = [&](const base::Sentence& sentence) { return sentence.in(language); };
  std::string made = fmt::format("# {}\n", say("What is stored, and about whom"));
  for (const base::Sentence& sentence : opening(dictionary)) {
    made += fmt::format("\n{}\n", say(sentence));
  }
  legend([&](const base::Sentence& heading) { made += fmt::format("\n## {}\n\n", say(heading)); },
         [&](const base::Sentence& word, const base::Sentence& means) {
           made += fmt::format("- **{}**: {}\n", say(word), say(means));
         });
  for (const TableEntry& table : dictionary.tables()) {
    made += fmt::format(
        "\n## {}\n\n{}\n\n| {} | {} | {} | {} | {} |\n| --- | --- | --- | --- | --- |\n",
        table.name, table.purpose.in(language), say("column"), say("whose"), say("seen"),
        say("kept for"), say("purpose"));
    for (const ColumnEntry& column : table.columns) {
      made += fmt::format("| `{}` | {} | {} | {} | {} |\n", column.name, say(word_of(column.whose)),
                          say(word_of(column.level)), say(word_of(column.keeping)),
                          cell(column.purpose.in(language)));
    }
  }
  return made;
}

std::string dictionary_page(const Dictionary& dictionary, Language language,
                            std::span<const base::Sentence> different) {
  const auto say = [&](const base::Sentence& sentence) {
    return base::escape_html(sentence.in(language));
  };
  // 1. What it is, and whether this server's database is as it says.
  std::string made = fmt::format("<h2>{}</h2>\n", say("What is stored, and about whom"));
  for (const base::Sentence& sentence : opening(dictionary)) {
    made += fmt::format("<p>{}</p>\n", say(sentence));
  }
  if (different.empty()) {
    made += fmt::format("<p>{}</p>\n", say("When this server started, its database held exactly "
                                           "these tables and columns."));
  } else {
    made += fmt::format("<p class=\"warning\">{}</p>\n<ul>\n",
                        say("When this server started, its database was not as this list says:"));
    for (const base::Sentence& sentence : different) {
      made += fmt::format("<li>{}</li>\n", say(sentence));
    }
    made += "</ul>\n";
  }
  // 2. What the words mean.
  bool open = false;
  legend(
      [&](const base::Sentence& heading) {
        made += fmt::format("{}<h3>{}</h3>\n<dl>\n", open ? "</dl>\n" : "", say(heading));
        open = true;
      },
      [&](const base::Sentence& word, const base::Sentence& means) {
        made += fmt::format("<dt>{}</dt>\n<dd>{}</dd>\n", say(word), say(means));
      });
  made += "</dl>\n";
  // 3. The tables: lists rather than tables, which a phone would cut.
  for (const TableEntry& table : dictionary.tables()) {
    made +=
        fmt::format("<section id=\"{}\">\n<h3>{}</h3>\n<p>{}</p>\n<dl>\n", table.name,
                    base::escape_html(table.name), base::escape_html(table.purpose.in(language)));
    for (const ColumnEntry& column : table.columns) {
      made += fmt::format(
          "<dt><code>{}</code> <span class=\"quiet\">{} · {} · {}</span></dt>\n"
          "<dd>{}</dd>\n",
          base::escape_html(column.name), say(word_of(column.whose)), say(word_of(column.level)),
          say(word_of(column.keeping)), base::escape_html(column.purpose.in(language)));
    }
    made += "</dl>\n</section>\n";
  }
  return made;
}

}  // namespace sojourn::privacy
