#include "program/desk_files.h"

#include <cstdint>
#include <span>

extern "C" const sojourn::doors::http::Embedded sojourn_desk[];
extern "C" const std::uint64_t sojourn_desk_count;

namespace sojourn::program {

std::vector<doors::http::Asset> embedded_desk() {
  return doors::http::assets_of(std::span(sojourn_desk, sojourn_desk_count));
}

}  // namespace sojourn::program
