#include "doors/http/site.h"

#include "doors/http/problem.h"

namespace sojourn::doors::http {

Response Site::operator()(const Request& request) const {
  if (auto made = answer_health(request, metrics, well)) {
    return *std::move(made);
  }
  if (auto made = desk.answer(request)) {
    return *std::move(made);
  }
  if (auto made = pages.answer(request)) {
    return *std::move(made);
  }
  if (auto made = watch.answer(request)) {
    return *std::move(made);
  }
  if (auto made = together.answer(request)) {
    return *std::move(made);
  }
  if (auto made = api.answer(request)) {
    return *std::move(made);
  }
  if (auto made = assets.answer(request)) {
    return *std::move(made);
  }
  if (auto made = desk.otherwise(request)) {
    return *std::move(made);
  }
  return problem_of(
      refusal_of_door(base::Kind::not_found, "no_such_path", "There is no such address."),
      language_of(request.field("accept-language").value_or("")), request.id);
}

std::function<void(const LogLine&)> log_to(base::Log& log) {
  return [&log](const LogLine& line) {
    const bool bug = !line.bug.empty();
    log.say(bug ? base::Level::error : base::Level::info, "request",
            {{"request", base::technical(line.request)},
             {"method", base::technical(line.method)},
             {"route", base::technical(line.route)},
             {"status", line.status},
             {"ms", line.milliseconds},
             {"bytes_in", line.bytes_in},
             {"bytes_out", line.bytes_out},
             {"bug", base::technical(line.bug)}});
  };
}

}  // namespace sojourn::doors::http
