// Faults of a programme folder in words. See folder.h.
#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "stages/placement/folder.h"
#include "stages/placement/folder_sheet.h"

namespace sojourn::stages::placement {
namespace {

std::size_t rank_of(std::string_view file) {
  const auto found = std::find(file_names.begin(), file_names.end(), file);
  return file.empty() ? 0 : 1 + static_cast<std::size_t>(found - file_names.begin());
}

}  // namespace

void FaultList::add(Fault fault) {
  ++total_;
  if (!full()) {
    kept_.push_back(std::move(fault));
  }
}

void FaultList::add_all(const FaultList& other) {
  total_ += other.total_;
  for (const Fault& fault : other.kept_) {
    if (full()) {
      break;
    }
    kept_.push_back(fault);
  }
}

void FaultList::sort() {
  std::stable_sort(kept_.begin(), kept_.end(), [](const Fault& a, const Fault& b) {
    const std::size_t rank_a = rank_of(a.file);
    const std::size_t rank_b = rank_of(b.file);
    return rank_a != rank_b ? rank_a < rank_b : a.line < b.line;
  });
}

base::Fault to_base(const Fault& fault) {
  std::string where = fault.file;
  if (fault.line > 0) {
    where += ":" + std::to_string(fault.line);
  }
  if (!fault.column.empty()) {
    where += (where.empty() ? "" : ":") + fault.column;
  }
  return {.where = std::move(where),
          .code = fault.code,
          .value = fault.value,
          .detail = fault.expected};
}

std::string text_of(const Fault& fault, base::Language language) {
  const base::Fault base = to_base(fault);
  std::string text = base.where;
  if (!text.empty()) {
    text += ": ";
  }
  if (!base.value.empty()) {
    text += "\"" + base.value + "\": ";
  }
  return text + base.detail.in(language);
}

base::Refusal refusal_of(const ReadResult& result, const std::filesystem::path& folder) {
  base::Refusal refusal{
      .kind = base::Kind::invalid,
      .code = "folder",
      .detail = base::in_words(
          "The programme folder {} cannot be used yet; nothing was written. What to put right:",
          folder.string()),
      .faults = {},
      .more_faults = result.more_errors};
  for (const Fault& fault : result.errors) {
    refusal.faults.push_back(to_base(fault));
  }
  return refusal;
}

}  // namespace sojourn::stages::placement
