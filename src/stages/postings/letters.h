// Letters of a term in the reader's language: what each says, made of records alone, so that
// nothing is typed again. No resident, no number of a person, no reason that is nobody else's: a
// return says no reason at all. The pages are the business of documents/letter.h.
// Inside src/stages/postings only. Tested in tests/unit/stages/postings/letters_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "documents/letter.h"
#include "stages/postings/handovers.h"

namespace sojourn::stages::postings {

/// What every letter about a posting says of it.
struct LetterFacts {
  Id<Posting> id;
  std::string staff_name;
  std::string sponsor_name;
  StaffRole role = StaffRole::member;
  std::string site_name;
  std::vector<std::string> areas;  ///< that the site lies in, from the county down
  std::string office_area;         ///< whose office writes
  base::Date from_day;
  std::optional<base::Date> began = {};  ///< of the rest of a term after a transfer: its first day
  bool probation_passed = false;         ///< at a site before this one
  base::Date first_last_day;             ///< as it was before anything moved it
  base::Date last_day;
  std::string basis;  ///< where it stands written, if no plan made it
  std::optional<std::string> plan_name = {};
  std::optional<base::Date> decided_on = {};  ///< when the plan was confirmed
  std::optional<std::string> decided_by = {};
};

/// An end that moved, as a letter tells it.
struct LetterEvent {
  TermEvent event;
  std::optional<std::string> decided_by = {};
};

/// One line of the notice.
struct NoticeRow {
  std::string staff_name;
  std::string sponsor_name;
  std::string site_name;
  std::string area_name;
  StaffRole role = StaffRole::member;
};
BOOST_DESCRIBE_STRUCT(NoticeRow, (), (staff_name, sponsor_name, site_name, area_name, role))

struct NoticeFacts {
  std::string number;
  std::string plan_name;
  std::string office_area;
  base::Date starts_on;
  base::Date published_on;
  std::optional<base::Date> objections_until = {};
  std::optional<base::Date> confirmed_on = {};
  std::vector<NoticeRow> rows = {};
};

/// "1 November 2026", "2026年11月1日".
std::string day_said(base::Language language, base::Date day);

/// Writes in one language. `today` dates what no record dates. `office_name`: as the rules name the
/// office that writes, "{area}" standing for the county's name; none: it is called by the county.
class LetterWriter {
 public:
  LetterWriter(base::Language language, const PostingRules& rules, base::Date today,
               std::optional<std::string> office_name = {});

  documents::Letter posting(const LetterFacts& facts) const;
  documents::Letter extension(const LetterFacts& facts, const LetterEvent& moved) const;
  /// `moved`: what ended the term early, if anything did.
  documents::Letter going_back(const LetterFacts& facts,
                               const std::optional<LetterEvent>& moved) const;
  documents::Letter handover(const LetterFacts& facts, const HandoverView& handover,
                             const std::vector<HandoverItem>& items) const;
  documents::Letter certificate(const LetterFacts& facts, const HandoverView& handover,
                                const std::vector<SecondOffice>& offices) const;
  documents::Letter notice(const NoticeFacts& facts) const;

 private:
  std::string in(const base::Sentence& sentence) const { return sentence.in(language_); }
  std::string day(base::Date date) const { return day_said(language_, date); }
  /// A site and the areas that it lies in, from the widest.
  std::string place(const std::vector<std::string>& areas, const std::string& site) const;
  std::string site(const LetterFacts& facts) const;
  base::Sentence role(StaffRole role) const;
  std::string office(const std::string& area) const;
  /// With all that letters share.
  documents::Letter begin(std::string_view number, const std::string& office_area,
                          const base::Sentence& title, base::Date dated) const;
  void row(documents::Letter& letter, const base::Sentence& name, std::string said) const;
  void decided(documents::Letter& letter, const std::optional<std::string>& by,
               const std::optional<base::Date>& on) const;

  base::Language language_;
  PostingRules rules_;
  base::Date today_;
  std::optional<std::string> office_name_;
};

std::vector<access::Operation> letter_operations();

}  // namespace sojourn::stages::postings
