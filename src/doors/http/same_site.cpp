#include "doors/http/same_site.h"

#include <array>
#include <utility>

namespace sojourn::doors::http {
namespace {

using Sign = std::pair<std::string_view, std::string_view>;

// In this order, as most programs claim to be others as well.
constexpr std::array<Sign, 8> programs = {{{"MicroMessenger", "WeChat"},
                                           {"Edg", "Edge"},
                                           {"OPR/", "Opera"},
                                           {"SamsungBrowser", "Samsung Internet"},
                                           {"Firefox", "Firefox"},
                                           {"Chrome", "Chrome"},
                                           {"Safari", "Safari"},
                                           {"curl", "curl"}}};
constexpr std::array<Sign, 7> systems = {{{"HarmonyOS", "HarmonyOS"},
                                          {"Android", "Android"},
                                          {"iPhone", "iPhone"},
                                          {"iPad", "iPad"},
                                          {"Windows", "Windows"},
                                          {"Mac OS", "macOS"},
                                          {"Linux", "Linux"}}};

template <std::size_t n>
std::string_view first_of(const std::array<Sign, n>& signs, std::string_view text) {
  for (const auto& [sign, name] : signs) {
    if (text.find(sign) != std::string_view::npos) {
      return name;
    }
  }
  return {};
}

}  // namespace

std::string_view session_cookie_name(bool secure) { return secure ? "__Host-session" : "session"; }

bool from_own_page(const Request& request) {
  if (const auto site = request.field("sec-fetch-site")) {
    return *site == "same-origin" || *site == "none";
  }
  if (const auto origin = request.field("origin")) {
    const std::string own = (request.secure ? "https://" : "http://") + lower_case(request.host);
    return lower_case(*origin) == own;
  }
  return true;
}

std::string device_of(std::string_view user_agent) {
  const std::string_view program = first_of(programs, user_agent);
  const std::string_view system = first_of(systems, user_agent);
  if (program.empty()) {
    return std::string(system);
  }
  return system.empty() ? std::string(program)
                        : std::string(program) + " on " + std::string(system);
}

}  // namespace sojourn::doors::http
