#include "stages/selection/round_import.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "stages/programme/import_candidates.h"
#include "stages/selection/rounds.h"

namespace sojourn::stages::selection {
namespace {

using imports::column;
using imports::Given;
using imports::reference;
using imports::Referenced;
using imports::Tell;
using imports::twice;
using References = std::vector<Referenced>;

/// The rounds that a file is about, and those that its rows make.
class Rounds {
 public:
  /// The round of this area and name that opens on this day, closed or not.
  const Round* match(db::Tx& tx, const Given& given, const Round& said, const Tell& tell) {
    if (!given.text("area") || !given.text("name") || !given.text("opens_on")) {
      return nullptr;  // what is missing or wrong is told at its own cell
    }
    if (const auto made = made_.find(key_of(said)); made != made_.end()) {
      tell("name", twice(made->second));
      return nullptr;
    }
    std::optional<Round> open;
    for (Round& each : tx.rows<Round>(
             fmt::format("SELECT {} FROM {} AND r.area = $1 AND r.name = $2 ORDER BY r.id",
                         columns<Round>("r"), scoped_round),
             said.area, said.name)) {
      if (each.opens_on == said.opens_on) {
        before_ = std::move(each);
        return &before_;
      }
      if (!each.closed_on) {
        open = std::move(each);
      }
    }
    if (open) {
      tell("opens_on",
           {"other_day",
            base::in_words("A round of this name is open since {}. Is it that one? Else close it "
                           "first, or give this one another name.",
                           open->opens_on.to_text())});
    }
    return nullptr;
  }

  void add(const Round& made, std::uint32_t row) { made_.emplace(key_of(made), row); }

 private:
  using Key = std::tuple<std::int64_t, std::string, base::Date>;
  static Key key_of(const Round& round) { return {round.area.value, round.name, round.opens_on}; }

  std::map<Key, std::uint32_t> made_;  ///< the row that makes it
  Round before_;
};

/// What sponsors are asked for in the rounds that a file names, and by its rows.
class Places {
 public:
  const Place* match(db::Tx& tx, const Given& given, const Place& said, const Tell& tell) {
    if (!given.text("round") || !given.text("sponsor")) {
      return nullptr;
    }
    const auto [at, fresh] = by_round_.try_emplace(said.round.value);
    if (fresh) {
      for (Place& each : tx.rows<Place>(
               fmt::format("SELECT {} FROM round_place q WHERE q.round = $1 AND {{unscoped:whoever "
                           "sees the round sees all that is asked for in it}}",
                           columns<Place>("q")),
               said.round)) {
        const std::int64_t sponsor = each.sponsor.value;
        at->second.emplace(sponsor, Kept{.place = std::move(each), .row = 0});
      }
    }
    const auto found = at->second.find(said.sponsor.value);
    if (found == at->second.end()) {
      return nullptr;
    }
    if (found->second.row > 0) {
      tell("sponsor", twice(found->second.row));
      return nullptr;
    }
    before_ = found->second.place;
    return &before_;
  }

  void add(const Place& made, std::uint32_t row) {
    by_round_[made.round.value].emplace(made.sponsor.value, Kept{.place = made, .row = row});
  }

 private:
  struct Kept {
    Place place;
    std::uint32_t row = 0;  ///< that makes it; 0: none
  };
  std::map<std::int64_t, std::map<std::int64_t, Kept>> by_round_;
  Place before_;
};

/// Rounds that the asker sees, by name, by the number of the notice, or by id.
Referenced::Source rounds() {
  return {.find =
              [](db::Tx& tx, const std::vector<std::string>& texts) {
                return programme::candidates(
                    tx, "r",
                    "SELECT r.id, r.name, r.code, r.closed_on, r.area, a.name AS more, '' AS kind, "
                    "a.path, 1 AS in_scope FROM (SELECT id, name, notice AS code, closed_on, area "
                    "FROM selection_round WHERE {unscoped:the scope stands below}) r JOIN area a "
                    "ON a.id = r.area WHERE {scope:area a.path}",
                    Round::id_prefix, texts);
              },
          .names =
              [](db::Tx& tx) {
                return tx.column<std::string>(fmt::format(
                    "SELECT r.name FROM {} AND r.closed_on IS NULL ORDER BY r.name LIMIT {}",
                    scoped_round, programme::names_suggested));
              },
          .unknown = "There is no such round."};
}

}  // namespace

void check(const Round& round, Faults& faults) {
  faults.check_name("/notice", round.notice);
  faults.check_between("/posts", round.posts, 1, most_posts);
  if (round.deadline < round.opens_on) {
    faults.add("/deadline", "out_of_order", round.deadline.to_text(),
               "The deadline is not before the day on which the round opens.");
  }
  if (round.starts_on < round.deadline) {
    faults.add("/starts_on", "out_of_order", round.starts_on.to_text(),
               "Service begins on the deadline or after it.");
  }
}

void check_nominees(const Place& place, std::int32_t nominees, Faults& faults) {
  // A sponsor may name fewer; more are named once the office gives it more places.
  faults.check_between("/nominees", nominees, 0, place.places);
}

void check(const Place& place, base::Date today, Faults& faults) {
  faults.check_between("/places", place.places, 0, most_places);
  if (place.nominees) {
    check_nominees(place, *place.nominees, faults);
  } else if (place.replied_on || place.reply_source) {
    faults.add("/nominees", "missing", "", "How many does it name? 0 is a reply too.");
  }
  if (place.replied_on && *place.replied_on > today) {
    faults.add("/replied_on", "in_future", place.replied_on->to_text(),
               "This should be a day that has come.");
  }
  if (place.reply_source) {
    faults.check_name("/reply_source", *place.reply_source);
  }
}

imports::Importable<Round> round_import() {
  const auto kept = std::make_shared<Rounds>();
  imports::Importable<Round> made;
  made.table = Round::table;
  made.columns = {
      column(&Round::name,
             {.name = "name",
              .title = "Round",
              .also = {"roundname", "批次", "批次名称", "选派批次", "轮次名称", "名称"},
              .required = true}),
      reference(&Round::area, 0,
                {.name = "area", .title = "Area", .also = {"所属地区", "县"}, .required = true}),
      column(&Round::notice, {.name = "notice",
                              .title = "Notice",
                              .also = {"noticenumber", "文号"},
                              .required = true}),
      column(&Round::posts, {.name = "posts",
                             .title = "Posts",
                             .also = {"numberofposts", "岗位数", "选派人数"},
                             .required = true}),
      column(&Round::opens_on, {.name = "opens_on",
                                .title = "Opens on",
                                .also = {"opens", "dayofthenotice", "通知日期"},
                                .required = true}),
      column(&Round::deadline, {.name = "deadline",
                                .title = "Deadline",
                                .also = {"replyby", "报送截止日期", "截止时间"},
                                .required = true}),
      column(&Round::starts_on, {.name = "starts_on",
                                 .title = "Service begins on",
                                 .also = {"startson", "到岗日期", "到岗时间"},
                                 .required = true})};
  made.references = {programme::areas()};
  made.match = [kept](db::Tx& tx, References&, const Given& given, Round& said,
                      const Tell& tell) -> const Round* {
    return kept->match(tx, given, said, tell);
  };
  made.complete = [kept](db::Tx&, References&, const Round* before, const Round& after,
                         const Given& given) {
    Faults faults;
    faults.check_name("/name", after.name);
    check(after, faults);
    if (before != nullptr && before->closed_on && *before != after) {
      faults.add("/name", "closed", "", "This round is closed.");
    }
    if (before == nullptr && faults.count() == 0) {
      kept->add(after, given.row);
    }
    return faults.take();
  };
  return made;
}

imports::Importable<Place> place_import() {
  constexpr std::size_t of_rounds = 0;
  constexpr std::size_t of_sponsors = 1;
  const auto kept = std::make_shared<Places>();
  imports::Importable<Place> made;
  made.table = "round_place";
  made.name_column = "sponsor";
  auto nominees =
      column(&Place::nominees,
             {.name = "nominees", .title = "People named", .also = {"nominees", "推荐人数"}});
  auto replied_on =
      column(&Place::replied_on,
             {.name = "replied_on", .title = "Replied on", .also = {"dayofreply", "报送日期"}});
  // A later reply takes the place of an earlier one; none is taken back.
  nominees.clear = nullptr;
  replied_on.clear = nullptr;
  made.columns = {reference(&Place::round, of_rounds,
                            {.name = "round",
                             .title = "Round",
                             .also = {"批次", "批次名称", "选派批次"},
                             .required = true}),
                  reference(&Place::sponsor, of_sponsors,
                            {.name = "sponsor",
                             .title = "Sponsor",
                             .also = {"unit", "单位", "单位名称", "选派单位"},
                             .required = true}),
                  column(&Place::places, {.name = "places",
                                          .title = "Places",
                                          .also = {"numberofplaces", "名额数", "分配名额"},
                                          .required = true}),
                  std::move(nominees),
                  std::move(replied_on),
                  column(&Place::reply_source, {.name = "reply_source",
                                                .title = "Letter",
                                                .also = {"source", "复函文号", "来函文号"}})};
  made.references = {rounds(), programme::sponsors()};
  made.match = [kept](db::Tx& tx, References&, const Given& given, Place& said,
                      const Tell& tell) -> const Place* {
    return kept->match(tx, given, said, tell);
  };
  made.complete = [kept](db::Tx& tx, References&, const Place* before, Place& after,
                         const Given& given) {
    Faults faults;
    const base::Date today = tx.now().utc_date();
    if (after.nominees && !after.replied_on) {
      after.replied_on = today;
    }
    if (before == nullptr && after.places == 0) {
      faults.check_between("/places", after.places, 1, most_places);
    }
    check(after, today, faults);
    if (before == nullptr && faults.count() == 0) {
      kept->add(after, given.row);
    }
    return faults.take();
  };
  return made;
}

}  // namespace sojourn::stages::selection
