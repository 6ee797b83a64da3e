// One entry of the audit log: what its leaf of the tree is made of. Lines of plain text, so that a
// person can read what a proof proves; one text for one entry, so that two records never have the
// same. No personal text: ids, names of fields, and digests of what is sealed (ledger/seal.h).
//
//   sojourn-entry/1
//   id 5171264910336001
//   at 1795654321123456            microseconds since 1970, UTC
//   actor 5171264910000017         an account; 0 is the program itself
//   for 5171264910000018           whom the actor stands in for; left out for nobody
//   operation site.rename
//   request 0193f2c8               left out if there is none
//   why GZTw...=                   digest of the sealed reason; left out if none was given
//   update site 5171264910330001 0 name,version eNEx...=
//
// The last lines say what was done to each record: verb, table, record, person whose key seals it
// (0: the programme's), fields, and the digest of the sealed before and after. For many rows at
// once the record is a count and the digest is the root of a tree over the rows.
// Tested in tests/unit/ledger/entry_test.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/hash.h"

namespace sojourn::ledger {

enum class EntryVerb : std::uint8_t {
  insert,
  update,
  erase,
  bulk,  ///< many rows of one table put in, or changed: `id` is how many, the digest a root over
         ///< them
  run,   ///< a statement that changed `id` rows; what is sealed says it in words
};
BOOST_DESCRIBE_ENUM(EntryVerb, insert, update, erase, bulk, run)

struct EntryLine {
  EntryVerb verb = EntryVerb::insert;
  std::string table;
  std::int64_t id = 0;
  std::int64_t subject = 0;
  std::vector<std::string> fields;
  Hash digest{};
  friend bool operator==(const EntryLine&, const EntryLine&) = default;
};

struct Entry {
  std::int64_t id = 0;
  std::int64_t at = 0;
  std::int64_t actor = 0;
  std::int64_t acting_for = 0;
  std::string operation;
  std::string request;
  std::optional<Hash> why;
  std::vector<EntryLine> lines;
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// Throws Bug for names that are none, or a request id longer than 200 bytes.
std::string write_entry(const Entry& entry);
/// Nothing for any text that `write_entry` does not write.
std::optional<Entry> parse_entry(std::string_view text);

/// The first lines of an entry, which is what the verifier looks at.
struct EntryHead {
  std::int64_t id = 0;
  std::int64_t at = 0;
};
std::optional<EntryHead> parse_entry_head(std::string_view text);

}  // namespace sojourn::ledger
