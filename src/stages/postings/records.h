// The records of the stage `postings`, as their tables hold them (migrations/*_postings.sql): what
// happened in a term, offices held beside it, who leads several teams, and the handover without
// which no term closes. Who serves where is the posting itself (stages/placement/records.h).
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/records.h"
#include "base/date.h"
#include "base/id.h"
#include "stages/placement/records.h"

namespace sojourn::stages::postings {

using placement::Posting;
using programme::Area;
using programme::Site;
using programme::Sponsor;
using programme::Staff;
using programme::StaffRole;

enum class TermEventKind : std::uint8_t {
  pause,             ///< by long leave; the term goes on after it
  extension,         ///< by written consent
  early_end,         ///< for a reason
  probation_return,  ///< in the probation, without a mark
  transfer,          ///< to another site, for the rest of the term
  talk,              ///< with the person, in their first weeks; that it was held, not what was said
  probation_passed,
};
BOOST_DESCRIBE_ENUM(TermEventKind, pause, extension, early_end, probation_return, transfer, talk,
                    probation_passed)

/// What happened in a term. An event that moves its end says from which day to which.
struct TermEvent {
  static constexpr std::string_view id_prefix = "termevent";
  static constexpr std::string_view table = "term_event";
  base::Id<TermEvent> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  TermEventKind kind = TermEventKind::talk;
  /// Of a pause its first day, of a transfer the first at the new site; else the day of the event.
  base::Date from_day;
  std::optional<base::Date> to_day = {};  ///< of a pause, once it is over: its last day
  std::optional<base::Date> last_day_before = {};
  std::optional<base::Date> last_day_after = {};
  std::optional<base::Id<Posting>> new_posting = {};  ///< of a transfer
  std::optional<std::string> rule = {};               ///< that decided: its key
  std::optional<std::string> rule_value = {};         ///< and its value on that day
  std::optional<std::string> reason = {};
  std::optional<std::string> document = {};  ///< the written consent, the decision
  std::optional<base::Id<access::Account>> decided_by = {};
  base::Date decided_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const TermEvent&, const TermEvent&) = default;
};
BOOST_DESCRIBE_STRUCT(TermEvent, (),
                      (id, posting, staff, kind, from_day, to_day, last_day_before, last_day_after,
                       new_posting, rule, rule_value, reason, document, decided_by, decided_on,
                       withdrawn_on, withdrawn_reason, version))

/// An office held beside a posting, by another body's appointment: it has its own days, and does
/// not end with the posting by itself.
struct SecondOffice {
  static constexpr std::string_view id_prefix = "office";
  static constexpr std::string_view table = "second_office";
  base::Id<SecondOffice> id;
  base::Id<Staff> staff;
  base::Id<Site> site;
  std::string title;
  std::string appointed_by;  ///< the body
  base::Date from_day;
  std::optional<base::Date> to_day = {};
  std::string source;
  std::optional<base::Date> ended_on = {};  ///< entered by mistake: it never was
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const SecondOffice&, const SecondOffice&) = default;
};
BOOST_DESCRIBE_STRUCT(SecondOffice, (),
                      (id, staff, site, title, appointed_by, from_day, to_day, source, ended_on,
                       ended_reason, version))

/// A person who leads the teams of several sites, beside the leaders that these have.
struct AreaLead {
  static constexpr std::string_view id_prefix = "arealead";
  static constexpr std::string_view table = "area_lead";
  base::Id<AreaLead> id;
  base::Id<Staff> staff;
  base::Id<Site> site;  ///< one of those whose team they lead
  base::Date from_day;
  std::optional<base::Date> to_day = {};
  std::string source;
  std::optional<base::Date> ended_on = {};
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const AreaLead&, const AreaLead&) = default;
};
BOOST_DESCRIBE_STRUCT(AreaLead, (),
                      (id, staff, site, from_day, to_day, source, ended_on, ended_reason, version))

enum class HandoverState : std::uint8_t {
  open,      ///< being put together
  given,     ///< whoever leaves says that it is whole
  accepted,  ///< by the successor or the host: the term may close
};
BOOST_DESCRIBE_ENUM(HandoverState, open, given, accepted)

/// Who takes over: the successor, or the host where there is none.
enum class HandoverTo : std::uint8_t { nobody_yet, successor, host };
BOOST_DESCRIBE_ENUM(HandoverTo, nobody_yet, successor, host)

struct Handover {
  static constexpr std::string_view id_prefix = "handover";
  static constexpr std::string_view table = "handover";
  base::Id<Handover> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;  ///< who hands over
  base::Id<Site> site;
  HandoverState state = HandoverState::open;
  HandoverTo goes_to = HandoverTo::nobody_yet;
  std::optional<base::Id<Staff>> successor = {};
  std::optional<std::string> host_reason = {};  ///< why the host leads it
  std::optional<base::Date> overlap_from = {};  ///< first and last day on which both are there
  std::optional<base::Date> overlap_to = {};
  /// What whoever leaves says is left of the money in their hands, and what was counted.
  std::optional<std::int64_t> stated = {};
  std::optional<std::int64_t> counted = {};
  std::optional<std::string> currency = {};
  std::optional<std::string> money_reason = {};  ///< of a difference between the two
  std::optional<std::string> lessons = {};       ///< one page
  std::optional<base::Date> given_on = {};
  std::optional<base::Id<access::Account>> given_by = {};
  std::optional<base::Date> accepted_on = {};
  std::optional<base::Id<access::Account>> accepted_by = {};
  std::optional<std::string> accepted_source = {};  ///< the sheet, if it was typed in from paper
  std::int64_t version = 1;
  friend bool operator==(const Handover&, const Handover&) = default;
};
BOOST_DESCRIBE_STRUCT(Handover, (),
                      (id, posting, staff, site, state, goes_to, successor, host_reason,
                       overlap_from, overlap_to, stated, counted, currency, money_reason, lessons,
                       given_on, given_by, accepted_on, accepted_by, accepted_source, version))

enum class ItemKind : std::uint8_t {
  matter,   ///< that is open: what it is, where, and the next step; nobody's name
  asset,    ///< a thing that is handed over
  contact,  ///< at the host or an office, by function
  document,
};
BOOST_DESCRIBE_ENUM(ItemKind, matter, asset, contact, document)

struct HandoverItem {
  static constexpr std::string_view id_prefix = "handoveritem";
  static constexpr std::string_view table = "handover_item";
  base::Id<HandoverItem> id;
  base::Id<Handover> handover;
  base::Id<Staff> staff;  ///< who hands it over
  ItemKind kind = ItemKind::matter;
  std::string category;  ///< such as road, school, work fund
  std::string title;
  std::string place;
  std::string next_step;
  std::optional<base::Date> due_on = {};
  std::optional<base::Date> accepted_on = {};
  std::optional<std::string> question = {};
  std::optional<std::string> answer = {};
  std::optional<base::Date> removed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const HandoverItem&, const HandoverItem&) = default;
};
BOOST_DESCRIBE_STRUCT(HandoverItem, (),
                      (id, handover, staff, kind, category, title, place, next_step, due_on,
                       accepted_on, question, answer, removed_on, version))

}  // namespace sojourn::stages::postings
