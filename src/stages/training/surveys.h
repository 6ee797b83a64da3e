// What the files of operations on surveys and wishes share. Inside src/stages/training only.
#pragma once

#include <string>
#include <string_view>

#include "stages/programme/listing.h"
#include "stages/training/stage.h"
#include "stages/training/survey_rules.h"

namespace sojourn::stages::training {

using programme::Listing;

/// The survey that an input names; Refusal not_found if there is none.
Survey survey_of(db::Tx& tx, Id<Survey> id);

/// A condition on a posting with the alias o: its person is asked, for they serve on a day between
/// the survey's.
std::string asked_in(const Survey& survey);

/// A condition on a person with the alias t: the asker sees them, or where they serve.
inline constexpr std::string_view seen_person =
    "(EXISTS (SELECT 1 FROM area a WHERE a.id = t.area AND {scope:area a.path; staff t.id}) OR "
    "EXISTS (SELECT 1 FROM posting o JOIN site s ON s.id = o.site JOIN area a ON a.id = s.area "
    "WHERE o.staff = t.id AND o.ended_on IS NULL AND {scope:area a.path; staff t.id}))";

/// Who asks for somebody: the person themselves, or the office that types in a sheet. Faults at
/// "/staff" and "/source".
struct Whose {
  Id<Staff> staff;
  bool own = false;
};
std::optional<Whose> whose(db::Tx& tx, const std::optional<Id<Staff>>& staff,
                           const std::optional<std::string>& source, Faults& faults);

/// A wish that is not withdrawn, of alias n, and whose course the person has not completed since.
inline constexpr std::string_view open_wish =
    "n.withdrawn_on IS NULL AND NOT EXISTS (SELECT 1 FROM training_completion c WHERE c.staff = "
    "n.staff AND c.course = n.course AND c.withdrawn_on IS NULL AND c.completed_on >= n.made_on)";

/// Names a course at `where` that is open; else a fault.
void check_wished(db::Tx& tx, Id<Course> course, std::string_view where, Faults& faults);

}  // namespace sojourn::stages::training
