// The term that runs in `serve --example`: those who serve are trained, insured, checked and talked
// with, but for a few, so that there is something to do; a budget of this year with claims that
// wait. Inside src/program only.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string_view>

#include "base/language.h"
#include "program/store.h"
#include "stages/placement/example_records.h"

namespace sojourn::program {

/// An operation as whoever runs the program, which answers with its body.
using AskOperation =
    std::function<boost::json::value(std::string_view name, const boost::json::value& input)>;

void make_example_term(Store& store, const stages::placement::ExampleDays& days,
                       base::Language language, const AskOperation& ask);

}  // namespace sojourn::program
