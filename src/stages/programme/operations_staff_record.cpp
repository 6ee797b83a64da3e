// What grows in a staff record with the years: tested languages, skills with their certificates,
// availability, fitness and declared conflicts. Each is one change with its own entry in the log.
#include <algorithm>

#include "stages/programme/operations_staff.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using base::Id;

struct SetLanguage {
  Id<Staff> id;
  std::string language;
  Level level = Level::basic;
  base::Date tested_on;
  std::optional<std::string> certificate;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SetLanguage, (), (id, language, level, tested_on, certificate, version))

struct TakeLanguage {
  Id<Staff> id;
  std::string language;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TakeLanguage, (), (id, language, version))

struct SetSkill {
  Id<Staff> id;
  std::string skill;
  Level level = Level::basic;
  std::optional<std::string> certificate;
  std::optional<base::Date> valid_until;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SetSkill, (), (id, skill, level, certificate, valid_until, version))

struct TakeSkill {
  Id<Staff> id;
  std::string skill;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TakeSkill, (), (id, skill, version))

struct SetAvailability {
  Id<Staff> id;
  base::Date from;
  bool available = true;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SetAvailability, (), (id, from, available, version))

struct SetFitness {
  Id<Staff> id;
  std::optional<base::Date> fit_until;
  bool declared_conflict = false;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SetFitness, (), (id, fit_until, declared_conflict, version))

struct SetNeeded {
  Id<Staff> id;
  std::optional<base::Date> needed_until;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SetNeeded, (), (id, needed_until, version))

/// Puts an entry in the place of the one of its name, or in the order of names.
template <class Entry>
void put(std::vector<Entry>& entries, Entry entry, std::string Entry::* name) {
  const auto at =
      std::lower_bound(entries.begin(), entries.end(), entry,
                       [name](const Entry& a, const Entry& b) { return a.*name < b.*name; });
  if (at != entries.end() && (*at).*name == entry.*name) {
    *at = std::move(entry);
  } else {
    entries.insert(at, std::move(entry));
  }
}

template <class Entry>
void take(std::vector<Entry>& entries, const std::string& name, std::string Entry::* member) {
  if (std::erase_if(entries, [&](const Entry& each) { return each.*member == name; }) == 0) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that name."};
  }
}

StaffView set_language(db::Change& change, const SetLanguage& input) {
  Faults faults;
  faults.check_value("/language", std::string_view(input.language));
  faults.check_no_semicolon("/language", input.language);
  faults.check_short("/certificate", input.certificate);
  if (input.tested_on > change.now().utc_date() + 1) {
    faults.add("/tested_on", "in_future", input.tested_on.to_text(),
               "This should be a day that has come.");
  }
  faults.refuse();
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  put(after.languages,
      TestedLanguage{.language = input.language,
                     .level = input.level,
                     .tested_on = input.tested_on,
                     .certificate = input.certificate},
      &TestedLanguage::language);
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView take_language(db::Change& change, const TakeLanguage& input) {
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  take(after.languages, input.language, &TestedLanguage::language);
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView set_skill(db::Change& change, const SetSkill& input) {
  Faults faults;
  faults.check_value("/skill", std::string_view(input.skill));
  faults.check_no_semicolon("/skill", input.skill);
  faults.check_short("/certificate", input.certificate);
  faults.refuse();
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  put(after.skills,
      HeldSkill{.skill = input.skill,
                .level = input.level,
                .certificate = input.certificate,
                .valid_until = input.valid_until},
      &HeldSkill::skill);
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView take_skill(db::Change& change, const TakeSkill& input) {
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  take(after.skills, input.skill, &HeldSkill::skill);
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView set_availability(db::Change& change, const SetAvailability& input) {
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  after.availability =
      with_change(before.availability, {.from = input.from, .available = input.available});
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView set_needed(db::Change& change, const SetNeeded& input) {
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  after.needed_until = input.needed_until;
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView set_fitness(db::Change& change, const SetFitness& input) {
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  after.fit_until = input.fit_until;
  after.declared_conflict = input.declared_conflict;
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

}  // namespace

std::vector<access::Operation> staff_record_operations() {
  const base::FieldAbout which = which_field("STAFF");
  const base::FieldAbout language{
      .name = "language",
      .shape = "LANGUAGE",
      .positional = true,  // --language says which one the command line speaks
      .meaning = "Which language was tested."};
  const base::FieldAbout skill{.name = "skill", .shape = "SKILL", .meaning = "Which skill."};
  const base::FieldAbout level{
      .name = "level", .shape = "LEVEL", .meaning = "How well: basic, working or fluent."};
  const base::FieldAbout certificate{
      .name = "certificate", .shape = "NUMBER", .meaning = "Number of the certificate."};
  return {
      access::change_operation<SetLanguage, StaffView>(
          {.name = "staff.language",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/languages",
           .summary = "enter a language that a staff member was tested in",
           .description = "It takes the place of an earlier test of that language. Only tests "
                          "count here, never which language somebody grew up with.",
           .fields = {which,
                      language,
                      level,
                      {.name = "tested_on", .shape = "DAY", .meaning = "The day of the test."},
                      certificate,
                      version_field()},
           .detail = fitness_detail()},
          set_language),
      access::change_operation<TakeLanguage, StaffView>(
          {.name = "staff.take_language",
           .permission = manage_staff,
           .method = Method::remove,
           .path = "/api/staff/{id}/languages/{language}",
           .summary = "take back a tested language that was entered by mistake",
           .fields = {which, language, version_field()},
           .detail = fitness_detail()},
          take_language),
      access::change_operation<SetSkill, StaffView>(
          {.name = "staff.skill",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/skills",
           .summary = "enter a skill of a staff member, with its certificate",
           .fields = {which,
                      skill,
                      level,
                      certificate,
                      {.name = "valid_until",
                       .shape = "DAY",
                       .meaning = "Last day of the certificate, if it ends."},
                      version_field()},
           .detail = fitness_detail()},
          set_skill),
      access::change_operation<TakeSkill, StaffView>(
          {.name = "staff.take_skill",
           .permission = manage_staff,
           .method = Method::remove,
           .path = "/api/staff/{id}/skills/{skill}",
           .summary = "take back a skill that was entered by mistake",
           .fields = {which, skill, version_field()},
           .detail = fitness_detail()},
          take_skill),
      access::change_operation<SetAvailability, StaffView>(
          {.name = "staff.availability",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/availability",
           .summary = "say from which day a staff member may be posted, or may not",
           .description = "It holds until the next change. It takes the place of another change of "
                          "the same day.",
           .fields = {which,
                      {.name = "from", .shape = "DAY", .meaning = "The first day."},
                      {.name = "available", .meaning = "May be posted from then on."},
                      version_field()},
           .detail = fitness_detail()},
          set_availability),
      access::change_operation<SetNeeded, StaffView>(
          {.name = "staff.needed",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/needed",
           .summary = "say until when a staff member's post at home may not be left",
           .description = "Where leaving it would make a shortage at home, as of a teacher or a "
                          "clinician: until that day the person is neither named nor planned for.",
           .fields = {which,
                      {.name = "needed_until",
                       .shape = "DAY",
                       .meaning = "The last day; left out: the post may be left."},
                      version_field()},
           .detail = fitness_detail()},
          set_needed),
      access::change_operation<SetFitness, StaffView>(
          {.name = "staff.fitness",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/fitness",
           .summary = "enter until when a staff member is fit, and whether a conflict is declared",
           .description = "Both are written. The day only, never a diagnosis; that there is a "
                          "conflict, never which.",
           .fields = {which,
                      {.name = "fit_until",
                       .shape = "DAY",
                       .meaning = "Last day of the certificate; left out: not passed."},
                      {.name = "declared_conflict", .meaning = "A conflict was declared."},
                      version_field()},
           .detail = fitness_detail()},
          set_fitness),
  };
}

}  // namespace sojourn::stages::programme
