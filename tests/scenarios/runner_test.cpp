// Runs scenario files, which say in the programme's words what people do and what comes of it. How
// a file is written stands at the head of programme.txt.
#include <fmt/format.h>

#include <fstream>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "program/stages.h"
#include "stages/presence/leave_clock.h"
#include "tests/support/paths.h"
#include "tests/unit/documents/pictures.h"
#include "tests/unit/stages/placement/stage_world.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;
using access::Role;
using base::written;

std::vector<std::string> parted(std::string_view text, char by) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(by);
    parts.emplace_back(base::trim(text.substr(0, end)));
    if (end == text.npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text.empty() ? "none" : text;
}

/// All stages, as the program has them.
Parts all_parts() {
  program::Stages all = program::stages();
  return {std::move(all.operations), std::move(all.tables), std::move(all.scoped_tables),
          std::move(all.constraints)};
}

class Scenario {
 public:
  explicit Scenario(db::EngineKind kind) : world_(kind, all_parts()) {}

  /// "who: operation; field value; ..."
  void act(std::string_view line) {
    const std::size_t colon = line.find(": ");
    ASSERT_NE(colon, line.npos) << "a line says who, and then what";
    if (line.substr(0, colon) == "jobs") {
      expects_refusal_ = false;
      refusal_.clear();
      EXPECT_EQ(placement::run_plans(world_.database()),
                base::parse_number<int>(line.substr(colon + 2)));
      return;
    }
    if (line.substr(0, colon) == "leave clock") {
      expects_refusal_ = false;
      refusal_.clear();
      EXPECT_EQ(presence::run_leave_clock(world_.database()),
                base::parse_number<int>(line.substr(colon + 2)));
      return;
    }
    if (line.substr(0, colon) == "hours") {
      expects_refusal_ = false;
      refusal_.clear();
      world_.clock.turn(
          std::chrono::hours(base::parse_number<int>(line.substr(colon + 2)).value()));
      return;
    }
    if (line.substr(0, colon) == "day") {
      expects_refusal_ = false;
      refusal_.clear();
      const auto day = written<base::Date>(line.substr(colon + 2));
      world_.clock.turn(base::Instant::start_of_utc(day) - world_.clock.now());
      return;
    }
    const access::Asker asker = asker_of(line.substr(0, colon));
    std::vector<std::string> parts = parted(line.substr(colon + 2), ';');
    const std::string name = base::replaced(parts.front(), ' ', '.');
    const access::Operation& operation = world_.operation(name);
    parts.erase(parts.begin());
    json::object input;
    std::string table;
    access::Upload upload{.name = "table.csv"};
    world_.request.file = nullptr;
    for (const std::string& part : parts) {
      const std::size_t gap = std::min(part.find(' '), part.size());
      if (operation.about.takes_file && part.substr(0, gap) == "table") {
        for (const std::string& row : parted(std::string_view(part).substr(gap), '|')) {
          table += row + "\n";
        }
        upload.bytes = table;
        world_.request.file = &upload;
        continue;
      }
      if (operation.about.takes_file && part.substr(0, gap) == "picture") {
        // As a telephone has it, of whatever is named; anything else is no picture.
        const auto of = std::string(base::trim(std::string_view(part).substr(gap)));
        table = of == "none" ? "%PDF-1.7"
                             : documents::pictures::jpeg(documents::pictures::exif(6), {}, of);
        upload = {.name = "receipt.pdf", .bytes = table};
        world_.request.file = &upload;
        continue;
      }
      input[part.substr(0, gap)] =
          value_of(operation, part.substr(0, gap), base::trim(std::string_view(part).substr(gap)));
    }
    if (operation.takes_version && !input.contains("version")) {
      input["version"] = version_of(name, text_of(input, "id"));
    }
    expects_refusal_ = false;
    try {
      answer_ = world_.ask(asker, name, input);
      refusal_.clear();
    } catch (const base::Refusal& refusal) {
      answer_ = json::object();
      std::vector<std::string> faults;
      for (const base::Fault& fault : refusal.faults) {
        faults.push_back(fault.where + " " + fault.code);
      }
      refusal_ = faults.empty() ? refusal.code : joined(faults);
    }
    if (refusal_.empty() && answer_.as_object().contains("id")) {
      ids_["last"] = text_of(answer_, "id");
    }
    if (refusal_.empty() && answer_.as_object().contains("digest")) {
      ids_["digest"] = text_of(answer_, "digest");
    }
    if (refusal_.empty() && (name.ends_with(".make") || name == "plan.edit") &&
        input.contains("name")) {
      ids_[text_of(input, "name")] = text_of(answer_, "id");
    }
    if (refusal_.empty() && name.ends_with(".make")) {
      ids_["last " + name.substr(0, name.find('.'))] = text_of(answer_, "id");
    }
  }

  /// "refused: code", "names: One, Two", "field: value", "field/of it: value"
  void expect(std::string_view line) {
    const std::size_t colon = line.find(':');
    const std::string what(line.substr(0, colon));
    const std::string wanted = resolved(base::trim(line.substr(colon + 1)));
    if (what == "refused") {
      expects_refusal_ = true;
      EXPECT_EQ(refusal_, resolved(wanted));
      return;
    }
    ASSERT_EQ(refusal_, "");
    if (what == "problems") {
      std::vector<std::string> problems;
      for (const json::value& row : answer_.at("listed").as_array()) {
        for (const json::value& problem : row.at("problems").as_array()) {
          problems.push_back(text_of(problem, "place") + " " + text_of(problem, "code"));
        }
      }
      EXPECT_EQ(joined(problems), wanted);
      return;
    }
    if (what == "names") {
      EXPECT_EQ(joined(names_in(answer_)), wanted);
      return;
    }
    boost::system::error_code none;
    const json::value* found = answer_.find_pointer("/" + what, none);
    if (found == nullptr) {
      EXPECT_EQ("none", wanted) << what;
    } else {
      EXPECT_EQ(found->is_string() ? std::string(std::string_view(found->get_string()))
                : found->is_bool() ? std::string(found->get_bool() ? "yes" : "no")
                                   : base::write_json(*found),
                wanted)
          << what;
    }
  }

  /// After the last expectation of a line.
  void finish() { EXPECT_TRUE(expects_refusal_ || refusal_.empty()) << "refused: " << refusal_; }

 private:
  /// With the ids that stand for [Names].
  std::string resolved(std::string_view text) const {
    std::string made(text);
    if (text.find('[') != std::string_view::npos) {
      for (const auto& [name, id] : ids_) {
        made = base::replaced(made, "[" + name + "]", id);
      }
    }
    return made;
  }

  access::Asker asker_of(std::string_view who) {
    if (who == "officer") {
      return world_.officer();
    }
    if (who == "second officer") {
      access::Asker other = world_.officer();
      other.account = 18;
      return other;
    }
    const std::size_t bracket = who.find('[');
    const std::string role(base::trim(who.substr(0, bracket)));
    const std::string over = resolved(who.substr(std::min(bracket, who.size())));
    if (role == "member") {
      return world_.holder(Role::member, "self", written<base::Id<Staff>>(over).value);
    }
    // An area of nothing: a manager with no area left.
    const std::string scope = over == "[nothing]" ? "area_zzz" : over;
    return world_.holder(role == "manager of"           ? Role::area_manager
                         : role == "host of"            ? Role::host
                         : role == "leader of"          ? Role::team_leader
                         : role == "sponsor manager of" ? Role::sponsor_manager
                                                        : Role::auditor,
                         scope);
  }

  json::value value_of(const access::Operation& operation, const std::string& name,
                       std::string_view text) const {
    for (const base::Field& field : operation.fields) {
      if (field.about.name != name) {
        continue;
      }
      if (field.list) {
        json::array list;
        for (const std::string& item : parted(text, ',')) {
          if (!item.empty()) {
            list.push_back(json::value(resolved(item)));
          }
        }
        return list;
      }
      switch (field.kind) {
        case base::FieldKind::yes_no: return text == "yes";
        case base::FieldKind::whole: return base::parse_number<std::int64_t>(text).value();
        case base::FieldKind::number: return base::parse_number<double>(text).value();
        default: return json::value(resolved(text));
      }
    }
    ADD_FAILURE() << operation.about.name << " has no field " << name;
    return nullptr;
  }

  std::int64_t version_of(const std::string& operation, const std::string& id) {
    const std::string show = operation.substr(0, operation.find('.')) + ".show";
    return world_.ask(world_.officer(), show, {{"id", id}}).at("version").to_number<std::int64_t>();
  }

  World world_;
  std::map<std::string, std::string> ids_;
  json::value answer_ = json::object();
  std::string refusal_;
  bool expects_refusal_ = false;
};

using Scenarios = OnEachEngine;
INSTANTIATE_TEST_SUITE_P(Engines, Scenarios, both_engines, engine_name);

/// Runs one file; how many scenarios it tells.
void run(const std::string& name, db::EngineKind kind, int expected) {
  std::ifstream in(test::source_dir() + "/tests/scenarios/" + name);
  ASSERT_TRUE(in) << name;
  std::unique_ptr<Scenario> scenario;
  std::string line;
  int number = 0;
  int scenarios = 0;
  while (std::getline(in, line)) {
    ++number;
    SCOPED_TRACE(fmt::format("{}:{}: {}", name, number, line));
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    if (line.starts_with("  ")) {
      scenario->expect(base::trim(line));
      continue;
    }
    if (scenario) {
      scenario->finish();
    }
    if (line.starts_with("scenario: ")) {
      scenario = std::make_unique<Scenario>(kind);
      ++scenarios;
      continue;
    }
    scenario->act(line);
  }
  scenario->finish();
  EXPECT_EQ(scenarios, expected) << name;
}

TEST_P(Scenarios, OfTheProgramme) { run("programme.txt", GetParam(), 14); }
TEST_P(Scenarios, OfTheNeed) { run("need.txt", GetParam(), 7); }
TEST_P(Scenarios, OfTheSelection) { run("selection.txt", GetParam(), 6); }
TEST_P(Scenarios, OfThePlacement) { run("placement.txt", GetParam(), 15); }
TEST_P(Scenarios, OfTheTraining) { run("training.txt", GetParam(), 8); }
TEST_P(Scenarios, OfThePostings) { run("postings.txt", GetParam(), 10); }
TEST_P(Scenarios, OfTheSupport) { run("support.txt", GetParam(), 9); }
TEST_P(Scenarios, OfThePresence) { run("presence.txt", GetParam(), 4); }
TEST_P(Scenarios, OfTheLeave) { run("leave.txt", GetParam(), 4); }
TEST_P(Scenarios, OfTheFeedback) { run("feedback.txt", GetParam(), 2); }
TEST_P(Scenarios, OfTheWork) { run("work.txt", GetParam(), 3); }

}  // namespace
}  // namespace sojourn::stages::programme
