#include "db/scope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ensure.h"

namespace sojourn::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ScopedTables tables = {"area", "site"};

struct Expanded {
  std::string sql;
  std::vector<Value> values;
};

Expanded expand(std::string_view sql, const Scope& scope, std::vector<Value> values = {}) {
  std::string text = expand_scope(sql, scope, tables, values);
  return {std::move(text), std::move(values)};
}

constexpr std::string_view sites =
    "SELECT s.id FROM site s JOIN area a ON a.id = s.area "
    "WHERE s.name = $1 AND {scope:area a.path; site s.id; sponsor s.sponsor}";

TEST(Scope, TheWholeProgrammeIsTrue) {
  const Expanded made = expand(sites, Scope::everything(), {std::string("x")});
  EXPECT_THAT(made.sql, ::testing::EndsWith("WHERE s.name = $1 AND (TRUE)"));
  EXPECT_EQ(made.values.size(), 1u);
}

TEST(Scope, NothingIsFalse) {
  EXPECT_THAT(expand(sites, {}).sql, ::testing::EndsWith("AND (FALSE)"));
  // A scope of keys that the query has no columns for shows nothing either.
  EXPECT_THAT(expand(sites, {.staff = {5}}).sql, ::testing::EndsWith("AND (FALSE)"));
}

TEST(Scope, PartsAreJoinedAndNumberedOn) {
  const Expanded made =
      expand(sites, {.area_paths = {"/1/", "/2/9/"}, .sponsors = {3}, .sites = {7, 8}},
             {std::string("x")});
  EXPECT_THAT(made.sql,
              ::testing::EndsWith("AND ((a.path >= $2 AND a.path < $3) OR (a.path >= $4 AND a.path "
                                  "< $5) OR s.id IN ($6, $7) OR s.sponsor IN ($8))"));
  EXPECT_THAT(made.values, ElementsAre(Value(std::string("x")), Value(std::string("/1/")),
                                       Value(std::string("/10")), Value(std::string("/2/9/")),
                                       Value(std::string("/2/90")), Value(std::int64_t{7}),
                                       Value(std::int64_t{8}), Value(std::int64_t{3})));
}

TEST(Scope, AnAreaMayBeAFilter) {
  const Expanded made =
      expand("SELECT s.id FROM site s JOIN area a ON a.id = s.area WHERE {scope:area +a.path}",
             {.area_paths = {"/1/"}});
  EXPECT_THAT(made.sql, ::testing::EndsWith(
                            "WHERE ((COALESCE(a.path, '') >= $1 AND COALESCE(a.path, '') < $2))"));
}

TEST(Scope, AScopedTableWithoutAScopeIsABug) {
  for (const char* sql :
       {"SELECT * FROM site", "SELECT * FROM staff, site", "SELECT * FROM staff t, SITE s",
        "SELECT * FROM staff JOIN site ON 1=1", "SELECT (SELECT count(*) FROM site) FROM staff",
        "DELETE FROM site", "UPDATE site SET x = 1", "SELECT * FROM \"site\"",
        "SELECT * FROM main.site", "SELECT * FROM staff LEFT JOIN (SELECT * FROM area) x ON 1=1",
        "WITH w AS (SELECT * FROM area) SELECT * FROM w"}) {
    EXPECT_THROW(expand(sql, Scope::everything()), base::Bug) << sql;
  }
}

TEST(Scope, OtherTablesAndOtherUsesOfTheNameAreNot) {
  for (const char* sql :
       {"SELECT p.site, site FROM posting p WHERE p.site = $1", "INSERT INTO site (id) VALUES ($1)",
        "SELECT 'FROM site'", "SELECT 1 -- FROM site\n", "SELECT site, area FROM x ORDER BY site",
        "SELECT count(*) FROM site WHERE {unscoped:the programme's total is public}"}) {
    EXPECT_NO_THROW(expand(sql, Scope::everything(), {})) << sql;
  }
}

TEST(Scope, WhatIsNotUnderstoodIsABug) {
  for (const char* sql : {"SELECT {scope:}", "SELECT {scope:area}", "SELECT {scope:village v.id}",
                          "SELECT {unscoped: }", "SELECT {scope:site s.id", "SELECT {}",
                          "SELECT {scope:site s.id) OR (1=1}"}) {
    EXPECT_THROW(expand(sql, Scope::everything()), base::Bug) << sql;
  }
}

TEST(Scope, APathsEndIsAboveAllBelowIt) {
  EXPECT_EQ(end_of_prefix("/12/"), "/120");
  EXPECT_EQ(end_of_prefix("a\xff"), "b");
  EXPECT_THROW(end_of_prefix("\xff"), base::Bug);
}

TEST(Scope, FindsTables) {
  EXPECT_THAT(tables_read("SELECT a FROM b AS x, c y JOIN d ON d.i = x.i WHERE e IN (SELECT f, g "
                          "FROM h) ORDER BY i, j"),
              ElementsAre("b", "c", "d", "h"));
  EXPECT_THAT(tables_read("INSERT INTO a (b, c) VALUES ($1, $2)"), IsEmpty());
}

}  // namespace
}  // namespace sojourn::db
