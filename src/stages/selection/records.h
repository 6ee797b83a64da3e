// The records of the stage `selection`, as their tables hold them (migrations/*_selection.sql):
// rounds, what each sponsor is asked for in one, whom it names, and objections to them.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "stages/programme/records.h"

namespace sojourn::stages::selection {

using programme::Area;
using programme::Sponsor;
using programme::Staff;

struct Round {
  static constexpr std::string_view id_prefix = "round";
  static constexpr std::string_view table = "selection_round";
  base::Id<Round> id;
  std::string name;
  base::Id<Area> area;
  std::string notice;      ///< number of the notice that opened it
  std::int32_t posts = 1;  ///< that are to be filled
  base::Date opens_on;
  base::Date deadline;   ///< last day on which sponsors reply
  base::Date starts_on;  ///< first day of service
  std::optional<base::Date> shortlisted_on = {};
  std::optional<base::Date> objections_until = {};  ///< with `shortlisted_on`
  std::optional<base::Date> closed_on = {};
  std::optional<std::string> closed_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Round&, const Round&) = default;
};
BOOST_DESCRIBE_STRUCT(Round, (),
                      (id, name, area, notice, posts, opens_on, deadline, starts_on, shortlisted_on,
                       objections_until, closed_on, closed_reason, version))

/// What a sponsor is asked for in a round.
struct Place {
  static constexpr std::string_view id_prefix = "place";
  base::Id<Place> id;
  base::Id<Round> round;
  base::Id<Sponsor> sponsor;
  std::int32_t places = 0;                       ///< people whom it may name
  std::optional<std::int32_t> nominees = {};     ///< whom it names; none: it has not replied
  std::optional<base::Date> replied_on = {};     ///< with `nominees`
  std::optional<std::string> reply_source = {};  ///< a letter, if the office typed it in
  std::int64_t version = 1;
  friend bool operator==(const Place&, const Place&) = default;
};
BOOST_DESCRIBE_STRUCT(Place, (),
                      (id, round, sponsor, places, nominees, replied_on, reply_source, version))

/// Whether somebody will go.
enum class NomineeAnswer : std::uint8_t { asked, willing, unwilling };
BOOST_DESCRIBE_ENUM(NomineeAnswer, asked, willing, unwilling)

enum class Standing : std::uint8_t { nominated, withdrawn, unsuitable, shortlisted };
BOOST_DESCRIBE_ENUM(Standing, nominated, withdrawn, unsuitable, shortlisted)

/// What speaks for somebody. The first two come from the staff record; nobody types them again.
enum class EvidenceKind : std::uint8_t {
  experience,  ///< years in service
  language,    ///< tested at least as working
  appraisal,   ///< a good one, of a year
  backbone,    ///< of the unit, by its own word
  promoted,    ///< lately
  assessed,    ///< and awaiting appointment
  reserve      ///< on a reserve list
};
BOOST_DESCRIBE_ENUM(EvidenceKind, experience, language, appraisal, backbone, promoted, assessed,
                    reserve)

struct Evidence {
  EvidenceKind kind = EvidenceKind::appraisal;
  base::Date on;       ///< its day
  std::string source;  ///< the document that says so
  friend bool operator==(const Evidence&, const Evidence&) = default;
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (kind, on, source))

/// What one kind of evidence is worth, and from what.
struct StrengthLine {
  EvidenceKind kind = EvidenceKind::experience;
  std::int32_t points = 0;
  std::string source;
  friend bool operator==(const StrengthLine&, const StrengthLine&) = default;
};
BOOST_DESCRIBE_STRUCT(StrengthLine, (), (kind, points, source))

/// Somebody whom their sponsor names.
struct Nomination {
  static constexpr std::string_view id_prefix = "nominee";
  static constexpr auto personal_fields =
      base::fields("answer", "standing", "evidence", "points", "strength", "reason", "alternative");
  base::Id<Nomination> id;
  base::Id<Round> round;
  base::Id<Staff> staff;
  base::Id<Sponsor> sponsor;
  NomineeAnswer answer = NomineeAnswer::asked;
  Standing standing = Standing::nominated;
  std::vector<Evidence> evidence = {};
  std::vector<StrengthLine> points = {};
  std::int32_t strength = 0;
  std::optional<std::string> reason = {};       ///< of withdrawn or unsuitable
  std::optional<std::string> alternative = {};  ///< what is offered instead
  base::Date made_on;
  std::int64_t version = 1;
  friend bool operator==(const Nomination&, const Nomination&) = default;
};
BOOST_DESCRIBE_STRUCT(Nomination, (),
                      (id, round, staff, sponsor, answer, standing, evidence, points, strength,
                       reason, alternative, made_on, version))

struct Objection {
  static constexpr std::string_view id_prefix = "objection";
  static constexpr auto personal_fields =
      base::fields("ground", "source", "upheld", "decided_reason");
  base::Id<Objection> id;
  base::Id<Nomination> nomination;
  base::Id<Staff> staff;
  std::string ground;
  std::string source;  ///< the letter, or who said it in which office
  base::Date raised_on;
  std::optional<bool> upheld = {};
  std::optional<base::Date> decided_on = {};
  std::optional<std::string> decided_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Objection&, const Objection&) = default;
};
BOOST_DESCRIBE_STRUCT(Objection, (),
                      (id, nomination, staff, ground, source, raised_on, upheld, decided_on,
                       decided_reason, version))

}  // namespace sojourn::stages::selection
