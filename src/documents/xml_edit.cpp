// See xml_edit.h.
#include "documents/xml_edit.h"

#include <algorithm>

#include "base/ensure.h"

namespace sojourn::documents {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

void refuse_other_encoding(std::string_view bytes) {
  constexpr std::size_t longest = 200;
  const std::string_view head = bytes.substr(0, longest);
  bool other = head.starts_with("\xFE\xFF") || head.starts_with("\xFF\xFE");
  const std::size_t end = head.find("?>");
  if (head.find("<?xml") < 4 && end != head.npos) {
    std::string said(head.substr(0, end));
    std::transform(said.begin(), said.end(), said.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    other = other || (said.find("encoding") != said.npos && said.find("utf-8") == said.npos &&
                      said.find("us-ascii") == said.npos);
  }
  if (other) {
    throw refusal_of_file(base::Kind::invalid, "not_workbook",
                          "This workbook is written in an encoding that spreadsheet programs do "
                          "not use. Open it in one and save it again as .xlsx.");
  }
}

std::string Edits::applied(std::string_view bytes, Span part) {
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Edit& a, const Edit& b) { return a.where.begin < b.where.begin; });
  std::string made;
  std::size_t at = part.begin;
  for (auto edit = std::lower_bound(
           all_.begin(), all_.end(), part.begin,
           [](const Edit& each, std::size_t begin) { return each.where.begin < begin; });
       edit != all_.end() && edit->where.end <= part.end; ++edit) {
    base::ensure(edit->where.begin >= at, "edits do not overlap");
    made.append(bytes.substr(at, edit->where.begin - at));
    made.append(edit->by);
    at = edit->where.end;
  }
  made.append(bytes.substr(at, part.end - at));
  return made;
}

std::optional<Span> attribute_at(std::string_view bytes, Span tag, std::string_view name) {
  // Well-formed, or expat would not have come so far.
  std::size_t at = tag.begin + 1;
  while (at < tag.end && !is_space(bytes[at]) && bytes[at] != '>') {
    ++at;
  }
  while (true) {
    while (at < tag.end && is_space(bytes[at])) {
      ++at;
    }
    const std::size_t equals = bytes.find('=', at);
    if (equals == bytes.npos || equals >= tag.end) {
      return std::nullopt;
    }
    std::string_view found = bytes.substr(at, equals - at);
    while (!found.empty() && is_space(found.back())) {
      found.remove_suffix(1);
    }
    found.remove_prefix(std::min(found.rfind(':') + 1, found.size()));
    const std::size_t quote = bytes.find_first_of("\"'", equals);
    const std::size_t end = quote < tag.end ? bytes.find(bytes[quote], quote + 1) : bytes.npos;
    if (end == bytes.npos || end >= tag.end) {
      return std::nullopt;
    }
    if (found == name) {
      return Span{quote + 1, end};
    }
    at = end + 1;
  }
}

void read_elements(std::string_view bytes, const ElementHandlers& handlers) {
  refuse_other_encoding(bytes);
  std::vector<Element> path;
  const XmlReader* self = nullptr;
  XmlReader reader({.open =
                        [&](std::string_view name, const Attributes& attributes) {
                          Element& element = path.emplace_back();
                          element.name = name;
                          element.tag = {self->tag_begin(), self->tag_end()};
                          std::string_view written = element.tag.of(bytes).substr(1);
                          written = written.substr(0, written.find_first_of(" \t\r\n/>"));
                          element.prefix = written.substr(0, written.rfind(':') + 1);
                          if (handlers.open) {
                            handlers.open(path, attributes);
                          }
                        },
                    .close =
                        [&](std::string_view) {
                          Element& element = path.back();
                          element.whole = {element.tag.begin, self->tag_end()};
                          // Of one that closes itself nothing lies inside.
                          element.inside = {element.tag.end,
                                            std::max(element.tag.end, self->tag_begin())};
                          if (handlers.close) {
                            handlers.close(path);
                          }
                          path.pop_back();
                        },
                    .text =
                        [&](std::string_view text) {
                          if (!path.empty()) {
                            path.back().text += text;
                          }
                        }});
  self = &reader;
  reader.feed(bytes);
  reader.finish();
}

std::string as_xml(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': made += "&amp;"; break;
      case '<': made += "&lt;"; break;
      case '>': made += "&gt;"; break;
      case '"': made += "&quot;"; break;
      // As they are they would come back as spaces or line feeds.
      case '\t': made += "&#9;"; break;
      case '\n': made += "&#10;"; break;
      case '\r': made += "&#13;"; break;
      default:
        // Other control characters no XML can say; a report loses nothing by them.
        if (static_cast<unsigned char>(c) >= 0x20) {
          made += c;
        }
    }
  }
  return made;
}

std::optional<std::string> bytes_of(Parts& parts, const std::string& name) {
  const auto part = parts.open(name);
  if (!part) {
    return std::nullopt;
  }
  std::string made;
  for (std::string_view bytes = part->read(); !bytes.empty(); bytes = part->read()) {
    made += bytes;
  }
  return made;
}

}  // namespace sojourn::documents
