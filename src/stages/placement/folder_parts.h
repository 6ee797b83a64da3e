// What threads make of parts of a file, and how parts are joined: texts, names and lists are
// numbered within a part first and renumbered when parts are joined in file order, so that every
// number is the one that a single thread would have given.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/large_pages.h"
#include "base/text.h"
#include "planner/instance.h"
#include "stages/placement/folder_sheet.h"

namespace sojourn::stages::placement {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return TextKey(text).hash(); }
};

/// Names numbered by first appearance.
class Names {
 public:
  planner::Ix of(std::string_view name) {
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) {
      return found->second;
    }
    const auto number = static_cast<planner::Ix>(items_.size());
    items_.emplace_back(name);
    numbers_.emplace(name, number);
    return number;
  }
  const std::vector<std::string>& items() const { return items_; }
  /// This part's numbers in terms of `whole`, which learns the names it did not know.
  std::vector<planner::Ix> join_into(Names& whole) const {
    std::vector<planner::Ix> numbers;
    numbers.reserve(items_.size());
    for (const std::string& name : items_) {
      numbers.push_back(whole.of(name));
    }
    return numbers;
  }

 private:
  std::vector<std::string> items_;
  std::unordered_map<std::string, planner::Ix, TextHash, std::equal_to<>> numbers_;
};

/// Lists of names as they stand in cells ("law; crafts"); the same cell text is one list.
class Lists {
 public:
  /// `first` of the answer is the list's number within this part.
  planner::List of(std::string_view cell) {
    if (cell.empty()) {
      return {};
    }
    auto found = numbers_.find(cell);
    if (found == numbers_.end()) {
      found = numbers_.emplace(cell, static_cast<std::uint32_t>(items_.size())).first;
      std::vector<planner::Ix> list;
      for (std::size_t at = 0; at <= cell.size();) {
        const std::size_t end = std::min(cell.find(';', at), cell.size());
        const std::string_view name = base::trim(cell.substr(at, end - at));
        if (!name.empty()) {
          list.push_back(names_.of(name));
        }
        at = end + 1;
      }
      items_.push_back(std::move(list));
    }
    return {found->second, 1};
  }
  const Names& names() const { return names_; }
  const std::vector<std::vector<planner::Ix>>& items() const { return items_; }

 private:
  Names names_;
  std::vector<std::vector<planner::Ix>> items_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> numbers_;
};

/// Records of one part of a file.
template <class Record>
struct Part {
  PartBasis basis;
  std::vector<Record> records;
  std::string text;  ///< what the records' Texts point into
  Names kinds, challenges;
  Names areas;  ///< where there is no areas.csv
  Lists languages, skills;

  /// For a part of so many rows and bytes; of the bytes no more than half are kept as text.
  void reserve(std::size_t rows, std::size_t bytes) {
    base::reserve_large(records, rows);
    base::reserve_large(text, bytes / 2);
  }
  planner::Text keep(std::string_view cell) {
    const planner::Text kept{static_cast<std::uint32_t>(text.size()),
                             static_cast<std::uint32_t>(cell.size())};
    text.append(cell);
    return kept;
  }
};

/// Joins lists: sorted, without repeats, equal lists stored once.
class ListPool {
 public:
  explicit ListPool(std::vector<planner::Ix>& pool) : pool_(pool) {}
  std::vector<planner::List> join(const Lists& part, Names& whole) {
    const std::vector<planner::Ix> numbers = part.names().join_into(whole);
    std::vector<planner::List> lists;
    lists.reserve(part.items().size());
    for (std::vector<planner::Ix> list : part.items()) {
      for (planner::Ix& item : list) {
        item = numbers[static_cast<std::size_t>(item)];
      }
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
      const auto [place, added] =
          known_.try_emplace(list, planner::List{static_cast<std::uint32_t>(pool_.size()),
                                                 static_cast<std::uint32_t>(list.size())});
      if (added) {
        pool_.insert(pool_.end(), list.begin(), list.end());
      }
      lists.push_back(place->second);
    }
    return lists;
  }

 private:
  std::vector<planner::Ix>& pool_;
  std::map<std::vector<planner::Ix>, planner::List> known_;
};

}  // namespace sojourn::stages::placement
