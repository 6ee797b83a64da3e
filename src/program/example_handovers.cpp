// See example_handovers.h.
#include "program/example_handovers.h"

#include <set>
#include <vector>

#include "stages/placement/records.h"

namespace sojourn::program {
namespace {

namespace json = boost::json;
using stages::placement::Posting;
using stages::programme::StaffRole;

/// The last of those who serve as members, each at a site of their own, so that nobody who has an
/// account of the example is among them.
std::vector<Posting> who_leaves(std::span<const Posting> serving, std::size_t most) {
  std::vector<Posting> found;
  std::set<std::int64_t> sites;
  for (auto each = serving.rbegin(); each != serving.rend() && found.size() < most; ++each) {
    if (each->role == StaffRole::member && sites.insert(each->site.value).second) {
      found.push_back(*each);
    }
  }
  return found;
}

/// One handover, step by step, as people take them.
class Making {
 public:
  Making(const AskOperation& ask, base::Language language) : ask_(ask), language_(language) {}

  void begin(const Posting& of) {
    step("handover.make", json::object{{"posting", of.id.to_text()}});
  }
  void write(const base::Date& today) {
    for (const auto& [kind, category, title, place, next] :
         std::vector<Item>{{"matter", "road", "The culvert is cracked", "upper road",
                            "ask the water office in spring"},
                           {"asset", "office", "A projector", "team office", ""},
                           {"contact", "host", "Duty telephone of the site office", "", ""}}) {
      json::object item{{"id", id_}, {"kind", kind}};
      item["category"] = said(category);
      item["title"] = said(title);
      item["place"] = said(place);
      item["next_step"] = said(next);
      if (kind == "matter") {
        item["due_on"] = (today + 120).to_text();
      }
      ask_("handover_item.add", item);
    }
  }
  void to_host() {
    step("handover.name",
         with("host_reason", said("The next one is named by the plan that comes")));
  }
  void give() {
    json::object input = with("stated", "240.00 CNY");
    input["lessons"] = said("Call on the school first, and keep Monday for the office.");
    step("handover.write", std::move(input));
    step("handover.give", with_version());
  }
  void accept() { step("handover.host_accept", with("counted", "240.00 CNY")); }

 private:
  struct Item {
    std::string kind;
    base::Sentence category;
    base::Sentence title;
    base::Sentence place;
    base::Sentence next;
  };
  std::string said(const base::Sentence& sentence) const { return sentence.in(language_); }
  json::object with_version() const { return {{"id", id_}, {"version", version_}}; }
  json::object with(std::string_view member, std::string_view text) const {
    json::object made = with_version();
    made[member] = text;
    return made;
  }
  void step(std::string_view name, json::object input) {
    const json::value made = ask_(name, input);
    id_ = made.at("id").as_string().c_str();
    version_ = made.at("version").to_number<std::int64_t>();
  }

  const AskOperation& ask_;
  base::Language language_;
  std::string id_;
  std::int64_t version_ = 0;
};

}  // namespace

void make_example_handovers(std::span<const Posting> serving,
                            const stages::placement::ExampleDays& days, base::Language language,
                            const AskOperation& ask) {
  const std::vector<Posting> leaving = who_leaves(serving, 5);
  for (std::size_t i = 0; i < leaving.size(); ++i) {
    // All within the days in which the rules ask for a successor.
    ask("term.end",
        json::object{{"id", leaving[i].id.to_text()},
                     {"last_day", (days.today + 20 + 14 * static_cast<std::int64_t>(i)).to_text()},
                     {"reason", base::Sentence("Needed at home").in(language)},
                     {"version", leaving[i].version}});
    const auto stage = leaving.size() - 1 - i;  // the soonest end is the furthest
    if (stage == 0) {
      continue;
    }
    Making making(ask, language);
    making.begin(leaving[i]);
    if (stage >= 2) {
      making.write(days.today);
      making.to_host();
    }
    if (stage >= 3) {
      making.give();
    }
    if (stage >= 4) {
      making.accept();
    }
  }
}

}  // namespace sojourn::program
