// The JSON reader under any bytes: it answers or refuses, never crashes, and what it accepts is
// written and read back the same. The same bytes as each word (base/word.h): a text that is read as
// one is its only text, but for what the words say.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "base/money.h"

namespace {

using namespace sojourn::base;

struct Kept {
  Id<Kept> id;
  DateRange term;
  std::optional<Date> left;
  std::vector<Month> paid;
  Instant made;
  Money allowance;
  static constexpr std::string_view id_prefix = "kept";
};
BOOST_DESCRIBE_STRUCT(Kept, (), (id, term, left, paid, made, allowance))

void demand(bool holds) {
  if (!holds) {
    std::abort();
  }
}

/// What is read is written so that it is read the same; `exact`: as it was.
template <Word T>
void try_word(std::string_view text, bool exact) {
  const std::optional<T> word = T::from_text(text);
  if (word) {
    const std::string written = word->to_text();
    demand(T::from_text(written) == word);
    demand(!exact || written == text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try_word<Date>(text, true);
  try_word<DateRange>(text, true);
  try_word<Month>(text, true);
  try_word<Id<Kept>>(text, true);
  try_word<Currency>(text, true);
  try_word<Instant>(text, false);  // any number of decimals
  try_word<Money>(text, false);    // decimals or none
  try {
    const boost::json::value value = parse_json(text);
    for (const Layout layout : {Layout::compact, Layout::indented}) {
      const std::string written = write_json(value, layout);
      demand(write_json(parse_json(written), layout) == written);
    }
    const bool fault = value.is_object() && value.get_object().contains("where");
    if (fault) {
      decode<Fault>(value);
    } else {
      const std::string once = encode_text(decode<Kept>(value));
      demand(encode_text(decode_text<Kept>(once)) == once);
    }
  } catch (const Refusal& refusal) {
    demand(!refusal.faults.empty() && !refusal.faults[0].detail.empty());
  }
  return 0;
}
