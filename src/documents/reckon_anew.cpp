// See reckon_anew.h. The format: ECMA-376, part 1, 18.2.2 and 18.6.
#include "documents/reckon_anew.h"

#include <fmt/format.h>

#include <algorithm>

namespace sojourn::documents {

void ask_to_reckon(std::string_view bytes, Edits& edits) {
  std::optional<Span> reckoning;
  bool asks = false;
  std::size_t behind = 0;  // where calcPr has its place
  std::string prefix;
  const auto open = [&](const std::vector<Element>& path, const Attributes& attributes) {
    if (path.back().name == "calcPr") {
      reckoning = path.back().tag;
      asks = attributes.has("fullCalcOnLoad");
    }
  };
  const auto close = [&](const std::vector<Element>& path) {
    const Element& element = path.back();
    if (element.name == "sheets" || element.name == "functionGroups" ||
        element.name == "externalReferences" || element.name == "definedNames") {
      behind = std::max(behind, element.whole.end);
      prefix = element.prefix;
    }
  };
  read_elements(bytes, {.open = open, .close = close});
  if (!reckoning && behind > 0) {
    edits.replace({behind, behind}, fmt::format("<{}calcPr fullCalcOnLoad=\"1\"/>", prefix));
  } else if (reckoning && asks) {
    edits.replace(*attribute_at(bytes, *reckoning, "fullCalcOnLoad"), "1");
  } else if (reckoning) {
    const std::size_t end = reckoning->end - (bytes[reckoning->end - 2] == '/' ? 2 : 1);
    edits.replace({end, end}, " fullCalcOnLoad=\"1\"");
  }
}

void drop_order(Parts& parts, const XlsxBook& book, ChangedParts& changed) {
  const auto order = std::find_if(book.relations().begin(), book.relations().end(),
                                  [](const Relation& each) { return each.type == "calcChain"; });
  if (order == book.relations().end() || !parts.open(order->target)) {
    return;
  }
  const std::string& part = book.part();
  const std::size_t folder = part.rfind('/') + 1;
  const std::string relations = part.substr(0, folder) + "_rels/" + part.substr(folder) + ".rels";
  const auto without = [&](const std::string& file, std::string_view name,
                           std::string_view attribute, std::string_view value) {
    const std::string bytes = bytes_of(parts, file).value_or("");
    Edits edits;
    bool found = false;
    read_elements(bytes, {.open =
                              [&](const std::vector<Element>& path, const Attributes& said) {
                                if (path.back().name == name) {
                                  found = said[attribute] == value;
                                }
                              },
                          .close =
                              [&](const std::vector<Element>& path) {
                                if (path.back().name == name && found) {
                                  edits.replace(path.back().whole, "");
                                  found = false;
                                }
                              }});
    if (!edits.empty()) {
      changed[file] = edits.applied(bytes);
    }
  };
  changed[order->target] = std::nullopt;
  without(relations, "Relationship", "Id", order->id);
  without("[Content_Types].xml", "Override", "PartName", "/" + order->target);
}

}  // namespace sojourn::documents
