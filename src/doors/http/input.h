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

/// The input, and what was found wrong with it here (an unknown or doubled parameter, a member of
/// the path in the body), to be told with what the codec finds (access::Request::faults).
struct GivenInput {
  boost::json::object input;
  std::vector<base::Fault> faults;
};

/// Fields that are not given but have a standard are filled in. Throws Refusal: "json" for a body
/// that is none, "media_type". `beside`: a parameter that is not the input's, and passed over.
GivenInput gather_input(const Request& request, std::span<const base::Field> fields,
                        const std::vector<std::pair<std::string, std::string>>& holes,
                        std::string_view beside = {});

/// The file that came as the body, or in a form, with the fields beside it. `body` outlives it.
struct GivenFile {
  access::Upload file;
  GivenInput given;
};
/// Of an operation that takes a file: its fields stand in the query, or are parts of the form.
/// Refusals as above, "form" and "no_file".
GivenFile gather_file(const Request& request, std::span<const base::Field> fields,
                      const std::vector<std::pair<std::string, std::string>>& holes);

/// What a text says for a field: a number for a number, and so on; the text itself where it is
/// none, so that the codec says what is wrong with it.
boost::json::value value_of_text(const base::Field& field, std::string_view text);

}  // namespace sojourn::doors::http
