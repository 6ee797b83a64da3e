#include "ledger/entry.h"

#include <gtest/gtest.h>

#include <string>

#include "base/ensure.h"
#include "base/random.h"
#include "ledger/receipt.h"

namespace sojourn::ledger {
namespace {

Entry example() {
  return {.id = 41,
          .at = 1'795'654'321'123'456,
          .actor = 17,
          .acting_for = 18,
          .operation = "site.rename",
          .request = "a b%\n\xE7\xAB\x99",
          .why = leaf_hash("why"),
          .lines = {{.verb = EntryVerb::update,
                     .table = "site",
                     .id = 5,
                     .subject = 0,
                     .fields = {"name", "version"},
                     .digest = leaf_hash("x")},
                    {.verb = EntryVerb::run,
                     .table = "posting",
                     .id = 12,
                     .subject = 0,
                     .fields = {},
                     .digest = leaf_hash("y")}}};
}

TEST(Entry, ReadsAsLines) {
  const std::string text = write_entry(example());
  EXPECT_EQ(text,
            "sojourn-entry/1\nid 41\nat 1795654321123456\nactor 17\nfor 18\n"
            "operation site.rename\nrequest a%20b%25%0A%E7%AB%99\n"
            "why " +
                to_base64(leaf_hash("why")) +
                "\n"
                "update site 5 0 name,version " +
                to_base64(leaf_hash("x")) +
                "\n"
                "run posting 12 0 - " +
                to_base64(leaf_hash("y")) + "\n");
  EXPECT_EQ(parse_entry(text), example());
  EXPECT_EQ(parse_entry_head(text)->id, 41);
}

TEST(Entry, HasOneText) {
  Entry shortest = example();
  shortest.acting_for = 0;
  shortest.request.clear();
  shortest.why.reset();
  shortest.lines.clear();
  base::Random random(11);
  for (const Entry& entry : {example(), shortest}) {
    const std::string text = write_entry(entry);
    ASSERT_EQ(parse_entry(text), entry);
    for (int round = 0; round < 20'000; ++round) {
      std::string changed = text;
      const std::size_t at = random.below(changed.size());
      switch (random.below(4)) {
        case 0: changed.erase(at, 1 + random.below(3)); break;
        case 1: changed.insert(at, 1, " \n0,%-a"[random.below(7)]); break;
        case 2: changed[at] = static_cast<char>(random.below(256)); break;
        default: changed.insert(at, changed.substr(random.below(changed.size()), 10));
      }
      if (const std::optional<Entry> read = parse_entry(changed)) {
        ASSERT_EQ(write_entry(*read), changed);
      }
    }
  }
}

TEST(Entry, RefusesNamesThatAreNone) {
  Entry entry = example();
  entry.operation = "site rename";
  EXPECT_THROW(write_entry(entry), base::Bug);
  entry = example();
  entry.lines[0].fields = {"a,b"};
  EXPECT_THROW(write_entry(entry), base::Bug);
}

TEST(Receipt, IsOneLine) {
  const Receipt receipt{.id = 41, .leaf = leaf_hash("x"), .seal_by = 1'795'654'381};
  const std::string text = write_receipt(receipt);
  EXPECT_EQ(text, "id=41; leaf=" + to_base64(receipt.leaf) + "; seal-by=1795654381");
  EXPECT_EQ(parse_receipt(text), receipt);
  for (const std::string& bad :
       {text + " ", " " + text, "id=041" + text.substr(5), text.substr(0, 20), std::string()}) {
    EXPECT_EQ(parse_receipt(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace sojourn::ledger
