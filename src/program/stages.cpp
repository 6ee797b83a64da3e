#include "program/stages.h"

#include <algorithm>
#include <iterator>

#include "access/operations.h"
#include "program/backups.h"
#include "stages/accountability/audit.h"
#include "stages/accountability/feedback.h"
#include "stages/accountability/operations.h"
#include "stages/need/operations.h"
#include "stages/placement/plan_run.h"
#include "stages/placement/stage.h"
#include "stages/postings/operations.h"
#include "stages/presence/leave_clock.h"
#include "stages/presence/operations.h"
#include "stages/programme/operations.h"
#include "stages/selection/operations.h"
#include "stages/support/confirmed.h"
#include "stages/support/kept.h"
#include "stages/support/operations.h"
#include "stages/training/operations.h"
#include "stages/work/operations.h"

namespace sojourn::program {
namespace {

template <class T>
void add(std::vector<T>& all, std::vector<T> part) {
  all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
}

/// A stage's own runner, which has the two functions.
template <class Runner>
std::unique_ptr<JobRunner> runner_of(db::Database& database, const db::JobSettings& settings,
                                     int threads) {
  class Held final : public JobRunner {
   public:
    Held(db::Database& held, const db::JobSettings& how, int processors)
        : runner_(held, how, processors) {}
    void take_over() override { runner_.take_over(); }
    bool run_one(const std::stop_token& stop) override { return runner_.run_one(stop); }

   private:
    Runner runner_;
  };
  return std::make_unique<Held>(database, settings, threads);
}

/// What the log calls changes that are no operation of the table.
stages::accountability::OperationWords own_words() {
  return {{"audit.new_epoch", "go on with the audit log after a restore that lost entries"},
          {"example.accounts", "make the accounts of the example"},
          {"example.make", "make the example"},
          {"example.round", "make the round of the example"},
          {"example.term", "make the running term of the example"},
          {"folder.export", "write the records as a programme folder"},
          {"folder.import", "make a programme's records of a programme folder"},
          {"leave.clock", "do what is due of leave that nobody answered, or came back from"},
          {"plan.cancelled", "end a plan that was cancelled while it was made"},
          {"plan.fail", "say why a plan could not be made"},
          {"plan.keep", "keep a plan that was made"},
          {"privacy.refuse", "refuse a text that has no place in Sojourn"},
          {"second_factor.seal", "seal the second factors that were stored unsealed"},
          {"session.failed", "count sign-ins that failed"},
          {"setup.link", "print the link by which the first account is made"}};
}

}  // namespace

Stages stages() {
  Stages made;

  // Access: who asks and how far they see. An account is a person, and its rows are about them.
  add(made.operations, access::operations());
  add(made.constraints, access::constraints());
  made.tables.merge(ledger::Tables{{"account", {.subject = "id"}},
                                   {"credential", {.subject = "id"}},
                                   {"access_grant", {.subject = "account"}},
                                   {"api_token", {.subject = "account"}},
                                   {"list_export", {.subject = "account"}},
                                   {"mail_address", {.subject = "id"}},
                                   {"one_time_link", {.subject = "account"}},
                                   {"recovery_code", {.subject = "account"}},
                                   {"sign_in_miss", {.reconciled = false}}});

  // Programme: areas, sites, sponsors, staff. It also tells access which of them there are.
  add(made.operations,
      stages::programme::operations({stages::need::check_rules, stages::selection::check_rules,
                                     stages::placement::check_rules, stages::training::check_rules,
                                     stages::postings::check_rules, stages::presence::check_rules,
                                     stages::support::check_rules, stages::work::check_rules,
                                     stages::accountability::check_feedback_rules}));
  add(made.constraints, stages::programme::constraints());
  made.tables.merge(stages::programme::logged_tables());
  add(made.scoped_tables, stages::programme::scoped_tables());
  made.service = stages::programme::service_settings();
  add(made.own_parts, stages::programme::own_parts());

  // Need: what sites need, what is there, what sponsors have at home.
  add(made.operations, stages::need::operations());
  made.tables.merge(stages::need::logged_tables());
  add(made.scoped_tables, stages::need::scoped_tables());

  // Selection: rounds, whom sponsors name, shortlists and objections.
  add(made.operations, stages::selection::operations());
  add(made.constraints, stages::selection::constraints());
  made.tables.merge(stages::selection::logged_tables());
  add(made.scoped_tables, stages::selection::scoped_tables());
  add(made.own_parts, stages::selection::own_parts());

  // Placement: what a plan is made from, plans, and what becomes of them.
  add(made.operations, stages::placement::record_operations(stages::postings::settle_terms,
                                                            stages::support::check_kept));
  made.tables.merge(stages::placement::logged_tables());
  add(made.scoped_tables, stages::placement::scoped_tables());
  made.runners.emplace_back(runner_of<stages::placement::PlanRunner>);
  add(made.own_parts, stages::placement::own_parts());

  // Training: courses, who lacks what by when, sessions.
  add(made.operations, stages::training::operations());
  add(made.constraints, stages::training::constraints());
  made.tables.merge(stages::training::logged_tables());
  add(made.scoped_tables, stages::training::scoped_tables());
  add(made.own_parts, stages::training::own_parts());

  // Postings: terms, what moves their end, handovers, rotation.
  add(made.operations,
      stages::postings::operations(stages::support::check_kept, stages::support::check_away));
  add(made.constraints, stages::postings::constraints());
  made.tables.merge(stages::postings::logged_tables());
  add(made.scoped_tables, stages::postings::scoped_tables());
  add(made.own_parts, stages::postings::own_parts());

  // Presence: the rota, what differed, the host's word, checks; and leave.
  add(made.operations, stages::presence::operations(stages::support::keep_confirmed));
  add(made.constraints, stages::presence::constraints());
  made.tables.merge(stages::presence::logged_tables());
  add(made.scoped_tables, stages::presence::scoped_tables());
  add(made.own_parts, stages::presence::own_parts());
  made.runners.emplace_back(runner_of<stages::presence::LeaveClock>);

  // Support: budgets, claims, insurance and arrivals, what a plan costs.
  add(made.operations, stages::support::operations());
  add(made.constraints, stages::support::constraints());
  made.tables.merge(stages::support::logged_tables());
  add(made.scoped_tables, stages::support::scoped_tables());
  add(made.own_parts, stages::support::own_parts());

  // Work: the catalogue of tasks, work plans of sites, duties of postings.
  add(made.operations, stages::work::operations());
  add(made.constraints, stages::work::constraints());
  made.tables.merge(stages::work::logged_tables());
  add(made.scoped_tables, stages::work::scoped_tables());
  add(made.own_parts, stages::work::own_parts());

  // Accountability: what is reported upwards, suggestions and complaints, and the audit log.
  add(made.operations, stages::accountability::operations());
  add(made.operations, stages::accountability::feedback_operations());
  made.tables.merge(stages::accountability::feedback_tables());

  // Backups, of the program itself.
  add(made.operations, backup_operations());
  made.tables.merge(backup_tables());

  // The next stage is added here.

  add(made.operations, stages::programme::own_record_operations(made.own_parts));
  const auto words = std::make_shared<stages::accountability::OperationWords>(own_words());
  add(made.operations,
      stages::accountability::audit_operations({.words = words, .outside = made.log_outside}));
  for (const access::Operation& each : made.operations) {
    words->emplace(each.about.name, each.about.summary);
  }
  std::sort(made.scoped_tables.begin(), made.scoped_tables.end());
  return made;
}

}  // namespace sojourn::program
