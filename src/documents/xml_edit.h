// XML that is changed in places and otherwise stays as it was, byte by byte.
// Inside src/documents only; see template.h.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/xml.h"

namespace sojourn::documents {

/// A stretch of a part, in bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view of(std::string_view bytes) const { return bytes.substr(begin, end - begin); }
};

/// What is to stand in place of stretches, which do not overlap.
class Edits {
 public:
  void replace(Span where, std::string by) { all_.push_back({where, std::move(by)}); }
  bool empty() const { return all_.empty(); }
  /// The stretch of `bytes` with what is to stand in it.
  std::string applied(std::string_view bytes, Span part);
  std::string applied(std::string_view bytes) { return applied(bytes, {0, bytes.size()}); }

 private:
  struct Edit {
    Span where;
    std::string by;
  };
  std::vector<Edit> all_;
};

/// An element with its tag and its text, as a whole document is gone through.
struct Element {
  std::string name;    ///< without prefix
  std::string prefix;  ///< "x:", or nothing
  Span tag;            ///< of its opening
  Span whole;          ///< when it closes
  Span inside;         ///< when it closes: between its tags
  std::string text;    ///< when it closes: its own, without what elements in it say
};

/// Where the value of an attribute stands in a tag; names are compared without their prefix.
std::optional<Span> attribute_at(std::string_view bytes, Span tag, std::string_view name);

/// Goes through a whole part. `open` may keep what it needs of the attributes; `close` sees the
/// element whole. `path` is what is open, outermost first, the element itself last.
struct ElementHandlers {
  std::function<void(const std::vector<Element>& path, const Attributes& attributes)> open;
  std::function<void(const std::vector<Element>& path)> close;
};
/// Refusal invalid "not_workbook" too for a part that is not in UTF-8.
void read_elements(std::string_view bytes, const ElementHandlers& handlers);

/// Places of what is read are those of what is written only if it is not converted. Of the first
/// bytes of a part. Refusal invalid "not_workbook".
void refuse_other_encoding(std::string_view bytes);

/// For the text of an element, and for the value of an attribute.
std::string as_xml(std::string_view text);

/// All bytes of a part; nothing if there is none.
std::optional<std::string> bytes_of(Parts& parts, const std::string& name);

}  // namespace sojourn::documents
