#include "program/example.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <ostream>
#include <sstream>
#include <system_error>
#include <utility>

#include "access/factor_seal.h"
#include "access/records.h"
#include "access/token.h"
#include "access/totp.h"
#include "base/ensure.h"
#include "base/process.h"
#include "base/text.h"
#include "doors/http/peers.h"
#include "program/example_term.h"
#include "program/store.h"
#include "stages/placement/example.h"
#include "stages/placement/example_records.h"
#include "stages/placement/folder.h"
#include "stages/placement/records.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
namespace placement = stages::placement;
using access::Role;
using access::ScopeKind;
using base::Id;

/// So many steps plan the county within a few points a site of its bound, in seconds.
constexpr std::int64_t plan_steps = 8;

fs::path note_of(const fs::path& directory) { return directory / "example"; }

// ---- Records

/// An operation as whoever runs the program: the audit log has it as any other.
json::value ask(Store& store, std::string_view name, const json::value& input) {
  for (const access::Operation& operation : store.stages().operations) {
    if (operation.about.name == name) {
      return store.service()
          .run(operation, access::Asker::local_operator(), {.id = "example"}, input)
          .body;
    }
  }
  base::report_bug(fmt::format("there is an operation {}", name), std::source_location::current());
}

std::string text(const json::value& record, std::string_view member) {
  return std::string(std::string_view(record.at(member).as_string()));
}

void make_records(Store& store, const fs::path& beside, const placement::ExampleDays& days,
                  base::Language language) {
  placement::write_example({.tight = true}, beside);
  placement::ReadResult read = placement::read_folder(beside);
  base::ensure(read.instance.has_value(), "an example's folder has no faults");
  const planner::Instance instance = *std::move(read.instance);
  store.database().change(db::Caller::program(), "example.make", [&](db::Change& change) {
    placement::make_example_records(change, instance, placement::example_rules(), days, language);
  });
}

/// The plan, published, with an objection and an override that wait for somebody; nothing if it
/// was stopped.
std::optional<Id<placement::Plan>> make_plan(Store& store, const placement::ExampleDays& days,
                                             base::Terminal& terminal) {
  const auto said = [&](const base::Sentence& sentence) { return sentence.in(terminal.language); };
  // Of those whom the round for it named: it is the only one yet.
  const json::value rounds = ask(store, "round.list", json::object{});
  const json::value asked = ask(store, "plan.make",
                                json::object{{"name", said("Plan for the next term")},
                                             {"starts_on", days.starts_on.to_text()},
                                             {"round", rounds.at("items").at(0).at("id")},
                                             {"most_steps", plan_steps}});
  const std::string id = text(asked, "id");
  for (const auto& runner : store.job_runners(base::processors())) {
    while (!terminal.stop.stop_requested() && runner->run_one(terminal.stop)) {
    }
  }
  const json::value made = ask(store, "plan.show", json::object{{"id", id}});
  if (text(made, "state") != "draft") {
    base::ensure(terminal.stop.stop_requested(), "an example can be planned");
    return std::nullopt;
  }
  const json::value difference = ask(store, "plan.difference", json::object{{"id", id}});
  ask(store, "plan.publish",
      json::object{{"id", id},
                   {"difference", difference.at("digest")},
                   {"shortages", difference.at("short_sites").as_array().size()},
                   {"version", made.at("version")}});
  // Of those who would come anew, two do not agree.
  std::vector<std::string> arrive;
  for (const json::value& row : difference.at("rows").as_array()) {
    if (text(row, "step") == "arrives") {
      arrive.push_back(text(row, "staff"));
    }
  }
  base::ensure(arrive.size() > 1, "an example's plan sends people");
  ask(store, "plan_objection.enter",
      json::object{{"plan", id},
                   {"staff", arrive.front()},
                   {"way", "letter"},
                   {"source", said("Letter 12")},
                   {"reason", said("She is needed at home until the summer")},
                   {"received_on", days.today.to_text()}});
  ask(store, "override.ask",
      json::object{{"plan", id},
                   {"staff", arrive.back()},
                   {"reason", said("His unit takes him back for the harvest")}});
  return Id<placement::Plan>::from_text(id);
}

// ---- Accounts

/// What the accounts are over, so that there is something to see for each.
struct Subjects {
  std::int64_t county = 0;
  std::string county_name;
  std::int64_t site = 0;
  std::string site_name;
  std::int64_t sponsor = 0;
  std::string sponsor_name;
  std::int64_t leader = 0;
  std::string leader_name;
  std::int64_t member = 0;
  std::string member_name;
};
BOOST_DESCRIBE_STRUCT(Subjects, (),
                      (county, county_name, site, site_name, sponsor, sponsor_name, leader,
                       leader_name, member, member_name))

/// The first site that has a leader now, and to which the plan sends somebody who does not serve
/// yet; of these the first. The first sponsor that has not replied to a round.
Subjects subjects_of(db::Tx& tx, Id<placement::Plan> plan) {
  return tx.one<Subjects>(
      "SELECT c.id AS county, c.name AS county_name, s.id AS site, s.name AS site_name, p.id AS "
      "sponsor, p.name AS sponsor_name, l.id AS leader, l.name AS leader_name, t.id AS member, "
      "t.name AS member_name FROM placement n JOIN site s ON s.id = n.site JOIN staff t ON t.id = "
      "n.staff JOIN sponsor p ON p.id = (SELECT q.sponsor FROM round_place q WHERE q.replied_on IS "
      "NULL ORDER BY q.id LIMIT 1) JOIN posting g ON g.site = n.site AND g.role = "
      "'leader' JOIN staff l ON l.id = g.staff JOIN area c ON c.kind = 'county' WHERE n.plan = $1 "
      "AND n.ended_on IS NULL AND t.id NOT IN (SELECT o.staff FROM posting o) AND {unscoped:an "
      "example is the whole programme} ORDER BY n.site, n.staff LIMIT 1",
      plan);
}

struct Planned {
  ExampleAccount account;
  access::GrantScope scope;
  std::int64_t staff = 0;
};

std::vector<Planned> accounts_for(const Subjects& of) {
  const access::GrantScope whole{.kind = ScopeKind::programme};
  const access::GrantScope site{.kind = ScopeKind::site, .subject = of.site};
  const auto make = [](std::string name, std::string person, Role role, access::GrantScope scope,
                       std::string over = {}, std::int64_t staff = 0) {
    return Planned{.account = {.name = std::move(name),
                               .person = std::move(person),
                               .role = role,
                               .over = std::move(over),
                               .needs_code = access::office_role(role)},
                   .scope = scope,
                   .staff = staff};
  };
  return {make("officer", "Olga Example", Role::programme_officer, whole),
          // An override needs the signature of a second one.
          make("officer2", "Otto Example", Role::programme_officer, whole),
          make("area", "Ana Example", Role::area_manager,
               {.kind = ScopeKind::area, .subject = of.county}, of.county_name),
          make("host", "Hugo Example", Role::host, site, of.site_name),
          make("sponsor", "Sina Example", Role::sponsor_manager,
               {.kind = ScopeKind::sponsor, .subject = of.sponsor}, of.sponsor_name),
          make("leader", of.leader_name, Role::team_leader, site, of.site_name, of.leader),
          make("member", of.member_name, Role::member, {.kind = ScopeKind::self}, "", of.member),
          make("inspector", "Ines Example", Role::inspector, whole),
          make("custodian", "Kurt Example", Role::custodian, whole),
          make("appraiser", "Amir Example", Role::appraiser, whole),
          make("auditor", "Aude Example", Role::auditor, whole),
          make("administrator", "Ada Example", Role::administrator, whole)};
}

/// Accounts that are ready: a password and a second factor that nobody had to set up.
void make_accounts(Store& store, const std::vector<Planned>& planned, const Example& example) {
  const std::string password = store.service().passwords().hash(example.password);
  const access::FactorSeal& seal = store.service().factor_seal();
  store.database().change(db::Caller::program(), "example.accounts", [&](db::Change& change) {
    for (const Planned& each : planned) {
      const access::Account account{
          .id = change.new_id<access::Account>(),
          .name = each.account.name,
          .person = each.account.person,
          .staff = each.staff == 0 ? std::nullopt : std::optional(access::StaffId{each.staff}),
          .made_at = change.now(),
          .closed_at = {}};
      change.insert("account", account);
      change.insert("credential",
                    access::Credential{
                        .id = account.id,
                        .password = password,
                        .second_factor = each.account.needs_code
                                             ? std::optional(seal.seal(account.id, example.key))
                                             : std::nullopt,
                        .changed_at = change.now()});
      change.insert("access_grant", access::GrantRow{.id = change.new_id<access::Grant>(),
                                                     .account = account.id,
                                                     .role = each.account.role,
                                                     .scope_kind = each.scope.kind,
                                                     .subject = each.scope.subject,
                                                     .from_day = change.now().utc_date(),
                                                     .to_day = {}});
    }
  });
}

/// Twelve letters and digits that are not taken for one another, in threes.
std::string new_password() {
  std::string letters = access::to_base32(access::random_bytes(8)).substr(0, 12);
  std::transform(letters.begin(), letters.end(), letters.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return fmt::format("{}-{}-{}", letters.substr(0, 4), letters.substr(4, 4), letters.substr(8));
}

/// In a directory that is there for it alone.
std::optional<Example> make_inside(const fs::path& directory, base::Terminal& terminal) {
  Store store({.directory = directory.string()}, stages());
  store.check_log();
  const placement::ExampleDays days =
      placement::example_days(store.database().clock().now().utc_date());
  make_records(store, directory / "folder", days, terminal.language);
  fs::remove_all(directory / "folder");
  const auto plan = make_plan(store, days, terminal);
  if (!plan) {
    return std::nullopt;
  }
  store.database().change(db::Caller::program(), "example.round", [&](db::Change& change) {
    placement::make_open_round(change, *plan, days, terminal.language);
  });
  make_example_term(
      store, days, terminal.language,
      [&](std::string_view name, const json::value& input) { return ask(store, name, input); });
  Example example{.what = base::Sentence("A demonstration of Sojourn, made by `sojourn serve "
                                         "--example`. Nobody and no place in it exists.")
                              .in(terminal.language),
                  .password = new_password(),
                  .key = access::to_base32(access::make_totp_secret()),
                  .accounts = {}};
  const std::vector<Planned> planned = accounts_for(store.database().read(
      db::Caller::program(), [&](db::Tx& tx) { return subjects_of(tx, *plan); }));
  for (const Planned& each : planned) {
    example.accounts.push_back(each.account);
  }
  make_accounts(store, planned, example);
  store.seal();
  return example;
}

}  // namespace

std::optional<Example> example_in(const fs::path& directory) {
  std::ifstream in(note_of(directory), std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  std::ostringstream bytes;
  bytes << in.rdbuf();
  try {
    return base::decode_text<Example>(bytes.str());
  } catch (const base::Refusal&) {
    throw base::Refusal{base::Kind::invalid, "example_unreadable",
                        base::in_words("{} is not as `sojourn serve --example` wrote it, so this "
                                       "example cannot be served. Delete {} and make another.",
                                       note_of(directory).string(), directory.string())};
  }
}

std::optional<Example> make_example(const fs::path& directory, base::Terminal& terminal) {
  std::error_code error;
  if (fs::exists(directory, error) &&
      !(fs::is_directory(directory, error) && fs::is_empty(directory, error))) {
    throw base::Refusal{
        base::Kind::conflict, "not_an_example",
        base::in_words("{} holds something already, and it is no example that `sojourn serve "
                       "--example` made. Name a new directory or an empty one.",
                       directory.string())};
  }
  // Made beside it and moved there whole, so that there is never half an example.
  fs::path target = fs::absolute(directory).lexically_normal();
  if (!target.has_filename()) {
    target = target.parent_path();
  }
  const fs::path fresh = fmt::format("{}.new-{}", target.string(), ::getpid());
  fs::remove_all(fresh);
  try {
    std::optional<Example> made = make_inside(fresh, terminal);
    if (made) {
      std::ofstream out(note_of(fresh), std::ios::binary);
      out << base::encode_text(*made, base::Layout::indented) << '\n';
      out.close();
      if (!out) {
        throw std::system_error(errno, std::generic_category(), note_of(fresh).string());
      }
      fs::rename(fresh, target);
    } else {
      fs::remove_all(fresh);
    }
    return made;
  } catch (...) {
    fs::remove_all(fresh, error);
    throw;
  }
}

void refuse_others(const doors::http::ServerSettings& settings) {
  std::vector<base::Fault> faults;
  const auto address = doors::http::parse_address(settings.address);
  if (address && !address->is_loopback()) {
    faults.push_back({.where = "/listen",
                      .code = "example_stays_here",
                      .value = settings.address,
                      .detail = "The passwords of an example are printed, so it is for this "
                                "machine alone. Listen at 127.0.0.1 or [::1]."});
  }
  if (!settings.trusted_proxies.empty()) {
    faults.push_back({.where = "/trusted_proxy",
                      .code = "example_stays_here",
                      .value = settings.trusted_proxies.front(),
                      .detail = "An example is for this machine alone, so no proxy passes it on."});
  }
  base::refuse_faults(std::move(faults));
}

}  // namespace sojourn::program
