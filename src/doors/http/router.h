// From a method and a path to the entry of a table. A pattern's segment is a literal or a hole
// ("/api/sites/{id}"); where both fit, the literal goes first.
// Tested in tests/unit/doors/http/router_test.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn::doors::http {

class Router {
 public:
  /// Throws Bug if the same method and pattern stand there already.
  void add(std::string_view method, std::string_view pattern, std::size_t entry);

  struct Match {
    std::optional<std::size_t> entry;  ///< of the method asked for
    std::string pattern;               ///< "" if the path is none of ours: 404
    /// Names and values of the holes, decoded.
    std::vector<std::pair<std::string, std::string>> holes;
    std::vector<std::string> methods;  ///< that the pattern has: for Allow
  };
  Match find(std::string_view method, const std::vector<std::string>& segments) const;

 private:
  struct Segment {
    std::string text;  ///< literal, or the hole's name
    bool hole = false;
    friend bool operator==(const Segment&, const Segment&) = default;
  };
  struct Route {
    std::string pattern;
    std::vector<Segment> segments;
    std::vector<std::pair<std::string, std::size_t>> entries;  ///< by method
  };
  static bool fits(const Route& route, const std::vector<std::string>& segments);
  static bool goes_before(const Route& one, const Route& other);

  std::vector<Route> routes_;
};

}  // namespace sojourn::doors::http
