// The input of an operation from the three places where a request carries it: holes of the path,
// the query, and a JSON body. It is only gathered here; the strict codec decodes it, and what is
// wrong there and here comes at its JSON Pointer.
// Tested in tests/unit/doors/http/input_test.cpp.
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/asker.h"
#include "base/operation.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {

/// Fields that are not given but have a standard are filled in. Throws Refusal: "json" for a body
/// that is none, "media_type", "input" with every fault (an unknown or doubled parameter, a member
/// of the path in the body). `beside`: a parameter that is not the input's, and passed over.
boost::json::object gather_input(const Request& request, std::span<const base::Field> fields,
                                 const std::vector<std::pair<std::string, std::string>>& holes,
                                 std::string_view beside = {});

/// The file that came as the body, or in a form, with the fields beside it. `body` outlives it.
struct GivenFile {
  access::Upload file;
  boost::json::object input;
};
/// Of an operation that takes a file: its fields stand in the query, or are parts of the form.
/// Refusals as above, and "no_file".
GivenFile gather_file(const Request& request, std::span<const base::Field> fields,
                      const std::vector<std::pair<std::string, std::string>>& holes);

/// What a text says for a field: a number for a number, and so on; the text itself where it is
/// none, so that the codec says what is wrong with it.
boost::json::value value_of_text(const base::Field& field, std::string_view text);

}  // namespace sojourn::doors::http
