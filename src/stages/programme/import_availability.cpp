#include "stages/programme/import_availability.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {
namespace {

using imports::CellFault;

struct Word {
  std::string_view word;
  bool available;
};
/// Longer ones first, as some hold others.
constexpr std::array<Word, 16> words = {{{"unavailable", false},
                                         {"not", false},
                                         {"available", true},
                                         {"不能派驻", false},
                                         {"不可派驻", false},
                                         {"不可派", false},
                                         {"可派驻", true},
                                         {"可以", true},
                                         {"不可", false},
                                         {"不能", false},
                                         {"可派", true},
                                         {"可", true},
                                         {"是", true},
                                         {"否", false},
                                         {"yes", true},
                                         {"no", false}}};
/// Words around a day, which say nothing more.
constexpr std::array<std::string_view, 5> fillers = {"from", "since", "available", "自", "起"};

/// Takes the word away; none if the item has none.
std::optional<bool> take_word(std::string& item) {
  for (const Word& each : words) {
    if (const std::size_t at = item.find(each.word); at != item.npos) {
      item.erase(at, each.word.size());
      return each.available;
    }
  }
  return std::nullopt;
}

/// In usual width and small letters.
std::string plain(std::string_view text) {
  std::string made = imports::narrowed(text);
  std::transform(made.begin(), made.end(), made.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return made;
}

}  // namespace

std::vector<AvailabilityChange> read_availability(std::string_view cell,
                                                  std::vector<CellFault>& faults) {
  std::vector<AvailabilityChange> all;
  for (const std::string& each : imports::read_list(cell)) {
    std::string rest = plain(each);
    const std::optional<bool> available = take_word(rest);
    for (const std::string_view filler : fillers) {
      rest = base::replaced(rest, filler, "");
    }
    const imports::CellText text{.text = std::string(imports::cleaned(rest))};
    const auto day = imports::read_date(text);
    if (day.fault && day.fault->code == "ambiguous_date") {
      faults.push_back(*day.fault);
    } else if (!available || !day.value) {
      faults.push_back({"not_availability",
                        base::in_words("{} should be a day and yes or no, such as 2027-03-01 no.",
                                       base::shorten(imports::cleaned(each)))});
    } else if (std::any_of(all.begin(), all.end(), [&](const AvailabilityChange& other) {
                 return other.from == *day.value;
               })) {
      faults.push_back({"day_twice", base::in_words("{} is said twice. Which one is right?",
                                                    day.value->to_text())});
    } else {
      all.push_back({.from = *day.value, .available = *available});
    }
  }
  std::vector<AvailabilityChange> made;
  std::sort(all.begin(), all.end(), [](const AvailabilityChange& a, const AvailabilityChange& b) {
    return a.from < b.from;
  });
  for (const AvailabilityChange& each : all) {
    made = with_change(std::move(made), each);
  }
  return made;
}

std::string shown(const std::vector<AvailabilityChange>& changes) {
  std::string made;
  for (const AvailabilityChange& each : changes) {
    made += (made.empty() ? "" : "; ") + each.from.to_text() + (each.available ? " yes" : " no");
  }
  return made;
}

imports::Column<Staff> availability_column(imports::ColumnAbout about) {
  imports::Column<Staff> made{.about = std::move(about)};
  made.read = [](const imports::CellText& cell, Staff& into, std::vector<CellFault>& faults) {
    const auto text = imports::read_text(cell);
    if (text.fault) {
      faults.push_back(*text.fault);
      return;
    }
    into.availability = read_availability(*text.value, faults);
  };
  made.copy = [](const Staff& from, Staff& to) { to.availability = from.availability; };
  made.clear = [](Staff& from) { from.availability.clear(); };
  made.show = [](const Staff& from) -> std::optional<std::string> {
    return from.availability.empty() ? std::nullopt : std::optional(shown(from.availability));
  };
  return made;
}

}  // namespace sojourn::stages::programme
