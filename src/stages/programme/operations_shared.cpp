#include "stages/programme/operations_shared.h"

#include <limits>

#include "base/text.h"
#include "ledger/entry.h"

namespace sojourn::stages::programme {
namespace {

constexpr std::int32_t rows_a_page = 50;
constexpr std::int32_t most_rows_a_page = 200;
constexpr std::size_t longest_search = 100;

/// Small letters of A to Z only, as lower() does on both engines under the C collation.
std::string folded(std::string_view text) {
  std::string made(text);
  for (char& c : made) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return made;
}

/// For LIKE: any text that holds `text`.
std::string pattern_of(std::string_view text) {
  std::string made = "%";
  for (const char c : folded(text)) {
    if (c == '%' || c == '_' || c == '!') {
      made += '!';
    }
    made += c;
  }
  return made + '%';
}

[[noreturn]] void refuse(std::string_view where, std::string_view code, std::string_view value,
                         base::Sentence detail) {
  Faults faults;
  faults.add(std::string(where), std::string(code), std::string(value), std::move(detail));
  faults.refuse();
  base::report_bug("a fault is refused", std::source_location::current());
}

}  // namespace

std::string path_of(db::Tx& tx, base::Id<Area> area) { return lasting(tx, area).path; }

std::int64_t checked_limit(const std::optional<std::int32_t>& limit) {
  Faults faults;
  faults.check_between("/limit", limit.value_or(rows_a_page), 1, most_rows_a_page);
  faults.refuse();
  return limit.value_or(rows_a_page);
}

void refuse_place(std::string_view after, base::Sentence detail) {
  refuse("/after", "not_place", after, std::move(detail));
}

void Query::within(db::Tx& tx, base::Id<Area> area) {
  const std::string top = path_of(tx, area);
  add("a.path >= {} AND a.path < {}", top, db::end_of_prefix(top));
  within_ = true;
}

std::string Query::in_order(db::Tx& tx, std::optional<std::int64_t> count) const {
  // About as many as are gathered and sorted in the time that a walk along the names takes.
  constexpr std::int64_t few = 200;
  if (alias_ == "a" || (!within_ && tx.caller().scope.area_paths.empty()))
    return from_;
  if (!count) {
    count = tx.estimate(
        fmt::format("SELECT count(*) FROM (SELECT 1 AS one FROM {} LIMIT {}) AS part", from_, few),
        values_);
  }
  if (*count < few) {
    return from_;
  }
  return base::replaced(base::replaced(from_, "a.path", db::text_as_filter("a.path")),
                        "area " + db::text_as_filter("a.path"), "area +a.path");
}

void Query::search(const std::optional<std::string>& text) {
  if (!text) {
    return;
  }
  if (text->empty() || text->size() > longest_search) {
    refuse("/search", "not_search", *text, "This should be a text of 1 to 100 bytes.");
  }
  const std::string value = parameter(pattern_of(*text));
  from_ += fmt::format(
      " AND (lower({0}.name) LIKE {1} ESCAPE '!' OR lower({0}.code) LIKE {1} "
      "ESCAPE '!')",
      alias_, value);
}

void Query::closed(const std::optional<bool>& closed) {
  if (!closed.value_or(false)) {
    from_ += fmt::format(" AND {}.closed_on IS NULL", alias_);
  }
}

std::int64_t Query::number(db::Tx& tx, const std::string& sql) const {
  return db::SqlOf<std::int64_t>::from(tx.query(sql, values_).cells.at(0));
}

void Query::start_after(std::string_view after, const base::WordAbout& id_about,
                        std::optional<std::int64_t> (*id_of)(std::string_view)) {
  const std::size_t gap = after.find(' ');
  const std::optional<std::int64_t> id = id_of(after.substr(0, gap));
  if (!id || gap == after.npos) {
    refuse_place(after, base::in_words("This should be what `next` said: {}, a space and a name.",
                                       id_about.accepted));
  }
  const std::string name = parameter(std::string(after.substr(gap + 1)));
  from_ += fmt::format(" AND ({0}.name, {0}.id) > ({1}, {2})", alias_, name, parameter(*id));
}

std::vector<base::FieldAbout> list_fields(std::vector<base::FieldAbout> own) {
  own.push_back({.name = "search",
                 .shape = "TEXT",
                 .meaning = "Only those whose name or code holds this text, in large or small "
                            "letters."});
  own.push_back({.name = "closed", .meaning = "Closed ones too."});
  own.push_back(after_field());
  own.push_back(limit_field());
  own.push_back({.name = "count",
                 .meaning = "Say too how many there are in all.",
                 .trade = "Yes: the total. No: faster, for nothing beyond the page is read."});
  return own;
}

base::FieldAbout which_field(std::string_view shape) {
  return {.name = "id",
          .shape = std::string(shape),
          .positional = true,
          .meaning = "Which one, by its id."};
}

base::FieldAbout version_field() {
  return {.name = "version",
          .shape = "N",
          .meaning = "The version that you saw; the change is refused if there is a newer one."};
}

base::FieldAbout name_field() {
  return {.name = "name", .shape = "NAME", .meaning = "What people call it, in up to 200 bytes."};
}

base::FieldAbout code_field() {
  return {
      .name = "code", .shape = "CODE", .meaning = "The office's own number for it, if it has one."};
}

base::FieldAbout year_field() {
  return {
      .name = "year", .shape = "YEAR", .least = 2000, .most = 2999, .meaning = "Of which year."};
}

base::FieldAbout within_field() {
  return {.name = "within",
          .shape = "AREA",
          .meaning = "Only what lies in this area or in one that lies in it."};
}

base::FieldAbout site_filter() {
  return {.name = "site", .shape = "SITE", .meaning = "Only of this site."};
}

base::FieldAbout on_field() {
  return {.name = "on", .shape = "DAY", .meaning = "Since which day; today if not given."};
}

base::FieldAbout reason_field() {
  return {.name = "reason",
          .shape = "TEXT",
          .meaning = "Why, in up to 200 bytes. It stands with the record: no names of people."};
}

base::FieldAbout after_field() {
  return {.name = "after",
          .shape = "PLACE",
          .meaning = "For the next page: what `next` said on this one."};
}

base::FieldAbout limit_field() {
  return {.name = "limit",
          .shape = "N",
          .unit = "rows",
          .least = 1,
          .most = most_rows_a_page,
          .meaning = "Rows of a page; 50 if not given."};
}

base::FieldAbout into_field(std::string_view shape) {
  return {.name = "into",
          .shape = std::string(shape),
          .meaning = "Which record stays. The other one is closed and points to it."};
}

base::Date closing_day(const db::Tx& tx, const std::optional<base::Date>& given, Faults& faults) {
  const base::Date today = tx.now().utc_date();
  const base::Date day = given.value_or(today);
  // A day ahead, as it may be tomorrow already where the asker is.
  if (day > today + 1) {
    faults.add("/on", "in_future", day.to_text(), "This should be a day that has come.");
  }
  return day;
}

access::Page<HistoryEntry> history_of(db::Tx& tx, std::string_view table, std::int64_t id,
                                      const std::optional<std::string>& after) {
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  if (after) {
    const auto given = base::parse_number<std::int64_t>(*after);
    if (!given) {
      refuse("/after", "not_place", *after, "This should be what `next` said.");
    }
    before = *given;
  }
  const auto bodies = tx.query(
      fmt::format("SELECT e.body, e.id FROM audit_entry e WHERE e.id < $3 AND e.id IN (SELECT "
                  "h.entry FROM audit_history h WHERE h.table_name = $1 AND h.record = $2) "
                  "ORDER BY e.id DESC LIMIT {}",
                  rows_a_page + 1),
      {std::string(table), id, before});
  access::Page<HistoryEntry> page;
  for (std::size_t i = 0; i < bodies.rows(); ++i) {
    if (i == rows_a_page) {
      page.next = fmt::to_string(db::SqlOf<std::int64_t>::from(bodies.row(i - 1)[1]));
      break;
    }
    const auto entry = ledger::parse_entry(db::SqlOf<std::string>::from(bodies.row(i)[0]));
    base::ensure(entry.has_value(), "the audit log holds entries");
    const auto person =
        tx.column<std::string>("SELECT person FROM account WHERE id = $1", entry->actor);
    for (const ledger::EntryLine& line : entry->lines) {
      if (line.table == table && (line.id == id || line.verb == ledger::EntryVerb::bulk)) {
        page.items.push_back({.at = base::Instant::from_unix_micros(entry->at),
                              .operation = entry->operation,
                              .by = person.empty() ? "" : person.front(),
                              .verb = std::string(base::name_of(line.verb)),
                              .fields = line.fields});
      }
    }
  }
  return page;
}

}  // namespace sojourn::stages::programme
