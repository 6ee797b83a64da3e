#include "stages/programme/import_places.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sojourn::stages::programme {
namespace {

using imports::Candidate;
using imports::CellFault;
using imports::Referenced;
using Candidates = std::vector<const Candidate*>;

bool is_number(const Candidate& candidate, const std::string& text) {
  return candidate.code == text || candidate.id_text == text;
}

/// Those that a name, a number or an id means; if none, it is told.
Candidates meant_by(db::Tx& tx, Referenced& places, const std::string& text,
                    std::string_view column, const imports::Tell& tell) {
  Candidates meant = places.meant(text);
  if (meant.empty()) {
    meant = places.meant(imports::narrowed(text));
  }
  if (meant.empty()) {
    std::vector<CellFault> faults;
    places.resolve(tx, text, faults);
    for (CellFault& fault : faults) {
      tell(column, std::move(fault));
    }
  }
  return meant;
}

}  // namespace

const Candidate* place_of(db::Tx& tx, std::vector<Referenced>& references,
                          const PlaceColumns& columns, const imports::Given& given,
                          const imports::Tell& tell) {
  Referenced& places = references[columns.places];
  const std::optional<std::string> number = given.text(columns.number);
  const std::optional<std::string> name = given.text(columns.name);
  if ((given(columns.number) && !number) || (given(columns.name) && !name)) {
    return nullptr;  // what stands there is wrong, and is told
  }
  if (!number && !name) {
    tell(columns.name, {"missing", "Which one is it? Give its number, or its name and area."});
    return nullptr;
  }
  // 1. By number; a name beside it may not gainsay it.
  const std::string_view by = number ? columns.number : columns.name;
  Candidates meant = meant_by(tx, places, number ? *number : *name, by, tell);
  if (number && !meant.empty()) {
    const std::string plain = imports::narrowed(*number);
    std::erase_if(meant, [&](const Candidate* each) { return !is_number(*each, plain); });
    if (meant.empty()) {
      tell(by, {"unknown", "Nothing has this number."});
    } else if (name) {
      const Candidates numbered = meant;
      std::erase_if(meant, [&](const Candidate* each) {
        return each->name != *name && !is_number(*each, imports::narrowed(*name));
      });
      if (meant.empty()) {
        tell(by, {"other_name", "What has this number has another name. Which of the two is right?",
                  Referenced::which_one(numbered).accepted});
      }
    }
  }
  if (meant.empty()) {
    return nullptr;
  }
  // 2. Within the area that the row names.
  if (given(columns.area)) {
    const std::optional<std::string> area = given.text(columns.area);
    std::vector<CellFault> faults;
    const Candidate* within = area ? references[columns.areas].resolve(tx, *area, faults) : nullptr;
    for (CellFault& fault : faults) {
      tell(columns.area, std::move(fault));
    }
    if (within == nullptr) {
      return nullptr;
    }
    const Candidates anywhere = meant;
    std::erase_if(meant,
                  [&](const Candidate* each) { return !each->path.starts_with(within->path); });
    if (meant.empty()) {
      tell(columns.area, {"other_area", "It does not lie in this area. Which of the two is right?",
                          Referenced::which_one(anywhere).accepted});
      return nullptr;
    }
  }
  // 3. One, or it is asked.
  if (meant.size() > 1) {
    tell(by, Referenced::which_one(meant));
    return nullptr;
  }
  return meant.front();
}

}  // namespace sojourn::stages::programme
