#include "access/seen.h"

#include <boost/json/object.hpp>
#include <set>

#include "base/ensure.h"

namespace sojourn::access {

Seen::Seen(const Detail& detail) : detail_(detail) {
  base::ensure(detail.fields.size() <= 64, "a detail is of at most 64 fields");
}

void Seen::note(const boost::json::value& record) {
  const boost::json::object& object = record.as_object();
  std::uint64_t fields = 0;
  for (std::size_t i = 0; i < detail_.fields.size(); ++i) {
    if (object.contains(detail_.fields[i])) {
      fields |= std::uint64_t{1} << i;
    }
  }
  if (fields == 0) {
    return;
  }
  const boost::json::value* subject = object.if_contains(detail_.subject);
  const auto staff = subject != nullptr && subject->is_string()
                         ? base::id_value(staff_prefix, subject->get_string())
                         : std::nullopt;
  base::ensure(staff.has_value(), "a record with sensitive fields says whose they are");
  by_staff_[*staff] |= fields;
}

void Seen::note_of(std::int64_t staff) {
  for (std::size_t i = 0; i < detail_.fields.size(); ++i) {
    by_staff_[staff] |= std::uint64_t{1} << i;
  }
}

std::string Seen::names(std::uint64_t fields) const {
  std::set<std::string> sorted;
  for (std::size_t i = 0; i < detail_.fields.size(); ++i) {
    if ((fields >> i & 1U) != 0) {
      sorted.insert(detail_.fields[i]);
    }
  }
  std::string made;
  for (const std::string& name : sorted) {
    made += (made.empty() ? "" : " ") + name;
  }
  return made;
}

void Seen::write(db::Change& change, std::int64_t reader, const std::string& roles,
                 base::Date day) const {
  for (const auto& [staff, fields] : by_staff_) {
    change.write(
        "INSERT INTO record_read (id, staff, reader, roles, fields, day, first_at, last_at, "
        "times) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1) "
        "ON CONFLICT (staff, reader, day, roles, fields) "
        "DO UPDATE SET last_at = excluded.last_at, times = record_read.times + 1",
        change.new_id_value(), staff, reader, roles, names(fields), day, change.now());
  }
}

}  // namespace sojourn::access
