// Wishes by the own word: whoever is named in a round says which of its sites they wish for, in
// what order, and where they cannot go, until some working days after the deadline. What they
// refuse is confidential: no reason is asked, and their sponsor does not see it. The office's own
// way is in stage_wishes.cpp; a plan goes by both alike.
#include <algorithm>

#include "stages/placement/stage_pairs.h"
#include "stages/programme/calendar.h"
#include "stages/programme/rules_table.h"
#include "stages/selection/operations.h"
#include "stages/selection/records.h"
#include "stages/selection/rules.h"

namespace sojourn::stages::placement {
namespace {

using selection::Nomination;
using selection::Round;

struct OwnWish {
  Id<Site> site;
  std::string site_name;
  WishRank rank = WishRank::first;
};
BOOST_DESCRIBE_STRUCT(OwnWish, (), (site, site_name, rank))

struct OwnWishes {
  Id<Nomination> id;
  std::string round_name;
  base::Date until;         ///< the last day on which they may be changed
  bool may_change = false;  ///< today
  std::int32_t most_refused = 0;
  std::vector<OwnWish> wishes;  ///< first, second, third, and then refusals
};
BOOST_DESCRIBE_STRUCT(OwnWishes, (), (id, round_name, until, may_change, most_refused, wishes))

struct WhichNomination {
  Id<Nomination> id;
};
BOOST_DESCRIBE_STRUCT(WhichNomination, (), (id))

struct SayWishes {
  Id<Nomination> id;
  std::vector<Id<Site>> refuse;
  std::optional<Id<Site>> first;
  std::optional<Id<Site>> second;
  std::optional<Id<Site>> third;
};
BOOST_DESCRIBE_STRUCT(SayWishes, (), (id, refuse, first, second, third))

struct SiteName {
  Id<Site> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(SiteName, (), (id, name))

/// The asker's own nomination, its round, and what may be said in it.
struct Matter {
  Nomination nomination;
  Round round;
  std::string path;  ///< of the round's area
  base::Date until;
  selection::SelectionRules rules;
};

Matter matter_of(db::Tx& tx, Id<Nomination> id) {
  Matter made;
  made.nomination = tx.one<Nomination>(
      fmt::format("SELECT {} FROM nomination n JOIN staff t ON t.id = n.staff WHERE n.id = $1 AND "
                  "{{scope:staff t.id}}",
                  columns<Nomination>("n")),
      id);
  made.round = tx.one<Round>(
      fmt::format("SELECT {} FROM selection_round r WHERE r.id = $1 AND {{unscoped:the asker is "
                  "named in it}}",
                  columns<Round>("r")),
      made.nomination.round);
  made.path = tx.value<std::string>(
      "SELECT a.path FROM area a WHERE a.id = $1 AND {unscoped:of a round that the asker is named "
      "in}",
      made.round.area);
  made.rules =
      programme::rules_in_table(tx, tx.now().utc_date(), "selection", selection::read_rules);
  made.until =
      std::min(programme::working_days(tx).after(made.round.deadline, made.rules.wish_days),
               made.round.starts_on - 1);
  return made;
}

/// Refusal precondition unless wishes may be said today.
void require_window(const Matter& matter, const base::Date& today) {
  const selection::Standing standing = matter.nomination.standing;
  if (standing == selection::Standing::withdrawn || standing == selection::Standing::unsuitable) {
    throw base::Refusal{base::Kind::precondition, "not_standing",
                        "This nomination was withdrawn, or the person was found not suitable."};
  }
  if (matter.round.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed", "This round is closed."};
  }
  if (today > matter.until) {
    throw base::Refusal{base::Kind::precondition, "window_over",
                        base::in_words("Wishes for this round were said until the end of {}. The "
                                       "office can still enter them for you.",
                                       matter.until.to_text())};
  }
}

/// Open ones of the person for sites of the round's area.
std::vector<Wish> own_wishes(db::Tx& tx, const Matter& matter) {
  return tx.rows<Wish>(
      fmt::format("SELECT {} FROM wish n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
                  "n.site JOIN area a ON a.id = s.area WHERE n.ended_on IS NULL AND a.path >= $1 "
                  "AND a.path < $2 AND {{scope:staff t.id}} ORDER BY n.id",
                  columns<Wish>("n")),
      matter.path, db::end_of_prefix(matter.path));
}

OwnWishes view_of(db::Tx& tx, const Matter& matter) {
  const base::Date today = tx.now().utc_date();
  OwnWishes made{.id = matter.nomination.id,
                 .round_name = matter.round.name,
                 .until = matter.until,
                 .most_refused = matter.rules.refusals_most,
                 .wishes = {}};
  try {
    require_window(matter, today);
    made.may_change = true;
  } catch (const base::Refusal&) {
    made.may_change = false;
  }
  for (const Wish& wish : own_wishes(tx, matter)) {
    made.wishes.push_back(
        {.site = wish.site,
         .site_name = tx.value<std::string>(
             "SELECT s.name FROM site s WHERE s.id = $1 AND {unscoped:of an own wish}", wish.site),
         .rank = wish.rank});
  }
  std::stable_sort(made.wishes.begin(), made.wishes.end(),
                   [](const OwnWish& a, const OwnWish& b) { return a.rank < b.rank; });
  return made;
}

OwnWishes show_own(db::Tx& tx, const WhichNomination& input) {
  return view_of(tx, matter_of(tx, input.id));
}

/// What the input says, checked: sites of the round, each once.
std::vector<std::pair<Id<Site>, WishRank>> said(db::Tx& tx, const SayWishes& input,
                                                const Matter& matter, Faults& faults) {
  std::vector<std::pair<Id<Site>, WishRank>> made;
  const auto add = [&](const std::string& where, Id<Site> site, WishRank rank) {
    if (std::any_of(made.begin(), made.end(),
                    [&](const auto& each) { return each.first == site; })) {
      faults.add(where, "twice", site.to_text(), "This site stands in your wishes already.");
      return;
    }
    const bool there =
        tx.value<std::int64_t>(
            "SELECT count(*) FROM site s JOIN area a ON a.id = s.area WHERE s.id = $1 AND "
            "s.closed_on IS NULL AND a.path >= $2 AND a.path < $3 AND coalesce((SELECT "
            "f.staffed_by FROM staffing f WHERE f.site = s.id AND f.withdrawn_on IS NULL AND "
            "f.from_day <= $4 ORDER BY f.from_day DESC, f.id DESC LIMIT 1), 'programme') = "
            "'programme' AND {unscoped:sites of a round that the asker is named in}",
            site, matter.path, db::end_of_prefix(matter.path), matter.round.starts_on) > 0;
    if (!there) {
      faults.add(where, "unknown_site", site.to_text(),
                 "There is no such site in this round: site briefs lists them.");
      return;
    }
    made.emplace_back(site, rank);
  };
  if (input.first) {
    add("/first", *input.first, WishRank::first);
  }
  if (input.second) {
    add("/second", *input.second, WishRank::second);
  }
  if (input.third) {
    add("/third", *input.third, WishRank::third);
  }
  for (std::size_t i = 0; i < input.refuse.size(); ++i) {
    add(base::pointer_to("/refuse", i), input.refuse[i], WishRank::refuse);
  }
  if (std::ssize(input.refuse) > matter.rules.refusals_most) {
    faults.add("/refuse", "too_many", fmt::to_string(input.refuse.size()),
               base::in_words("By the rules at most {} sites are refused. Talk to the office if "
                              "there are more.",
                              matter.rules.refusals_most));
  }
  return made;
}

OwnWishes say_wishes(db::Change& change, const SayWishes& input) {
  const Matter matter = matter_of(change, input.id);
  const base::Date today = change.now().utc_date();
  require_window(matter, today);
  Faults faults;
  std::vector<std::pair<Id<Site>, WishRank>> wanted = said(change, input, matter, faults);
  faults.refuse();
  // 1. What stands is changed, or ended if it is said no more.
  for (const Wish& before : own_wishes(change, matter)) {
    const auto found = std::find_if(wanted.begin(), wanted.end(),
                                    [&](const auto& each) { return each.first == before.site; });
    Wish after = before;
    if (found == wanted.end()) {
      after.ended_on = today;
    } else {
      after.rank = found->second;
      after.confidential =
          after.rank == WishRank::refuse ? std::optional(true) : std::optional<bool>();
      wanted.erase(found);
    }
    if (after != before) {
      change.update("wish", before, after);
    }
  }
  // 2. The rest is new.
  for (const auto& [site, rank] : wanted) {
    change.insert("wish", Wish{.id = change.new_id<Wish>(),
                               .staff = matter.nomination.staff,
                               .site = site,
                               .rank = rank,
                               .confidential = rank == WishRank::refuse ? std::optional(true)
                                                                        : std::optional<bool>()});
  }
  return view_of(change, matter);
}

}  // namespace

std::vector<access::Operation> own_wish_operations() {
  const base::FieldAbout which{.name = "id",
                               .shape = "NOMINEE",
                               .positional = true,
                               .meaning = "Your nomination, by its id."};
  const auto wish = [](std::string name, base::Sentence meaning) {
    return base::FieldAbout{
        .name = std::move(name), .shape = "SITE", .meaning = std::move(meaning)};
  };
  return {
      access::read_operation<WhichNomination, OwnWishes>(
          {.name = "wish.own",
           .permission = access::Permission::own(),
           .path = "/api/nominations/{id}/wishes",
           .summary = "your own wishes in a round, and until when they may be changed",
           .fields = {which}},
          show_own),
      access::change_operation<SayWishes, OwnWishes>(
          {.name = "wish.say",
           .permission = access::Permission::own(),
           .method = Method::put,
           .path = "/api/nominations/{id}/wishes",
           .summary = "say which sites of a round you wish for, and where you cannot go",
           .description = "All of it is written: what is left out is taken back. Nobody asks why "
                          "you cannot go somewhere, your sponsor does not see it, and no plan "
                          "sends you there.",
           .fields = {which, wish("refuse", "Where you cannot go."),
                      wish("first", "Your first wish."), wish("second", "Your second wish."),
                      wish("third", "Your third wish.")}},
          say_wishes),
  };
}

}  // namespace sojourn::stages::placement
