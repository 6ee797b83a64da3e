#include "imports/columns.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace sojourn::imports {
namespace {

std::string shown(const Candidate& candidate) {
  std::string made = candidate.name;
  if (!candidate.more.empty()) {
    made += ", " + candidate.more;
  }
  return made + " (" + candidate.code.value_or(candidate.id_text) + ")";
}

}  // namespace

void Referenced::prepare(db::Tx& tx, const std::vector<std::string>& texts) {
  std::set<std::string> fresh;
  for (const std::string& text : texts) {
    if (!by_text_.contains(text)) {
      fresh.insert(text);
    }
  }
  if (fresh.empty()) {
    return;
  }
  const std::vector<std::string> wanted(fresh.begin(), fresh.end());
  for (const std::string& text : wanted) {
    by_text_[text];
  }
  for (Candidate& each : source_.find(tx, wanted)) {
    for (const std::string& called : {each.name, each.code.value_or(""), each.id_text}) {
      const auto found = by_text_.find(called);
      if (found != by_text_.end() &&
          std::find(found->second.begin(), found->second.end(), each.id) == found->second.end()) {
        found->second.push_back(each.id);
      }
    }
    by_id_.insert_or_assign(each.id, std::move(each));
  }
}

std::vector<const Candidate*> Referenced::meant(const std::string& text) const {
  std::vector<const Candidate*> by_name;
  std::vector<const Candidate*> by_number;
  const auto found = by_text_.find(text);
  for (const std::int64_t id :
       found == by_text_.end() ? std::vector<std::int64_t>() : found->second) {
    const Candidate& each = by_id_.at(id);
    if (each.closed_on && !source_.closed_too) {
      continue;
    }
    by_name.push_back(&each);
    if (each.code == text || each.id_text == text) {
      by_number.push_back(&each);
    }
  }
  return by_number.empty() ? by_name : by_number;
}

bool Referenced::closed(const std::string& text) const {
  const auto found = by_text_.find(text);
  return found != by_text_.end() && !found->second.empty() && meant(text).empty();
}

CellFault Referenced::unknown(db::Tx& tx, const std::string& text) {
  const std::optional<std::string> near = nearest_to(tx, text);
  CellFault fault{"unknown", near
                                 ? source_.unknown + " " + base::in_words("Did you mean {}?", *near)
                                 : source_.unknown};
  if (near) {
    fault.accepted.push_back(*near);
  }
  return fault;
}

CellFault Referenced::which_one(const std::vector<const Candidate*>& meant) {
  CellFault fault{"which_one",
                  "More than one has this name. Which one is meant? Write its number instead."};
  for (const Candidate* each : meant) {
    fault.accepted.push_back(shown(*each));
  }
  return fault;
}

const Candidate* Referenced::resolve(db::Tx& tx, const std::string& text,
                                     std::vector<CellFault>& faults) {
  const std::vector<const Candidate*> those = meant(text);
  if (those.size() == 1) {
    return those.front();
  }
  // None, or more than one: it is asked.
  if (!those.empty()) {
    faults.push_back(which_one(those));
  } else if (closed(text)) {
    faults.push_back({"closed", "This is closed."});
  } else {
    faults.push_back(unknown(tx, text));
  }
  return nullptr;
}

std::optional<std::string> Referenced::nearest_to(db::Tx& tx, const std::string& text) {
  if (const auto found = nearest_.find(text); found != nearest_.end()) {
    return found->second;
  }
  if (nearest_.size() >= most_searched) {
    return std::nullopt;
  }
  if (!names_) {
    names_ = source_.names(tx);
  }
  const auto near = base::nearest(text, *names_);
  return nearest_[text] = near ? std::optional<std::string>(*near) : std::nullopt;
}

const Candidate* Referenced::known(std::int64_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

void Referenced::add(Candidate candidate) {
  for (const std::string& called : {candidate.name, candidate.code.value_or("")}) {
    if (!called.empty()) {
      by_text_[called].push_back(candidate.id);
    }
  }
  by_id_.insert_or_assign(candidate.id, std::move(candidate));
}

std::string Referenced::name_of(db::Tx& tx, std::int64_t id, const std::string& id_text) {
  if (const Candidate* found = known(id)) {
    return found->name;
  }
  prepare(tx, {id_text});
  const Candidate* found = known(id);
  return found != nullptr ? found->name : id_text;
}

}  // namespace sojourn::imports
