// Gathers what is known of the sites that an asker sees, and reckons their needs.
#include <algorithm>
#include <unordered_map>

#include "stages/need/statements.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::need {
namespace {

struct AreaName {
  Id<Site> id;
  std::string area_name;
};
BOOST_DESCRIBE_STRUCT(AreaName, (), (id, area_name))

class Gathering {
 public:
  Gathering(db::Tx& tx, const Asof& asof, std::string_view within)
      : tx_(tx), asof_(asof), within_(within) {}

  std::vector<SiteFacts> facts() {
    constexpr std::string_view sites =
        "site s JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id} AND s.closed_on "
        "IS NULL";
    std::vector<SiteFacts> made;
    for (Site& site : rows<Site>("s", std::string(sites))) {
      at_.emplace(site.id, made.size());
      made.push_back({.site = std::move(site), .area_name = {}});
    }
    std::vector<db::Value> values;
    const std::string from = within_area(std::string(sites), values);
    for (AreaName& each : tx_.rows_with<AreaName>(
             fmt::format("SELECT s.id, a.name AS area_name FROM {}", from), std::move(values))) {
      made.at(at_.at(each.id)).area_name = std::move(each.area_name);
    }
    gather(made, &SiteFacts::needs);
    gather(made, &SiteFacts::work);
    gather(made, &SiteFacts::staffing);
    gather(made, &SiteFacts::others);
    return made;
  }

 private:
  std::string within_area(std::string from, std::vector<db::Value>& values) const {
    if (!within_.empty()) {
      values.push_back(db::to_sql(within_));
      from += fmt::format(" AND a.path >= ${}", values.size());
      values.push_back(db::to_sql(db::end_of_prefix(within_)));
      from += fmt::format(" AND a.path < ${}", values.size());
    }
    return from;
  }
  template <class R>
  std::vector<R> rows(std::string_view alias, std::string from,
                      std::vector<db::Value> values = {}) {
    from = within_area(std::move(from), values);
    return tx_.rows_with<R>(fmt::format("SELECT {} FROM {}", columns<R>(alias), from),
                            std::move(values));
  }
  /// Statements of one kind, each to its site.
  template <class R>
  void gather(std::vector<SiteFacts>& facts, std::vector<R> SiteFacts::* into) {
    for (R& said :
         rows<R>("n", scoped_from<R>() + " AND n.withdrawn_on IS NULL AND n.from_day <= $1",
                 {db::to_sql(asof_.on)})) {
      if (const auto found = at_.find(said.site); found != at_.end()) {
        (facts[found->second].*into).push_back(std::move(said));
      }
    }
  }

  db::Tx& tx_;
  const Asof& asof_;
  std::string within_;
  std::unordered_map<Id<Site>, std::size_t> at_;
};

}  // namespace

NeedRules rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "need", read_rules);
}

std::vector<ReckonedSite> reckon(db::Tx& tx, const NeedRules& rules, const Asof& asof,
                                 std::string_view within) {
  const auto standards = tx.rows<Standard>(
      fmt::format("SELECT {} FROM need_standard n WHERE n.withdrawn_on IS NULL AND n.from_day <= "
                  "$1",
                  columns<Standard>("n")),
      asof.on);
  std::vector<ReckonedSite> made;
  for (SiteFacts& facts : Gathering(tx, asof, within).facts()) {
    SiteNeed need = need_of(rules, standards, facts, asof);
    made.push_back({.facts = std::move(facts), .need = std::move(need)});
  }
  std::sort(made.begin(), made.end(), [](const ReckonedSite& a, const ReckonedSite& b) {
    return before(a.facts, a.need, b.facts, b.need);
  });
  return made;
}

}  // namespace sojourn::stages::need
