// Imports of areas, sites, sponsors, staff, days of the calendar and people kept apart: whoever may
// change a record one by one may send a table of them, and reaches as far.
#include "imports/operation.h"
#include "stages/programme/import.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {

std::vector<access::Operation> import_operations() {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {imports::import_operations<Area>(
            {.noun = "area",
             .path = "/api/areas",
             .permission = manage_areas,
             .summary = "take areas from a table",
             .problems_summary = "a table of areas back with what each row would do"},
            area_import),
        imports::import_operations<Site>(
            {.noun = "site",
             .path = "/api/sites",
             .permission = manage_sites,
             .summary = "take sites from a table",
             .problems_summary = "a table of sites back with what each row would do"},
            site_import),
        imports::import_operations<Sponsor>(
            {.noun = "sponsor",
             .path = "/api/sponsors",
             .permission = manage_sponsors,
             .summary = "take sponsors from a table",
             .problems_summary = "a table of sponsors back with what each row would do"},
            sponsor_import),
        imports::import_operations<Staff>(
            {.noun = "staff",
             .path = "/api/staff",
             .permission = manage_staff,
             .summary = "take staff from a table",
             .problems_summary = "a table of staff back with what each row would do"},
            staff_import),
        imports::import_operations<CalendarDay>(
            {.noun = "calendar",
             .path = "/api/calendar",
             .permission = manage_rules,
             .summary = "take the days of the calendar from a table",
             .problems_summary =
                 "a table of days of the calendar back with what each row would do"},
            calendar_import),
        imports::import_operations<PostedApart>(
            {.noun = "apart",
             .path = "/api/apart",
             .permission = manage_staff,
             .summary = "take people of whom at most one is posted at a time from a table",
             .problems_summary =
                 "a table of people who are kept apart back with what each row would do"},
            apart_import)}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

}  // namespace sojourn::stages::programme
