// See import_tested.h.
#include "stages/programme/import_tested.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/language.h"
#include "base/text.h"

namespace sojourn::stages::programme {
namespace {

using imports::CellFault;

struct Sign {
  std::string_view wide;
  char plain;
};
constexpr std::array<Sign, 5> wide_signs = {
    {{"（", '('}, {"）", ')'}, {"；", ';'}, {"，", ','}, {"、", ','}}};

std::string with_plain_signs(std::string_view text) {
  std::string made(text);
  for (const Sign& each : wide_signs) {
    made = base::replaced(made, each.wide, std::string_view(&each.plain, 1));
  }
  return made;
}

/// Parted at a sign, but not inside brackets.
std::vector<std::string> parted(std::string_view text, char at) {
  std::vector<std::string> made(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == at && depth <= 0) {
      made.emplace_back();
    } else {
      made.back() += c;
    }
  }
  return made;
}

/// Items parted by semicolons, or by commas where there is no semicolon.
std::vector<std::string> items_of(std::string_view text) {
  std::vector<std::string> items = parted(text, ';');
  return items.size() > 1 ? items : parted(text, ',');
}

/// "name (a, b, c)" taken apart.
struct Item {
  std::string name;
  std::vector<std::string> remarks;
};

/// Nothing, and a fault, where brackets do not close or something follows them.
std::optional<Item> item_of(std::string_view text, std::vector<CellFault>& faults) {
  Item made;
  const std::size_t open = text.find('(');
  made.name = imports::cleaned(text.substr(0, open));
  if (open != text.npos) {
    const std::string_view rest = imports::cleaned(text.substr(open + 1));
    if (made.name.empty() || rest.find_first_of("()") != rest.size() - 1 || !rest.ends_with(')')) {
      faults.push_back(
          {"brackets", base::in_words("{} is not a name with one remark in brackets after it.",
                                      base::shorten(imports::cleaned(text)))});
      return std::nullopt;
    }
    for (const std::string& each : parted(rest.substr(0, rest.size() - 1), ',')) {
      if (const std::string_view remark = imports::cleaned(each); !remark.empty()) {
        made.remarks.emplace_back(remark);
      }
    }
  }
  return made;
}

struct Read {
  std::string name;
  std::optional<Level> level;
  std::optional<base::Date> day;
  std::optional<std::string> certificate;
};

/// Of a word that stands where a level is due.
CellFault no_level(const std::string& name, const std::string& said) {
  std::vector<std::string> levels = base::choices<Level>();
  for (std::size_t i = 0, count = levels.size(); i < count; ++i) {
    if (const auto chinese = base::message(base::Language::zh, levels[i])) {
      levels.emplace_back(*chinese);
    }
  }
  const auto near = base::nearest(said, levels);
  CellFault fault{"unknown_level",
                  base::in_words("{} is no level. Levels are basic, working and fluent; a "
                                 "certificate stands behind one of them: {} (working, {}).",
                                 base::shorten(said), base::shorten(name), base::shorten(said))};
  if (near) {
    fault.detail += base::Sentence(" ");
    fault.detail += base::in_words("Did you mean {}?", *near);
    fault.accepted.emplace_back(*near);
  } else {
    fault.accepted = base::choices<Level>();
  }
  return fault;
}

/// What the remarks of an item say, each of them once.
std::optional<Read> read_item(const Item& item, std::vector<CellFault>& faults) {
  Read read{.name = item.name, .level = {}, .day = {}, .certificate = {}};
  const std::size_t before = faults.size();
  const auto set = [&](auto& member, auto value, std::string_view remark) {
    if (member) {
      faults.push_back({"remark_twice",
                        base::in_words("{} of {}: a level, a day and a certificate are each said "
                                       "once.",
                                       base::shorten(remark), base::shorten(item.name))});
    }
    member = std::move(value);
  };
  for (const std::string& remark : item.remarks) {
    const imports::CellText cell{.text = remark};
    if (const auto level = imports::read_cell<Level>(cell); level.value) {
      set(read.level, *level.value, remark);
      continue;
    }
    const auto day = imports::read_date(cell);
    if (day.value) {
      set(read.day, *day.value, remark);
    } else if (day.fault->code == "ambiguous_date") {
      faults.push_back(*day.fault);
    } else {
      set(read.certificate, remark, remark);
    }
  }
  // A number is a certificate; a word may be meant for a level, unless that is said beside it.
  if (read.certificate && !read.level && !read.day &&
      read.certificate->find_first_of("0123456789") == std::string::npos) {
    faults.push_back(no_level(item.name, *read.certificate));
  }
  return faults.size() == before ? std::optional(read) : std::nullopt;
}

template <class Take>
void read_items(std::string_view cell, std::vector<CellFault>& faults, const Take& take) {
  for (const std::string& each : items_of(with_plain_signs(cell))) {
    if (imports::cleaned(each).empty()) {
      continue;
    }
    const std::optional<Item> item = item_of(each, faults);
    if (const auto read = item ? read_item(*item, faults) : std::nullopt) {
      take(*read);
    }
  }
}

template <class Held, class Name>
void sort_by(std::vector<Held>& items, Name Held::* name) {
  std::stable_sort(items.begin(), items.end(),
                   [name](const Held& a, const Held& b) { return a.*name < b.*name; });
}

std::string shown_item(const std::string& name, Level level, const std::optional<base::Date>& day,
                       const std::optional<std::string>& certificate) {
  std::string made = fmt::format("{} ({}", name, base::name_of(level));
  made += day ? ", " + day->to_text() : "";
  made += certificate ? ", " + *certificate : "";
  return made + ")";
}

template <class Held, class Show>
std::string joined(const std::vector<Held>& items, const Show& show) {
  std::string made;
  for (const Held& each : items) {
    made += (made.empty() ? "" : "; ") + show(each);
  }
  return made;
}

template <class Held, class ReadCell>
imports::Column<Staff> column_of(std::vector<Held> Staff::* member, imports::ColumnAbout about,
                                 ReadCell read_cell) {
  imports::Column<Staff> made{.about = std::move(about)};
  made.read = [=](const imports::CellText& cell, Staff& into, std::vector<CellFault>& faults) {
    const auto text = imports::read_text(cell);
    if (text.fault) {
      faults.push_back(*text.fault);
      return;
    }
    into.*member = read_cell(*text.value, faults);
  };
  made.copy = [member](const Staff& from, Staff& to) { to.*member = from.*member; };
  made.clear = [member](Staff& from) { (from.*member).clear(); };
  made.show = [member](const Staff& from) -> std::optional<std::string> {
    return (from.*member).empty() ? std::nullopt : std::optional(shown(from.*member));
  };
  return made;
}

}  // namespace

std::vector<TestedLanguage> read_languages(std::string_view cell, std::vector<CellFault>& faults) {
  std::vector<TestedLanguage> made;
  read_items(cell, faults, [&](const Read& read) {
    if (!read.level || !read.day) {
      faults.push_back(
          {"not_tested", base::in_words("How well was {} tested, and on which day? Write {} "
                                        "(working, 2026-03-01); the level is basic, working or "
                                        "fluent.",
                                        base::shorten(read.name), base::shorten(read.name))});
      return;
    }
    made.push_back({.language = read.name,
                    .level = *read.level,
                    .tested_on = *read.day,
                    .certificate = read.certificate});
  });
  sort_by(made, &TestedLanguage::language);
  return made;
}

std::vector<HeldSkill> read_skills(std::string_view cell, std::vector<CellFault>& faults) {
  std::vector<HeldSkill> made;
  read_items(cell, faults, [&](const Read& read) {
    made.push_back({.skill = read.name,
                    .level = read.level.value_or(Level::basic),
                    .certificate = read.certificate,
                    .valid_until = read.day});
  });
  sort_by(made, &HeldSkill::skill);
  return made;
}

std::string shown(const std::vector<TestedLanguage>& languages) {
  return joined(languages, [](const TestedLanguage& each) {
    return shown_item(each.language, each.level, each.tested_on, each.certificate);
  });
}

std::string shown(const std::vector<HeldSkill>& skills) {
  return joined(skills, [](const HeldSkill& each) {
    return shown_item(each.skill, each.level, each.valid_until, each.certificate);
  });
}

imports::Column<Staff> languages_column(imports::ColumnAbout about) {
  return column_of(&Staff::languages, std::move(about), read_languages);
}

imports::Column<Staff> skills_column(imports::ColumnAbout about) {
  return column_of(&Staff::skills, std::move(about), read_skills);
}

}  // namespace sojourn::stages::programme
