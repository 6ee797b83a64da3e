#include "tests/access/worlds.h"

#include <fmt/format.h>
#include <algorithm>

#include "access/service.h"
#include "base/json.h"
#include "base/refusal.h"

namespace sojourn::access {

namespace {

std::string text_of(const base::Refusal& refusal) {
  std::string text = fmt::format("{} {} {} {}", base::name_of(refusal.kind), refusal.code,
                                 refusal.detail, refusal.more_faults);
  for (const base::Fault& fault : refusal.faults) {
    text += " " + base::encode_text(fault);
  }
  return text;
}

/// The list as that file: its name, its bytes, and what the log says of it.
std::string file_answer(const Side& side, const Question& question, ListFormat format) {
  try {
    const auto file = side.service.list_file(*question.operation, side.asker, {.id = "r"},
                                             without_page(question.input), {.format = format});
    std::string text = fmt::format("{} {} rows, {}\n", file->name, file->entry.row_count,
                                   fmt::join(file->entry.filters, " "));
    while (!file->bytes.at_end()) {
      text += file->bytes.next(std::size_t{1} << 16U);
    }
    return text;
  } catch (const base::Refusal& refusal) {
    return text_of(refusal);
  }
}

}  // namespace

boost::json::object without_page(const boost::json::value& input) {
  boost::json::object made = input.as_object();
  for (const char* name : {"after", "limit", "count"}) {
    made.erase(name);
  }
  return made;
}

std::string whole_answer(const Side& side, const Question& question) {
  std::string text;
  try {
    const Upload upload{.name = "table.csv", .bytes = question.file};
    const Answer answer = side.service.run(
        *question.operation, side.asker,
        {.id = "r", .file = question.file.empty() ? nullptr : &upload}, question.input);
    text = fmt::format("{} version {} {}", base::write_json(answer.body),
                       answer.version.value_or(-1), answer.file ? answer.file->bytes : "");
    if (answer.file && answer.file->passing) {
      text += answer.file->passing->next(answer.file->passing->size());
    }
  } catch (const base::Refusal& refusal) {
    text = text_of(refusal);
  }
  if (question.operation->run_whole) {
    for (const ListFormat format : {ListFormat::csv, ListFormat::xlsx}) {
      text +=
          fmt::format("\nas {}: {}", base::name_of(format), file_answer(side, question, format));
    }
  }
  return text;
}

std::vector<std::string> leaks(const Side& one, const Side& other,
                               const std::vector<Question>& questions,
                               const std::vector<std::string>& words_outside) {
  std::vector<std::string> found;
  for (const Question& question : questions) {
    const std::string here = whole_answer(one, question);
    const std::string there = whole_answer(other, question);
    const std::string asked = fmt::format("{} {}{}", question.operation->about.name,
                                          base::write_json(question.input), question.file);
    if (here != there) {
      found.push_back(fmt::format("{} differs:\n  {}\n  {}", asked, here, there));
    }
    for (const std::string& word : words_outside) {
      // What stands in the file is told back with the reason; it is no news to its sender.
      if (here.find(word) != std::string::npos && question.file.find(word) == std::string::npos) {
        found.push_back(fmt::format("{} tells \"{}\":\n  {}", asked, word, here));
      }
    }
  }
  return found;
}

std::vector<std::string> not_asked(const std::vector<Operation>& operations,
                                   const std::vector<Question>& questions) {
  std::vector<std::string> left;
  for (const Operation& operation : operations) {
    const bool asked = std::any_of(questions.begin(), questions.end(), [&](const Question& each) {
      return each.operation->about.name == operation.about.name;
    });
    if (operation.about.permission.reach() == Reach::scoped && !asked) {
      left.push_back(operation.about.name);
    }
  }
  return left;
}

}  // namespace sojourn::access
