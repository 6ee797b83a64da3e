// Any bytes at all through the cleaner of pictures: it ends, and what it made is clean: hardly
// longer than what came, the same when it is cleaned again, and without what stands behind the
// markers and in the chunks that other programs write.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/refusal.h"
#include "documents/picture.h"

namespace {

using sojourn::documents::CleanPicture;
using sojourn::documents::PictureKind;

std::size_t number(std::string_view bytes, std::size_t at, std::size_t many) {
  std::size_t value = 0;
  for (std::size_t i = at; i < at + many; ++i) {
    value = value << 8U | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

/// Up to the points, nothing of other programs but the two segments that are made anew; of a PNG,
/// no chunk that is not needed.
bool shows_only(const CleanPicture& clean) {
  const std::string_view bytes = clean.bytes;
  if (clean.kind == PictureKind::png) {
    for (std::size_t at = 8; at < bytes.size(); at += 12 + number(bytes, at, 4)) {
      const std::string_view type = bytes.substr(at + 4, 4);
      if (type != "IHDR" && type != "PLTE" && type != "tRNS" && type != "IDAT" && type != "IEND") {
        return false;
      }
    }
    return true;
  }
  for (std::size_t at = 2; number(bytes, at, 2) != 0xffda; at += 2 + number(bytes, at + 2, 2)) {
    const std::size_t marker = number(bytes, at, 2);
    const std::size_t length = number(bytes, at + 2, 2);
    const bool own = (marker == 0xffe1 && length == 34) || (marker == 0xffee && length == 14);
    if (((marker >= 0xffe0 && marker <= 0xffef) || marker == 0xfffe) && !own) {
      return false;
    }
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using sojourn::documents::clean_picture;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const auto clean = clean_picture(bytes);
    // No segment of its own is longer than the one in whose place it stands, which may be cut.
    if (clean.bytes.size() > bytes.size() + 36 || clean.width == 0 || clean.height == 0 ||
        clean_picture(clean.bytes) != clean) {
      std::abort();
    }
    if (!shows_only(clean)) {
      std::abort();
    }
  } catch (const sojourn::base::Refusal&) {
  }
  return 0;
}
