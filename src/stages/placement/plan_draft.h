// What the operations on a plan that people change share: their moves, read from an input, the
// draft that they make, and what is told of it. Inside src/stages/placement only.
// Tested in tests/unit/stages/placement/board_test.cpp.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "planner/draft.h"
#include "planner/fixes.h"
#include "planner/improvements.h"
#include "stages/placement/plan_operations.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {

/// Where a person is after all moves: at a site in a role, or nowhere. A word: with the ids,
/// "staff_3k9q@site_9:leader", "staff_3k9q@none".
struct PersonMove {
  Id<Staff> staff;
  std::optional<Id<Site>> site;  ///< none: not placed
  StaffRole role = StaffRole::member;

  std::string to_text() const;
  static std::optional<PersonMove> from_text(std::string_view text);
  static base::WordAbout word_about();
  friend bool operator==(const PersonMove&, const PersonMove&) = default;
};

/// Who leads a site. A word: "site_9=sponsor_2", "site_9=none".
struct LeadMove {
  Id<Site> site;
  std::optional<Id<Sponsor>> sponsor;

  std::string to_text() const;
  static std::optional<LeadMove> from_text(std::string_view text);
  static base::WordAbout word_about();
  friend bool operator==(const LeadMove&, const LeadMove&) = default;
};

/// What an input moves; a list that is not given is empty.
struct Moves {
  std::vector<PersonMove> people;
  std::vector<LeadMove> leads;
  template <class Input>
  explicit Moves(const Input& input)
      : people(input.moves.value_or(std::vector<PersonMove>{})),
        leads(input.leads.value_or(std::vector<LeadMove>{})) {}
};

/// A broken hard rule, as people are told of it.
struct BreachView {
  std::int64_t rule = 0;
  std::string code;
  std::string text;
  std::optional<Id<Staff>> staff;
  std::optional<std::string> staff_name;
  std::optional<Id<Site>> site;
  std::optional<std::string> site_name;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<std::string> sponsor_name;
  bool anew = false;  ///< not so in the plan as it is kept
};
BOOST_DESCRIBE_STRUCT(BreachView, (),
                      (rule, code, text, staff, staff_name, site, site_name, sponsor, sponsor_name,
                       anew))

struct TermPoints {
  std::string term;
  std::int64_t points = 0;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(TermPoints, (), (term, points, count))
/// Those that are not 0, of `value` less `before`.
std::vector<TermPoints> term_points(const planner::Value& value, const planner::Value& before = {});

/// Records of a plan's instance as they are told: by id and name.
class Told {
 public:
  Told(const WarmPlan& warm, base::Language language)
      : warm_(&warm),
        instance_(&warm.instance()),
        words_(language),
        speaker_(words_, warm.instance(), Speaker::Form::plain) {}
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;

  const Words& words() const { return words_; }
  const Speaker& speaker() const { return speaker_; }
  Id<Staff> staff(planner::Ix i) const { return id_of<Staff>(instance_->staff, i); }
  Id<Site> site(planner::Ix i) const { return id_of<Site>(instance_->sites, i); }
  Id<Sponsor> sponsor(planner::Ix i) const { return id_of<Sponsor>(instance_->sponsors, i); }
  Id<Area> area(planner::Ix i) const { return id_of<Area>(instance_->areas, i); }
  /// A text of the planner, which names records by their ids, with names in their place.
  std::string with_names(std::string_view text) const;
  /// `what` of it, or none of `planner::none`.
  template <class Function>
  static auto maybe(planner::Ix i, Function what) {
    return i == planner::none ? std::nullopt : std::optional(what(i));
  }

 private:
  template <class Record, class Records>
  Id<Record> id_of(const Records& records, planner::Ix i) const {
    return *Id<Record>::from_text(instance_->text(records[static_cast<std::size_t>(i)].id));
  }

  const WarmPlan* warm_;
  const planner::Instance* instance_;
  Words words_;
  Speaker speaker_;
};

/// Who said a wish that is not a refusal.
std::set<planner::Ix> who_wished(const planner::Instance& instance);

/// Faults for people, sites and sponsors that the plan was made without, for somebody named twice,
/// and for lead sponsors where the rules choose them.
void check_moves(const WarmPlan& warm, const Moves& moves, Faults& faults);
/// The plan with the moves made. Precondition: check_moves found nothing.
planner::Draft draft_of(const WarmPlan& warm, const Moves& moves);
/// The same of a draft of the plan as it is kept.
planner::Draft with_moves(const WarmPlan& warm, planner::Draft kept, const Moves& moves);

/// Every broken rule of the draft; `anew` are those that `kept` does not break.
std::vector<BreachView> breaches_of(const Told& told, const planner::Draft& draft,
                                    const planner::Draft& kept);

base::FieldAbout moves_field();
base::FieldAbout leads_field();
base::FieldAbout language_field();

// Each part of the table of operations.
std::vector<access::Operation> board_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> score_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> advice_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> edit_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> rule_override_operations();

}  // namespace sojourn::stages::placement
