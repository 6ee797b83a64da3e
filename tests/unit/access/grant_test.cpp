#include "access/grant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/describe.h"

namespace sojourn::access {
namespace {

using base::Date;
using base::written;
using testing::ElementsAre;

const Date today = written<Date>("2026-11-26");
constexpr Permission read{"read", Reach::scoped, {Role::area_manager, Role::host, Role::member}};
constexpr Permission rule{"rule", Reach::whole, {Role::programme_officer}};

Grant grant(Role role, std::string_view scope, std::string_view path = "",
            std::string_view from = "2026-01-01", std::optional<std::string_view> to = {}) {
  return {.id = {1},
          .role = role,
          .scope = written<GrantScope>(scope),
          .from = written<Date>(from),
          .to = to ? std::optional(written<Date>(*to)) : std::nullopt,
          .area_path = std::string(path)};
}

TEST(GrantScope, HasATextThatIsReadBack) {
  for (const char* text : {"programme", "self", "area_3k9", "sponsor_1", "site_zzzz"}) {
    EXPECT_EQ(written<GrantScope>(text).to_text(), text);
  }
  for (const char* text : {"", "all", "area", "area_", "area_0", "staff_3k9", "Programme"}) {
    EXPECT_FALSE(GrantScope::from_text(text)) << text;
  }
}

TEST(ScopeOf, NoGrantIsNoScope) {
  EXPECT_EQ(scope_of({}, today, read, 0), std::nullopt);
  const std::vector other = {grant(Role::auditor, "programme")};
  EXPECT_EQ(scope_of(other, today, read, 0), std::nullopt) << "of a role without the permission";
}

TEST(ScopeOf, GrantsAddUp) {
  const std::vector grants = {grant(Role::area_manager, "area_1", "/1/"),
                              grant(Role::host, "site_9"), grant(Role::member, "self"),
                              grant(Role::auditor, "programme")};
  const auto scope = scope_of(grants, today, read, 5);
  ASSERT_TRUE(scope);
  EXPECT_FALSE(scope->whole) << "the auditor's grant has not this permission";
  EXPECT_THAT(scope->area_paths, ElementsAre("/1/"));
  EXPECT_THAT(scope->sites, ElementsAre(9));
  EXPECT_THAT(scope->staff, ElementsAre(5));
}

TEST(ScopeOf, DaysCountBothEnds) {
  const std::vector grants = {grant(Role::host, "site_9", "", "2026-11-26", "2026-11-26")};
  EXPECT_TRUE(scope_of(grants, today, read, 0));
  EXPECT_FALSE(scope_of(grants, today - 1, read, 0));
  EXPECT_FALSE(scope_of(grants, today + 1, read, 0));
}

TEST(ScopeOf, AnAreaWithinAnotherAddsNothing) {
  const std::vector grants = {grant(Role::area_manager, "area_b", "/1/11/"),
                              grant(Role::area_manager, "area_2", "/2/"),
                              grant(Role::area_manager, "area_1", "/1/")};
  EXPECT_THAT(scope_of(grants, today, read, 0)->area_paths, ElementsAre("/1/", "/2/"));
}

TEST(ScopeOf, AnAreaThatIsGoneGivesNothing) {
  const std::vector grants = {grant(Role::area_manager, "area_1", "")};
  EXPECT_EQ(scope_of(grants, today, read, 0), db::Scope{});
}

TEST(ScopeOf, SelfNeedsAnOwnRecord) {
  const std::vector grants = {grant(Role::member, "self")};
  EXPECT_EQ(scope_of(grants, today, read, 0), db::Scope{});
}

TEST(ScopeOf, WholeNeedsTheWholeProgramme) {
  EXPECT_FALSE(
      scope_of(std::vector{grant(Role::programme_officer, "area_1", "/1/")}, today, rule, 0));
  EXPECT_EQ(scope_of(std::vector{grant(Role::programme_officer, "programme")}, today, rule, 0),
            db::Scope::everything());
}

TEST(ScopeOf, OpenSeesNothingAndOwnTheOwnRecord) {
  EXPECT_EQ(scope_of({}, today, Permission::open(), 5), db::Scope{});
  EXPECT_THAT(scope_of({}, today, Permission::own(), 5)->staff, ElementsAre(5));
  EXPECT_EQ(scope_of({}, today, Permission::own(), 0), db::Scope{});
}

TEST(Roles, EachIsGrantedOverSomeScopeAndOnlyOfficesNeedASecondFactor) {
  base::for_each_choice<Role>([](std::string_view name, Role role) {
    int kinds = 0;
    base::for_each_choice<ScopeKind>(
        [&](std::string_view, ScopeKind kind) { kinds += role_takes(role, kind) ? 1 : 0; });
    EXPECT_GE(kinds, 1) << name;
    const bool field = role == Role::host || role == Role::team_leader || role == Role::member;
    EXPECT_EQ(office_role(role), !field) << name;
  });
  EXPECT_TRUE(holds_office(std::vector{grant(Role::auditor, "programme")}, today));
  EXPECT_FALSE(holds_office(std::vector{grant(Role::host, "site_9")}, today));
}

std::vector<Grant> any_grants() {
  std::vector<Grant> grants;
  const auto count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i) {
    const auto area = *rc::gen::inRange(1, 40);
    const auto kind = *rc::gen::element(ScopeKind::area, ScopeKind::sponsor, ScopeKind::site,
                                        ScopeKind::self, ScopeKind::programme);
    grants.push_back(
        {.id = {i + 1},
         .role = *rc::gen::element(Role::area_manager, Role::host, Role::member, Role::auditor),
         .scope = {.kind = kind, .subject = area},
         .from = today + *rc::gen::inRange(-3, 3),
         .to = {},
         .area_path = kind == ScopeKind::area ? "/" + std::to_string(area) + "/" : ""});
  }
  return grants;
}

/// Whether a scope lets a row be seen, said apart from SQL.
bool sees(const std::optional<db::Scope>& scope, const std::string& path, std::int64_t site) {
  if (!scope) {
    return false;
  }
  const auto within = [&](const std::string& each) { return path.starts_with(each); };
  return scope->whole || std::any_of(scope->area_paths.begin(), scope->area_paths.end(), within) ||
         std::find(scope->sites.begin(), scope->sites.end(), site) != scope->sites.end();
}

TEST(ScopeOf, SeesWhatSomeGrantAloneLetsSee) {
  rc::check("the union of the grants", [] {
    const std::vector<Grant> grants = any_grants();
    const std::string path = "/" + std::to_string(*rc::gen::inRange(1, 40)) + "/" +
                             std::to_string(*rc::gen::inRange(1, 40)) + "/";
    const std::int64_t site = *rc::gen::inRange(1, 40);
    bool by_one = false;
    for (const Grant& each : grants) {
      by_one = by_one || sees(scope_of(std::vector{each}, today, read, 5), path, site);
    }
    RC_ASSERT(sees(scope_of(grants, today, read, 5), path, site) == by_one);
  });
}

TEST(ScopeOf, MoreGrantsNeverShowLess) {
  rc::check("monotone", [] {
    std::vector<Grant> grants = any_grants();
    const auto fewer = scope_of(grants, today, read, 5);
    const auto more_grants = any_grants();
    grants.insert(grants.end(), more_grants.begin(), more_grants.end());
    const auto more = scope_of(grants, today, read, 5);
    const std::string path = "/" + std::to_string(*rc::gen::inRange(1, 40)) + "/";
    RC_ASSERT(!sees(fewer, path, 3) || sees(more, path, 3));
  });
}

}  // namespace
}  // namespace sojourn::access
