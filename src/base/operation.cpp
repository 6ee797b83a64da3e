#include "base/operation.h"

#include <set>

#include "base/text.h"

namespace sojourn::base {
namespace {

bool readable(const Field& field, std::string_view text) {
  switch (field.kind) {
    case FieldKind::text: return true;
    case FieldKind::yes_no: return parse_yes_no(text).has_value();
    case FieldKind::whole:
      return parse_number<std::int64_t>(text) || parse_number<std::uint64_t>(text);
    case FieldKind::number: return parse_number<double>(text).has_value();
    case FieldKind::choice: {
      for (const std::string& choice : field.choices) {
        if (replaced(choice, '_', '-') == text) {
          return true;
        }
      }
      return false;
    }
    case FieldKind::word: return field.reads(text);
  }
  return false;
}

}  // namespace

void ensure_complete(const About& about, const std::vector<Field>& fields) {
  const std::string of = "operation " + about.name + ": ";
  ensure(!about.name.empty() && !about.summary.empty(), of + "has a name and a summary");
  std::set<std::string> seen;
  bool positional_may_be_absent = false;
  for (const Field& field : fields) {
    const std::string& name = field.about.name;
    ensure(seen.insert(name).second, of + name + " has words once");
    ensure(!field.about.meaning.empty(), of + name + " says its meaning");
    ensure(field.kind == FieldKind::yes_no || !field.about.shape.empty(),
           of + name + " has a shape for the synopsis");
    ensure(!field.about.positional || field.kind != FieldKind::yes_no,
           of + name + " is a flag, as it is yes or no");
    if (field.about.positional) {
      const bool absent = field.optional || field.list || !field.about.standard.empty();
      ensure(absent || !positional_may_be_absent,
             of + name + " is required, so it stands before those that may be left out");
      positional_may_be_absent = positional_may_be_absent || absent;
    }
    ensure(field.about.standard.empty() || readable(field, field.about.standard),
           of + "the standard of " + name + " is readable");
    ensure(field.about.standard.empty() || !field.list, of + name + " is a list, with no standard");
  }
}

}  // namespace sojourn::base
