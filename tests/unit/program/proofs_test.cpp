// An evidence pack, from the store that makes it to the command by which an outsider checks it.
#include "program/proofs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/json.h"
#include "documents/grid_parts.h"
#include "ledger/note.h"
#include "program/store.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using testing::HasSubstr;
using testing::SizeIs;

class ProofsTest : public testing::Test {
 protected:
  ProofsTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-proofs-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    store = std::make_unique<Store>(access::StorePlace{.directory = (folder / "data").string()},
                                    stages(), 1);
    area = std::string(std::string_view(
        run("area.make", {{"name", "Weir"}, {"kind", "county"}}).body.at("id").as_string()));
    store->seal();
    fs::create_directories(pack());
    run("audit.evidence", {{"record", area}});
    const auto parts = documents::zip_parts({.name = "x.zip", .bytes = bytes}, {});
    fs::create_directories(pack() / "entries");
    fs::create_directories(pack() / "proofs");
    for (const char* name : {"README.txt", "README.zh.txt", "log-key.pub", "checkpoint",
                             "entries/entry-0.txt", "proofs/entry-0.tlog-proof"}) {
      const auto part = parts->open(name);
      std::ofstream out(pack() / name, std::ios::binary);
      for (std::string_view read = part->read(); !read.empty(); read = part->read()) {
        out << read;
      }
    }
  }
  ~ProofsTest() override {
    store.reset();
    fs::remove_all(folder);
  }
  fs::path pack() const { return folder / "pack"; }
  access::Answer run(std::string_view name, const json::object& input) {
    const auto& all = store->stages().operations;
    const auto found = std::find_if(all.begin(), all.end(), [&](const access::Operation& each) {
      return each.about.name == name;
    });
    access::Answer answer =
        store->service().run(*found, access::Asker::local_operator(), {.id = "test"}, input);
    bytes = answer.file ? answer.file->bytes : "";
    return answer;
  }
  /// What it prints.
  json::value check(const fs::path& path, const fs::path& key) {
    std::ostringstream out;
    std::ostringstream err;
    base::SystemClock clock;
    base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
    const base::Operation command = check_proof_operation();
    code = command.run({{"path", path.string()}, {"log_key", key.string()}}, terminal);
    return base::parse_json(out.str());
  }
  void write(const fs::path& file, const std::string& text) const {
    std::ofstream(file, std::ios::binary) << text;
  }
  std::string read(const fs::path& file) const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder;
  std::unique_ptr<Store> store;
  std::string area;
  std::string bytes;
  int code = -1;
};

TEST_F(ProofsTest, APackIsCheckedByTheLogsKeyAlone) {
  const json::value report = check(pack(), store->files().open_log_key());
  EXPECT_EQ(code, base::exit_done) << report;
  EXPECT_TRUE(report.at("good").as_bool());
  ASSERT_THAT(report.at("proved").as_array(), SizeIs(1));
  const json::object& entry = report.at("proved").as_array()[0].as_object();
  EXPECT_EQ(std::string_view(entry.at("operation").as_string()), "area.make");
  EXPECT_EQ(entry.at("index").to_number<int>(), 0);
  // One proof by itself too, as `audit proof` and the page give it.
  check(pack() / "proofs/entry-0.tlog-proof", pack() / "log-key.pub");
  EXPECT_EQ(code, base::exit_done);
}

TEST_F(ProofsTest, ATextThatWasChangedIsFound) {
  const fs::path text = pack() / "entries/entry-0.txt";
  write(text, read(text) + "\n");
  const json::value report = check(pack(), pack() / "log-key.pub");
  EXPECT_EQ(code, base::exit_answer_is_no);
  EXPECT_THAT(base::write_json(report), HasSubstr("not the entry that was proved"));
  write(pack() / "entries/entry-7.txt", "nothing");
  EXPECT_THAT(check(pack(), pack() / "log-key.pub").at("findings").as_array(), SizeIs(2));
}

TEST_F(ProofsTest, AProofThatWasChangedIsFound) {
  const fs::path proof = pack() / "proofs/entry-0.tlog-proof";
  const std::string text = read(proof);
  // Another entry in its place: the text that a reader sees is no longer what was hashed.
  const auto parsed = ledger::parse_entry_proof(text);
  ledger::EntryProof forged = *parsed;
  const std::size_t at = forged.extra.find("area.make");
  forged.extra.replace(at, 9, "area.fake");
  write(proof, ledger::write_entry_proof(forged));
  EXPECT_THAT(base::write_json(check(proof, pack() / "log-key.pub")),
              HasSubstr("not the one that the log has"));
  EXPECT_EQ(code, base::exit_answer_is_no);
  write(proof, text.substr(0, text.size() / 2));
  EXPECT_THAT(base::write_json(check(proof, pack() / "log-key.pub")),
              HasSubstr("no proof of an entry"));
}

TEST_F(ProofsTest, AnotherKeyIsNotBelieved) {
  const auto key = [&](const std::string& name) {
    write(folder / "other.pub",
          ledger::SignerKey::make(name, ledger::KeyType::log).verifier().text() + "\n");
    return folder / "other.pub";
  };
  const std::string name = audit_request(store->files().open_log_key()).name;
  EXPECT_THAT(base::write_json(check(pack(), key("other.example/audit"))),
              HasSubstr("of another log"));
  // Of the same name: whoever rewrote the log and signed it anew.
  EXPECT_THAT(base::write_json(check(pack(), key(name))), HasSubstr("not signed by the key"));
  EXPECT_EQ(code, base::exit_answer_is_no);
}

TEST_F(ProofsTest, WhatIsNotThereIsRefused) {
  const auto refusal = [&](const fs::path& path, const fs::path& key) -> std::string {
    try {
      check(path, key);
    } catch (const base::Refusal& refused) {
      return refused.code;
    }
    return "";
  };
  EXPECT_EQ(refusal(folder / "nothing", pack() / "log-key.pub"), "no_file");
  EXPECT_EQ(refusal(pack() / "entries", pack() / "log-key.pub"), "no_proof");
  EXPECT_EQ(refusal(pack(), folder / "nothing"), "no_key");
}

}  // namespace
}  // namespace sojourn::program
