// What the files of operations share: terms as they are read, and the words of common fields.
// Inside src/stages/postings only.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stages/postings/operations.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::postings {

using access::Method;
using access::Page;
using base::Id;
using programme::columns;
using programme::Faults;
using programme::HistoryEntry;

/// Whoever sees the site sees who serves there, and whoever sees the person where they serve.
inline constexpr std::string_view scoped_posting =
    "posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = "
    "s.area WHERE {scope:area a.path; site s.id; sponsor t.sponsor; staff t.id} AND n.ended_on IS "
    "NULL";

/// A term as people are told it.
struct TermView {
  Id<Posting> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  base::Date last_day;
  bool by_rule = false;  ///< nobody has set the last day: it is that of a whole term
  TermState state = TermState::running;
  base::Date probation_until;
  std::optional<TermStep> next_step;
  std::optional<base::Date> due_on;
  bool late = false;
  std::optional<std::string> rule;  ///< by which it is due
  std::optional<std::int32_t> rule_value;
  std::optional<Id<Handover>> handover;
  std::optional<HandoverState> handover_state;
  std::optional<Id<Staff>> successor;
  std::optional<std::string> successor_name;
  std::int64_t version = 1;  ///< of the posting
};
BOOST_DESCRIBE_STRUCT(TermView, (),
                      (id, staff, staff_name, site, site_name, role, from_day, last_day, by_rule,
                       state, probation_until, next_step, due_on, late, rule, rule_value, handover,
                       handover_state, successor, successor_name, version))

/// The rules of postings that hold on a day.
PostingRules rules_of(db::Tx& tx, const base::Date& on);

/// What a key of [postings] says, for whoever is told that it decided.
std::int32_t value_of(const PostingRules& rules, std::string_view key);

struct WhichTerm {
  Id<Posting> id;
};
BOOST_DESCRIBE_STRUCT(WhichTerm, (), (id))

TermView show_term(db::Tx& tx, const WhichTerm& input);

/// Terms that the asker sees and that meet the conditions (" AND n.site = $1"), in the order of
/// their last day.
std::vector<TermView> term_views(db::Tx& tx, const std::string& conditions,
                                 const std::vector<db::Value>& values, std::int64_t limit);

/// What happened in a term, in the order in which it was entered; withdrawn ones too.
std::vector<TermEvent> events_of(db::Tx& tx, Id<Posting> posting);

/// Where the term of a posting began, if that is the rest of one that was transferred.
struct Beginning {
  base::Date on;
  bool passed = false;  ///< the probation, at one of the sites before
};
std::unordered_map<Id<Posting>, Beginning> beginnings_of(db::Tx& tx,
                                                         const std::vector<Id<Posting>>& postings);

/// The posting as the asker saw it who wants to change its term. Refusal stale by `version`.
Posting term_to_change(db::Tx& tx, Id<Posting> id, std::int64_t version);

/// Throws a refusal of kind precondition.
[[noreturn]] void refuse(std::string_view code, base::Sentence says);

base::FieldAbout which_term();
base::FieldAbout document_field(base::Sentence meaning);

std::vector<access::Operation> term_operations();
std::vector<access::Operation> event_operations(const placement::CheckKept& check_kept,
                                                const placement::CheckAway& check_away);
std::vector<access::Operation> office_operations();
std::vector<access::Operation> handover_operations();
std::vector<access::Operation> item_operations();
std::vector<access::Operation> rotation_operations();
std::vector<access::Operation> calendar_operations();

}  // namespace sojourn::stages::postings
