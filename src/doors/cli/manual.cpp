// Help texts from the table of operations, laid out like a manual page.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "doors/cli/cli.h"

namespace sojourn::doors::cli {
namespace {

using base::Field;
using base::FieldKind;

/// A page that is being written, with lines broken between words.
class Page {
 public:
  explicit Page(int width) : width_(static_cast<std::size_t>(std::clamp(width, 40, 100))) {}

  void heading(std::string_view text) {
    text_ += text_.empty() ? "" : "\n";
    line(text);
  }
  void line(std::string_view text) {
    text_ += text;
    text_ += '\n';
  }
  /// One paragraph; lines after the first are indented by `hang`.
  void paragraph(std::string_view text, std::size_t indent, std::size_t hang) {
    paragraph(std::string(indent, ' '), text, hang);
  }
  /// A label, and beside it from column `hang` on a paragraph.
  void entry(std::string_view label, std::string_view text, std::size_t hang) {
    paragraph("  " + base::padded(label, hang - 2), text, hang);
  }
  void paragraph(std::string row, std::string_view text, std::size_t hang) {
    std::size_t used = base::columns_of(row);
    bool first = true;
    for (const base::Piece& piece : base::pieces_of(text)) {
      const std::size_t size = base::columns_of(piece.text);
      const std::size_t space = piece.after_space && !first ? 1 : 0;
      if (!first && used + space + size > width_) {
        line(row);
        row.assign(hang, ' ');
        used = hang;
        first = true;
      }
      row += space == 0 || first ? "" : " ";
      row += piece.text;
      used += size + (first ? 0 : space);
      first = false;
    }
    line(row);
  }
  void paragraph(std::string_view text, std::size_t indent) { paragraph(text, indent, indent); }

  /// Paragraphs parted by empty lines; lines that begin with two spaces are kept.
  void prose(std::string_view text, std::size_t indent) {
    std::string open;
    const auto close = [&] {
      if (!open.empty()) {
        paragraph(open, indent);
        open.clear();
      }
    };
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view row = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (row.empty() || row.starts_with("  ")) {
        close();
        line(row.empty() ? "" : std::string(indent, ' ') + std::string(row));
      } else {
        open += (open.empty() ? "" : " ") + std::string(row);
      }
    }
    close();
  }

  std::string take() { return std::move(text_); }

 private:
  std::size_t width_;
  std::string text_;
};

constexpr const char* language_meaning =
    "Language of what is printed and of the report's first view: en or zh. Without it, that of the "
    "environment (LC_ALL, LC_MESSAGES, LANG).";

bool required(const Field& field) {
  return !field.optional && !field.list && field.about.standard.empty() &&
         field.kind != FieldKind::yes_no;
}

/// "--time-limit S", "FOLDER".
std::string usage_of(const Field& field) {
  const bool bare = field.about.positional || field.kind == FieldKind::yes_no;
  return label_of(field) + (bare ? "" : " " + field.about.shape);
}

/// "Unit: seconds. Default: 60. From 0 to 100.": only what holds.
std::string facts_of(const Field& field, base::Language language) {
  base::Sentence facts;
  const auto add = [&](const base::Sentence& fact) {
    facts += facts.empty() ? base::Sentence() : base::Sentence(" ");
    facts += fact;
  };
  const base::FieldAbout& about = field.about;
  if (required(field)) {
    add("Required.");
  }
  if (!about.unit.empty()) {
    add(base::in_words("Unit: {}.", about.unit));
  }
  if (field.kind == FieldKind::yes_no && about.standard.empty()) {
    add(base::in_words("Default: {}.", "no"));
  } else if (!about.standard.empty()) {
    add(base::in_words("Default: {}.", about.standard));
  } else if (field.list) {
    add("May be given more than once.");
  }
  if (field.kind == FieldKind::choice) {
    std::string list;
    for (const std::string& choice : field.choices) {
      list += (list.empty() ? "" : ", ") + base::replaced(choice, '_', '-');
    }
    add(base::in_words("One of: {}.", list));
  }
  if (field.kind == FieldKind::word) {
    add(base::in_words("Write {}.", field.word.accepted));
  }
  if (about.least && about.most) {
    add(base::in_words("From {} to {}.", *about.least, *about.most));
  } else if (about.least) {
    add(base::in_words("{} or more.", *about.least));
  } else if (about.most) {
    add(base::in_words("{} or less.", *about.most));
  }
  return facts.in(language);
}

/// Those of a group, or all with the word that tells of each; a line a command.
void commands(Page& page, std::span<const base::Operation> operations, std::string_view group,
              base::Language language) {
  const base::Sentence of_help = "the manual page of a command";
  std::vector<std::pair<std::string_view, const base::Sentence*>> lines;
  for (const base::Operation& operation : operations) {
    if (group.empty() || in_group(operation.about.name, group)) {
      lines.emplace_back(operation.about.name, &operation.about.summary);
    }
  }
  if (group.empty()) {
    lines.emplace_back("help", &of_help);
  }
  std::size_t longest = 0;
  for (const auto& [name, summary] : lines) {
    longest = std::max(longest, name.size());
  }
  for (const auto& [name, summary] : lines) {
    page.entry(name, summary->in(language), longest + 4);
  }
}

void examples(Page& page, const std::vector<base::Example>& list, base::Language language) {
  for (const base::Example& example : list) {
    page.line("  " + example.command);
    page.paragraph(example.meaning.in(language), 6);
  }
}

void exit_codes(Page& page, const base::About& about, base::Language language) {
  std::map<int, base::Sentence> codes = {
      {base::exit_done, "done"},
      {base::exit_invalid, "the command line or the input has faults; they are listed"},
      {base::exit_machine, "out of memory, disk full, or another failure of the machine"},
      {base::exit_bug, "a mistake in Sojourn itself"},
      {base::exit_interrupted, "ended at once by a second Ctrl-C"}};
  for (const base::ExitCodeAbout& own : about.exit_codes) {
    codes[own.code] = own.meaning;
  }
  for (const auto& [code, meaning] : codes) {
    page.entry(fmt::format("{}", code), meaning.in(language), 7);
  }
}

}  // namespace

std::string overview(const Program& program, std::span<const base::Operation> operations, int width,
                     base::Language language) {
  const auto say = [language](const base::Sentence& text) { return text.in(language); };
  Page page(width);
  page.paragraph(fmt::format("{} {} - {}", program.name, program.version, say(program.summary)), 0);
  page.heading(say("COMMANDS"));
  commands(page, operations, "", language);
  page.heading(say("START HERE"));
  examples(page, program.start, language);
  page.heading(say("MORE"));
  page.line(fmt::format("  {} help COMMAND", program.name));
  page.line(fmt::format("  {} --version", program.name));
  page.line(fmt::format("  {} --language zh ...", program.name));
  return page.take();
}

std::string group_overview(const Program& program, std::span<const base::Operation> operations,
                           std::string_view group, int width, base::Language language) {
  const auto say = [language](const base::Sentence& text) { return text.in(language); };
  Page page(width);
  page.heading(say("SYNOPSIS"));
  page.line(fmt::format("  {} {} COMMAND", program.name, group));
  page.heading(say("COMMANDS"));
  commands(page, operations, group, language);
  page.heading(say("MORE"));
  page.line(fmt::format("  {} help {} COMMAND", program.name, group));
  return page.take();
}

std::string manual(const Program& program, const base::Operation& operation, int width,
                   base::Language language) {
  const auto say = [language](const base::Sentence& text) { return text.in(language); };
  const base::About& about = operation.about;
  Page page(width);
  page.paragraph(fmt::format("{} {} - {}", program.name, about.name, say(about.summary)), 0);

  page.heading(say("SYNOPSIS"));
  std::string synopsis = program.name + " " + about.name;
  for (const Field& field : operation.fields) {
    // A no-break space inside one item keeps it on one line; it is a plain space in the page.
    std::string usage = base::replaced(usage_of(field), ' ', '\x01');
    usage += field.list ? "..." : "";
    synopsis += required(field) ? " " + usage : " [" + usage + "]";
  }
  Page row(width);
  row.paragraph(synopsis, 2, 6);
  page.line("  " + std::string(base::trim(base::replaced(row.take(), '\x01', ' '))));

  if (!about.description.empty()) {
    page.heading(say("DESCRIPTION"));
    page.prose(say(about.description), 2);
  }
  page.heading(say("OPTIONS"));
  for (const Field& field : operation.fields) {
    page.line("  " + usage_of(field));
    page.prose(say(field.about.meaning), 6);
    if (const std::string facts = facts_of(field, language); !facts.empty()) {
      page.paragraph(facts, 6);
    }
    if (!field.about.trade.empty()) {
      page.prose(say(field.about.trade), 6);
    }
  }
  page.line("  --language CODE");
  page.paragraph(say(language_meaning), 6);
  page.line("  --help");
  page.line(fmt::format("      {}", say("Shows this page.")));
  page.heading(say("EXIT CODES"));
  exit_codes(page, about, language);
  if (!about.examples.empty()) {
    page.heading(say("EXAMPLES"));
    examples(page, about.examples, language);
  }
  if (!about.see_also.empty()) {
    page.heading(say("SEE ALSO"));
    for (const std::string& other : about.see_also) {
      page.line("  " + other);
    }
  }
  return page.take();
}

std::string refusal_text(const Program& program, const base::Operation* operation,
                         const base::Refusal& refusal, base::Language language) {
  std::string text = program.name;
  if (operation != nullptr) {
    text += " " + operation->about.name;
  }
  text += ": " + refusal.detail.in(language) + "\n";
  for (const base::Fault& fault : refusal.faults) {
    // "/time_limit" of the input record is "--time-limit" of the command line.
    std::string where = fault.where;
    if (operation != nullptr && where.starts_with('/')) {
      for (const Field& field : operation->fields) {
        if (where == "/" + field.about.name || where.starts_with("/" + field.about.name + "/")) {
          where = label_of(field);
          break;
        }
      }
    }
    text += "  ";
    if (!where.empty()) {
      text += where + ": ";
    }
    if (!fault.value.empty()) {
      text += "\"" + fault.value + "\": ";
    }
    text += fault.detail.in(language) + "\n";
  }
  if (refusal.more_faults > 0) {
    text += "  " + base::in_words("... and {} more.", refusal.more_faults).in(language) + "\n";
  }
  if (operation != nullptr && refusal.code == "arguments") {
    text +=
        base::in_words("See: {} help {}", program.name, operation->about.name).in(language) + "\n";
  }
  return text;
}

}  // namespace sojourn::doors::cli
