// See formula.h. The grammar of references: ECMA-376, part 1, 18.17.2.3.
#include "documents/formula.h"

#include <algorithm>

#include "base/text.h"
#include "documents/grid.h"

namespace sojourn::documents {
namespace {

constexpr std::uint32_t most_rows = 1'048'576;
constexpr std::uint32_t most_columns = 16'384;

/// One end of a reference: "$B$7", "B7", "$7", "7".
struct End {
  bool fixed_column = false;
  std::optional<std::uint32_t> column;  ///< 0 is A; none in a whole row
  bool fixed_row = false;
  std::uint32_t row = 0;

  std::string to_text() const {
    std::string made;
    if (column) {
      made += (fixed_column ? "$" : "") + column_letters(*column);
    }
    made += (fixed_row ? "$" : "") + std::to_string(row);
    return made;
  }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
/// What a name may go on with: a reference does not begin or end beside it.
bool is_of_name(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '\\' || c == '?' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Reads an end at `at`, and moves `at` behind it; nothing if there is none.
std::optional<End> read_end(std::string_view text, std::size_t& at, bool with_column) {
  std::size_t to = at;
  End end;
  const auto dollar = [&] {
    const bool there = to < text.size() && text[to] == '$';
    to += there ? 1 : 0;
    return there;
  };
  if (with_column) {
    end.fixed_column = dollar();
    std::uint32_t column = 0;
    std::size_t letters = 0;
    for (; to < text.size() && is_letter(text[to]) && letters < 4; ++to, ++letters) {
      column = column * 26 + static_cast<std::uint32_t>((text[to] & ~0x20) - 'A') + 1;
    }
    if (letters == 0 || letters > 3 || column > most_columns) {
      return std::nullopt;
    }
    end.column = column - 1;
  }
  end.fixed_row = dollar();
  const std::size_t digits = to;
  while (to < text.size() && is_digit(text[to])) {
    ++to;
  }
  const auto row = base::parse_number<std::uint32_t>(text.substr(digits, to - digits));
  if (!row || *row == 0 || *row > most_rows || (to < text.size() && is_of_name(text[to]))) {
    return std::nullopt;
  }
  end.row = *row;
  at = to;
  return end;
}

/// Walks through a formula: texts in quotes, names and numbers are kept, each reference is replaced
/// by what `act(sheet, from, to)` says of it; `to` is null where it is no range.
template <class Act>
std::string with_references(std::string_view text, Act&& act) {
  std::string made;
  std::string sheet;       // before the reference that may come
  bool has_sheet = false;  // and whether there is one
  std::size_t at = 0;
  const auto keep_quoted = [&](char quote) {
    const std::size_t from = at++;
    std::string inside;
    while (at < text.size()) {
      if (text[at] != quote) {
        inside += text[at++];
      } else if (at + 1 < text.size() && text[at + 1] == quote) {
        inside += quote;
        at += 2;
      } else {
        ++at;
        break;
      }
    }
    made += text.substr(from, at - from);
    return inside;
  };
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      keep_quoted('"');
      has_sheet = false;
      continue;
    }
    if (c == '\'') {
      sheet = keep_quoted('\'');
      has_sheet = at < text.size() && text[at] == '!';
      if (has_sheet) {
        made += text[at++];
      }
      continue;
    }
    if (c == '[') {  // a column of a table, or another file
      const std::size_t end = std::min(text.find(']', at), text.size() - 1);
      made += text.substr(at, end + 1 - at);
      at = end + 1;
      continue;
    }
    if (!is_of_name(c) && c != '$') {
      has_sheet = false;
      made += c;
      ++at;
      continue;
    }
    // 1. A reference, or a range.
    std::size_t to = at;
    std::optional<End> from = read_end(text, to, true);
    const bool whole_rows = !from;
    if (whole_rows) {
      to = at;
      from = read_end(text, to, false);
    }
    const bool calls = from && to < text.size() && (text[to] == '(' || text[to] == '!');
    std::optional<End> other;
    std::size_t behind = to;
    if (from && !calls && behind < text.size() && text[behind] == ':') {
      ++behind;
      other = read_end(text, behind, !whole_rows);
    }
    if (from && !calls && (other || !whole_rows)) {
      made += act(has_sheet ? std::optional<std::string_view>(sheet) : std::nullopt, *from,
                  other ? &*other : nullptr);
      at = other ? behind : to;
      has_sheet = false;
      continue;
    }
    // 2. A name, a number, a function, or the sheet of the reference that comes.
    const std::size_t begin = at;
    while (at < text.size() && (is_of_name(text[at]) || text[at] == '$')) {
      ++at;
    }
    made += text.substr(begin, at - begin);
    has_sheet = at < text.size() && text[at] == '!';
    if (has_sheet) {
      sheet = text.substr(begin, at - begin);
      made += text[at++];
    }
  }
  return made;
}

std::string text_of(const End& from, const End* to) {
  return to == nullptr ? from.to_text() : from.to_text() + ":" + to->to_text();
}

}  // namespace

void RowMap::repeat(std::uint32_t row, std::uint32_t copies) {
  if (copies > 1) {
    extra_[row] = copies - 1;
  }
}

std::uint32_t RowMap::copies(std::uint32_t row) const {
  const auto found = extra_.find(row);
  return found == extra_.end() ? 1 : found->second + 1;
}

std::uint32_t RowMap::first(std::uint32_t row) const {
  std::uint32_t made = row;
  for (const auto& [repeated, extra] : extra_) {
    if (repeated >= row) {
      break;
    }
    made += extra;
  }
  return made;
}

std::string moved_formula(std::string_view formula, std::string_view sheet, const RowMaps& maps,
                          const std::optional<Repeated>& repeated) {
  return with_references(
      formula, [&](const std::optional<std::string_view>& named, End from, End* to) {
        const auto map = maps.find(named.value_or(sheet));
        if (map == maps.end()) {
          return text_of(from, to);
        }
        const bool own = repeated && named.value_or(sheet) == sheet;
        const auto same_copy = [&](const End& end) {
          return own && end.row == repeated->row && !end.fixed_row;
        };
        const auto place = [&](End& end, bool last) {
          if (same_copy(end)) {
            end.row = map->second.first(end.row) + repeated->copy;
          } else {
            end.row = last ? map->second.last(end.row) : map->second.first(end.row);
          }
        };
        if (to != nullptr && from.row > to->row) {
          std::swap(from.row, to->row);
          std::swap(from.fixed_row, to->fixed_row);
        }
        place(from, false);
        if (to != nullptr) {
          place(*to, true);
        }
        return text_of(from, to);
      });
}

std::string copied_formula(std::string_view formula, std::int64_t rows, std::int64_t columns) {
  return with_references(formula, [&](const std::optional<std::string_view>&, End from, End* to) {
    bool outside = false;
    const auto place = [&](End& end) {
      const auto row = static_cast<std::int64_t>(end.row) + (end.fixed_row ? 0 : rows);
      const auto column =
          static_cast<std::int64_t>(end.column.value_or(0)) + (end.fixed_column ? 0 : columns);
      outside = outside || row < 1 || row > most_rows || column < 0 || column >= most_columns;
      end.row = static_cast<std::uint32_t>(row);
      if (end.column) {
        end.column = static_cast<std::uint32_t>(column);
      }
    };
    place(from);
    if (to != nullptr) {
      place(*to);
    }
    return outside ? std::string("#REF!") : text_of(from, to);
  });
}

std::string moved_ranges(std::string_view ranges, const RowMap& map) {
  return with_references(ranges, [&](const std::optional<std::string_view>&, End from, End* to) {
    if (to == nullptr && map.copies(from.row) > 1) {
      End last = from;
      from.row = map.first(from.row);
      last.row = map.last(last.row);
      return text_of(from, &last);
    }
    from.row = map.first(from.row);
    if (to != nullptr) {
      to->row = map.last(to->row);
    }
    return text_of(from, to);
  });
}

RowSpan rows_of_range(std::string_view range) {
  RowSpan made;
  with_references(range,
                  [&](const std::optional<std::string_view>&, const End& from, const End* to) {
                    made = {from.row, to == nullptr ? from.row : to->row};
                    return std::string();
                  });
  return made;
}

}  // namespace sojourn::documents
