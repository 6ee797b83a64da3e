// With what a programme begins: its name, its dates, and one of the sets of figures for kinds of
// programmes. They become the first edition of the rules, whose table [programme] holds them.
// RULES.md, "Presets"; docs/decisions/0010-presets.md says where their figures come from.
// Tested in tests/unit/stages/programme/presets_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/service.h"
#include "base/describe.h"
#include "db/database.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {

enum class Preset : std::uint8_t { county_cn, extension, health_workers, volunteers };
BOOST_DESCRIBE_ENUM(Preset, county_cn, extension, health_workers, volunteers)

/// The table [programme] of rules.toml. Nothing of it has to be there.
struct ProgrammeFacts {
  std::optional<std::string> name = {};
  std::optional<base::Date> starts_on = {};
  std::optional<base::Date> ends_on = {};  ///< the last day
  std::optional<Preset> preset = {};       ///< that the rules began with
  /// How letters name the office that writes them, in English and in Chinese, "{area}" standing for
  /// the county's name; none: they call it by the county.
  std::optional<std::string> office = {};
  std::optional<std::string> office_zh = {};
  friend bool operator==(const ProgrammeFacts&, const ProgrammeFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(ProgrammeFacts, (), (name, starts_on, ends_on, preset, office, office_zh))

/// Faults stand at `where`.
ProgrammeFacts read_programme(std::string_view text, std::string_view where, Faults& faults);

/// The tables of rules.toml in which a kind of programme differs from others. What they do not give
/// has its standard. Every stage takes them without a fault.
std::string_view preset_text(Preset preset);

/// A whole rules.toml: the table [programme] of these facts, and what the preset says.
/// `read_programme` gives the facts again.
std::string rules_text(const ProgrammeFacts& facts);

/// The first edition of the rules, holding from today on; nothing if nothing was said, or if there
/// are rules. Faults stand at /programme, /starts_on, /ends_on and /preset.
void begin(db::Change& change, const access::Beginning& beginning);

}  // namespace sojourn::stages::programme
