#include "doors/http/format.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "doors/http/header_values.h"
#include "doors/http/url.h"

namespace sojourn::doors::http {
namespace {

struct Formatted {
  access::ListFormat format = access::ListFormat::json;
};
BOOST_DESCRIBE_STRUCT(Formatted, (), (format))

/// The format whose type Accept names with the most weight; JSON if in doubt, as a browser's Accept
/// leaves it.
access::ListFormat accepted(std::string_view accept) {
  access::ListFormat best = access::ListFormat::json;
  int weight = 0;
  for (const access::ListFormat each :
       {access::ListFormat::json, access::ListFormat::csv, access::ListFormat::xlsx}) {
    std::string_view type = access::media_type(each);
    type = type.substr(0, type.find(';'));
    if (const int named = weight_of_type(accept, type); named > weight) {
      best = each;
      weight = named;
    }
  }
  return best;
}

}  // namespace

access::ListFormat format_of(const Request& request) {
  std::optional<std::string_view> said;
  for (const auto& [name, text] : request.query) {
    if (name != format_parameter) {
      continue;
    }
    if (said) {
      base::refuse_faults({{.where = base::pointer_to("", format_parameter),
                            .code = "twice",
                            .value = base::shorten(text),
                            .detail = "This parameter is given more than once."}});
    }
    said = text;
  }
  if (!said) {
    return accepted(request.field("accept").value_or(""));
  }
  return base::decode<Formatted>(boost::json::object{{format_parameter, *said}}).format;
}

std::string attachment(std::string_view name) {
  const auto safe = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
      return c > ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '%';
    });
  };
  std::string plain(name);
  if (!safe(name)) {
    const std::string_view end = name.substr(std::min(name.rfind('.'), name.size()));
    plain = "table" + std::string(safe(end) ? end : "");
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encode_percent(name);
}

}  // namespace sojourn::doors::http
