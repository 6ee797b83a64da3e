// What holds for suggestions and complaints, without SQL.
#include <algorithm>

#include "base/text.h"
#include "stages/accountability/feedback.h"
#include "stages/postings/rules.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::accountability {
namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;  // not the rest of one
  }));
}

/// Lower-case words, figures and hyphens: `staff_3k9q` is none.
bool step_of_path(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/' || c == ':';
}

}  // namespace

FeedbackRules read_feedback_rules(std::string_view text, std::string_view where,
                                  programme::Faults& faults) {
  FeedbackRules made;
  programme::RulesTable table(text, "feedback", where, faults);
  table.whole("answer_days", made.answer_days, 1, 60);
  table.finish();
  return made;
}

void check_feedback_rules(std::string_view text, programme::Faults& faults) {
  (void)read_feedback_rules(text, "/text", faults);
}

void check_said(std::string_view where, std::string_view text, programme::Faults& faults) {
  if (base::trim(text).empty()) {
    faults.add(std::string(where), "missing", "", "Say it in a sentence or two.");
  }
  if (const std::size_t length = characters(text); length > longest_feedback) {
    faults.add(std::string(where), "too_long", "",
               base::in_words("These are {} characters, {} at most.", length, longest_feedback));
  }
  if (text.find('\t') != text.npos) {
    faults.add(std::string(where), "pasted_table", "",
               "This holds a table that was pasted. Say it in words, without lists of people.");
  } else if (std::any_of(text.begin(), text.end(), [](char c) {
               return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r') || c == 0x7f;
             })) {
    faults.add(std::string(where), "not_text", "", "This holds characters that are no text.");
  }
  if (postings::holds_identity_number(text)) {
    faults.add(std::string(where), "identity_number", "",
               "This holds what looks like the number of an identity card. Leave out who it is.");
  }
  faults.check_idea(where, text);
}

void check_page(std::string_view where, std::string_view page, programme::Faults& faults) {
  if (!page.starts_with('/') || page.size() > 100 ||
      !std::all_of(page.begin(), page.end(), step_of_path)) {
    faults.add(std::string(where), "not_page", std::string(page),
               "This should be a page's path, such as /plans/:id, without the id of a record.");
  }
}

}  // namespace sojourn::stages::accountability
