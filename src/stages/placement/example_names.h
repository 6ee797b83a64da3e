// Invented names. Tested with the generator, tests/unit/stages/placement/example_test.cpp.
#pragma once

#include <string>

#include "base/random.h"

namespace sojourn::stages::placement::example {

/// "Kormere", "Talovanbry": for areas and sites.
std::string place_name(base::Random& random);
/// "Ana Torvel", or in about a third of the cases "Tsen Louhai".
std::string person_name(base::Random& random);

}  // namespace sojourn::stages::placement::example
