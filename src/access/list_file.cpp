#include "access/list_file.h"

#include <fmt/format.h>

#include "access/sign_in.h"
#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::access {

ExportFormat export_format(ListFormat format) {
  const auto same = base::choice_of<ExportFormat>(base::name_of(format));
  base::ensure(same.has_value(), "every format of a list is one of exports");
  return *same;
}

std::string_view media_type(ListFormat format) {
  switch (format) {
    case ListFormat::json: return "application/json";
    case ListFormat::csv: return "text/csv; charset=utf-8";
    case ListFormat::xlsx: return documents::workbook_type;
  }
  base::report_bug("a format without a type", std::source_location::current());
}

std::string column_title(base::Language language, std::string_view name, std::string_view list) {
  for (const std::string& key :
       {fmt::format("column:{}:{}", list, name), fmt::format("column:{}", name)}) {
    if (const auto title = base::message(language, key)) {
      return std::string(*title);
    }
  }
  std::string title = base::replaced(name, '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') {
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  }
  return title;
}

std::shared_ptr<void> ListFileSlots::take_place(std::int64_t account) {
  if (account == 0) {
    return nullptr;
  }
  const std::lock_guard hold(state_->mutex);
  if (!state_->accounts.insert(account).second) {
    throw refusal(base::Kind::busy, "export_running",
                  "Another list of yours is being made or sent. Ask again when you have it.");
  }
  return {nullptr, [state = state_, account](void*) {
            const std::lock_guard last(state->mutex);
            state->accounts.erase(account);
          }};
}

std::shared_ptr<void> ListFileSlots::take_making() {
  const std::lock_guard hold(state_->mutex);
  if (state_->made >= most_made_) {
    throw refusal(base::Kind::busy, "exports_busy",
                  "Others are having lists made as files. Please try again soon.");
  }
  ++state_->made;
  return {nullptr, [state = state_](void*) {
            const std::lock_guard last(state->mutex);
            --state->made;
          }};
}

}  // namespace sojourn::access
