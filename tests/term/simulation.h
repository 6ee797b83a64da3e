// What happens in a term of two years, ten days at a time, by a seed: people arrive, talk, pause,
// go on, move, leave early, hand over; courses, insurance and money come late or not. Beside it,
// what must be refused is tried. Each post is kept here too, from the answers alone, so that the
// store can be compared with what was told.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "tests/term/term_world.h"

namespace sojourn::term {

/// A posting as those who work with it know it.
struct Post {
  std::string id;
  std::string staff;
  std::string site;
  bool leads = false;
  Date from;
  Date last;
  std::int64_t version = 1;
  bool arrived = false;
  bool talked = false;
  /// Of the rest of a term that was transferred, its first day: it has no probation of its own.
  std::optional<Date> began = {};
  std::optional<Date> paused_from = {};    ///< of a pause whose end nobody knows yet
  Date away_until = {};                    ///< of one whose end is known
  std::vector<base::DateRange> away = {};  ///< of all pauses that stand
  std::string handover = {};
  std::int64_t handover_version = 0;
  std::string handover_state = {};
  std::string successor = {};
};

struct Person {
  std::string id;
  bool may_lead = false;
};

class Simulation {
 public:
  Simulation(TermWorld& world, std::uint64_t seed) : world_(world), random_(seed) {}

  /// The plan, published and confirmed; courses and sessions before the first day.
  void prepare();
  Date starts_on() const { return starts_on_; }
  /// What happens up to today since ten days ago.
  void ten_days();
  /// At the first of a month: the month before is confirmed, claimed and paid.
  void month();
  /// What is lacking is mended: late completions, lapsed insurance, or an exception that two sign.
  void mend();
  /// What was entered is taken back or entered late, and refused where other things stand on it.
  void upset();
  /// Each must be refused by its rule.
  void try_refused();

  const std::map<std::string, Post>& posts() const { return posts_; }
  /// How often each thing happened.
  const std::map<std::string, int>& told() const { return told_; }

 private:
  using Row = json::value;

  // simulation.cpp
  void make_courses();
  void make_plan(std::string_view name, Date starts_on, bool open_posts);
  void hold_sessions();
  void read_posts();
  // simulation_terms.cpp
  void arrive(Post& post);
  void train(const json::value& lack, const Date& from, const Date& to);
  void move_end(Post& post);
  void extend(Post& post);
  void pause_or_resume(Post& post);
  void hand_over(Post& post);
  void name_successor(Post& post);
  bool give(Post& post);
  void accept(Post& post);
  void tell(Post& post, const json::value& term);
  std::optional<std::string> free_person(bool leads, Date from);
  std::string add_post(const std::string& staff, const std::string& site, bool leads, Date from,
                       Date last);
  // simulation_money.cpp
  void plan_money(int year);
  void confirm_month(Post& post, const base::Month& month);
  void claim(const std::string& staff, json::object input, bool twice);
  void settle_claims();
  void promise();
  void correct();
  std::string line_of(const std::string& site, int year, std::string_view kind);

  void insure(const std::string& staff, Date from, Date to);
  void excuse_arrival(const Post& post);
  static bool is_away(const Post& post, Date day) {
    return std::any_of(post.away.begin(), post.away.end(),
                       [day](const base::DateRange& each) { return each.contains(day); });
  }
  bool runs(const Post& post) { return post.from <= world_.today() && world_.today() <= post.last; }
  Post& any_running();
  json::value officer(std::string_view name, const json::object& input) {
    return world_.ask(world_.officer(), name, input);
  }

  TermWorld& world_;
  base::Random random_;
  Date starts_on_;
  std::vector<Person> people_;
  std::size_t next_person_ = 0;
  std::map<std::string, Post> posts_;
  std::map<std::string, std::string> courses_;                       ///< by kind, or by language
  std::map<std::string, std::string> languages_;                     ///< of each site, the first
  std::map<std::string, std::map<std::string, std::string>> lines_;  ///< site and year: kind, line
  std::map<std::string, int> told_;
  int number_ = 0;
};

}  // namespace sojourn::term
