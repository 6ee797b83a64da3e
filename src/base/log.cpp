#include "base/log.h"

#include <unistd.h>

#include <cerrno>

#include "base/ensure.h"
#include "base/json.h"
#include "base/text.h"

namespace sojourn::base {

Technical technical(std::string_view text) {
  constexpr std::size_t longest = 200;
  return {shorten(text, longest)};
}

void Log::say(Level level, Literal event, std::initializer_list<Fact> facts) {
  if (!wants(level)) {
    return;
  }
  boost::json::object line{
      {"at", clock_.now().to_text()}, {"level", name_of(level)}, {"event", event.text()}};
  for (const Fact& fact : facts) {
    ensure(line.emplace(fact.name, fact.value).second, "a line of the log says each fact once");
  }
  take(write_json(line) + '\n');
}

void StderrLog::take(std::string line) {
  const std::lock_guard lock(one_at_a_time_);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      ++lost_;
      return;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void CollectedLog::take(std::string line) {
  const std::lock_guard lock(one_at_a_time_);
  lines_.push_back(std::move(line));
}

std::vector<std::string> CollectedLog::lines() const {
  const std::lock_guard lock(one_at_a_time_);
  return lines_;
}

std::vector<boost::json::object> CollectedLog::entries() const {
  std::vector<boost::json::object> made;
  for (const std::string& line : lines()) {
    made.push_back(parse_json(std::string_view(line).substr(0, line.size() - 1)).as_object());
  }
  return made;
}

}  // namespace sojourn::base
