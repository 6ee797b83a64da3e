// The budget of a county among 128,000 sites, as an officer's desk asks for it over HTTP, on SQLite
// and on PostgreSQL.
//
//   bench_money [sites] [--postgres URL]   (128000; without URL only SQLite)
//
// Each site has seven lines with their plan booked; the counties that are asked have a commitment
// and a payment on each line too. The view is two requests: the county's sums by kind, and its
// sites with theirs. Asked as a programme officer, who sees all sites, and as the area manager of
// the county. Beside it, in the same run, the engine's own program (sqlite3, psql) with the bare
// SQL of the sums, and with a SUM over the journal of the same county: what the kept sums are
// worth. Must: the view in 200 ms at the 95th percentile. Ends with an error if it does not hold,
// or if the two ways do not say the same.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/ensure.h"
#include "base/json.h"
#include "bench/http_client.h"
#include "bench/server.h"
#include "db/sqlite_engine.h"
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
constexpr int counties_at_once = 16;
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

Area make_county(db::Change& change, const Area& province, int number) {
  Area county;
  county.id = change.new_id<Area>();
  county.name = fmt::format("County {:04}", number);
  county.kind = AreaKind::county;
  county.parent = province.id;
  county.path = fmt::format("{}{}/", province.path, county.id.value);
  change.insert("area", county);
  return county;
}

/// With its lines; `paid`: a promise and a payment on each of them too, unless it is below zero.
void make_site(db::Change& change, Rows& rows, const Area& county, const std::string& name,
               int paid) {
  Site site;
  site.id = change.new_id<Site>();
  site.name = name;
  site.area = county.id;
  rows.sites.push_back(site);
  for (const stages::support::PlannedLine& cost :
       stages::support::yearly_cost({}, {.leaders = 1, .all = 3, .arriving = 2})) {
    Line line{.id = change.new_id<Line>(), .site = site.id, .year = year, .kind = cost.kind};
    book(change, rows, line, BookingKind::plan,
         stages::support::planning(line.id, cost.amount.minor));
    if (paid >= 0) {
      book(change, rows, line, BookingKind::commit,
           stages::support::committing(line.id, 20'000 + paid));
      book(change, rows, line, BookingKind::pay, stages::support::paying(line.id, 10'000 + paid));
    }
    rows.lines.push_back(line);
  }
}

/// Counties in one province; those that are asked.
std::vector<base::Id<Area>> make_sites(program::Store& store, int sites) {
  std::vector<base::Id<Area>> asked;
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
  for (int first = 0; first < counties; first += counties_at_once) {
    store.database().change(db::Caller::program(), "bench.make", [&](db::Change& change) {
      Rows rows;
      for (int c = first; c < std::min(counties, first + counties_at_once); ++c) {
        const bool is_asked = c % std::max(1, counties / asked_counties) == 0;
        const Area county = make_county(change, province, c);
        if (is_asked) {
          asked.push_back(county.id);
        }
        for (int s = 0; s < sites_of_county && c * sites_of_county + s < sites; ++s) {
          make_site(change, rows, county, fmt::format("Site {:04} {:02}", c, s), is_asked ? s : -1);
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

double p95(std::vector<double>& times) { return bench::at_percent(times, 95); }

/// An answer, and the milliseconds until it was whole.
struct Asked {
  std::string body;
  double milliseconds = 0;
};
Asked ask(std::uint16_t port, const std::string& path, const std::string& token) {
  const int socket = bench::connect_to(port);
  const auto start = Clock::now();
  bench::send_all(socket, fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: "
                                      "application/json\r\nAuthorization: Bearer {}\r\n\r\n",
                                      path, token));
  std::string in;
  std::array<char, 16384> bytes;
  while (bench::answer_length(in) == 0) {
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
    base::ensure(got > 0, "the server answers");
    in.append(bytes.data(), static_cast<std::size_t>(got));
  }
  const double milliseconds = seconds_since(start) * 1e3;
  ::close(socket);
  base::ensure(in.starts_with("HTTP/1.1 200"), "the question is understood: " + in);
  return {.body = in.substr(in.find("\r\n\r\n") + 4), .milliseconds = milliseconds};
}

fs::path data_of(const fs::path& folder) { return folder / "data"; }

/// The engine's own program, in one session: what it says, and the milliseconds of each statement
/// as it measures them itself.
struct Bare {
  std::vector<std::string> rows;
  std::vector<double> milliseconds;
};
Bare bare(const std::string& url, const fs::path& folder, const std::string& sql, int times) {
  const fs::path file = folder / "bare.sql";
  std::ofstream out(file);
  out << (url.empty() ? ".timer on\n" : "\\timing on\n");
  for (int i = 0; i < times; ++i) {
    out << sql << ";\n";
  }
  out.close();
  const std::string command =
      url.empty() ? fmt::format("sqlite3 -readonly {} < {}",
                                (data_of(folder) / db::sqlite_file_name).string(), file.string())
                  : fmt::format("psql -X -q -A -t '{}' -f {}", url, file.string());
  Bare made;
  std::FILE* const said = ::popen(command.c_str(), "r");
  base::ensure(said != nullptr, "the engine's own program");
  std::array<char, 4096> line;
  while (std::fgets(line.data(), line.size(), said) != nullptr) {
    const std::string text(line.data());
    if (text.starts_with("Run Time: real ")) {
      made.milliseconds.push_back(std::atof(text.c_str() + 15) * 1e3);
    } else if (text.starts_with("Time: ")) {
      made.milliseconds.push_back(std::atof(text.c_str() + 6));
    } else {
      made.rows.push_back(text.substr(0, text.find('\n')));
    }
  }
  base::ensure(::pclose(said) == 0 && std::ssize(made.milliseconds) == times, "it did them all");
  return made;
}

/// A new schema of the database, in place of one that an earlier run left.
std::string in_schema(const std::string& url) {
  const std::string made = fmt::format(
      "psql -X -q '{}' -c 'SET client_min_messages = error; DROP SCHEMA IF EXISTS money CASCADE; "
      "CREATE SCHEMA money'",
      url);
  base::ensure(std::system(made.c_str()) == 0, "psql makes a schema");
  return url + (url.find('?') == url.npos ? "?" : "&") + "options=-csearch_path%3Dmoney";
}

/// Fills a store, serves it and asks; whether the view came in time.
bool on(const std::string& url, const fs::path& folder, int sites) {
  fs::create_directory(folder);
  const fs::path data = data_of(folder);
  std::vector<base::Id<Area>> asked;
  std::string officer;
  std::vector<std::string> managers;
  {
    program::Store store({.directory = data.string(), .url = url}, program::stages());
    const auto start = Clock::now();
    asked = make_sites(store, sites);
    fmt::print("{}: {} sites, {} lines, filled in {:.0f} s\n",
               url.empty() ? "SQLite" : "PostgreSQL", sites, sites * 7, seconds_since(start));
    store.database().change(db::Caller::program(), "bench.make", [&](db::Change& change) {
      officer = bench::make_token(change, "officer", access::Role::programme_officer,
                                  {.kind = access::ScopeKind::programme});
      managers.clear();
      for (const base::Id<Area>& county : asked) {
        managers.push_back(bench::make_token(
            change, fmt::format("manager{}", county.value), access::Role::area_manager,
            {.kind = access::ScopeKind::area, .subject = county.value}));
      }
    });
  }
  const bench::Served served(data, url);
  std::vector<double> shown;
  std::vector<double> listed;
  std::vector<double> views;
  std::vector<double> of_manager;
  std::vector<double> bare_sums;
  std::vector<double> bare_journal;
  constexpr int rounds = 5;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string within = fmt::format("year={}&within={}", year, asked[i].to_text());
    std::string body;
    for (int round = 0; round < rounds; ++round) {
      Asked sums = ask(served.port(), "/api/budget?" + within, officer);
      const Asked list = ask(served.port(), "/api/budget/sites?count=true&" + within, officer);
      shown.push_back(sums.milliseconds);
      listed.push_back(list.milliseconds);
      views.push_back(sums.milliseconds + list.milliseconds);
      of_manager.push_back(
          ask(served.port(), "/api/budget?" + within, managers[i]).milliseconds +
          ask(served.port(), "/api/budget/sites?count=true&" + within, managers[i]).milliseconds);
      body = std::move(sums.body);
    }
    const std::string county = fmt::format("s.area = {} AND l.year = {}", asked[i].value, year);
    const Bare sums =
        bare(url, folder,
             "SELECT l.kind, l.currency, count(*), sum(l.unspent), sum(l.committed), sum(l.paid), "
             "sum(l.unfunded) FROM budget_line l JOIN site s ON s.id = l.site WHERE " +
                 county + " GROUP BY l.kind, l.currency",
             rounds);
    const Bare journal = bare(
        url, folder,
        "SELECT e.account, sum(e.minor) FROM booking_entry e JOIN budget_line l ON l.id = e.line "
        "JOIN site s ON s.id = l.site WHERE " +
            county + " GROUP BY e.account",
        rounds);
    bare_sums.insert(bare_sums.end(), sums.milliseconds.begin(), sums.milliseconds.end());
    bare_journal.insert(bare_journal.end(), journal.milliseconds.begin(),
                        journal.milliseconds.end());
    const auto paid = std::find_if(journal.rows.begin(), journal.rows.end(),
                                   [](const std::string& row) { return row.starts_with("paid|"); });
    base::ensure(paid != journal.rows.end(), "something is paid");
    const boost::json::value told = base::parse_json(body);
    base::ensure(std::string_view(told.at("totals").at(0).at("paid").as_string()) ==
                     base::Money{std::atoll(paid->c_str() + 5), {}}.to_text(),
                 "both say the same");
  }
  const double view_95 = p95(views);
  const double sums_95 = p95(bare_sums);
  const double journal_95 = p95(bare_journal);
  const bool met = view_95 < 200 && p95(of_manager) < 200;
  fmt::print(
      "  a county of {} sites, {} views over HTTP, p95: officer {:.1f} ms (sums {:.1f}, sites "
      "{:.1f}), area manager {:.1f} ms\n"
      "  bare SQL of the sums {:.1f} ms (the server's sums take {:.1f} times that), SUM over the "
      "journal {:.1f} ms (of which they are {:.2f})\n"
      "  asked: under 200 ms: {}\n",
      sites_of_county, views.size(), view_95, p95(shown), p95(listed), p95(of_manager), sums_95,
      p95(shown) / sums_95, journal_95, p95(shown) / journal_95, met ? "met" : "NOT MET");
  return met;
}

}  // namespace

int main(int count, char** arguments) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  int sites = 128'000;
  std::string url;
  for (int i = 1; i < count; ++i) {
    if (std::string_view(arguments[i]) == "--postgres" && i + 1 < count) {
      url = arguments[++i];
    } else {
      sites = std::atoi(arguments[i]);
    }
  }
  const fs::path folder =
      fs::temp_directory_path() / fmt::format("sojourn-bench-money-{}", ::getpid());
  fs::create_directory(folder);
  bool met = on({}, folder / "sqlite", sites);
  if (!url.empty()) {
    met = on(in_schema(url), folder / "postgres", sites) && met;
  }
  fs::remove_all(folder);
  return met ? 0 : 1;
}
