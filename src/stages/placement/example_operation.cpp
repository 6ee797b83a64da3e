// `sojourn example`: the door to the generator. The table gathers it in operations.cpp.
// Tested in tests/unit/stages/placement/example_test.cpp.
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <ostream>
#include <string>

#include "base/operation.h"
#include "base/text.h"
#include "stages/placement/example.h"
#include "stages/placement/operations.h"

namespace sojourn::stages::placement {

BOOST_DESCRIBE_ENUM(ExampleScale, county, prefecture, province, nation)

namespace {

struct ExampleInput {
  ExampleScale scale = ExampleScale::county;
  std::string folder;
  std::int64_t seed = 1;
  bool tight = false;
};
BOOST_DESCRIBE_STRUCT(ExampleInput, (), (scale, folder, seed, tight))

int run_example(const ExampleInput& input, base::Terminal& terminal) {
  const ExampleCounts counts = write_example(
      {.scale = input.scale, .seed = static_cast<std::uint64_t>(input.seed), .tight = input.tight},
      input.folder);
  using base::with_commas;
  const base::Sentence made =
      base::in_words("Made {}: {} sites, {} staff of {} sponsors, {} wishes.", input.folder,
                     with_commas(counts.sites), with_commas(counts.staff),
                     with_commas(counts.sponsors), with_commas(counts.wishes));
  const base::Sentence next =
      base::in_words("Nobody and no place in it exists. Next: sojourn plan {} --out {}-plan",
                     input.folder, input.folder);
  terminal.out << made.in(terminal.language) << '\n' << next.in(terminal.language) << '\n';
  return 0;
}

}  // namespace

base::Operation example_operation() {
  return base::operation<ExampleInput>(
      {.name = "example",
       .summary = "make a fictional programme folder to try Sojourn on",
       .description =
           "Writes areas.csv, sites.csv, sponsors.csv, staff.csv, wishes.csv, affinity.csv, "
           "pins.csv, rules.toml and a README.txt: villages, communities and farm stations in "
           "valleys, sponsors "
           "at four levels from the county to the nation, current postings, wishes and refusals, a "
           "few decisions already taken. The same scale and seed give the same folder on every "
           "machine. No place, sponsor or person in it exists.\n\n"
           "The folder appears whole or not at all. An example made earlier is replaced if nothing "
           "in it was added or changed; any other folder that is not empty is left alone.",
       .fields =
           {{.name = "scale",
             .shape = "SCALE",
             .positional = true,
             .meaning = "How large: county (90 sites, 860 staff), prefecture (1,001 and 10,000), "
                        "province (12,012 and 120,000) or nation (128,128 and 1,000,000)."},
            {.name = "folder", .shape = "DIR", .positional = true, .meaning = "Where to write it."},
            {.name = "seed",
             .shape = "N",
             .standard = "1",
             .least = 0,
             .meaning = "Which programme of that scale: another seed makes another one."},
            {.name = "tight",
             .meaning = "Keep 60 % of the staff, their rows unchanged.",
             .trade =
                 "With it, as in most real offices, not every post can be filled, and the plan "
                 "shows where it hurts least. Without it every site can just be filled."}},
       .exit_codes =
           {{5, "DIR holds something else, or an example that was changed; nothing was written"}},
       .examples = {{"sojourn example county --tight county", "a county that is short of people"},
                    {"sojourn example prefecture --seed 7 north", "another prefecture"}},
       .see_also = {"plan"}},
      run_example);
}

}  // namespace sojourn::stages::placement
