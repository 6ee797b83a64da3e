// What a world with suggestions and complaints is made of.
#pragma once

#include "stages/accountability/feedback.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::accountability {

inline programme::Parts feedback_parts() {
  programme::Parts made = programme::programme_parts();
  for (access::Operation& each : feedback_operations()) {
    made.operations.push_back(std::move(each));
  }
  made.tables.merge(feedback_tables());
  return made;
}

}  // namespace sojourn::stages::accountability
