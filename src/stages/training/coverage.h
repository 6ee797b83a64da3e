// Who has to have learnt what, and has it: read for all whose postings run or are to come, as far
// as the asker sees them. What holds is reckoned in rules.cpp; here are the queries. Inside
// src/stages/training only. Tested in tests/scenarios/training.txt.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stages/training/stage.h"

namespace sojourn::stages::training {

/// A posting that has not ended by today.
struct Posted {
  Id<Posting> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  Id<Area> area;
  std::string area_name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::vector<std::string> site_languages;
  std::vector<programme::TestedLanguage> tested;
};
BOOST_DESCRIBE_STRUCT(Posted, (),
                      (id, staff, staff_name, site, site_name, area, area_name, sponsor,
                       sponsor_name, role, from_day, to_day, site_languages, tested))

/// A place that somebody has in a session that is planned.
struct Booked {
  Id<Seat> id;
  Id<Staff> staff;
  Id<Session> session;
  CourseKind kind = CourseKind::before_posting;
  std::optional<std::string> language;
  base::Date from_day;
  base::Date to_day;
};
BOOST_DESCRIBE_STRUCT(Booked, (), (id, staff, session, kind, language, from_day, to_day))

struct Covered {
  Posted posting;
  std::vector<Requirement> requirements;
  std::vector<Booked> booked;  ///< of the person, in the order of days
};

struct CoverageFilter {
  std::optional<Id<Area>> within = {};
  std::optional<Id<Site>> site = {};
  std::optional<Id<Sponsor>> sponsor = {};
  std::optional<Id<Staff>> staff = {};
};

/// In the order of sites' names and people's.
std::vector<Covered> coverage_of(db::Tx& tx, const CoverageFilter& filter,
                                 const TrainingRules& rules, base::Date today);

/// Whether a course counts towards a requirement of that posting.
bool counts(CourseKind course, const std::optional<std::string>& language, CourseKind requirement,
            const Posted& posting);

}  // namespace sojourn::stages::training
