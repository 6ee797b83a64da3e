// One language's catalogue: lookup, plurals, placeholders, numbers. See sentences.h.
#include "base/ensure.h"
#include "base/json.h"
#include "base/text.h"
#include "stages/placement/sentences.h"

// Of catalogues.S.
extern "C" {
extern const char sojourn_catalogue_en_begin[];
extern const char sojourn_catalogue_en_end[];
extern const char sojourn_catalogue_zh_begin[];
extern const char sojourn_catalogue_zh_end[];
}

namespace sojourn::stages::placement {
namespace {

constexpr std::string_view minus_sign = "\u2212";

}  // namespace

std::string_view catalogue_text(Language language) {
  switch (language) {
    case Language::en: return {sojourn_catalogue_en_begin, sojourn_catalogue_en_end};
    case Language::zh: return {sojourn_catalogue_zh_begin, sojourn_catalogue_zh_end};
  }
  base::ensure(false, "a language has a catalogue");
  return {};
}

Words::Words(Language language) : Words(language, catalogue_text(language)) {}

Words::Words(Language language, std::string_view json) : language_(language) {
  const boost::json::value parsed = base::parse_json(json);
  for (const auto& [key, value] : parsed.as_object())
    entries_.emplace(std::string(key), std::string(value.as_string()));
}

bool Words::has(std::string_view key) const { return entries_.find(key) != entries_.end(); }

std::string Words::number(std::int64_t value) const { return base::in_figures(value); }

std::string Words::tenths(std::int64_t value) const {
  const std::int64_t size = value < 0 ? -value : value;
  return (value < 0 ? std::string(minus_sign) : std::string()) + base::with_commas(size / 10) +
         '.' + static_cast<char>('0' + size % 10);
}

std::string Words::list(const std::vector<std::string>& items) const {
  if (items.empty())
    return {};
  std::string most = items.front();
  for (std::size_t i = 1; i + 1 < items.size(); ++i)
    most += say("list.comma") + items[i];
  if (items.size() == 1)
    return most;
  return say("list.and", {{"most", most}, {"last", items.back()}});
}

std::string Words::say(std::string_view key, const std::vector<Argument>& arguments) const {
  // Step 1. The plural: English has one and other, Chinese other only (CLDR).
  auto entry = entries_.find(key);
  if (entry == entries_.end()) {
    bool one = false;
    for (const Argument& a : arguments)
      if (a.name == "count" && a.number)
        one = language_ == Language::en && *a.number == 1;
    entry = entries_.find(std::string(key) + (one ? "_one" : "_other"));
  }
  if (entry == entries_.end())
    base::ensure(false, "the catalogue has the key " + std::string(key));
  // Step 2. The placeholders.
  const std::string& pattern = entry->second;
  std::string said;
  std::size_t from = 0;
  for (std::size_t open = pattern.find("{{"); open != std::string::npos;
       open = pattern.find("{{", from)) {
    const std::size_t close = pattern.find("}}", open);
    base::ensure(close != std::string::npos, "a placeholder is closed: " + pattern);
    said.append(pattern, from, open - from);
    const std::string_view name = std::string_view(pattern).substr(open + 2, close - open - 2);
    bool found = false;
    for (const Argument& a : arguments) {
      if (a.name != name)
        continue;
      said += a.number ? number(*a.number) : a.text;
      found = true;
      break;
    }
    if (!found)
      base::ensure(false, "an argument for the placeholder of: " + pattern);
    from = close + 2;
  }
  said.append(pattern, from);
  return said;
}

}  // namespace sojourn::stages::placement
