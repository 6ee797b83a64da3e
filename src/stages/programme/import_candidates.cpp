#include "stages/programme/import_candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>

#include "access/records.h"

namespace sojourn::stages::programme {
namespace {

using imports::Candidate;
using imports::Referenced;

struct CandidateRow {
  std::int64_t id = 0;
  std::string name;
  std::optional<std::string> code;
  std::optional<base::Date> closed_on;
  std::int64_t area = 0;
  std::optional<std::string> more;
  std::string kind;
  std::string path;
  std::int64_t in_scope = 0;
};
BOOST_DESCRIBE_STRUCT(CandidateRow, (),
                      (id, name, code, closed_on, area, more, kind, path, in_scope))

/// How many values one statement takes.
constexpr std::size_t at_once = 256;

}  // namespace

std::string places(std::vector<db::Value>& values, std::vector<db::Value> wanted) {
  std::size_t size = 1;
  while (size < wanted.size()) {
    size *= 2;
  }
  wanted.resize(size, wanted.back());
  std::string made;
  for (db::Value& each : wanted) {
    values.push_back(std::move(each));
    made += fmt::format("{}${}", made.empty() ? "" : ", ", values.size());
  }
  return made;
}

std::vector<Candidate> candidates(db::Tx& tx, std::string_view alias, std::string_view select,
                                  std::string_view prefix, const std::vector<std::string>& texts) {
  std::vector<Candidate> made;
  for (std::size_t at = 0; at < texts.size(); at += at_once) {
    const std::vector<std::string> part(
        texts.begin() + static_cast<std::ptrdiff_t>(at),
        texts.begin() + static_cast<std::ptrdiff_t>(std::min(texts.size(), at + at_once)));
    std::vector<std::int64_t> ids;
    for (const std::string& text : part) {
      if (const auto id = base::id_value(prefix, text)) {
        ids.push_back(*id);
      }
    }
    const auto add = [&](std::string_view column, std::vector<db::Value> wanted) {
      if (wanted.empty()) {
        return;
      }
      std::vector<db::Value> values;
      const std::string list = places(values, std::move(wanted));
      for (CandidateRow& row : tx.rows_with<CandidateRow>(
               std::string(select) + fmt::format(" AND {}.{} IN ({})", alias, column, list),
               std::move(values))) {
        made.push_back({.id = row.id,
                        .name = std::move(row.name),
                        .code = std::move(row.code),
                        .id_text = base::id_text(prefix, row.id),
                        .closed_on = row.closed_on,
                        .area = row.area,
                        .more = row.more.value_or(""),
                        .kind = std::move(row.kind),
                        .path = std::move(row.path),
                        .in_scope = row.in_scope != 0});
      }
    };
    add("name", values_of(part));
    add("code", values_of(part));
    add("id", values_of(ids));
  }
  return made;
}

Referenced::Source loading(Referenced::Source from, ReadOf read) {
  const auto loaded = std::make_shared<std::unordered_set<std::int64_t>>();
  from.find = [find = std::move(from.find), read = std::move(read), loaded](
                  db::Tx& tx, const std::vector<std::string>& texts) {
    std::vector<Candidate> found = find(tx, texts);
    std::vector<std::int64_t> fresh;
    for (const Candidate& each : found) {
      if (loaded->insert(each.id).second) {
        fresh.push_back(each.id);
      }
    }
    for (std::size_t at = 0; at < fresh.size(); at += at_once) {
      const std::vector<std::int64_t> part(
          fresh.begin() + static_cast<std::ptrdiff_t>(at),
          fresh.begin() + static_cast<std::ptrdiff_t>(std::min(fresh.size(), at + at_once)));
      std::vector<db::Value> ids;
      const std::string list = places(ids, values_of(part));
      read(tx, list, std::move(ids));
    }
    return found;
  };
  return from;
}

Referenced::Source sponsors() {
  return {.find =
              [](db::Tx& tx, const std::vector<std::string>& texts) {
                return candidates(
                    tx, "p",
                    "SELECT p.id, p.name, p.code, p.closed_on, p.area, a.name AS more, p.kind, "
                    "a.path, 1 AS in_scope FROM sponsor p JOIN area a ON a.id = p.area WHERE "
                    "{scope:area a.path; sponsor p.id}",
                    access::sponsor_prefix, texts);
              },
          .names =
              [](db::Tx& tx) {
                return tx.column<std::string>(fmt::format(
                    "SELECT p.name FROM sponsor p JOIN area a ON a.id = p.area WHERE {{scope:area "
                    "a.path; sponsor p.id}} AND p.closed_on IS NULL ORDER BY p.name LIMIT {}",
                    names_suggested));
              },
          .unknown = "There is no such sponsor."};
}

Referenced::Source areas(AreasOf of) {
  std::string where = "{scope:area a.path}";
  if (of == AreasOf::sponsors) {
    where =
        "({scope:area a.path} OR a.id IN (SELECT p.area FROM sponsor p WHERE {scope:sponsor "
        "p.id}))";
  } else if (of == AreasOf::sites) {
    where = "({scope:area a.path} OR a.id IN (SELECT s.area FROM site s WHERE {scope:site s.id}))";
  }
  return {.find =
              [where](db::Tx& tx, const std::vector<std::string>& texts) {
                return candidates(
                    tx, "a",
                    "SELECT a.id, a.name, a.code, a.closed_on, a.id AS area, o.name AS more, "
                    "a.kind, a.path, CASE WHEN {scope:area a.path} THEN 1 ELSE 0 END AS in_scope "
                    "FROM area a LEFT JOIN area o ON o.id = a.parent WHERE " +
                        where,
                    access::area_prefix, texts);
              },
          .names =
              [where](db::Tx& tx) {
                return tx.column<std::string>(fmt::format(
                    "SELECT a.name FROM area a WHERE {} AND a.closed_on IS NULL ORDER BY a.name "
                    "LIMIT {}",
                    where, names_suggested));
              },
          .unknown = "There is no such area."};
}

}  // namespace sojourn::stages::programme
