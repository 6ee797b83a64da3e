// The budget of a county among 128,000 sites, on SQLite, as `budget show` and `budget list` answer
// it, beside a plain SUM over the journal of the same county in the same run: what the kept sums of
// lines are worth.
//
//   bench_money [sites]   (128000)
//
// Each site has seven lines with their plan booked; the counties that are asked have a commitment
// and a payment on each line too. Fails over 200 ms at the 95th percentile, and if both ways do not
// say the same.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/ensure.h"
#include "base/json.h"
#include "bench/http_client.h"
#include "bench/server.h"
#include "program/store.h"
#include "stages/support/rules.h"

namespace {

using namespace sojourn;
using bench::Clock;
using bench::seconds_since;
using stages::programme::Area;
using stages::programme::AreaKind;
using stages::programme::Site;
using stages::support::Booking;
using stages::support::BookingEntry;
using stages::support::BookingKind;
using stages::support::Leg;
using stages::support::Line;
namespace fs = std::filesystem;

constexpr int sites_of_county = 90;
constexpr int asked_counties = 20;
constexpr int year = 2027;

/// The rows of one piece, so that memory stays small.
struct Rows {
  std::vector<Site> sites = {};
  std::vector<Line> lines = {};
  std::vector<Booking> bookings = {};
  std::vector<BookingEntry> entries = {};
};

void book(db::Change& change, Rows& rows, Line& line, BookingKind kind,
          const stages::support::Legs& legs) {
  const Booking booking{.id = change.new_id<Booking>(),
                        .kind = kind,
                        .made_on = change.now().utc_date(),
                        .reason = "bench"};
  rows.bookings.push_back(booking);
  for (const Leg& leg : legs) {
    post(line, leg);
    rows.entries.push_back({.id = change.new_id<BookingEntry>(),
                            .booking = booking.id,
                            .line = line.id,
                            .account = leg.account,
                            .minor = leg.minor});
  }
}

/// Counties in one province; the ids of those that are asked.
std::vector<std::string> make_sites(program::Store& store, int sites) {
  std::vector<std::string> asked;
  Area province;
  store.database().change(db::Caller::program(), "bench.make", [&](db::Change& change) {
    province = {};
    province.id = change.new_id<Area>();
    province.name = "Province";
    province.kind = AreaKind::province;
    province.path = fmt::format("/{}/", province.id.value);
    change.insert("area", province);
  });
  const int counties = (sites + sites_of_county - 1) / sites_of_county;
  for (int c = 0; c < counties; ++c) {
    store.database().change(db::Caller::program(), "bench.make", [&](db::Change& change) {
      Area county;
      county.id = change.new_id<Area>();
      county.name = fmt::format("County {:04}", c);
      county.kind = AreaKind::county;
      county.parent = province.id;
      county.path = fmt::format("{}{}/", province.path, county.id.value);
      change.insert("area", county);
      const bool is_asked = c % std::max(1, counties / asked_counties) == 0;
      if (is_asked) {
        asked.push_back(county.id.to_text());
      }
      Rows rows;
      for (int s = 0; s < sites_of_county && c * sites_of_county + s < sites; ++s) {
        Site site;
        site.id = change.new_id<Site>();
        site.name = fmt::format("Site {:04} {:02}", c, s);
        site.area = county.id;
        rows.sites.push_back(site);
        for (const stages::support::PlannedLine& cost :
             stages::support::yearly_cost({}, {.leaders = 1, .all = 3, .arriving = 2})) {
          Line line{.id = change.new_id<Line>(), .site = site.id, .year = year, .kind = cost.kind};
          book(change, rows, line, BookingKind::plan,
               stages::support::planning(line.id, cost.amount.minor));
          if (is_asked) {
            book(change, rows, line, BookingKind::commit,
                 stages::support::committing(line.id, 20'000 + s));
            book(change, rows, line, BookingKind::pay,
                 stages::support::paying(line.id, 10'000 + s));
          }
          rows.lines.push_back(line);
        }
      }
      change.insert_all("site", rows.sites, "sites of the bench");
      change.insert_all("budget_line", rows.lines, "lines of the bench");
      change.insert_all("booking", rows.bookings, "bookings of the bench");
      change.insert_all("booking_entry", rows.entries, "entries of the bench");
    });
  }
  return asked;
}

double p95(std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  return times[times.size() * 95 / 100];
}

}  // namespace

int main(int count, char** arguments) {
  const int sites = count > 1 ? std::atoi(arguments[1]) : 128'000;
  const fs::path folder =
      fs::temp_directory_path() / fmt::format("sojourn-bench-money-{}", ::getpid());
  fs::create_directory(folder);
  bool met = true;
  {
    program::Store store({.directory = (folder / "data").string()}, program::stages());
    auto start = Clock::now();
    const std::vector<std::string> asked = make_sites(store, sites);
    fmt::print("{} sites, {} lines, filled in {:.0f} s\n", sites, sites * 7, seconds_since(start));
    const auto& operations = store.stages().operations;
    const auto operation = [&](std::string_view name) -> const access::Operation& {
      return *std::find_if(operations.begin(), operations.end(),
                           [&](const auto& each) { return each.about.name == name; });
    };
    const access::Operation& show = operation("budget.show");
    const access::Operation& list = operation("budget.list");
    std::vector<double> shown;
    std::vector<double> listed;
    std::vector<double> plain;
    for (int round = 0; round < 5; ++round) {
      for (const std::string& county : asked) {
        start = Clock::now();
        const auto budget = store.service()
                                .run(show, access::Asker::local_operator(), {.id = "bench"},
                                     {{"within", county}, {"year", year}})
                                .body;
        shown.push_back(seconds_since(start) * 1e3);
        start = Clock::now();
        store.service().run(list, access::Asker::local_operator(), {.id = "bench"},
                            {{"within", county}, {"year", year}, {"limit", 200}});
        listed.push_back(seconds_since(start) * 1e3);
        start = Clock::now();
        const std::int64_t paid = store.database().read(db::Caller::program(), [&](db::Tx& tx) {
          const auto sums = tx.query(
              "SELECT e.account, CAST(sum(e.minor) AS BIGINT) FROM booking_entry e JOIN "
              "budget_line l ON l.id = e.line JOIN site s ON s.id = l.site WHERE s.area = $1 AND "
              "l.year = $2 AND {unscoped:a bench} GROUP BY e.account ORDER BY e.account",
              {db::to_sql(base::written<base::Id<Area>>(county)), db::to_sql(year)});
          for (std::size_t i = 0; i < sums.rows(); ++i) {
            if (db::SqlOf<std::string>::from(sums.row(i)[0]) == "paid") {
              return db::SqlOf<std::int64_t>::from(sums.row(i)[1]);
            }
          }
          return std::int64_t{0};
        });
        plain.push_back(seconds_since(start) * 1e3);
        const std::string said(std::string_view(budget.at("totals").at(0).at("paid").as_string()));
        base::ensure(said == base::Money{paid, {}}.to_text(), "both say the same");
      }
    }
    const double show_95 = p95(shown);
    const double list_95 = p95(listed);
    const double plain_95 = p95(plain);
    met = show_95 < 200 && list_95 < 200;
    fmt::print(
        "A county of {} sites, {} questions, p95: sums {:.1f} ms, site by site {:.1f} ms; SUM over "
        "the journal {:.1f} ms, {:.1f} times the sums\n  asked: under 200 ms: {}\n",
        sites_of_county, shown.size(), show_95, list_95, plain_95, plain_95 / show_95,
        met ? "met" : "NOT MET");
  }
  fs::remove_all(folder);
  return met ? 0 : 1;
}
