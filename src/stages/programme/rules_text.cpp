// Whether a text is TOML. In a file of its own, because the parser takes seconds to compile.
#include <toml++/toml.h>

#include "stages/programme/rules.h"

namespace sojourn::stages::programme {

void Faults::check_toml(std::string_view where, std::string_view text) {
  try {
    (void)toml::parse(text);
  } catch (const toml::parse_error& error) {
    add(std::string(where), "not_toml", "",
        base::in_words("Line {}, column {}: {}.", error.source().begin.line,
                       error.source().begin.column, error.description()));
  }
}

}  // namespace sojourn::stages::programme
