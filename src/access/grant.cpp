#include "access/grant.h"

#include <algorithm>
#include <set>

#include "base/ensure.h"

namespace sojourn::access {
namespace {

/// Paths of which none lies in another, sorted.
std::vector<std::string> without_inner(const std::set<std::string>& paths) {
  std::vector<std::string> kept;
  for (const std::string& path : paths) {
    // Sorted by bytes, an area comes right before all that lie in it.
    if (kept.empty() || !path.starts_with(kept.back())) {
      kept.push_back(path);
    }
  }
  return kept;
}

std::vector<std::int64_t> sorted(const std::set<std::int64_t>& ids) {
  return {ids.begin(), ids.end()};
}

}  // namespace

std::string GrantScope::to_text() const {
  switch (kind) {
    case ScopeKind::programme: return "programme";
    case ScopeKind::self: return "self";
    case ScopeKind::area: return base::id_text(area_prefix, subject);
    case ScopeKind::sponsor: return base::id_text(sponsor_prefix, subject);
    case ScopeKind::site: return base::id_text(site_prefix, subject);
  }
  base::report_bug("a kind of scope without a text", std::source_location::current());
}

std::optional<GrantScope> GrantScope::from_text(std::string_view text) {
  if (text == "programme") {
    return GrantScope{.kind = ScopeKind::programme};
  }
  if (text == "self") {
    return GrantScope{.kind = ScopeKind::self};
  }
  for (const auto& [kind, prefix] :
       {std::pair(ScopeKind::area, area_prefix), std::pair(ScopeKind::sponsor, sponsor_prefix),
        std::pair(ScopeKind::site, site_prefix)}) {
    if (const std::optional<std::int64_t> id = base::id_value(prefix, text)) {
      return GrantScope{.kind = kind, .subject = *id};
    }
  }
  return std::nullopt;
}

base::WordAbout GrantScope::word_about() {
  return {.accepted = "programme, self, or the id of an area, a sponsor or a site",
          .code = "not_scope",
          .format = "",
          .pattern = "^(programme|self|(area|sponsor|site)_[0-9a-hjkmnp-tv-z]+)$"};
}

bool role_takes(Role role, ScopeKind kind) {
  const auto any = [kind](std::initializer_list<ScopeKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  switch (role) {
    case Role::programme_officer:
    case Role::inspector: return any({ScopeKind::programme, ScopeKind::area});
    case Role::area_manager: return any({ScopeKind::area});
    case Role::host:
    case Role::team_leader: return any({ScopeKind::site});
    case Role::sponsor_manager: return any({ScopeKind::sponsor});
    case Role::member: return any({ScopeKind::self});
    case Role::appraiser: return any({ScopeKind::programme, ScopeKind::area, ScopeKind::sponsor});
    case Role::custodian:
    case Role::auditor:
    case Role::administrator: return any({ScopeKind::programme});
  }
  base::report_bug("a role without scopes", std::source_location::current());
}

std::optional<db::Scope> scope_of(std::span<const Grant> grants, base::Date date, Roles roles,
                                  std::int64_t staff) {
  bool held = false;
  bool whole = false;
  std::set<std::string> paths;
  std::set<std::int64_t> sponsors;
  std::set<std::int64_t> sites;
  std::set<std::int64_t> own;
  for (const Grant& grant : grants) {
    if (!roles.has(grant.role) || !grant.active(date)) {
      continue;
    }
    held = true;
    switch (grant.scope.kind) {
      case ScopeKind::programme: whole = true; break;
      case ScopeKind::area:
        if (!grant.area_path.empty()) {
          paths.insert(grant.area_path);
        }
        break;
      case ScopeKind::sponsor: sponsors.insert(grant.scope.subject); break;
      case ScopeKind::site: sites.insert(grant.scope.subject); break;
      case ScopeKind::self:
        if (staff != 0) {
          own.insert(staff);
        }
        break;
    }
  }
  if (!held) {
    return std::nullopt;
  }
  if (whole) {
    return db::Scope::everything();
  }
  return db::Scope{.whole = false,
                   .area_paths = without_inner(paths),
                   .sponsors = sorted(sponsors),
                   .sites = sorted(sites),
                   .staff = sorted(own)};
}

std::optional<db::Scope> scope_of(std::span<const Grant> grants, base::Date date,
                                  const Permission& permission, std::int64_t staff) {
  switch (permission.reach()) {
    case Reach::open: return db::Scope{};
    case Reach::own: {
      db::Scope own;
      if (staff != 0) {
        own.staff = {staff};
      }
      return own;
    }
    case Reach::scoped: return scope_of(grants, date, permission.roles(), staff);
    case Reach::whole: {
      std::optional<db::Scope> scope = scope_of(grants, date, permission.roles(), staff);
      return scope && scope->whole ? scope : std::nullopt;
    }
  }
  base::report_bug("a reach without a scope", std::source_location::current());
}

bool holds_office(std::span<const Grant> grants, base::Date date) {
  return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return office_role(grant.role) && grant.active(date);
  });
}

}  // namespace sojourn::access
