// How the ids of records begin on the wire, by the table that the log names: a site is site_3k9q,
// and a row of `establishment` est_3k9q. tests/unit/program/stages_test.cpp holds that every logged
// table stands here.
#include <algorithm>
#include <array>

#include "access/list_file.h"
#include "access/recovery.h"
#include "base/id.h"
#include "base/text.h"
#include "stages/accountability/audit_entries.h"
#include "stages/accountability/feedback.h"
#include "stages/need/records.h"
#include "stages/placement/records.h"
#include "stages/postings/records.h"
#include "stages/presence/leave_records.h"
#include "stages/presence/records.h"
#include "stages/programme/records.h"
#include "stages/selection/records.h"
#include "stages/support/records.h"
#include "stages/training/records.h"
#include "stages/work/records.h"

namespace sojourn::stages::accountability {
namespace {

struct TableIds {
  std::string_view table;
  std::string_view prefix;  ///< empty: its rows have no ids
};

constexpr std::array tables = {
    TableIds{"account", access::Account::id_prefix},
    TableIds{"credential", access::Account::id_prefix},
    TableIds{"access_grant", access::Grant::id_prefix},
    TableIds{"api_token", access::ApiToken::id_prefix},
    TableIds{"list_export", access::ListExport::id_prefix},
    TableIds{"mail_address", access::Account::id_prefix},
    TableIds{"one_time_link", access::OneTimeLink::id_prefix},
    TableIds{"recovery_code", access::RecoveryCode::id_prefix},
    TableIds{"sign_in_miss", ""},
    TableIds{"area", programme::Area::id_prefix},
    TableIds{"site", programme::Site::id_prefix},
    TableIds{"sponsor", programme::Sponsor::id_prefix},
    TableIds{"staff", programme::Staff::id_prefix},
    TableIds{"rule_set", programme::RuleSet::id_prefix},
    TableIds{"calendar_day", programme::CalendarDay::id_prefix},
    TableIds{"correction", programme::Correction::id_prefix},
    TableIds{"posted_apart", programme::PostedApart::id_prefix},
    TableIds{"need", need::Need::id_prefix},
    TableIds{"need_standard", need::Standard::id_prefix},
    TableIds{"workload", need::Workload::id_prefix},
    TableIds{"staffing", need::Staffing::id_prefix},
    TableIds{"other_post", need::OtherPost::id_prefix},
    TableIds{"establishment", need::Establishment::id_prefix},
    TableIds{"site_readiness", need::Readiness::id_prefix},
    TableIds{"selection_round", selection::Round::id_prefix},
    TableIds{"round_place", selection::Place::id_prefix},
    TableIds{"nomination", selection::Nomination::id_prefix},
    TableIds{"nomination_objection", selection::Objection::id_prefix},
    TableIds{"staff_placing", placement::Placing::id_prefix},
    TableIds{"wish", placement::Wish::id_prefix},
    TableIds{"affinity", placement::Affinity::id_prefix},
    TableIds{"announced_lead", placement::AnnouncedLead::id_prefix},
    TableIds{"pin", placement::Pin::id_prefix},
    TableIds{"given_cost", placement::GivenCost::id_prefix},
    TableIds{"plan", placement::Plan::id_prefix},
    TableIds{"placement", placement::Placement::id_prefix},
    TableIds{"plan_objection", placement::PlanObjection::id_prefix},
    TableIds{"placement_override", placement::PlacementOverride::id_prefix},
    TableIds{"rule_override", placement::RuleOverride::id_prefix},
    TableIds{"site_override", placement::SiteOverride::id_prefix},
    TableIds{"posting", placement::Posting::id_prefix},
    TableIds{"course", training::Course::id_prefix},
    TableIds{"training_session", training::Session::id_prefix},
    TableIds{"training_seat", training::Seat::id_prefix},
    TableIds{"training_completion", training::Completion::id_prefix},
    TableIds{"training_exception", training::Exception::id_prefix},
    TableIds{"training_survey", training::Survey::id_prefix},
    TableIds{"survey_answer", training::SurveyAnswer::id_prefix},
    TableIds{"course_wish", training::CourseWish::id_prefix},
    TableIds{"five_year_plan", training::FiveYearPlan::id_prefix},
    TableIds{"training_target", training::Target::id_prefix},
    TableIds{"term_event", postings::TermEvent::id_prefix},
    TableIds{"second_office", postings::SecondOffice::id_prefix},
    TableIds{"area_lead", postings::AreaLead::id_prefix},
    TableIds{"handover", postings::Handover::id_prefix},
    TableIds{"handover_item", postings::HandoverItem::id_prefix},
    TableIds{"presence_month", presence::RotaMonth::id_prefix},
    TableIds{"presence_change", presence::DayChange::id_prefix},
    TableIds{"day_question", presence::DayQuestion::id_prefix},
    TableIds{"day_only_permission", presence::DayOnly::id_prefix},
    TableIds{"presence_draw", presence::Draw::id_prefix},
    TableIds{"presence_check", presence::PresenceCheck::id_prefix},
    TableIds{"leave_request", presence::LeaveRequest::id_prefix},
    TableIds{"leave_account", presence::LeaveAccount::id_prefix},
    TableIds{"leave_entry", presence::LeaveEntry::id_prefix},
    TableIds{"budget_line", support::Line::id_prefix},
    TableIds{"commitment", support::Commitment::id_prefix},
    TableIds{"claim", support::Claim::id_prefix},
    TableIds{"receipt", support::ClaimReceipt::id_prefix},
    TableIds{"contribution", support::Contribution::id_prefix},
    TableIds{"booking", support::Booking::id_prefix},
    TableIds{"booking_entry", support::BookingEntry::id_prefix},
    TableIds{"allowance_month", support::AllowanceMonth::id_prefix},
    TableIds{"insurance_policy", support::Insurance::id_prefix},
    TableIds{"health_check", support::HealthCheck::id_prefix},
    TableIds{"arrival_exception", support::ArrivalException::id_prefix},
    TableIds{"arrival", support::Arrival::id_prefix},
    TableIds{"activity_request", support::Activity::id_prefix},
    TableIds{"feedback", Feedback::id_prefix},
    TableIds{"feedback_answer", FeedbackAnswer::id_prefix},
    TableIds{"task_kind", work::TaskKind::id_prefix},
    TableIds{"work_plan", work::WorkPlan::id_prefix},
    TableIds{"work_task", work::Task::id_prefix},
    TableIds{"posting_duty", work::Duty::id_prefix},
    TableIds{"backup", "backup"},  // src/program/backups.cpp, which stands above this folder
};

}  // namespace

std::optional<std::string_view> id_prefix_of(std::string_view table) {
  const auto* found = std::find_if(tables.begin(), tables.end(),
                                   [&](const TableIds& each) { return each.table == table; });
  return found == tables.end() ? std::nullopt : std::optional(found->prefix);
}

RecordName record_named(std::string_view text, std::string_view where) {
  const std::string_view prefix = text.substr(0, text.find('_'));
  RecordName made;
  for (const TableIds& each : tables) {
    if (!prefix.empty() && each.prefix == prefix) {
      made.tables.emplace_back(each.table);
    }
  }
  const std::optional<std::int64_t> number = base::id_value(prefix, text);
  if (made.tables.empty() || !number) {
    base::refuse_faults({{.where = std::string(where),
                          .code = "not_id",
                          .value = base::shorten(text),
                          .detail = "This should be the id of a record, such as site_3k9q."}});
  }
  made.number = *number;
  return made;
}

std::optional<std::string> record_text(std::string_view table, std::int64_t number) {
  const std::string_view prefix = id_prefix_of(table).value_or("");
  return number > 0 && !prefix.empty() ? std::optional(base::id_text(prefix, number))
                                       : std::nullopt;
}

}  // namespace sojourn::stages::accountability
