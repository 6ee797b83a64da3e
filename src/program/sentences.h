// What is told in Chinese where an operation refuses; in English a refusal carries its own words.
// Those of the door itself are in doors/http/problem.cpp.
// Tested in tests/unit/program/sentences_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doors/http/header_values.h"

namespace sojourn::program {

/// For http::Api: the sentence of that code, if there is one.
std::optional<std::string> sentence(doors::http::Language language, std::string_view code);

}  // namespace sojourn::program
