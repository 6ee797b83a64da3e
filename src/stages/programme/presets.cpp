#include "stages/programme/presets.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/sentence.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::programme {
namespace {

constexpr std::string_view county_cn = R"([need]
method = "quota"
least_team = 2
most_team = 5

[selection]
service_months = 24
nominees_percent = 120

[postings]
leader_months = 24
member_months = 24
handover.overlap_least = 14
handover.overlap_most = 30

[presence]
year_target = 200
month_target = 20
leave.township_days = 5

[support]
currency = "CNY"
work_fund = 10000
meal_day = 100
home_trips = 4
km_hundredths = 180
settling_in = 1000
sponsor_province = 20000
sponsor_prefecture = 10000
sponsor_county = 5000
)";

constexpr std::string_view extension = R"([need]
method = "wisn"
least_team = 1
most_team = 3

[selection]
service_months = 12
nominees_percent = 100

[postings]
leader_months = 36
member_months = 36
least_months = 24
probation_days = 90

[training]
before_posting_days = 10
yearly_days = 10
)";

constexpr std::string_view health_workers = R"([need]
method = "wisn"
least_team = 1
most_team = 5

[selection]
service_months = 12
nominees_percent = 110

[postings]
leader_months = 36
member_months = 24
least_months = 24
probation_days = 90

[training]
before_posting_days = 15
yearly_days = 10
)";

// Whoever came together leaves together: that is what a cohort is, so ends are not spread.
constexpr std::string_view volunteers = R"([need]
method = "quota"
least_team = 2
most_team = 4

[selection]
service_months = 0
nominees_percent = 100

[postings]
leader_months = 12
member_months = 12
least_months = 6
probation_days = 30
extension_months = 6
stagger_percent = 100
handover.ask_days = 60
handover.name_days = 30
handover.overlap_least = 7
handover.overlap_most = 14

[training]
before_posting_days = 15
language_days = 20
)";

/// A basic string of TOML.
std::string toml_text(std::string_view text) {
  std::string made = "\"";
  for (const char each : text) {
    if (each == '"' || each == '\\') {
      made += '\\';
    }
    made += each;
  }
  return made + '"';
}

void check_order(const ProgrammeFacts& facts, std::string_view where, Faults& faults) {
  if (facts.starts_on && facts.ends_on && *facts.ends_on <= *facts.starts_on) {
    faults.add(std::string(where), "out_of_order", facts.ends_on->to_text(),
               base::in_words("The programme ends after it starts, which is on {}.",
                              facts.starts_on->to_text()));
  }
}

}  // namespace

ProgrammeFacts read_programme(std::string_view text, std::string_view where, Faults& faults) {
  ProgrammeFacts made;
  RulesTable table(text, "programme", where, faults);
  table.text("name", made.name);
  table.day("starts_on", made.starts_on);
  table.day("ends_on", made.ends_on);
  table.choice("preset", made.preset);
  table.text("office", made.office);
  table.text("office_zh", made.office_zh);
  table.finish();
  for (const std::optional<std::string>& name : {made.name, made.office, made.office_zh}) {
    if (name) {
      faults.check_name(where, *name);
    }
  }
  check_order(made, where, faults);
  return made;
}

std::string_view preset_text(Preset preset) {
  switch (preset) {
    case Preset::county_cn: return county_cn;
    case Preset::extension: return extension;
    case Preset::health_workers: return health_workers;
    case Preset::volunteers: return volunteers;
  }
  return {};
}

std::string rules_text(const ProgrammeFacts& facts) {
  std::string made = "[programme]\n";
  const auto line = [&](std::string_view key, const std::string& value) {
    made += fmt::format("{} = {}\n", key, value);
  };
  if (facts.name) {
    line("name", toml_text(*facts.name));
  }
  if (facts.starts_on) {
    line("starts_on", facts.starts_on->to_text());
  }
  if (facts.ends_on) {
    line("ends_on", facts.ends_on->to_text());
  }
  if (facts.office) {
    line("office", toml_text(*facts.office));
  }
  if (facts.office_zh) {
    line("office_zh", toml_text(*facts.office_zh));
  }
  if (facts.preset) {
    line("preset", toml_text(base::name_of(*facts.preset)));
    made += fmt::format("\n{}", preset_text(*facts.preset));
  }
  return made;
}

void begin(db::Change& change, const access::Beginning& beginning) {
  Faults faults;
  ProgrammeFacts facts{
      .name = beginning.programme, .starts_on = beginning.starts_on, .ends_on = beginning.ends_on};
  if (facts.name) {
    faults.check_name("/programme", *facts.name);
    faults.check_idea("/programme", *facts.name);
  }
  check_order(facts, "/ends_on", faults);
  if (beginning.preset) {
    facts.preset = base::choice_of<Preset>(*beginning.preset);
    if (!facts.preset) {
      faults.add("/preset", "choice", *beginning.preset,
                 base::in_words("One of {} is due here.",
                                fmt::format("{}", fmt::join(base::choices<Preset>(), ", "))));
    }
  }
  faults.refuse();
  // Rules that came with an imported folder stay what they are.
  if (facts == ProgrammeFacts{} ||
      change.value<std::int64_t>("SELECT count(*) FROM rule_set") > 0) {
    return;
  }
  const std::string text = rules_text(facts);
  change.insert("rule_set",
                RuleSet{.id = change.new_id<RuleSet>(),
                        .holds_from = change.now().utc_date(),
                        .number = 1,
                        .text = text,
                        .digest = base::sha256_hex(text),
                        .reason = base::Sentence("At the first start").in(beginning.language),
                        .made_at = change.now()});
}

}  // namespace sojourn::stages::programme
