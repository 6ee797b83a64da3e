// Declare each operation once. An operation is a function with a name, words for its manual page
// and an input record; one table per stage lists them. From the table the command line makes
// parsing, help and errors (src/doors/cli); the HTTP door will read the same table.
//
// A stage ends in `std::vector<base::Operation> operations();`, for example:
//
//   struct PlanInput {
//     std::string folder;                  // required: neither optional nor with a standard
//     std::string out;
//     std::optional<double> time_limit;    // may be left out
//     std::int32_t threads = 0;            // never left out: the table has a standard for it
//     bool quiet = false;                  // a yes/no flag: no unless given
//     Encoding encoding = {};              // an enum with BOOST_DESCRIBE_ENUM: one of its names
//   };
//   BOOST_DESCRIBE_STRUCT(PlanInput, (), (folder, out, time_limit, threads, quiet, encoding))
//
//   int run_plan(const PlanInput& input, base::Terminal& terminal);   // returns an exit code
//
//   base::operation<PlanInput>(
//       {.name = "plan",
//        .summary = "find who should serve where",
//        .description = "Reads the programme folder ...\n\nA second paragraph.",
//        .fields = {{.name = "folder", .shape = "FOLDER", .positional = true, .meaning = "..."},
//                   {.name = "time_limit", .shape = "S", .unit = "seconds", .least = 0,
//                    .meaning = "...", .trade = "Longer: a better plan. Shorter: ..."},
//                   {.name = "threads", .shape = "N", .standard = "2", ...}, ...},
//        .exit_codes = {{2, "the folder has errors; nothing was written"}},
//        .examples = {{"sojourn plan county --out out", "plan a county with all standards"}}},
//       run_plan)
//
// A member may also be a word (base/word.h): `std::optional<Date> on;` is `--on DAY`, read as it is
// everywhere. On the command line the member `time_limit` is `--time-limit S`, a list is a flag
// given again for each item, and a name of an enum is written with hyphens for its underscores. A
// function refuses by throwing Refusal; a fault at "/time_limit" is shown as one of `--time-limit`.
// Tested in tests/unit/base/operation_test.cpp and tests/unit/doors/cli.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <iosfwd>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/describe.h"
#include "base/ensure.h"
#include "base/json.h"
#include "base/language.h"
#include "base/sentence.h"

namespace sojourn::base {

/// Words and limits of one member of an input record.
struct FieldAbout {
  std::string name;        ///< of the member
  std::string shape = {};  ///< placeholder in the synopsis, e.g. "FOLDER", "S"; none for yes/no
  bool positional = false;
  std::string standard = {};  ///< what holds when it is not given, written as on the command line
  Sentence unit = {};
  std::optional<double> least = {};  ///< of a number
  std::optional<double> most = {};
  Sentence meaning = {};  ///< sentences
  Sentence trade = {};    ///< sentences: why larger or smaller, why yes or no
};

struct ExitCodeAbout {
  int code = 0;
  Sentence meaning;
};

struct Example {
  std::string command;
  Sentence meaning;
};

/// What a manual page says, in every language that there is: what is read by people is a Sentence,
/// a literal or in_words(), and scripts/check_messages sees that it has its Chinese. Paragraphs of
/// `description` are parted by an empty line; a line that begins with two spaces is kept as it is.
struct About {
  std::string name;  ///< the command's word
  Sentence summary;  ///< without capital and full stop, as after a dash
  Sentence description = {};
  std::vector<FieldAbout> fields;  ///< one for each member of the input record
  /// Beyond 0 and those that every command has (2, 9, 70, 130), which the door adds.
  std::vector<ExitCodeAbout> exit_codes = {};
  std::vector<Example> examples = {};
  std::vector<std::string> see_also = {};
};

/// What an operation started from a command line may talk to.
struct Terminal {
  std::ostream& out;  ///< results
  std::ostream& err;  ///< progress, warnings
  Clock& clock;
  std::stop_token stop;          ///< requested by Ctrl-C: end soon, keep what is found
  bool out_is_terminal = false;  ///< else: a pipe or a file, no colours, no overwritten lines
  bool err_is_terminal = false;
  int width = 80;                    ///< columns
  Language language = Language::en;  ///< of everything that people read
};

/// What a member of an input record holds, as far as a command line has to know.
enum class FieldKind : std::uint8_t { text, yes_no, whole, number, choice, word };

struct Field {
  FieldAbout about;
  FieldKind kind = FieldKind::text;
  bool optional = false;                           ///< std::optional: may be absent
  bool list = false;                               ///< std::vector: may be given more than once
  std::vector<std::string> choices;                ///< names of the enum, as declared
  WordAbout word = {};                             ///< of a word: what its texts are
  bool (*reads)(std::string_view text) = nullptr;  ///< of a word: whether a text is one
};

struct Operation {
  About about;
  std::vector<Field> fields;  ///< in the order of about.fields
  /// Decodes the input strictly (throws Refusal with all faults) and runs the function.
  std::function<int(const boost::json::value& input, Terminal& terminal)> run;
};

/// Kind of a member's type.
template <class T>
constexpr FieldKind field_kind() {
  if constexpr (Optional<T>) {
    return field_kind<typename OptionalOf<T>::Value>();
  } else if constexpr (ListLike<T>) {
    return field_kind<typename ListOf<T>::Item>();
  } else if constexpr (std::is_same_v<T, bool>) {
    return FieldKind::yes_no;
  } else if constexpr (Word<T>) {
    return FieldKind::word;
  } else if constexpr (Choice<T>) {
    return FieldKind::choice;
  } else if constexpr (std::is_integral_v<T>) {
    return FieldKind::whole;
  } else if constexpr (std::is_floating_point_v<T>) {
    return FieldKind::number;
  } else {
    static_assert(std::is_same_v<T, std::string>, "a type that the command line cannot read");
    return FieldKind::text;
  }
}

/// Checks the words against the record (throws Bug on a slip: a member without words, words without
/// a member, a required positional after an optional one, a standard that cannot be read).
void ensure_complete(const About& about, const std::vector<Field>& fields);

/// The table entry for `function(const Input&, Terminal&) -> int`.
template <Record Input, class Function>
Operation operation(About about, Function function) {
  Operation made;
  for (const FieldAbout& words : about.fields) {
    Field field{.about = words, .kind = {}, .optional = {}, .list = {}, .choices = {}};
    bool known = false;
    for_each_member<Input>([&](std::string_view name, auto pointer) {
      using Member = std::remove_reference_t<decltype(std::declval<Input&>().*pointer)>;
      if (name == words.name) {
        known = true;
        field.kind = field_kind<Member>();
        field.optional = Optional<Member>;
        using Held = typename OptionalOf<Member>::Value;
        field.list = ListLike<Held>;
        using Single = typename OptionalOf<typename ListOf<Held>::Item>::Value;
        if constexpr (Choice<Single>) {
          field.choices = choices<Single>();
        } else if constexpr (Word<Single>) {
          field.word = Single::word_about();
          field.reads = [](std::string_view text) { return Single::from_text(text).has_value(); };
        }
      }
    });
    ensure(known, "operation " + about.name + " has words for " + words.name + ", not a member");
    made.fields.push_back(std::move(field));
  }
  for_each_member<Input>([&](std::string_view name, auto) {
    bool found = false;
    for (const FieldAbout& words : about.fields) {
      found = found || words.name == name;
    }
    ensure(found, "operation " + about.name + " has no words for " + std::string(name));
  });
  ensure_complete(about, made.fields);
  made.about = std::move(about);
  made.run = [function](const boost::json::value& input, Terminal& terminal) -> int {
    return function(decode<Input>(input), terminal);
  };
  return made;
}

}  // namespace sojourn::base
