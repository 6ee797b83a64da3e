#include "doors/http/router.h"

#include <algorithm>

#include "base/ensure.h"

namespace sojourn::doors::http {

void Router::add(std::string_view method, std::string_view pattern, std::size_t entry) {
  Route route;
  route.pattern = pattern;
  std::string_view rest = pattern.substr(std::min<std::size_t>(1, pattern.size()));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    std::string_view text = rest.substr(0, end);
    const bool hole = text.size() > 2 && text.front() == '{' && text.back() == '}';
    if (hole) {
      text = text.substr(1, text.size() - 2);
    }
    route.segments.push_back({.text = std::string(text), .hole = hole});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Route& each) {
    return each.segments == route.segments;
  });
  Route& place = found == routes_.end() ? routes_.emplace_back(std::move(route)) : *found;
  for (const auto& [other, unused] : place.entries) {
    base::ensure(other != method, "a route stands in the table once: " + place.pattern);
  }
  place.entries.emplace_back(method, entry);
}

bool Router::fits(const Route& route, const std::vector<std::string>& segments) {
  return route.segments.size() == segments.size() &&
         std::equal(route.segments.begin(), route.segments.end(), segments.begin(),
                    [](const Segment& ours, const std::string& given) {
                      return ours.hole ? !given.empty() : ours.text == given;
                    });
}

bool Router::goes_before(const Route& one, const Route& other) {
  return std::lexicographical_compare(
      one.segments.begin(), one.segments.end(), other.segments.begin(), other.segments.end(),
      [](const Segment& left, const Segment& right) { return !left.hole && right.hole; });
}

Router::Match Router::find(std::string_view method,
                           const std::vector<std::string>& segments) const {
  const Route* best = nullptr;
  for (const Route& route : routes_) {
    if (fits(route, segments) && (best == nullptr || goes_before(route, *best))) {
      best = &route;
    }
  }
  Match made;
  if (best == nullptr) {
    return made;
  }
  made.pattern = best->pattern;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (best->segments[i].hole) {
      made.holes.emplace_back(best->segments[i].text, segments[i]);
    }
  }
  // HEAD is GET whose body the server leaves out.
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const auto& [each, entry] : best->entries) {
    made.methods.push_back(each);
    if (each == "GET") {
      made.methods.emplace_back("HEAD");
    }
    if (each == wanted) {
      made.entry = entry;
    }
  }
  return made;
}

}  // namespace sojourn::doors::http
