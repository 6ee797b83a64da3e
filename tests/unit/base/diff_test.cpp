#include "base/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/date.h"

namespace sojourn::base {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Key {
  std::string label, seed;
  static constexpr auto secret_fields = fields("seed");
  friend bool operator==(const Key&, const Key&) = default;
};
BOOST_DESCRIBE_STRUCT(Key, (), (label, seed))

struct Note {
  std::string text;  // no ==
  static constexpr auto personal_fields = fields("text");
};
BOOST_DESCRIBE_STRUCT(Note, (), (text))

struct Account {
  std::int64_t version = 0;
  std::string name;
  std::optional<std::string> password_hash;
  std::optional<Date> until;
  std::vector<Key> keys;
  std::optional<Note> note;
  static constexpr auto personal_fields = fields("name");
  static constexpr auto secret_fields = fields("password_hash");
};
BOOST_DESCRIBE_STRUCT(Account, (), (version, name, password_hash, until, keys, note))

static_assert(privacy_within<Account>() == Privacy::secret);
static_assert(privacy_within<std::vector<Key>>() == Privacy::secret);
static_assert(privacy_within<std::optional<Note>>() == Privacy::personal);
static_assert(privacy_within<Fault>() == Privacy::open);

struct Slip {
  int count = 0;
  static constexpr auto secret_fields = fields("cuont");
};
BOOST_DESCRIBE_STRUCT(Slip, (), (count))
static_assert(!marks_are_fields<Slip>() && marks_are_fields<Account>());

/// "field privacy: before -> after" of each change.
std::vector<std::string> told(const std::vector<FieldChange>& changes) {
  std::vector<std::string> lines;
  const auto text = [](const std::optional<boost::json::value>& value) {
    return value ? write_json(*value) : std::string("nothing");
  };
  for (const FieldChange& change : changes) {
    const std::string privacy = change.privacy == Privacy::open       ? "open"
                                : change.privacy == Privacy::personal ? "personal"
                                                                      : "secret";
    lines.push_back(change.field + " " + privacy + ": " + text(change.before) + " -> " +
                    text(change.after));
  }
  return lines;
}

Account account() {
  return {.version = 1,
          .name = "Lin",
          .password_hash = "$argon2id$old",
          .until = {},
          .keys = {},
          .note = {}};
}

TEST(Diff, TellsChangedFieldsOnly) {
  const Account before = account();
  Account after = before;
  EXPECT_THAT(diff(before, after), IsEmpty());
  after.version = 2;
  after.name = "Lin Mei";
  after.until = written<Date>("2027-01-01");
  EXPECT_THAT(told(diff(before, after)),
              ElementsAre("version open: 1 -> 2", "name personal: \"Lin\" -> \"Lin Mei\"",
                          "until open: nothing -> \"2027-01-01\""));
}

TEST(Diff, NeverTellsASecret) {
  const Account before = account();
  Account after = before;
  after.password_hash = "$argon2id$new";
  after.keys = {{.label = "phone", .seed = "JBSWY3DP"}};
  const std::vector<std::string> lines = told(diff(before, after));
  EXPECT_THAT(lines, ElementsAre("password_hash secret: \"***\" -> \"***\"",
                                 "keys secret: \"***\" -> \"***\""));
  after.password_hash.reset();
  EXPECT_EQ(told(diff(before, after))[0], "password_hash secret: \"***\" -> nothing");
}

TEST(Diff, TellsANewRecordAndOneThatIsGone) {
  Account record = account();
  record.note = Note{"asks for leave"};
  EXPECT_THAT(
      told(diff_of_new(record)),
      ElementsAre("version open: nothing -> 1", "name personal: nothing -> \"Lin\"",
                  "password_hash secret: nothing -> \"***\"", "keys secret: nothing -> \"***\"",
                  "note personal: nothing -> {\"text\":\"asks for leave\"}"));
  EXPECT_EQ(told(diff_of_gone(record))[1], "name personal: \"Lin\" -> nothing");
}

TEST(Diff, ComparesWhatHasNoEqualityAsJson) {
  Account before = account();
  before.note = Note{"a"};
  Account after = before;
  EXPECT_THAT(diff(before, after), IsEmpty());
  after.note->text = "b";
  EXPECT_THAT(told(diff(before, after)),
              ElementsAre("note personal: {\"text\":\"a\"} -> {\"text\":\"b\"}"));
}

}  // namespace
}  // namespace sojourn::base
