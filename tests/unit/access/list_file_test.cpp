#include "access/list_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "access/token.h"
#include "base/digest.h"
#include "documents/table_read.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using base::Kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// A line of a list of people that has pages, a filter of each kind, and cells of each kind.
struct PersonRow {
  StaffId id;
  std::string name;
  std::optional<base::Date> fit_until;
  std::int64_t sponsor = 0;
  bool inner_one = false;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, name, fit_until, sponsor, inner_one))

struct PeopleInput {
  std::optional<std::string> search;
  std::optional<StaffId> but;
  std::optional<bool> inner;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(PeopleInput, (), (search, but, inner, after, limit))

/// Called before each page is read.
using Between = std::function<void(int page)>;

Operation paged_list(std::vector<std::int32_t>* limits = nullptr, Between between = {}) {
  return read_operation<PeopleInput, Page<PersonRow>>(
      {.name = "person.pages",
       .permission = read_people,
       .path = "/api/people-pages",
       .summary = "people, page by page",
       .fields = {{.name = "search", .shape = "TEXT", .meaning = "Whose name has this."},
                  {.name = "but", .shape = "STAFF", .meaning = "Without this one."},
                  {.name = "inner", .meaning = "Nothing."},
                  {.name = "after", .shape = "PLACE", .meaning = "The next page."},
                  {.name = "limit", .shape = "N", .most = 3, .meaning = "Rows of a page."}},
       .detail = Detail{.permission = read_fitness, .fields = {"fit_until"}}},
      [limits, between, page = std::make_shared<int>(0)](db::Tx& tx, const PeopleInput& input) {
        if (between) {
          between(++*page);
        }
        if (limits != nullptr) {
          limits->push_back(input.limit.value_or(0));
        }
        const std::int64_t limit = input.limit.value_or(2);
        Page<PersonRow> made;
        made.items = tx.rows<PersonRow>(
            "SELECT p.id, p.name, CASE WHEN {detail:area p.area_path; sponsor p.sponsor; site "
            "p.site; staff p.id} THEN p.fit_until END AS fit_until, p.sponsor, p.sponsor = 6 AS "
            "inner_one FROM person p WHERE {scope:area p.area_path; sponsor p.sponsor; site "
            "p.site; "
            "staff p.id} AND p.id > $1 AND p.name LIKE $2 ORDER BY p.id LIMIT $3",
            input.after ? StaffId::from_text(*input.after).value() : StaffId{},
            "%" + input.search.value_or("") + "%", limit + 1);
        if (std::ssize(made.items) > limit) {
          made.items.pop_back();
          made.next = made.items.back().id.to_text();
        }
        return made;
      });
}

std::string content(ListFile& file) {
  file.bytes.rewind();
  std::string bytes;
  while (!file.bytes.at_end()) {
    bytes += file.bytes.next(7);
  }
  return bytes;
}

std::vector<std::string> names_in(std::string_view csv) {
  std::vector<std::string> names;
  const documents::Titles titles = [](std::string_view name) {
    return column_title(base::Language::en, name);
  };
  for (const PersonRow& row : documents::read_csv_table<PersonRow>(csv, {.titles = titles})) {
    names.push_back(row.name);
  }
  return names;
}

/// A log that can fail, and counts.
class TestLog final : public db::ChangeLog {
 public:
  std::int64_t record(db::Change&, const db::ChangeEntry& entry) override {
    if (fails) {
      throw base::Refusal{Kind::full, "disk_full", "The disk is full."};
    }
    entries.push_back(entry);
    return 0;
  }
  bool fails = false;
  std::vector<db::ChangeEntry> entries;
};

class ListFileTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  World world{GetParam()};
  std::string admin = world.administrator();

  std::string with_role(std::string_view name, std::string_view role, std::string_view scope,
                        StaffId staff = {}) {
    const std::string account = world.account(admin, name, staff);
    world.grant(admin, account, role, scope);
    const std::string session = world.sign_in(name, "a good password");
    if (office_role(base::choice_of<Role>(role).value())) {
      world.second_factor(session);
    }
    return session;
  }
  std::string manager() { return with_role("may", "area_manager", base::id_text(area_prefix, 1)); }
  std::unique_ptr<ListFile> file(const Asker& asker, const Operation& operation,
                                 const json::value& input = json::object(),
                                 const ListFileWanted& wanted = {}) {
    return world.service().list_file(operation, asker, world.request, input, wanted);
  }
  std::unique_ptr<ListFile> file(std::string_view secret, const Operation& operation,
                                 const json::value& input = json::object(),
                                 const ListFileWanted& wanted = {}) {
    return file(world.service().asker_of(secret), operation, input, wanted);
  }
  std::vector<ListExport> entries() {
    return world.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.rows<ListExport>(
          "SELECT id, account, made_at, list, format, filters, row_count, digest FROM list_export "
          "ORDER BY id");
    });
  }
};

TEST_P(ListFileTest, HoldsAllPagesWithinTheScope) {
  for (const char* name : {"Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gil"}) {
    world.person(name, "/1/");
  }
  world.person("Outside", "/2/");
  std::vector<std::int32_t> limits;
  const auto made = file(manager(), paged_list(&limits));
  EXPECT_THAT(names_in(content(*made)),
              ElementsAre("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gil"));
  EXPECT_THAT(limits, ElementsAre(3, 3, 3)) << "pages of the most that the list gives";
  EXPECT_EQ(made->name, "person-pages-2026-11-26.csv");
  EXPECT_EQ(made->type, "text/csv; charset=utf-8");
  EXPECT_EQ(made->entry.row_count, 7);
}

TEST_P(ListFileTest, IsOneStateOfTheDatabase) {
  for (const char* name : {"Ada", "Ben", "Cleo", "Dan"}) {
    world.person(name, "/1/");
  }
  const std::string session = manager();
  const Operation list = paged_list(nullptr, [&](int page) {
    if (page == 2) {
      world.person("Zoe", "/1/");
    }
  });
  EXPECT_THAT(names_in(content(*file(session, list))), ElementsAre("Ada", "Ben", "Cleo", "Dan"));
  EXPECT_EQ(names_in(content(*file(session, paged_list()))).size(), 5U);
}

TEST_P(ListFileTest, AnEntrySaysWhoTookWhatAndNamesNobody) {
  const StaffId ada = world.person("Ada", "/1/");
  world.person("Ben", "/1/");
  TestLog log;
  const std::string session = manager();
  world.database().set_change_log(&log);
  const auto made =
      file(session, paged_list(), {{"search", "Ada"}, {"but", ada.to_text()}, {"inner", true}});
  world.database().set_change_log(nullptr);
  ASSERT_EQ(log.entries.size(), 1U);
  const db::ChangeEntry& entry = log.entries[0];
  EXPECT_EQ(entry.operation, "person.pages");
  EXPECT_EQ(entry.caller.actor, world.service().asker_of(session).account);
  EXPECT_EQ(entry.caller.request_id, "r1");
  ASSERT_EQ(entry.rows.size(), 1U);
  EXPECT_EQ(entry.rows[0].table, "list_export");
  const std::vector<ListExport> kept = entries();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].id, made->entry.id);
  EXPECT_EQ(kept[0].account.value, entry.caller.actor);
  EXPECT_EQ(kept[0].list, "person.pages");
  EXPECT_EQ(kept[0].format, ExportFormat::csv);
  EXPECT_EQ(kept[0].row_count, 1);
  EXPECT_THAT(kept[0].filters, ElementsAre("search", "but=" + ada.to_text(), "inner=true"));
  EXPECT_EQ(kept[0].digest, base::sha256_hex(content(*made)));
}

TEST_P(ListFileTest, AFileThatTurnsUpIsKnownAgain) {
  world.person("Ada", "/1/");
  const std::string session = manager();
  const std::string first = base::sha256_hex(content(*file(session, paged_list())));
  world.person("Ben", "/1/");
  file(session, paged_list());
  file(Asker::local_operator(), paged_list());
  const json::array all = world.ask(admin, "export.list").at("items").as_array();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_FALSE(all[0].as_object().contains("by")) << "the operator has no account";
  EXPECT_EQ(all[1].at("by"), "Person of may");
  const json::array found =
      world.ask(admin, "export.list", {{"digest", first}}).at("items").as_array();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], all[2]);
  EXPECT_EQ(found[0].at("list"), "person.pages");
  EXPECT_EQ(found[0].at("row_count"), 1);
  const std::string account =
      base::Id<Account>{world.service().asker_of(session).account}.to_text();
  EXPECT_EQ(world.ask(admin, "export.list", {{"account", account}}).at("items").as_array().size(),
            2U);
  EXPECT_EQ(
      world.ask(admin, "export.list", {{"after", all[1].at("id")}}).at("items").as_array().size(),
      1U);
  EXPECT_EQ(world.code_of_refusal(admin, "export.list", {{"after", "x"}}), "not_place");
  // Itself a list: taking it is noted.
  EXPECT_EQ(file(admin, world.operation("export.list"))->entry.row_count, 3);
  EXPECT_EQ(entries().size(), 4U);
}

TEST_P(ListFileTest, WithoutAnEntryThereIsNoFile) {
  world.person("Ada", "/1/");
  TestLog log;
  const std::string session = manager();
  log.fails = true;
  world.database().set_change_log(&log);
  EXPECT_EQ(refusal_of([&] { file(session, paged_list()); }).code, "disk_full");
  EXPECT_THAT(entries(), IsEmpty());
  // The place is free again.
  log.fails = false;
  EXPECT_NE(file(session, paged_list()), nullptr);
  world.database().set_change_log(nullptr);
}

TEST_P(ListFileTest, WhoIsSeenInItIsTold) {
  const StaffId ada = world.person("Ada", "/1/");
  world.person("Ben", "/1/");
  world.person("Outside", "/2/");
  const std::string session = manager();
  const std::string member = with_role("ada", "member", "self", ada);
  file(session, paged_list());
  file(member, paged_list());  // the own record is not noted
  const json::array reads = world.ask(member, "account.reads").at("items").as_array();
  ASSERT_EQ(reads.size(), 1U);
  EXPECT_EQ(reads[0].at("reader"), "Person of may");
  EXPECT_EQ(reads[0].at("roles"), "area_manager");
  EXPECT_EQ(reads[0].at("fields"), "fit_until");
  EXPECT_EQ(reads[0].at("times"), 1);
  // A host does not see the field, in the file as in the list, and so nobody is told.
  const std::string host = with_role("hana", "host", base::id_text(site_prefix, 9));
  EXPECT_THAT(content(*file(host, paged_list())), Not(HasSubstr("2027-05-01")));
  EXPECT_EQ(world.ask(member, "account.reads").at("items").as_array().size(), 1U);
}

TEST_P(ListFileTest, ATokenThatOnlyReadsMayHaveOne) {
  world.person("Ada", "/1/");
  const std::string session = manager();
  const json::value made =
      world.ask(session, "token.make", {{"label", "x"}, {"expires_on", "2026-12-01"}});
  const std::string token(std::string_view(made.at("token").as_string()));
  ASSERT_TRUE(world.service().asker_of(token).only_reads);
  EXPECT_THAT(names_in(content(*file(token, paged_list()))), ElementsAre("Ada"));
  EXPECT_EQ(entries().size(), 1U);
}

TEST_P(ListFileTest, WhoMayNotListMayNotHaveIt) {
  EXPECT_EQ(refusal_of([&] { file("", paged_list()); }).code, "sign_in");
  EXPECT_EQ(refusal_of([&] { file(admin, paged_list()); }).code, "not_allowed");
  const base::Refusal page =
      refusal_of([&] { file(manager(), paged_list(), {{"after", "staff_3k"}, {"limit", 2}}); });
  ASSERT_EQ(page.faults.size(), 2U);
  EXPECT_EQ(page.faults[0].where, "/after");
  EXPECT_EQ(page.faults[1].where, "/limit");
  EXPECT_EQ(page.faults[1].code, "not_in_file");
  EXPECT_THAT(entries(), IsEmpty());
}

TEST_P(ListFileTest, AwkwardCellsComeBackAsTheyWere) {
  const std::vector<std::string> awkward = {
      "Li, Na",           "\"quoted\"", "two\nlines", "two\r\nlines", "王芳",       "00123",
      "9007199254740993", "=1+1",       "+86 10",     "-5",           "@SUM(A1)",   "\tindented",
      "\rreturn",         "'=already",  "＝1＋1",     " spaces ",     "semi; colon"};
  for (const std::string& name : awkward) {
    world.person(name, "/1/", 6);
  }
  const auto made = file(manager(), paged_list());
  const std::string csv = content(*made);
  EXPECT_EQ(names_in(csv), awkward);
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBFId,Name,Fit until,Sponsor,Inner one\r\n"));
  EXPECT_THAT(csv, HasSubstr(",'=1+1,2027-05-01,6,yes\r\n"));
  EXPECT_THAT(csv, HasSubstr(",00123,2027-05-01,"));
  // No cell begins as a formula does.
  for (const char* begin : {",=", ",+", ",-", ",@", ",\t", ",\"=", ",\"\t", ",\"\r", ",\"\n"}) {
    EXPECT_THAT(csv, Not(HasSubstr(begin)));
  }
}

TEST_P(ListFileTest, TitlesAreInTheLanguageOfWhoAsks) {
  world.person("Ada", "/1/");
  const std::string csv =
      content(*file(manager(), paged_list(), json::object(), {.language = base::Language::zh}));
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBF记录编号,名称,"));
  const documents::Titles titles = [](std::string_view name) {
    return column_title(base::Language::zh, name);
  };
  EXPECT_EQ(documents::read_csv_table<PersonRow>(csv, {.titles = titles}).size(), 1U);
}

TEST_P(ListFileTest, AWorkbookIsTheSameBytesEachTime) {
  for (const char* name : {"Ada", "Ben", "Cleo", "Dan"}) {
    world.person(name, "/1/");
  }
  const std::string session = manager();
  const ListFileWanted wanted{.format = ListFormat::xlsx};
  auto one = file(session, paged_list(), json::object(), wanted);
  const std::string bytes = content(*one);
  EXPECT_THAT(bytes, StartsWith("PK"));
  EXPECT_EQ(one->name, "person-pages-2026-11-26.xlsx");
  EXPECT_EQ(one->entry.row_count, 4);
  EXPECT_EQ(one->entry.digest, base::sha256_hex(bytes));
  one.reset();
  EXPECT_EQ(content(*file(session, paged_list(), json::object(), wanted)), bytes);
}

TEST_P(ListFileTest, AListOfTooManyRowsIsRefused) {
  for (int i = 0; i < 7; ++i) {
    world.person("Ada", "/1/");
  }
  ServiceSettings settings = world.service().settings();
  settings.most_file_rows = 6;
  Service few(world.database(), settings);
  const Asker asker = world.service().asker_of(manager());
  const base::Refusal refused =
      refusal_of([&] { few.list_file(paged_list(), asker, world.request, json::object(), {}); });
  EXPECT_EQ(refused.kind, Kind::too_large);
  EXPECT_EQ(refused.detail, "A file holds at most 6 rows. Narrow the list.");
  EXPECT_THAT(entries(), IsEmpty());
}

TEST_P(ListFileTest, OneAtATimeForEachAccountAndFewAtOnce) {
  world.person("Ada", "/1/");
  const std::string session = manager();
  auto first = file(session, paged_list());
  const base::Refusal refused = refusal_of([&] { file(session, paged_list()); });
  EXPECT_EQ(refused.kind, Kind::busy);
  EXPECT_EQ(refused.code, "export_running");
  EXPECT_NE(file(Asker::local_operator(), paged_list()), nullptr) << "others are not held up";
  first.reset();
  EXPECT_NE(file(session, paged_list()), nullptr);
  ListFileSlots slots(2);
  auto one = slots.take_making();
  auto two = slots.take_making();
  EXPECT_EQ(refusal_of([&] { slots.take_making(); }).code, "exports_busy");
  two.reset();
  EXPECT_NO_THROW(slots.take_making());
}

TEST_P(ListFileTest, NothingStaysInTheFolder) {
  world.person("Ada", "/1/");
  std::string folder = (std::filesystem::temp_directory_path() / "sojourn-passing-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  ServiceSettings settings = world.service().settings();
  settings.passing_files = folder;
  Service service(world.database(), settings);
  const Asker asker = world.service().asker_of(manager());
  for (const ListFormat format : {ListFormat::csv, ListFormat::xlsx}) {
    const auto made =
        service.list_file(paged_list(), asker, world.request, json::object(), {.format = format});
    EXPECT_TRUE(std::filesystem::is_empty(folder)) << "while it is sent";
    EXPECT_GT(made->bytes.size(), 0U);
  }
  const Operation failing = paged_list(nullptr, [](int page) {
    if (page == 1) {
      throw base::Refusal{Kind::invalid, "test", "x"};
    }
  });
  EXPECT_EQ(refusal_of([&] {
              service.list_file(failing, asker, world.request, json::object(), {});
            }).code,
            "test");
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}

TEST_P(ListFileTest, AStopEndsIt) {
  world.person("Ada", "/1/");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(refusal_of([&] {
              file(manager(), paged_list(), json::object(), {.stop = stop.get_token()});
            }).code,
            "stopping");
}

INSTANTIATE_TEST_SUITE_P(Engines, ListFileTest, both_engines, engine_name);

TEST(ColumnTitle, IsTheMembersNameInWords) {
  EXPECT_EQ(column_title(base::Language::en, "sponsor_name"), "Sponsor name");
  EXPECT_EQ(column_title(base::Language::zh, "sponsor_name"), "派出单位名称");
  EXPECT_EQ(column_title(base::Language::zh, "name"), "名称");
  EXPECT_EQ(column_title(base::Language::zh, "name", "staff.list"), "姓名") << "a list's own";
  EXPECT_EQ(column_title(base::Language::zh, "unheard_of"), "Unheard of");
}

}  // namespace
}  // namespace sojourn::access
