// A posting as the gates before an arrival see it. Inside src/stages/support only.
#pragma once

#include "stages/support/shared.h"

namespace sojourn::stages::support {

struct Posted {
  Id<Posting> id;
  Id<Staff> staff;
  Id<Site> site;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::optional<base::Date> fit_until;
};
BOOST_DESCRIBE_STRUCT(Posted, (), (id, staff, site, from_day, to_day, fit_until))

/// The posting that an input names, as far as the asker sees its site; else a fault at "/posting".
std::optional<Posted> posted(db::Tx& tx, Id<Posting> id, Faults& faults);

/// Long leave of a posting: days on which nobody is at the site for it. One that goes on has no
/// end. Of a posting that the asker sees.
std::vector<base::DateRange> pauses_of(db::Tx& tx, Id<Posting> posting);

}  // namespace sojourn::stages::support
