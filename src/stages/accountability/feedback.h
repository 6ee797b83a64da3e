// Suggestions and complaints about the programme or this system: what is stored
// (migrations/0027_feedback.sql), what holds for it without SQL, and its operations.
// Tested in tests/unit/stages/accountability/feedback_test.cpp, tests/scenarios/feedback.txt and
// tests/access/feedback_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "access/records.h"
#include "base/date.h"
#include "base/id.h"
#include "ledger/log.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::accountability {

enum class FeedbackKind : std::uint8_t { suggestion, complaint };
BOOST_DESCRIBE_ENUM(FeedbackKind, suggestion, complaint)

enum class FeedbackState : std::uint8_t { open, answered, closed };
BOOST_DESCRIBE_ENUM(FeedbackState, open, answered, closed)

struct Feedback {
  static constexpr std::string_view id_prefix = "feedback";
  static constexpr std::string_view table = "feedback";
  static constexpr auto personal_fields = base::fields("kind", "page", "said", "named", "state");
  base::Id<Feedback> id;
  base::Id<access::Account> account;  ///< whoever wrote it
  FeedbackKind kind = FeedbackKind::suggestion;
  std::optional<std::string> page = {};  ///< of the desk, without ids
  std::string said;
  bool named = false;  ///< the office may read by whom it is
  base::Date written_on;
  base::Date due_on;  ///< for the first answer
  FeedbackState state = FeedbackState::open;
  std::optional<base::Date> closed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const Feedback&, const Feedback&) = default;
};
BOOST_DESCRIBE_STRUCT(Feedback, (),
                      (id, account, kind, page, said, named, written_on, due_on, state, closed_on,
                       version))

struct FeedbackAnswer {
  static constexpr std::string_view id_prefix = "reply";
  static constexpr std::string_view table = "feedback_answer";
  static constexpr auto personal_fields = base::fields("said");
  base::Id<FeedbackAnswer> id;
  base::Id<Feedback> feedback;
  base::Id<access::Account> account;  ///< whom it answers
  std::string said;
  base::Date answered_on;
  std::optional<base::Id<access::Account>> answered_by = {};
};
BOOST_DESCRIBE_STRUCT(FeedbackAnswer, (), (id, feedback, account, said, answered_on, answered_by))

/// The table [feedback] of rules.toml.
struct FeedbackRules {
  std::int32_t answer_days = 10;  ///< working days up to the first answer
};
/// Faults stand at `where`.
FeedbackRules read_feedback_rules(std::string_view text, std::string_view where,
                                  programme::Faults& faults);

/// Characters, not bytes, so that both languages have as much room.
inline constexpr std::size_t longest_feedback = 1'000;
/// A text of some lines: not too long, no table that was pasted, no number of an identity card, no
/// idea that has no place here.
void check_said(std::string_view where, std::string_view text, programme::Faults& faults);
/// A path of the desk such as /plans/:id, in which no id of a record stands.
void check_page(std::string_view where, std::string_view page, programme::Faults& faults);

/// Suggestions and complaints are the programme's, not an area's.
inline constexpr access::Permission handle_feedback{
    "handle_feedback",
    access::Reach::whole,
    {access::Role::programme_officer, access::Role::administrator}};

std::vector<access::Operation> feedback_operations();
/// Of a text of rules.toml, for the operation that makes an edition.
void check_feedback_rules(std::string_view text, programme::Faults& faults);
/// Whom the rows of each table are about, for ledger::LogSettings.
ledger::Tables feedback_tables();

}  // namespace sojourn::stages::accountability
