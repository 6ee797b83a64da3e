// The only file that sees expat. See xml.h.
#include "documents/xml.h"

#include <expat.h>

#include <exception>
#include <new>

namespace sojourn::documents {
namespace {

constexpr int deepest = 64;
/// A tag is no longer than this: expat would keep all of a longer one, again and again.
constexpr std::size_t longest_tag = std::size_t{1} << 20U;

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

[[noreturn]] void refuse_damaged() {
  throw refusal_of_file(base::Kind::invalid, "not_workbook",
                        "This workbook is damaged. Open it in a spreadsheet program and save it "
                        "again as .xlsx.");
}

}  // namespace

std::string_view Attributes::operator[](std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (without_prefix(pair[0]) == name) {
      return pair[1];
    }
  }
  return {};
}

bool Attributes::has(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (without_prefix(pair[0]) == name) {
      return true;
    }
  }
  return false;
}

struct XmlReader::State {
  struct Free {
    void operator()(XML_Parser made) const { XML_ParserFree(made); }
  };
  std::unique_ptr<XML_ParserStruct, Free> parser;
  Handlers handlers;
  std::exception_ptr thrown;  ///< by a handler: nothing may be thrown through expat
  int depth = 0;
  std::size_t fed = 0;

  /// Runs what may throw, on behalf of expat.
  template <class Act>
  void guarded(Act&& act) {
    if (thrown) {
      return;
    }
    try {
      act();
    } catch (...) {
      thrown = std::current_exception();
      XML_StopParser(parser.get(), XML_FALSE);
    }
  }
  static State& of(void* self) { return *static_cast<State*>(self); }
};

XmlReader::XmlReader(Handlers handlers) : state_(std::make_unique<State>()) {
  state_->handlers = std::move(handlers);
  state_->parser.reset(XML_ParserCreate(nullptr));
  if (!state_->parser) {
    throw std::bad_alloc();
  }
  XML_Parser parser = state_->parser.get();
  XML_SetUserData(parser, state_.get());
  XML_SetElementHandler(
      parser,
      [](void* self, const XML_Char* name, const XML_Char** attributes) {
        State& state = State::of(self);
        state.guarded([&] {
          if (++state.depth > deepest) {
            refuse_damaged();
          }
          state.handlers.open(without_prefix(name), Attributes(attributes));
        });
      },
      [](void* self, const XML_Char* name) {
        State& state = State::of(self);
        state.guarded([&] {
          --state.depth;
          if (state.handlers.close) {
            state.handlers.close(without_prefix(name));
          }
        });
      });
  XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int size) {
    State& state = State::of(self);
    state.guarded([&] {
      if (state.handlers.text) {
        state.handlers.text(std::string_view(text, static_cast<std::size_t>(size)));
      }
    });
  });
  XML_SetStartDoctypeDeclHandler(
      parser, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        State::of(self).guarded([] {
          throw refusal_of_file(base::Kind::invalid, "workbook_dtd",
                                "This workbook declares a document type, which no spreadsheet "
                                "program writes. It is not read.");
        });
      });
}

XmlReader::~XmlReader() = default;

std::size_t XmlReader::tag_begin() const {
  return static_cast<std::size_t>(XML_GetCurrentByteIndex(state_->parser.get()));
}
std::size_t XmlReader::tag_end() const {
  return tag_begin() + static_cast<std::size_t>(XML_GetCurrentByteCount(state_->parser.get()));
}

void XmlReader::feed(std::string_view bytes) { parse(bytes, false); }
void XmlReader::finish() { parse({}, true); }

void XmlReader::parse(std::string_view bytes, bool last) {
  XML_Parser parser = state_->parser.get();
  const XML_Status status =
      XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  state_->fed += bytes.size();
  if (state_->thrown) {
    std::rethrow_exception(state_->thrown);
  }
  if (status != XML_STATUS_OK) {
    if (XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY) {
      throw std::bad_alloc();
    }
    refuse_damaged();
  }
  const XML_Index at = XML_GetCurrentByteIndex(parser);
  if (!last && at >= 0 && state_->fed - static_cast<std::size_t>(at) > longest_tag) {
    refuse_damaged();
  }
}

void read_xml(Parts::Part& part, XmlReader::Handlers handlers) {
  XmlReader reader(std::move(handlers));
  for (std::string_view bytes = part.read(); !bytes.empty(); bytes = part.read()) {
    reader.feed(bytes);
  }
  reader.finish();
}

}  // namespace sojourn::documents
