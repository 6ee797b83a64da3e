// XML read as it comes, strictly without a document type: no entities, nothing outside the text.
// Names come without their prefix, as the parts of a workbook are told apart well enough by it.
// Inside src/documents only. Tested through tests/unit/documents/grid_test.cpp, xlsx_bad_test.cpp.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "documents/grid_parts.h"

namespace sojourn::documents {

/// Attributes of one element, in pairs of name and value as expat has them.
class Attributes {
 public:
  explicit Attributes(const char* const* pairs) : pairs_(pairs) {}
  /// Empty if there is none.
  std::string_view operator[](std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  const char* const* pairs_;
};

class XmlReader {
 public:
  struct Handlers {
    std::function<void(std::string_view name, const Attributes& attributes)> open;
    std::function<void(std::string_view name)> close;
    std::function<void(std::string_view text)> text;  ///< in pieces
  };
  explicit XmlReader(Handlers handlers);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;
  /// Calls the handlers. What they throw comes out here. Refusal invalid "workbook_dtd",
  /// "not_workbook".
  void feed(std::string_view bytes);
  void finish();
  /// Inside `open` and `close`: where the tag begins and ends, in bytes from the beginning of all.
  /// An element that closes itself closes where its tag ends.
  std::size_t tag_begin() const;
  std::size_t tag_end() const;

 private:
  struct State;
  void parse(std::string_view bytes, bool last);
  std::unique_ptr<State> state_;
};

/// All of a part through the handlers.
void read_xml(Parts::Part& part, XmlReader::Handlers handlers);

}  // namespace sojourn::documents
