// Who saw which sensitive fields of whose record, gathered from what a door is about to show, and
// kept for the person: "who saw my record". A few words of memory a person, so that a whole list
// fits.
// Tested in tests/unit/access/service_test.cpp and list_file_test.cpp.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <string>

#include "access/operation.h"
#include "base/date.h"
#include "db/transaction.h"

namespace sojourn::access {

class Seen {
 public:
  /// `detail` must outlive it, and names at most 64 fields.
  explicit Seen(const Detail& detail);

  void note(const boost::json::value& record);
  /// Of what is no record of theirs, such as a file: all fields of the detail.
  void note_of(std::int64_t staff);
  /// One's own record is nobody else's business.
  void leave_out(std::int64_t staff) { by_staff_.erase(staff); }
  bool empty() const { return by_staff_.empty(); }
  /// `roles`: by which the account `reader` saw it.
  void write(db::Change& change, std::int64_t reader, const std::string& roles,
             base::Date day) const;

 private:
  std::string names(std::uint64_t fields) const;

  const Detail& detail_;
  /// A bit for each field of the detail.
  std::map<std::int64_t, std::uint64_t> by_staff_;
};

}  // namespace sojourn::access
