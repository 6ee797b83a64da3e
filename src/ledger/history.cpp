#include "ledger/history.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <utility>

#include "base/describe.h"
#include "base/json.h"
#include "ledger/hash.h"

namespace sojourn::ledger {
namespace {

namespace json = boost::json;

/// Texts in JSON are UTF-8; bytes may be any, so they are in base64 already (see value_text).
json::value json_of(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

bool read_text(const json::value& value, std::optional<std::string>& into) {
  if (value.is_null()) {
    into.reset();
    return true;
  }
  if (!value.is_string()) {
    return false;
  }
  into = std::string(std::string_view(value.get_string()));
  return true;
}

}  // namespace

std::optional<std::string> value_text(const db::Value& value) {
  struct Text {
    std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
    std::optional<std::string> operator()(bool yes) const { return yes ? "n1" : "n0"; }
    std::optional<std::string> operator()(std::int64_t number) const {
      return fmt::format("n{}", number);
    }
    std::optional<std::string> operator()(double number) const {
      // A whole double may come back as a whole number.
      if (std::abs(number) < 0x1p53 && number == std::floor(number)) {
        return fmt::format("n{}", static_cast<std::int64_t>(number));
      }
      return fmt::format("n{}", number);
    }
    std::optional<std::string> operator()(const std::string& text) const { return "t" + text; }
    std::optional<std::string> operator()(const db::Bytes& bytes) const {
      return "x" + to_base64(bytes.data);
    }
  };
  return std::visit(Text{}, value);
}

std::string write_step(EntryVerb verb, const std::vector<db::FieldChange>& fields) {
  json::array list;
  list.emplace_back(base::name_of(verb));
  for (const db::FieldChange& field : fields) {
    list.push_back(json::array{json::value(field.field), json_of(value_text(field.before)),
                               json_of(value_text(field.after))});
  }
  return base::write_json(list);
}

std::optional<Step> parse_step(std::string_view text) {
  json::value read;
  try {
    read = base::parse_json(text);
  } catch (const base::Refusal&) {
    return std::nullopt;
  }
  if (!read.is_array() || read.get_array().empty() || !read.get_array()[0].is_string()) {
    return std::nullopt;
  }
  const json::array& list = read.get_array();
  const auto verb = base::choice_of<EntryVerb>(std::string_view(list[0].get_string()));
  if (!verb) {
    return std::nullopt;
  }
  Step made{.entry = 0, .verb = *verb, .fields = {}};
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (!list[i].is_array() || list[i].get_array().size() != 3 ||
        !list[i].get_array()[0].is_string()) {
      return std::nullopt;
    }
    const json::array& three = list[i].get_array();
    FieldStep field{
        .field = std::string(std::string_view(three[0].get_string())), .before = {}, .after = {}};
    if (!read_text(three[1], field.before) || !read_text(three[2], field.after)) {
      return std::nullopt;
    }
    made.fields.push_back(std::move(field));
  }
  return made;
}

std::string sealed_place(std::int64_t entry, std::int64_t part, std::string_view table,
                         std::int64_t record) {
  return fmt::format("{}/{}/{}/{}", entry, part, table, record);
}

}  // namespace sojourn::ledger
