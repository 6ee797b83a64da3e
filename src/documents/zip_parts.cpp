// The files of a ZIP archive, inflated under count: how many there are, how much they inflate to in
// all, and how much each does for its packed size, all counted from what really comes out, whatever
// the archive says of itself. The only file that sees libzip. See grid_parts.h.
#include <zip.h>

#include <array>
#include <map>

#include "base/ensure.h"
#include "documents/grid_parts.h"

namespace sojourn::documents {
namespace {

/// Of each file so much may come out whatever its ratio: small files pack very well.
constexpr std::size_t free_of_ratio = std::size_t{100} << 10U;

[[noreturn]] void refuse_damaged() {
  throw refusal_of_file(base::Kind::invalid, "not_workbook",
                        "This workbook is damaged. Open it in a spreadsheet program and save it "
                        "again as .xlsx.");
}

[[noreturn]] void refuse_large(base::Sentence detail) {
  throw refusal_of_file(base::Kind::too_large, "workbook_too_large", std::move(detail));
}

class ZipParts final : public Parts {
 public:
  ZipParts(const GridSource& source, const GridLimits& limits) : limits_(limits) {
    // 1. The archive's directory.
    zip_error_t error{};
    zip_error_init(&error);
    zip_source_t* bytes =
        source.path.empty()
            ? zip_source_buffer_create(source.bytes.data(), source.bytes.size(), 0, &error)
            : zip_source_file_create(source.path.c_str(), 0, -1, &error);
    zip_t* opened = bytes == nullptr ? nullptr : zip_open_from_source(bytes, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (opened == nullptr) {
      if (bytes != nullptr) {
        zip_source_free(bytes);
      }
      refuse_damaged();
    }
    archive_.reset(opened);
    const zip_int64_t count = zip_get_num_entries(opened, 0);
    if (count > static_cast<zip_int64_t>(limits.entries)) {
      refuse_large(base::in_words("This workbook holds {} files; at most {} are taken.", count,
                                  limits.entries));
    }
    // 2. What is in it. A name that stands twice says two things.
    for (zip_int64_t i = 0; i < count; ++i) {
      zip_stat_t about{};
      if (zip_stat_index(opened, static_cast<zip_uint64_t>(i), 0, &about) != 0 ||
          (about.valid & ZIP_STAT_NAME) == 0) {
        refuse_damaged();
      }
      if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
          about.encryption_method != ZIP_EM_NONE) {
        throw refusal_of_file(base::Kind::invalid, "encrypted",
                              "This workbook has a password. Save it without one.");
      }
      if (!index_.emplace(about.name, static_cast<zip_uint64_t>(i)).second) {
        refuse_damaged();
      }
    }
  }

  std::unique_ptr<Part> open(const std::string& name) override {
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : std::make_unique<ZipPart>(*this, found->second);
  }

 private:
  struct Close {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };

  class ZipPart final : public Part {
   public:
    ZipPart(ZipParts& parts, zip_uint64_t index) : parts_(parts) {
      zip_stat_t about{};
      file_.reset(zip_fopen_index(parts.archive_.get(), index, 0));
      if (file_ == nullptr || zip_stat_index(parts.archive_.get(), index, 0, &about) != 0 ||
          (about.valid & ZIP_STAT_COMP_SIZE) == 0) {
        refuse_damaged();
      }
      packed_ = about.comp_size;
    }
    std::string_view read() override {
      const zip_int64_t got = zip_fread(file_.get(), buffer_.data(), buffer_.size());
      if (got < 0) {
        refuse_damaged();
      }
      const auto size = static_cast<std::size_t>(got);
      inflated_ += size;
      parts_.inflated_ += size;
      if (parts_.inflated_ > parts_.limits_.inflated) {
        refuse_large(base::in_words(
            "This workbook unpacks to more than {} MiB. Split it, or save it as CSV.",
            parts_.limits_.inflated >> 20U));
      }
      if (inflated_ > free_of_ratio && inflated_ / parts_.limits_.ratio > packed_) {
        refuse_large(base::in_words(
            "A part of this workbook unpacks to more than {} times its size, which no office's "
            "table does. Save it as CSV.",
            parts_.limits_.ratio));
      }
      return {buffer_.data(), size};
    }

   private:
    ZipParts& parts_;
    std::unique_ptr<zip_file_t, Close> file_;
    zip_uint64_t packed_ = 0;
    std::size_t inflated_ = 0;
    std::array<char, 32768> buffer_{};
  };

  GridLimits limits_;
  std::unique_ptr<zip_t, Close> archive_;
  std::map<std::string, zip_uint64_t> index_;
  std::size_t inflated_ = 0;  ///< of all parts
};

}  // namespace

std::unique_ptr<Parts> zip_parts(const GridSource& source, const GridLimits& limits) {
  return std::make_unique<ZipParts>(source, limits);
}

}  // namespace sojourn::documents
