// Checks of the whole audit log: asked for, looked at while they go on, ended. See audit_run.h.
#include <fmt/format.h>

#include "db/jobs.h"
#include "stages/accountability/audit_entries.h"
#include "stages/accountability/audit_run.h"

namespace sojourn::stages::accountability {
namespace {

using access::Page;

/// A job, as it is called by those who ask for it.
struct AuditCheck {
  static constexpr std::string_view id_prefix = "check";
};

struct BeginCheck {
  CheckOf what = CheckOf::log;
};
BOOST_DESCRIBE_STRUCT(BeginCheck, (), (what))

struct NameCheck {
  Id<AuditCheck> id;
};
BOOST_DESCRIBE_STRUCT(NameCheck, (), (id))

struct ListChecks {
  std::optional<CheckOf> what;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListChecks, (), (what, after))

struct CheckRow {
  Id<AuditCheck> id;
  CheckOf what = CheckOf::log;
  db::JobState state = db::JobState::queued;
  base::Instant asked_at;
  std::optional<std::string> by;  ///< none: whoever operates the machine
  std::optional<base::Instant> ended_at;
  std::optional<bool> good;
  std::optional<std::int64_t> entries;
  std::optional<std::int64_t> findings;
};
BOOST_DESCRIBE_STRUCT(CheckRow, (),
                      (id, what, state, asked_at, by, ended_at, good, entries, findings))

struct CheckFinding {
  std::string flaw;
  std::optional<std::int64_t> first;  ///< the entries that it may concern, by their places
  std::optional<std::int64_t> last;
  std::optional<std::string> record;  ///< id, or the table if it has none
  std::optional<std::int64_t> entry;  ///< place of the entry that says otherwise
  std::vector<std::string> fields;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(CheckFinding, (), (flaw, first, last, record, entry, fields, detail))

struct CheckView {
  Id<AuditCheck> id;
  CheckOf what = CheckOf::log;
  db::JobState state = db::JobState::queued;
  base::Instant asked_at;
  std::optional<std::string> by;
  std::optional<base::Instant> ended_at;
  std::optional<std::string> error;          ///< why it failed
  std::optional<std::int64_t> entries_read;  ///< so far
  std::optional<std::int64_t> entries;
  std::optional<bool> good;
  std::optional<CheckFinding> first_bad;  ///< the first bad record
  std::vector<CheckFinding> findings;
  std::int64_t more_findings = 0;
  std::optional<std::string> root;
  std::optional<std::int64_t> checkpoints;
  std::optional<std::int64_t> kept_outside;
  std::optional<std::int64_t> cosigned;
  std::optional<std::int64_t> unsealed;
  std::optional<std::int64_t> records;
  std::optional<std::int64_t> erased;
  std::optional<std::int64_t> unclear;
};
BOOST_DESCRIBE_STRUCT(CheckView, (),
                      (id, what, state, asked_at, by, ended_at, error, entries_read, entries, good,
                       first_bad, findings, more_findings, root, checkpoints, kept_outside,
                       cosigned, unsealed, records, erased, unclear))

std::optional<std::string> person_of(db::Tx& tx, std::int64_t account) {
  const auto found = tx.column<std::string>("SELECT person FROM account WHERE id = $1", account);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

db::Job job_of(db::Tx& tx, Id<AuditCheck> id) {
  std::optional<db::Job> job = db::Jobs::find(tx, id.value);
  if (!job || job->kind != audit_job_kind) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is no such check."};
  }
  return *std::move(job);
}

CheckFinding told(db::Tx& tx, const KeptFinding& kept, base::Language language) {
  CheckFinding made{.flaw = kept.flaw,
                    .first = kept.first,
                    .last = kept.last,
                    .record = {},
                    .entry = {},
                    .fields = kept.fields,
                    .detail = kept.said.at(static_cast<std::size_t>(language))};
  if (kept.table) {
    made.record = kept.record ? record_text(*kept.table, *kept.record) : kept.table;
  }
  if (kept.entry) {
    const auto place = tx.column<std::optional<std::int64_t>>(
        "SELECT place FROM audit_entry WHERE id = $1", *kept.entry);
    made.entry = place.empty() ? std::nullopt : place.front();
  }
  return made;
}

CheckView view_of(const access::Call& call, db::Tx& tx, const db::Job& job) {
  CheckView view{.id = {job.id},
                 .what = base::decode_text<AuditJob>(job.input).what,
                 .state = job.state,
                 .asked_at = job.made_at,
                 .by = person_of(tx, job.actor),
                 .ended_at = job.ended_at,
                 .error = {},
                 .entries_read = {},
                 .entries = {},
                 .good = {},
                 .first_bad = {},
                 .findings = {},
                 .root = {},
                 .checkpoints = {},
                 .kept_outside = {},
                 .cosigned = {},
                 .unsealed = {},
                 .records = {},
                 .erased = {},
                 .unclear = {}};
  if (job.error) {
    view.error = base::message_or_english(call.request.language, *job.error);
  }
  if (job.progress) {
    const auto progress = base::decode_text<AuditProgress>(*job.progress);
    view.entries_read = progress.entries;
    view.entries = progress.of;
  }
  if (!job.result) {
    return view;
  }
  const auto result = base::decode_text<AuditResult>(*job.result);
  view.entries_read = result.entries;
  view.entries = result.entries;
  view.good = result.good;
  for (const KeptFinding& each : result.findings) {
    view.findings.push_back(told(tx, each, call.request.language));
  }
  if (!view.findings.empty()) {
    view.first_bad = view.findings.front();
  }
  view.more_findings = result.more_findings;
  view.root = result.root;
  view.checkpoints = result.checkpoints;
  view.kept_outside = result.kept_outside;
  view.cosigned = result.cosigned;
  view.unsealed = result.unsealed;
  view.records = result.records;
  view.erased = result.erased;
  view.unclear = result.unclear;
  return view;
}

/// One of a kind at a time: whoever asks meanwhile is told of the one that is under way.
NameCheck begin_check(db::Change& change, const BeginCheck& input) {
  for (const db::Job& job : change.rows<db::Job>(
           "SELECT j.* FROM job j WHERE j.kind = $1 AND j.state IN ('queued', 'running') ORDER BY "
           "j.id",
           audit_job_kind)) {
    if (base::decode_text<AuditJob>(job.input).what == input.what && !job.cancel) {
      return {.id = {job.id}};
    }
  }
  return {.id = {change.job(audit_job_kind, base::encode_text(AuditJob{.what = input.what}))}};
}

Page<CheckRow> list_checks(db::Tx& tx, const ListChecks& input) {
  constexpr std::size_t a_page = 50;
  std::int64_t before = access::place_before<AuditCheck>(input.after).value;
  Page<CheckRow> page;
  for (bool more = true; more && page.items.size() <= a_page;) {
    const auto jobs = tx.rows<db::Job>(
        "SELECT j.* FROM job j WHERE j.kind = $1 AND j.id < $2 ORDER BY j.id DESC LIMIT $3",
        audit_job_kind, before, static_cast<std::int64_t>(a_page) + 1);
    more = jobs.size() > a_page;
    for (const db::Job& job : jobs) {
      before = job.id;
      CheckRow row{.id = {job.id},
                   .what = base::decode_text<AuditJob>(job.input).what,
                   .state = job.state,
                   .asked_at = job.made_at,
                   .by = person_of(tx, job.actor),
                   .ended_at = job.ended_at,
                   .good = {},
                   .entries = {},
                   .findings = {}};
      if ((input.what && row.what != *input.what) || page.items.size() > a_page) {
        continue;
      }
      if (job.result) {
        const auto result = base::decode_text<AuditResult>(*job.result);
        row.good = result.good;
        row.entries = result.entries;
        row.findings = std::ssize(result.findings) + result.more_findings;
      }
      page.items.push_back(std::move(row));
    }
  }
  if (page.items.size() > a_page) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

NameCheck cancel_check(db::Change& change, const NameCheck& input) {
  const db::Job job = job_of(change, input.id);
  if (!db::Jobs::cancel(change, job.id)) {
    throw base::Refusal{base::Kind::conflict, "ended", "This check has ended already."};
  }
  return input;
}

}  // namespace

std::vector<access::Operation> audit_check_operations() {
  const base::FieldAbout which{
      .name = "id", .shape = "CHECK", .positional = true, .meaning = "Which check."};
  const base::Sentence what =
      "log: all entries against the log's own checkpoints and what was kept outside. records: "
      "the tables against what the log says was done.";
  return {
      access::change_operation<BeginCheck, NameCheck>(
          {.name = "audit.verify",
           .permission = read_audit,
           .method = access::Method::post,
           .path = "/api/audit-checks",
           .summary = "check the whole audit log, or the tables against it",
           .description = "It is long work: look at the check for what came of it. One of a kind "
                          "goes on at a time; whoever asks meanwhile gets that one.",
           .fields = {{.name = "what", .shape = "WHAT", .standard = "log", .meaning = what}}},
          begin_check),
      access::read_operation<ListChecks, Page<CheckRow>>(
          {.name = "audit_check.list",
           .permission = read_audit,
           .path = "/api/audit-checks",
           .summary = "checks of the audit log, the latest first",
           .fields = {{.name = "what", .shape = "WHAT", .meaning = "Only those of one kind."},
                      {.name = "after",
                       .shape = "PLACE",
                       .meaning = "For the next page: what `next` said on this one."}}},
          list_checks),
      told_operation<NameCheck, CheckView>(
          {.name = "audit_check.show",
           .permission = read_audit,
           .path = "/api/audit-checks/{id}",
           .summary = "a check of the audit log: how far it is, or what it found",
           .description = "first_bad is the first bad record, if there is one.",
           .fields = {which},
           .watched_until = {"done", "failed", "cancelled"}},
          [](const access::Call& call, db::Tx& tx, const NameCheck& input) {
            return view_of(call, tx, job_of(tx, input.id));
          }),
      access::change_operation<NameCheck, NameCheck>(
          {.name = "audit_check.cancel",
           .permission = read_audit,
           .method = access::Method::post,
           .path = "/api/audit-checks/{id}/cancel",
           .summary = "end a check of the audit log that is under way",
           .fields = {which}},
          cancel_check),
  };
}

}  // namespace sojourn::stages::accountability
