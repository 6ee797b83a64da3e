// Rounds, and what sponsors are asked for in them and replied, taken from tables. Inside
// src/stages/selection and its tests only.
// Tested in tests/unit/stages/selection/round_import_test.cpp.
#pragma once

#include "imports/importer.h"
#include "stages/programme/rules.h"
#include "stages/selection/records.h"

namespace sojourn::stages::selection {

// Each for one run: it holds what its own rows make.

/// A round is known by its area, its name and the day on which it opens: these do not change.
imports::Importable<Round> round_import();
/// Of a round and a sponsor there is one.
imports::Importable<Place> place_import();

/// Posts of a round.
inline constexpr std::int32_t most_posts = 1'000'000;
/// People whom one sponsor may name in a round.
inline constexpr std::int32_t most_places = 10'000;

// What holds for each by itself, typed in or imported; faults at "/member".
void check(const Round& round, programme::Faults& faults);
/// Of a reply: within the places.
void check_nominees(const Place& place, std::int32_t nominees, programme::Faults& faults);
/// `today`: no reply is of a day to come.
void check(const Place& place, base::Date today, programme::Faults& faults);

}  // namespace sojourn::stages::selection
