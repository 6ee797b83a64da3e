// A programme folder in and out by the API, as an archive.
#include "stages/placement/folder_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.h"
#include "tests/support/paths.h"
#include "tests/unit/stages/placement/small_folder.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;
namespace json = boost::json;

/// A folder's files as an archive, each under `within`.
std::string packed_of(const fs::path& folder, const std::string& within = "") {
  std::vector<documents::ArchivedFile> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file()) {
      continue;  // a plan of it
    }
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({.name = within + entry.path().filename().string(),
                     .bytes = {std::istreambuf_iterator<char>(in), {}}});
  }
  return documents::made_archive(files, base::Instant());
}

class FolderExchange : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), placement_parts()};

  json::value bring_in(const std::string& bytes, json::object input = {}) {
    const access::Upload upload{.name = "county.zip", .bytes = bytes};
    access::Request request = world.request;
    request.file = &upload;
    return world.service()
        .run(world.operation("folder.import"), world.officer(), request, input)
        .body;
  }
  /// The code of the refusal, and its faults' places.
  std::vector<std::string> refused(const std::string& bytes, json::object input = {}) {
    try {
      bring_in(bytes, std::move(input));
    } catch (const base::Refusal& refusal) {
      std::vector<std::string> told = {refusal.code};
      for (const base::Fault& fault : refusal.faults) {
        told.push_back(fault.where + " " + fault.code);
      }
      return told;
    }
    return {"taken"};
  }
  access::File take(json::object input) {
    return *world.service()
                .run(world.operation("folder.export"), world.officer(), world.request, input)
                .file;
  }
  std::int64_t count(std::string_view table) {
    return world.database().read(db::Caller::program(), [&](db::Tx& tx) {
      return tx.value<std::int64_t>(
          fmt::format("SELECT count(*) FROM {} WHERE {{unscoped:a test}}", table));
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, FolderExchange, programme::both_engines, programme::engine_name);

TEST_P(FolderExchange, WhoTakesItReadWhatSomebodyRefusedByTheirOwnWord) {
  const std::string county = world.area("Weir", "county");
  const std::string site = world.site("Upper Weir", county);
  const std::string sponsor = world.sponsor("Hospital", county);
  const std::string staff = world.staff("Ada", sponsor);
  world.staff("Ben", sponsor);
  world.database().change(db::Caller::program(), "test", [&](db::Change& change) {
    change.insert("wish", Wish{.id = change.new_id<Wish>(),
                               .staff = *base::Id<Staff>::from_text(staff),
                               .site = *base::Id<Site>::from_text(site),
                               .rank = WishRank::refuse,
                               .confidential = true});
  });
  take({{"on", "2027-01-01"}});
  const auto noted = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<base::Id<Staff>>(
        "SELECT staff FROM record_read WHERE fields = 'confidential' ORDER BY id");
  });
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted.front().to_text(), staff);
}

TEST_P(FolderExchange, GoesInAndComesOutAsAWhole) {
  const std::string sample =
      packed_of(test::source_dir() + "/tests/data/sample-county", "sample-county/");
  // Looked at first: the same is said, and nothing is left.
  const json::value checked = bring_in(sample, {{"check", true}, {"on", "2027-01-01"}});
  EXPECT_EQ(checked.at("staff"), 860);
  EXPECT_EQ(checked.at("written"), false);
  EXPECT_EQ(count("staff"), 0);
  const json::value made = bring_in(sample, {{"on", "2027-01-01"}});
  EXPECT_EQ(made.at("staff"), 860);
  EXPECT_EQ(made.at("written"), true);
  EXPECT_EQ(count("staff"), 860);
  EXPECT_THAT(refused(sample), ElementsAre("not_empty"));
  // Out again: the files that a plan of that day is made from, and nobody's name.
  const access::File file = take({{"on", "2027-01-01"}});
  EXPECT_EQ(file.name, "programme-folder-2027-01-01.zip");
  EXPECT_EQ(file.media_type, "application/zip");
  const auto files = documents::read_archive({.bytes = file.bytes});
  ASSERT_FALSE(files.empty());
  EXPECT_EQ(files.front().name, "programme-folder-2027-01-01/areas.csv");
  const ReadResult read = read_given(files).read;
  ASSERT_TRUE(read.instance);
  EXPECT_EQ(read.instance->staff.size(), 860U);
  const planner::Instance records =
      instance_of(world.database().read(db::Caller::program(), [&](db::Tx& tx) {
        return folder_of_records(tx, {.on = *base::Date::of(2027, 1, 1)});
      }));
  EXPECT_EQ(read.instance->input_digest, records.input_digest);
  EXPECT_EQ(read.instance->rules_digest, records.rules_digest);
  // Who took it is known by that digest.
  const auto taken = world.database().read(db::Caller::program(), [&](db::Tx& tx) {
    return tx.column<std::string>("SELECT list FROM list_export WHERE digest = $1",
                                  records.input_digest);
  });
  EXPECT_THAT(taken, ElementsAre("folder.export"));
  EXPECT_NE(file.bytes, take({{"on", "2027-01-01"}, {"names", true}}).bytes);
}

TEST_P(FolderExchange, TellsEveryFaultAndWritesNothing) {
  const testing_support::SmallFolder small;
  small.write("wishes.csv", "staff,site,rank\nE1,S9,1\nE9,S1,2\n");
  EXPECT_THAT(refused(packed_of(small.folder())),
              ElementsAre("folder", "wishes.csv:2:site reference.unknown",
                          "wishes.csv:3:staff reference.unknown"));
  EXPECT_EQ(count("area"), 0);
  small.write("wishes.csv", "staff,site,rank\n");
  small.write("wish.csv", "what is this");
  // What systems put beside files says nothing; a file that nobody knows is told.
  std::vector<documents::ArchivedFile> files =
      documents::read_archive({.bytes = packed_of(small.folder(), "f/")});
  files.push_back({.name = "__MACOSX/f/._sites.csv", .bytes = "x"});
  files.push_back({.name = "f/.DS_Store", .bytes = "x"});
  const json::value made = bring_in(documents::made_archive(files, {}), {{"check", true}});
  ASSERT_EQ(made.at("warnings").as_array().size(), 1U);
  EXPECT_EQ(made.at("warnings").at(0).at("place"), "wish.csv");
  // Two folders are not mixed.
  files.push_back({.name = "other/sites.csv", .bytes = "x"});
  EXPECT_THAT(refused(documents::made_archive(files, {})),
              ElementsAre("folder", "other/sites.csv archive.places"));
  EXPECT_THAT(refused("no archive"), ElementsAre("not_archive"));
  EXPECT_THAT(refused(documents::made_archive(
                  std::vector<documents::ArchivedFile>{{"read me.txt", "later"}}, {})),
              Contains(HasSubstr("sites.csv file.missing")));
  EXPECT_EQ(count("site"), 0);
}

TEST_P(FolderExchange, ReadsWhatExcelInChineseSaves) {
  const testing_support::SmallFolder small;
  small.change("sites.csv", "S1,One,", "S1,\xb4\xe5,");  // 村
  EXPECT_THAT(refused(packed_of(small.folder())), Contains(HasSubstr("sites.csv")));
  EXPECT_EQ(bring_in(packed_of(small.folder()), {{"encoding", "gb18030"}}).at("written"), true);
  EXPECT_EQ(world.database().read(
                db::Caller::program(),
                [&](db::Tx& tx) {
                  return tx.value<std::int64_t>(
                      "SELECT count(*) FROM site WHERE name = '村' AND {unscoped:a test}");
                }),
            1);
}

TEST_P(FolderExchange, NotesWhatHasNoPlaceHereWithoutItsText) {
  const testing_support::SmallFolder small;
  std::string text = small.read("sponsors.csv");
  text.insert(text.find('\n'), ",ethnicity of all");
  for (std::size_t at = text.find('\n') + 1; (at = text.find('\n', at)) != text.npos; at += 3) {
    text.insert(at, ",x");
  }
  small.write("sponsors.csv", text);
  EXPECT_THAT(refused(packed_of(small.folder())), Contains(HasSubstr("column.forbidden")));
  const auto bodies = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT body FROM audit_entry ORDER BY id DESC LIMIT 1");
  });
  ASSERT_EQ(bodies.size(), 1U);
  EXPECT_THAT(bodies[0], HasSubstr("privacy.refuse"));
  EXPECT_EQ(bodies[0].find("ethnicity of all"), std::string::npos);
}

}  // namespace
}  // namespace sojourn::stages::placement
