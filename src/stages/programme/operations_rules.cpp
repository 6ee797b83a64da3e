// The programme's rules as they held: editions of rules.toml, each from a day on, never changed
// afterwards, so that a decision of years ago can be read with the rules of its day.
#include <algorithm>

#include "base/digest.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/presets.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

constexpr std::size_t longest_rules = std::size_t{256} * 1024;

/// An edition without its text.
struct RuleSetRow {
  Id<RuleSet> id;
  base::Date holds_from;
  std::int64_t number = 1;
  std::string digest;
  std::string reason;
  base::Instant made_at;
};
BOOST_DESCRIBE_STRUCT(RuleSetRow, (), (id, holds_from, number, digest, reason, made_at))

struct ListRules {};
BOOST_DESCRIBE_STRUCT(ListRules, (), ())

struct WhichRules {
  Id<RuleSet> id;
};
BOOST_DESCRIBE_STRUCT(WhichRules, (), (id))

struct RulesOn {
  std::optional<base::Date> on;
};
BOOST_DESCRIBE_STRUCT(RulesOn, (), (on))

struct MakeRules {
  base::Date holds_from;
  std::string text;
  std::string reason;
  std::optional<std::int64_t> after_number;
};
BOOST_DESCRIBE_STRUCT(MakeRules, (), (holds_from, text, reason, after_number))

struct PresetView {
  Preset preset = Preset::county_cn;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(PresetView, (), (preset, text))

Page<PresetView> list_presets(db::Tx&, const ListRules&) {
  Page<PresetView> page;
  for (const std::string& name : base::choices<Preset>()) {
    const Preset preset = base::choice_of<Preset>(name).value();
    page.items.push_back({preset, std::string(preset_text(preset))});
  }
  return page;
}

ProgrammeFacts show_programme(db::Tx& tx, const RulesOn& input) {
  return rules_in_table(tx, input.on.value_or(tx.now().utc_date()), "programme", read_programme);
}

Page<RuleSetRow> list_rules(db::Tx& tx, const ListRules&) {
  Page<RuleSetRow> page;
  page.items = tx.rows<RuleSetRow>(
      fmt::format("SELECT {} FROM rule_set r ORDER BY r.number DESC", columns<RuleSetRow>("r")));
  return page;
}

RuleSet show_rules(db::Tx& tx, const WhichRules& input) {
  return tx.one<RuleSet>(
      fmt::format("SELECT {} FROM rule_set r WHERE r.id = $1", columns<RuleSet>("r")), input.id);
}

RuleSet rules_on(db::Tx& tx, const RulesOn& input) {
  return tx.one<RuleSet>(
      fmt::format("SELECT {} FROM rule_set r WHERE r.holds_from <= $1 ORDER BY r.holds_from DESC, "
                  "r.number DESC LIMIT 1",
                  columns<RuleSet>("r")),
      input.on.value_or(tx.now().utc_date()));
}

/// What two stages say alike is told once.
void check_tables(std::string_view text, const std::vector<RulesCheck>& checks, Faults& faults) {
  Faults found;
  (void)read_programme(text, "/text", found);
  for (const RulesCheck& check : checks) {
    check(text, found);
  }
  std::vector<base::Fault> told;
  for (base::Fault& fault : found.take()) {
    if (std::find(told.begin(), told.end(), fault) == told.end()) {
      faults.add(fault.where, fault.code, fault.value, fault.detail);
      told.push_back(std::move(fault));
    }
  }
}

RuleSet make_rules(db::Change& change, const MakeRules& input,
                   const std::vector<RulesCheck>& checks) {
  const auto newest = change.value<std::int64_t>("SELECT coalesce(max(number), 0) FROM rule_set");
  // Nobody overwrites unseen what somebody else saved while they were typing.
  if (input.after_number && *input.after_number != newest) {
    throw base::Refusal{
        base::Kind::precondition,
        "stale",
        "Somebody saved another edition since you began. Look at it, then repeat your change.",
        {{"/after_number", "stale", fmt::to_string(newest),
          base::in_words("You began from edition {}; the newest is edition {}.",
                         *input.after_number, newest)}}};
  }
  Faults faults;
  faults.check_name("/reason", input.reason);
  if (input.text.size() > longest_rules) {
    faults.add("/text", "too_long", "", "Rules take at most 256 KiB.");
  } else {
    const std::size_t before = faults.count();
    faults.check_toml("/text", input.text);
    faults.check_idea("/text", input.text);
    if (faults.count() == before) {
      check_tables(input.text, checks, faults);
    }
  }
  // What was decided by the rules of a day cannot have other rules afterwards.
  if (input.holds_from < change.now().utc_date()) {
    faults.add("/holds_from", "in_past", input.holds_from.to_text(),
               "Rules hold from today or a later day on.");
  }
  faults.refuse();
  const RuleSet made{.id = change.new_id<RuleSet>(),
                     .holds_from = input.holds_from,
                     .number = newest + 1,
                     .text = input.text,
                     .digest = base::sha256_hex(input.text),
                     .reason = input.reason,
                     .made_at = change.now()};
  change.insert("rule_set", made);
  return made;
}

}  // namespace

std::vector<access::Operation> rules_operations(const std::vector<RulesCheck>& checks) {
  return {
      access::read_operation<ListRules, Page<RuleSetRow>>(
          {.name = "rules.list",
           .permission = read_rules,
           .path = "/api/rules",
           .summary = "editions of the programme's rules, newest first"},
          list_rules),
      access::read_operation<RulesOn, RuleSet>(
          {.name = "rules.on",
           .permission = read_rules,
           .path = "/api/rules-on",
           .summary = "the rules that hold on a day",
           .fields = {{.name = "on", .shape = "DAY", .meaning = "Which day; today if not given."}}},
          rules_on),
      access::read_operation<ListRules, Page<PresetView>>(
          {.name = "rules.presets",
           .permission = read_rules,
           .path = "/api/rules-presets",
           .summary = "figures of kinds of programmes, to begin the rules with"},
          list_presets),
      access::read_operation<RulesOn, ProgrammeFacts>(
          {.name = "programme.show",
           .permission = read_rules,
           .path = "/api/programme",
           .summary = "what the programme is called and how long it runs, by its rules",
           .fields = {{.name = "on", .shape = "DAY", .meaning = "Which day; today if not given."}}},
          show_programme),
      access::read_operation<WhichRules, RuleSet>({.name = "rules.show",
                                                   .permission = read_rules,
                                                   .path = "/api/rules/{id}",
                                                   .summary = "one edition with its text",
                                                   .fields = {which_field("RULES")}},
                                                  show_rules),
      access::change_operation<MakeRules, RuleSet>(
          {.name = "rules.make",
           .permission = manage_rules,
           .method = Method::post,
           .path = "/api/rules",
           .summary = "add an edition of the rules, which holds from a day on",
           .fields =
               {{.name = "holds_from", .shape = "DAY", .meaning = "Its first day: today or later."},
                {.name = "text", .shape = "TOML", .meaning = "The text of rules.toml."},
                {.name = "reason", .shape = "TEXT", .meaning = "What is other, and why."},
                {.name = "after_number",
                 .shape = "NUMBER",
                 .meaning = "The edition that it was begun from, 0 if none: refused if another "
                            "is the newest by now; not looked at if not given."}}},
          [checks](db::Change& change, const MakeRules& input) {
            return make_rules(change, input, checks);
          }),
  };
}

}  // namespace sojourn::stages::programme
