// Of records that offices know by a number and a name: which are called alike, and whether number
// and name belong together. See importer.h.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "imports/importable.h"
#include "imports/names.h"

namespace sojourn::imports {

/// Adds to `found` the records that are called alike one of these names that no record has.
/// `alike`: made when it is first needed.
template <class R>
void add_alike(db::Tx& tx, const Importable<R>& about, const std::vector<std::string>& names,
               std::optional<AlikeNames>& alike, std::vector<R>& found) {
  std::set<std::string_view> known;
  std::set<std::int64_t> ids;
  for (const R& each : found) {
    known.insert(each.name);
    ids.insert(each.id.value);
  }
  Keys more;
  for (const std::string& name : names) {
    if (about.names && !known.contains(name)) {
      if (!alike) {
        alike.emplace(about.names(tx));
      }
      alike->find(name, more.ids);
    }
  }
  std::erase_if(more.ids, [&](std::int64_t id) { return !ids.insert(id).second; });
  known.clear();  // they move
  if (!more.ids.empty()) {
    for (R& each : about.find(tx, more)) {
      found.push_back(std::move(each));
    }
  }
}

/// Open ones of this very name, but for `record`.
template <class R>
std::vector<const R*> others_called(const std::unordered_multimap<std::string, const R*>& by_name,
                                    const std::string& name, const R& record) {
  std::vector<const R*> others;
  for (auto [at, end] = by_name.equal_range(name); at != end; ++at) {
    if (at->second->id != record.id && !at->second->closed_on) {
      others.push_back(at->second);
    }
  }
  return others;
}

/// Of a row whose number or id is of a record of this name, and whose name is that of another one.
inline base::Sentence names_another(const std::string& name) {
  return base::in_words(
      "This is the name of another record, but the number or id in this row is that of {}. Which "
      "of "
      "the two is meant? Perhaps the columns were sorted apart. A new name that another record has "
      "too is given on the page of the record.",
      name);
}
/// Of a row that gives a record of this name another one.
inline CellFault gives_a_name(const std::string& name) {
  return {"renamed", base::in_words("This gives {} another name. If another record is meant, the "
                                    "number or id in this row is wrong.",
                                    name)};
}

}  // namespace sojourn::imports
