// Rows of the store as they are, with texts for enums, and plain reckoning on them. For
// invariants*.cpp.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/term/term_world.h"

namespace sojourn::term {

/// Rows as they are, with texts of enums.
struct Posted {
  std::int64_t id = 0;
  std::int64_t staff = 0;
  std::int64_t site = 0;
  std::string role;
  Date from_day;
  std::optional<Date> to_day;
  std::optional<Date> fit_until;
};
BOOST_DESCRIBE_STRUCT(Posted, (), (id, staff, site, role, from_day, to_day, fit_until))

struct Event {
  std::int64_t posting = 0;
  std::string kind;
  Date from_day;
  std::optional<Date> to_day;
  std::optional<Date> last_day_before;
  std::optional<Date> last_day_after;
};
BOOST_DESCRIBE_STRUCT(Event, (), (posting, kind, from_day, to_day, last_day_before, last_day_after))

struct Cover {
  std::int64_t staff = 0;
  Date from_day;
  Date to_day;
};
BOOST_DESCRIBE_STRUCT(Cover, (), (staff, from_day, to_day))

struct Arrived {
  std::int64_t posting = 0;
  std::int64_t staff = 0;
  Date arrived_on;
  std::optional<std::int64_t> by_exception;
};
BOOST_DESCRIBE_STRUCT(Arrived, (), (posting, staff, arrived_on, by_exception))

struct Excused {
  std::int64_t id = 0;
  std::int64_t posting = 0;
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(Excused, (), (id, posting, kind))

struct Within {
  std::int64_t posting = 0;
  Date first;
  Date last;
};
BOOST_DESCRIBE_STRUCT(Within, (), (posting, first, last))

inline std::string text(std::string_view prefix, std::int64_t id) {
  return base::id_text(prefix, id);
}

/// As the rules of the example have it: two years, unless somebody has set the last day.
inline Date last_of(const Posted& post) {
  return post.to_day.value_or(post.from_day.plus_months(24) - 1);
}
inline bool runs(const Posted& post, Date day) {
  return post.from_day <= day && day <= last_of(post);
}

/// Somebody serves until their last day is said or set, by whatever list goes by the posting alone.
inline bool serves(const Posted& post, Date day) {
  return post.from_day <= day && day <= post.to_day.value_or(day);
}

inline std::vector<Posted> postings(TermWorld& world) {
  return world.rows<Posted>(
      "SELECT n.id, n.staff, n.site, n.role, n.from_day, n.to_day, t.fit_until FROM posting n JOIN "
      "staff t ON t.id = n.staff WHERE n.ended_on IS NULL");
}

inline std::map<std::int64_t, std::vector<Event>> events(TermWorld& world) {
  std::map<std::int64_t, std::vector<Event>> made;
  for (Event& each : world.rows<Event>(
           "SELECT e.posting, e.kind, e.from_day, e.to_day, e.last_day_before, e.last_day_after "
           "FROM (SELECT * FROM term_event ORDER BY id) e WHERE e.withdrawn_on IS NULL")) {
    made[each.posting].push_back(std::move(each));
  }
  return made;
}

inline bool away(const std::vector<Event>& of, Date day) {
  return std::any_of(of.begin(), of.end(), [&](const Event& each) {
    return each.kind == "pause" && each.from_day <= day && day <= each.to_day.value_or(day);
  });
}

inline std::map<std::int64_t, std::vector<Cover>> covers(TermWorld& world) {
  std::map<std::int64_t, std::vector<Cover>> made;
  for (const Cover& each : world.rows<Cover>(
           "SELECT i.staff, i.from_day, i.to_day FROM insurance_policy i WHERE i.withdrawn_on IS "
           "NULL")) {
    made[each.staff].push_back(each);
  }
  return made;
}

inline bool insured(const std::vector<Cover>& of, Date day) {
  return std::any_of(of.begin(), of.end(),
                     [&](const Cover& each) { return each.from_day <= day && day <= each.to_day; });
}

/// Day by day, until a day without cover.
inline std::optional<Date> insured_until(const std::vector<Cover>& of, Date day, Date far) {
  if (!insured(of, day)) {
    return std::nullopt;
  }
  while (day <= far && insured(of, day + 1)) {
    day = day + 1;
  }
  return day;
}

}  // namespace sojourn::term
