// Tables of people of whom at most one is posted at a time: that it is so, never why.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "stages/programme/import.h"
#include "stages/programme/import_candidates.h"
#include "stages/programme/import_persons.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {
namespace {

using imports::Candidate;
using imports::Given;
using imports::Referenced;
using imports::Tell;

// Which of the references a column names.
constexpr std::size_t sponsors_at = 0;
constexpr std::size_t persons_at = 1;
constexpr PersonReferences the_one{.staff = persons_at, .sponsors = sponsors_at};
constexpr PersonReferences the_other{.staff = persons_at,
                                     .sponsors = sponsors_at,
                                     .number_column = "other_number",
                                     .name_column = "other",
                                     .sponsor_column = "other_sponsor"};

/// Pairs that are declared already, and by the rows above.
class Pairs {
 public:
  void load(db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
    for (const PostedApart& each : tx.rows_with<PostedApart>(
             fmt::format("SELECT {} FROM posted_apart n WHERE n.ended_on IS NULL AND (n.staff IN "
                         "({}) OR n.other IN ({})) AND {{unscoped:of people who are seen, and a "
                         "row names both}}",
                         columns<PostedApart>("n"), list, list),
             std::move(ids))) {
      kept_.insert_or_assign({each.staff, each.other}, Kept{.said = each, .row = 0});
    }
  }
  const PostedApart* find(const PostedApart& said, const Tell& tell) {
    const auto found = kept_.find({said.staff, said.other});
    if (found == kept_.end()) {
      return nullptr;
    }
    if (found->second.row > 0) {
      tell("other", imports::twice(found->second.row));
      return nullptr;
    }
    before_ = found->second.said;
    return &before_;
  }
  void add(const PostedApart& said, std::uint32_t row) {
    kept_.insert_or_assign({said.staff, said.other}, Kept{.said = said, .row = row});
  }

 private:
  struct Kept {
    PostedApart said;
    std::uint32_t row = 0;  ///< that declares it; 0: none
  };
  std::map<std::pair<base::Id<Staff>, base::Id<Staff>>, Kept> kept_;
  PostedApart before_;
};

}  // namespace

imports::Importable<PostedApart> apart_import() {
  const auto kept = std::make_shared<Pairs>();
  imports::Importable<PostedApart> made;
  made.table = PostedApart::table;
  made.name_column = "staff";
  made.columns = person_columns<PostedApart>(the_one);
  made.columns.push_back(
      imports::lookup<PostedApart>(persons_at,
                                   {.name = "other_number",
                                    .title = "Staff number of the other",
                                    .also = {"othernumber", "othercode", "对方编号", "对方工号"}},
                                   true));
  made.columns.push_back(imports::lookup<PostedApart>(
      persons_at,
      {.name = "other", .title = "The other one", .also = {"othername", "对方姓名", "另一人"}}));
  made.columns.push_back(imports::lookup<PostedApart>(
      sponsors_at, {.name = "other_sponsor",
                    .title = "Sponsor of the other",
                    .also = {"othersponsor", "对方单位", "对方派出单位"}}));
  made.references = {
      sponsors(), loading(staff_members(),
                          [kept](db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
                            kept->load(tx, list, std::move(ids));
                          })};
  made.match = [kept](db::Tx& tx, std::vector<Referenced>& references, const Given& given,
                      PostedApart& said, const Tell& tell) -> const PostedApart* {
    const Candidate* one = person_of(tx, references, the_one, given, tell);
    const Candidate* other = person_of(tx, references, the_other, given, tell);
    if (one == nullptr || other == nullptr) {
      return nullptr;
    }
    if (one->id == other->id) {
      tell("other", {"same", "Two people are due here."});
      return nullptr;
    }
    const auto [first, second] = std::minmax(one->id, other->id);
    said.staff = {first};
    said.other = {second};
    said.declared_on = tx.now().utc_date();
    return kept->find(said, tell);
  };
  made.complete = [kept](db::Tx&, std::vector<Referenced>&, const PostedApart* before,
                         PostedApart& after, const Given& given) {
    if (before == nullptr && after.staff.is_set()) {
      kept->add(after, given.row);
    }
    return std::vector<base::Fault>{};
  };
  return made;
}

}  // namespace sojourn::stages::programme
