// Sentences of all placements, piece by piece. See reasons.h.
#include "stages/placement/reasons.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "documents/csv.h"
#include "planner/workers.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {
namespace {

/// Sites whose teams one thread writes at a time: some hundred kilobytes.
constexpr std::size_t sites_a_piece = 256;
/// Pieces for each thread before what they wrote is taken.
constexpr std::size_t pieces_a_thread = 4;

}  // namespace

void write_reasons(const planner::Facts& facts, int threads, const TakePiece& take) {
  const planner::Instance& instance = facts.instance();
  const Words english(Language::en);
  const Words chinese(Language::zh);
  const std::array<Speaker, 2> speakers = {Speaker(english, instance, Speaker::Form::plain),
                                           Speaker(chinese, instance, Speaker::Form::plain)};
  const auto write_team = [&](planner::Ix site, documents::CsvWriter& csv) {
    for (const planner::Placement& placement : facts.team(site)) {
      const ReasonFacts why(facts, placement);
      csv.cell(instance.text(instance.staff[static_cast<std::size_t>(placement.staff)].id))
          .cell(instance.text(instance.sites[static_cast<std::size_t>(site)].id));
      for (const Speaker& speaker : speakers)
        csv.cell(speaker.reason(why));
      csv.end_row();
    }
  };

  // A batch of pieces is written side by side, then taken in order.
  take("staff,site,reason_en,reason_zh\n");
  planner::Workers workers(threads);
  const std::size_t sites = instance.sites.size();
  const std::size_t pieces = (sites + sites_a_piece - 1) / sites_a_piece;
  std::vector<std::string> texts(
      std::min(pieces, pieces_a_thread * static_cast<std::size_t>(workers.count())));
  for (std::size_t first = 0; first < pieces; first += texts.size()) {
    const std::size_t count = std::min(texts.size(), pieces - first);
    workers.run(count, [&](std::size_t piece, int) {
      std::string& text = texts[piece];
      text.clear();
      documents::CsvWriter csv(text);
      const std::size_t begin = (first + piece) * sites_a_piece;
      for (std::size_t s = begin; s < std::min(sites, begin + sites_a_piece); ++s)
        write_team(static_cast<planner::Ix>(s), csv);
    });
    for (std::size_t piece = 0; piece < count; ++piece)
      take(texts[piece]);
  }
}

}  // namespace sojourn::stages::placement
