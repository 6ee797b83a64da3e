// Pictures of paper, a receipt for one, without what they say beside it: where and when it was
// taken, by whose telephone, thumbnails, comments, films behind the picture. They are written anew
// from what is needed to show them, and from nothing else: of a JPEG its tables, frame and scans,
// of a PNG its critical chunks and tRNS. Which way up the camera was held is kept, as the one tag
// of a segment of our own, so that no picture is compressed anew and lies on its side. A marker or
// chunk that is not known is refused, for nobody can say what it holds; what the points themselves
// show is not looked at.
//
//   const CleanPicture clean = clean_picture(upload.bytes);   // refuses what is no such picture
//
// Memory: twice the file. Time: one pass. No length that a file claims is believed beyond its end.
// Tested in tests/unit/documents/picture_test.cpp and tests/fuzz/picture.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe/enum.hpp>

namespace sojourn::documents {

enum class PictureKind : std::uint8_t { jpeg, png };
BOOST_DESCRIBE_ENUM(PictureKind, jpeg, png)

struct CleanPicture {
  PictureKind kind = PictureKind::jpeg;
  std::uint32_t width = 0;  ///< as it is shown
  std::uint32_t height = 0;
  std::string bytes;
  friend bool operator==(const CleanPicture&, const CleanPicture&) = default;
};

/// Of more points each way, or in all, there is no receipt: whoever looks at it would have to have
/// the memory for them.
inline constexpr std::uint32_t most_points = 20'000;
inline constexpr std::uint64_t most_points_in_all = 120'000'000;

/// Cleaning what is clean changes nothing. Refusal invalid with a fault at "/file": "not_picture",
/// "pdf", "picture_damaged", "picture_unknown" (a rare kind of JPEG or PNG), "picture_large".
CleanPicture clean_picture(std::string_view bytes);

std::string_view media_type(PictureKind kind);

}  // namespace sojourn::documents
