// See open_posts.h.
#include "stages/placement/open_posts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {
namespace {

using base::Id;

struct LeadsFile {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(LeadsFile, (), (text))

}  // namespace

OpenPosts::OpenPosts(db::Tx& tx, const base::Date& on, std::optional<Id<selection::Round>> round) {
  read_postings(tx, on);
  if (round) {
    nominees_ = nominees_of(tx, *round);
  }
  read_leads(tx);
}

void OpenPosts::read_postings(db::Tx& tx, const base::Date& on) {
  std::unordered_set<Id<Site>> led;
  // Of several of one person the first is where they are held: the one that runs, if one does.
  for (Posting& posting : tx.rows<Posting>(
           fmt::format("SELECT {} FROM posting n JOIN staff t ON t.id = n.staff JOIN site s ON "
                       "s.id = n.site JOIN area a ON a.id = s.area WHERE n.ended_on IS NULL AND "
                       "coalesce(n.to_day, '9999-12-31') >= $1 AND {{scope:area a.path; site s.id; "
                       "sponsor t.sponsor; staff t.id}} ORDER BY n.from_day, n.id",
                       programme::columns<Posting>("n")),
           on)) {
    const auto [held, first] = held_.try_emplace(
        posting.staff,
        Held{.site = posting.site, .role = posting.role, .reason = std::move(posting.source)});
    if (!first) {
      kept_free_[posting.site] += held->second.site == posting.site ? 0 : 1;
      continue;
    }
    // A team has one leader: should two be written down, the second is held as a member.
    if (posting.role == StaffRole::leader && !led.insert(posting.site).second) {
      held->second.role = StaffRole::member;
    }
  }
}

void OpenPosts::read_leads(db::Tx& tx) {
  const std::vector<Id<Sponsor>> open = tx.column<Id<Sponsor>>(
      "SELECT p.id FROM sponsor p WHERE p.closed_on IS NULL AND "
      "{unscoped:lead sponsors of confirmed plans are open} ORDER BY p.id");
  for (const LeadsFile& file : tx.rows<LeadsFile>(
           "SELECT f.text FROM plan_file f JOIN plan p ON p.id = f.plan WHERE p.state = "
           "'confirmed' AND f.name = 'lead_sponsors.csv' AND {unscoped:lead sponsors of confirmed "
           "plans are open} ORDER BY p.confirmed_at, p.id")) {
    // Our own file: a header, then ids, which need no quotes.
    std::string_view rest = file.text;
    rest.remove_prefix(std::min(rest.size(), rest.find('\n') + 1));
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.size(), rest.find('\n'));
      const std::string_view line = rest.substr(0, end);
      const std::size_t comma = line.find(',');
      const auto site = Id<Site>::from_text(line.substr(0, comma));
      const auto sponsor =
          comma == line.npos ? std::nullopt : Id<Sponsor>::from_text(line.substr(comma + 1));
      if (site && sponsor && std::binary_search(open.begin(), open.end(), *sponsor)) {
        leads_[*site] = *sponsor;
      }
      rest.remove_prefix(std::min(rest.size(), end + 1));
    }
  }
}

const Held* OpenPosts::held(Id<Staff> person) const {
  const auto found = held_.find(person);
  return found == held_.end() ? nullptr : &found->second;
}

bool OpenPosts::may_fill(Id<Staff> person) const {
  return held(person) == nullptr && (!nominees_ || nominees_->contains(person));
}

std::int32_t OpenPosts::kept_free(Id<Site> site) const {
  const auto found = kept_free_.find(site);
  return found == kept_free_.end() ? 0 : found->second;
}

std::unordered_set<Id<Staff>> nominees_of(db::Tx& tx, Id<selection::Round> round) {
  std::unordered_set<Id<Staff>> made;
  for (const Id<Staff> each : tx.column<Id<Staff>>(
           "SELECT m.staff FROM nomination m JOIN selection_round r ON r.id = m.round WHERE "
           "m.round "
           "= $1 AND m.answer <> 'unwilling' AND (m.standing = 'shortlisted' OR (m.standing = "
           "'nominated' AND r.shortlisted_on IS NULL)) AND {unscoped:of a round that the planner "
           "was seen to see}",
           round)) {
    made.insert(each);
  }
  return made;
}

std::int32_t percent_for(std::int64_t there, std::int64_t most, std::int64_t held) {
  if (there <= 0) {
    return 0;
  }
  // The largest p with floor(there * p / 100) <= most; exact for up to a hundred people.
  std::int64_t percent = std::min<std::int64_t>(100, (100 * (most + 1) - 1) / there);
  while (there * percent / 100 < std::min(held, there)) {
    ++percent;
  }
  return static_cast<std::int32_t>(percent);
}

}  // namespace sojourn::stages::placement
