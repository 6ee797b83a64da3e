#include "documents/picture.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "base/refusal.h"

namespace sojourn::documents {
namespace {

[[noreturn]] void flawed(std::string_view code, base::Sentence says) {
  throw base::Refusal{
      .kind = base::Kind::invalid,
      .code = "input",
      .detail = "The input has faults.",
      .faults = {
          {.where = "/file", .code = std::string(code), .value = {}, .detail = std::move(says)}}};
}

[[noreturn]] void damaged() {
  flawed("picture_damaged",
         "This picture is damaged or cut off. Open it, save it anew as JPEG or PNG, and send "
         "that.");
}

[[noreturn]] void unknown() {
  flawed("picture_unknown",
         "This is a rare kind of JPEG or PNG that cannot be freed of hidden data. Open it, save "
         "it as an ordinary JPEG or PNG, and send that.");
}

/// Reads on, and ends a picture that ends too early.
class Bytes {
 public:
  explicit Bytes(std::string_view all) : rest_(all) {}
  bool empty() const { return rest_.empty(); }
  std::uint32_t number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (const char each : take(bytes)) {
      value = value << 8U | static_cast<std::uint8_t>(each);
    }
    return value;
  }
  std::string_view take(std::size_t bytes) {
    if (rest_.size() < bytes) {
      damaged();
    }
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::uint8_t byte(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

void check_size(std::uint32_t width, std::uint32_t height) {
  if (width == 0 || height == 0) {
    damaged();
  }
  if (width > most_points || height > most_points ||
      std::uint64_t{width} * height > most_points_in_all) {
    flawed("picture_large",
           base::in_words("This picture is {} by {} points, more than a receipt needs. Save it "
                          "smaller, and send that.",
                          width, height));
  }
}

// ---- JPEG (ITU T.81)

constexpr std::string_view jpeg_start = "\xff\xd8";
constexpr std::uint32_t upright = 1;

/// Of a camera's segment (Exif 2.3, within it TIFF 6) the one thing that showing the picture needs:
/// which way up it was held, 1 to 8. Whatever cannot be followed says nothing: the segment goes in
/// any case.
std::uint32_t orientation_of(std::string_view body) {
  constexpr std::string_view start("Exif\0\0", 6);
  constexpr std::uint32_t orientation_tag = 0x0112;
  if (!body.starts_with(start) || body.size() < start.size() + 8) {
    return upright;
  }
  const std::string_view tiff = body.substr(start.size());
  const bool little = tiff.starts_with("II");
  const auto number = [&](std::size_t at, std::size_t bytes) -> std::optional<std::uint32_t> {
    if (at > tiff.size() || tiff.size() - at < bytes) {
      return std::nullopt;
    }
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      value = value << 8U | byte(tiff, at + (little ? bytes - 1 - i : i));
    }
    return value;
  };
  if ((!little && !tiff.starts_with("MM")) || number(2, 2) != 42) {
    return upright;
  }
  const std::size_t list = number(4, 4).value_or(0);
  const std::uint32_t entries = number(list, 2).value_or(0);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = list + 2 + std::size_t{12} * i;
    const auto tag = number(entry, 2);
    if (!tag) {
      break;  // cut off
    }
    if (tag == orientation_tag && number(entry + 2, 2) == 3 && number(entry + 4, 4) == 1) {
      const std::uint32_t value = number(entry + 8, 2).value_or(upright);
      return value >= 1 && value <= 8 ? value : upright;
    }
  }
  return upright;
}

/// Quantization tables fill their segment.
void check_dqt(std::string_view body) {
  while (!body.empty()) {
    const unsigned precision = byte(body, 0) >> 4U;
    const std::size_t length = 1 + 64 * (precision + 1);
    if (precision > 1 || (byte(body, 0) & 15U) > 3 || body.size() < length) {
      damaged();
    }
    body.remove_prefix(length);
  }
}

/// And so do Huffman tables.
void check_dht(std::string_view body) {
  while (!body.empty()) {
    if (body.size() < 17 || byte(body, 0) >> 4U > 1 || (byte(body, 0) & 15U) > 3) {
      damaged();
    }
    std::size_t codes = 0;
    for (std::size_t i = 1; i <= 16; ++i) {
      codes += byte(body, i);
    }
    if (codes > 256 || body.size() < 17 + codes) {
      damaged();
    }
    body.remove_prefix(17 + codes);
  }
}

class Jpeg {
 public:
  explicit Jpeg(std::string_view bytes) : in_(bytes) {}

  CleanPicture clean() {
    in_.take(jpeg_start.size());
    while (true) {
      const std::uint8_t marker = next_marker();
      if (marker == 0xd9) {
        break;  // what lies behind the end is no picture
      }
      segment(marker);
    }
    if (!scanned_) {
      damaged();
    }
    made_.bytes = std::string(jpeg_start) + told() + shown_ + "\xff\xd9";
    if (orientation_.value_or(upright) > 4) {
      std::swap(made_.width, made_.height);  // it lies on its side
    }
    return std::move(made_);
  }

 private:
  std::uint8_t next_marker() {
    if (in_.number(1) != 0xff) {
      damaged();
    }
    std::uint32_t marker = 0xff;
    while (marker == 0xff) {  // fill bytes
      marker = in_.number(1);
    }
    return static_cast<std::uint8_t>(marker);
  }

  void segment(std::uint8_t marker) {
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) {
      damaged();
    }
    const std::uint32_t length = in_.number(2);
    if (length < 2) {
      damaged();
    }
    const std::string_view body = in_.take(length - 2);
    switch (marker) {
      case 0xdb: check_dqt(body); break;
      case 0xc4: check_dht(body); break;
      case 0xdd:
        if (body.size() != 2) {
          damaged();
        }
        break;
      case 0xc0:
      case 0xc1:
      case 0xc2: frame(body); break;
      case 0xda: scan(body); return;
      case 0xe0: jfif_ = jfif_ || body.starts_with(std::string_view("JFIF\0", 5)); return;
      case 0xe1:
        if (!orientation_ && body.starts_with("Exif")) {
          orientation_ = orientation_of(body);
        }
        return;
      case 0xee: colours(body); return;
      default:
        if ((marker >= 0xe0 && marker <= 0xef) || marker == 0xfe) {
          return;  // what other programs have to say, and comments
        }
        unknown();
    }
    keep(marker, body);
  }

  void keep(std::uint8_t marker, std::string_view body) { shown_ += whole(marker, body); }

  static std::string whole(std::uint8_t marker, std::string_view body) {
    const auto length = static_cast<std::uint32_t>(body.size() + 2);
    std::string made = {'\xff', static_cast<char>(marker), static_cast<char>(length >> 8U),
                        static_cast<char>(length & 255U)};
    return made.append(body);
  }

  /// What the segments of other programs said that showing it needs, in words of our own.
  std::string told() const {
    std::string made;
    if (const std::uint32_t way = orientation_.value_or(upright); way != upright) {
      std::string body("Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0",
                       32);
      body[25] = static_cast<char>(way);
      made += whole(0xe1, body);
    }
    // A picture that says JFIF has the colours of JFIF, whatever else it says.
    if (own_colours_ && !jfif_) {
      made += whole(0xee, std::string_view("Adobe\0\x64\0\0\0\0\0", 12));
    }
    return made;
  }

  void frame(std::string_view body) {
    if (components_ != 0 || body.size() < 6) {
      damaged();
    }
    Bytes fields(body);
    const std::uint32_t precision = fields.number(1);
    made_.height = fields.number(2);
    made_.width = fields.number(2);
    components_ = fields.number(1);
    check_size(made_.width, made_.height);
    if (body.size() != 6 + 3 * std::size_t{components_}) {
      damaged();
    }
    if (precision != 8 || (components_ != 1 && components_ != 3)) {
      unknown();  // of print shops: four colours, twelve bits
    }
  }

  /// Whether three colours are red, green and blue themselves.
  void colours(std::string_view body) {
    own_colours_ = own_colours_ || (!scanned_ && body.size() == 12 && body.starts_with("Adobe") &&
                                    byte(body, 11) == 0);
  }

  void scan(std::string_view body) {
    if (components_ == 0 || body.empty()) {
      damaged();
    }
    const std::size_t of = byte(body, 0);
    if (of < 1 || of > components_ || body.size() != 4 + 2 * of) {
      damaged();
    }
    keep(0xda, body);
    // The picture itself: up to a marker that is neither a stuffed byte nor a restart.
    const std::string_view rest = in_.rest();
    std::size_t at = 0;
    while (true) {
      at = rest.find('\xff', at);
      if (at == rest.npos || at + 1 >= rest.size()) {
        damaged();
      }
      const std::uint8_t next = byte(rest, at + 1);
      if (next != 0 && (next < 0xd0 || next > 0xd7)) {
        break;
      }
      at += 2;
    }
    if (at == 0) {
      damaged();
    }
    shown_ += in_.take(at);
    scanned_ = true;
  }

  Bytes in_;
  CleanPicture made_{.kind = PictureKind::jpeg, .bytes = {}};
  std::string shown_;  ///< tables, frame and scans
  std::uint32_t components_ = 0;
  std::optional<std::uint32_t> orientation_;  ///< as the first camera's segment has it
  bool jfif_ = false;
  bool own_colours_ = false;
  bool scanned_ = false;
};

// ---- PNG (ISO/IEC 15948)

constexpr std::string_view png_start("\x89PNG\r\n\x1a\n", 8);

/// Of polynomial 0xedb88320, as PNG has it.
std::uint32_t crc(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) {
        value = (value & 1U) != 0 ? 0xedb88320U ^ (value >> 1U) : value >> 1U;
      }
      made.at(i) = value;
    }
    return made;
  }();
  std::uint32_t value = 0xffffffffU;
  for (const char each : bytes) {
    value = table.at((value ^ static_cast<std::uint8_t>(each)) & 255U) ^ (value >> 8U);
  }
  return value ^ 0xffffffffU;
}

class Png {
 public:
  explicit Png(std::string_view bytes) : in_(bytes) {}

  CleanPicture clean() {
    in_.take(png_start.size());
    made_.bytes = png_start;
    while (!chunk()) {
    }
    if (!drawn_) {
      damaged();
    }
    return std::move(made_);
  }

 private:
  /// Whether it was the last.
  bool chunk() {
    const std::string_view from = in_.rest();
    const std::uint32_t length = in_.number(4);
    const std::string_view type = in_.take(4);
    const std::string_view body = in_.take(length);
    if (in_.number(4) != crc(from.substr(4, 4 + std::size_t{length}))) {
      damaged();
    }
    const bool header = type == "IHDR";
    if (header == headed_) {
      damaged();  // it is first, and once
    }
    if (header) {
      head(body);
    } else if (type == "PLTE") {
      if (drawn_ || palette_ || body.empty() || body.size() % 3 != 0 || body.size() > 768) {
        damaged();
      }
      palette_ = true;
    } else if (type == "tRNS") {
      if (drawn_ || clear_ || body.empty() || body.size() > 256) {
        damaged();
      }
      clear_ = true;
    } else if (type == "IDAT") {
      if (between_) {
        damaged();  // they lie one behind the other
      }
      drawn_ = true;
    } else if (type == "IEND") {
      if (!body.empty()) {
        damaged();
      }
    } else {
      if ((byte(type, 0) & 0x20U) == 0) {
        unknown();  // critical, and none of this standard
      }
      between_ = between_ || drawn_;
      return false;
    }
    between_ = between_ || (drawn_ && type != "IDAT");
    made_.bytes += from.substr(0, 12 + std::size_t{length});
    return type == "IEND";
  }

  void head(std::string_view body) {
    if (body.size() != 13) {
      damaged();
    }
    Bytes fields(body);
    made_.width = fields.number(4);
    made_.height = fields.number(4);
    const std::uint32_t depth = fields.number(1);
    const std::uint32_t colour = fields.number(1);
    const std::uint32_t methods = fields.number(2);
    const std::uint32_t interlace = fields.number(1);
    check_size(made_.width, made_.height);
    const bool whole = depth == 8 || depth == 16;
    const bool small = depth == 1 || depth == 2 || depth == 4;
    const bool fits = colour == 0   ? whole || small
                      : colour == 3 ? small || depth == 8
                                    : (colour == 2 || colour == 4 || colour == 6) && whole;
    if (!fits || methods != 0 || interlace > 1) {
      damaged();
    }
    headed_ = true;
  }

  Bytes in_;
  CleanPicture made_{.kind = PictureKind::png, .bytes = {}};
  bool headed_ = false;
  bool palette_ = false;
  bool clear_ = false;
  bool drawn_ = false;
  bool between_ = false;  ///< something came after the picture
};

}  // namespace

CleanPicture clean_picture(std::string_view bytes) {
  if (bytes.starts_with(jpeg_start)) {
    return Jpeg(bytes).clean();
  }
  if (bytes.starts_with(png_start)) {
    return Png(bytes).clean();
  }
  if (bytes.starts_with("%PDF")) {
    flawed("pdf",
           "A PDF hides who made it, when and with what in places from which it cannot be taken "
           "out for certain, so it is not kept. Photograph the page, or save it as a picture (JPEG "
           "or PNG), and send that.");
  }
  flawed("not_picture",
         "A receipt is a photograph or a scan as JPEG or PNG, and this file is neither. Photograph "
         "the page, or save it as such a picture, and send that.");
}

std::string_view media_type(PictureKind kind) {
  return kind == PictureKind::jpeg ? "image/jpeg" : "image/png";
}

}  // namespace sojourn::documents
