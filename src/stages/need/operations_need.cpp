// What is needed: lines of one site, and the quota of every site of a kind.
#include "stages/need/statements.h"

namespace sojourn::stages::need {
namespace {

struct NeedView {
  Id<Need> id;
  Id<Site> site;
  std::string name;  ///< of the site
  NeedRole role = NeedRole::team;
  std::string skill;
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  base::Date from_day;
  std::string set_by;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(NeedView, (),
                      (id, site, name, role, skill, minimum, target, from_day, set_by, source,
                       recorded_on, withdrawn_on, withdrawn_reason, version))

struct SetNeed {
  Id<Site> site;
  NeedRole role = NeedRole::team;
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  base::Date from_day;
  std::string set_by;
  std::string source;
  std::optional<std::string> skill;
};
BOOST_DESCRIBE_STRUCT(SetNeed, (), (site, role, minimum, target, from_day, set_by, source, skill))

struct SetStandard {
  SiteKind site_kind = SiteKind::village;
  NeedRole role = NeedRole::team;
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  base::Date from_day;
  std::string set_by;
  std::string source;
  std::optional<std::string> skill;
};
BOOST_DESCRIBE_STRUCT(SetStandard, (),
                      (site_kind, role, minimum, target, from_day, set_by, source, skill))

/// What a line of one site and a quota have in common, taken over.
template <class Statement, class Input>
void fill(Statement& said, const Input& input, Faults& faults) {
  if (input.skill && input.skill->empty()) {
    faults.check_value("/skill", input.skill);
  }
  said.role = input.role;
  said.skill = input.skill.value_or("");
  said.minimum = input.minimum;
  said.target = input.target;
  said.from_day = input.from_day;
  said.set_by = input.set_by;
  said.source = input.source;
}

NeedView set_need(db::Change& change, const SetNeed& input) {
  Faults faults;
  check_site(change, input.site, faults);
  Need said{.id = {},
            .site = input.site,
            .skill = {},
            .from_day = {},
            .set_by = {},
            .source = {},
            .recorded_on = {}};
  fill(said, input, faults);
  return keep_statement<Need, NeedView>(change, std::move(said), faults);
}

Standard set_standard(db::Change& change, const SetStandard& input) {
  Faults faults;
  Standard said{.id = {},
                .site_kind = input.site_kind,
                .skill = {},
                .from_day = {},
                .set_by = {},
                .source = {},
                .recorded_on = {}};
  fill(said, input, faults);
  return keep_statement<Standard, Standard>(change, std::move(said), faults);
}

std::vector<base::FieldAbout> need_fields(base::FieldAbout about_what) {
  return {std::move(about_what),
          {.name = "role",
           .shape = "ROLE",
           .meaning = "Whom it is about: the team as a whole, its leader, or members of a skill."},
          {.name = "minimum",
           .shape = "N",
           .unit = "people",
           .least = 0,
           .most = most_people,
           .meaning = "Fewer than these should never be there."},
          {.name = "target",
           .shape = "N",
           .unit = "people",
           .least = 0,
           .most = most_people,
           .meaning = "So many should be there; 0 ends the need."},
          from_day_field(),
          set_by_field(),
          source_field(),
          {.name = "skill", .shape = "SKILL", .meaning = "The skill that each of them holds."}};
}

}  // namespace

std::vector<access::Operation> need_operations() {
  return statement_operations<Need, NeedView, SetNeed>(
      {.name = "need",
       .path = "/api/needs",
       .one = "one line of a site's need",
       .read = read_needs,
       .manage = manage_needs,
       .list_summary = "what was set for sites one by one, newest first",
       .set_summary = "set what a site needs, from a day on",
       .set_description = "It takes the place of the quota and of the workload for this role and "
                          "skill. A newer one for the same follows it.",
       .set_fields = need_fields(site_field()),
       .import_summary = "take lines of need from a table",
       .problems_summary = "a table of lines of need back with what each row would do"},
      set_need, need_import);
}

std::vector<access::Operation> standard_operations() {
  return statement_operations<Standard, Standard, SetStandard>(
      {.name = "standard",
       .path = "/api/need-standards",
       .one = "one quota of a kind of site",
       .read = read_standards,
       .manage = manage_standards,
       .list_summary = "quotas of kinds of site, newest first",
       .set_summary = "set the quota of every site of a kind, from a day on",
       .set_fields = need_fields(
           {.name = "site_kind", .shape = "KIND", .meaning = "Village, community or farm."}),
       .import_summary = "take quotas from a table",
       .problems_summary = "a table of quotas back with what each row would do"},
      set_standard, standard_import);
}

}  // namespace sojourn::stages::need
