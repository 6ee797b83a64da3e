// The files of a ZIP archive, inflated under count: how many there are, how much they inflate to in
// all, and how much each does for its packed size, all counted from what really comes out, whatever
// the archive says of itself. The only file that sees libzip. See grid_parts.h.
#include <zip.h>

#include <array>
#include <map>

#include "base/ensure.h"
#include "documents/archive.h"
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

struct Free {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
  void operator()(zip_t* opened) const { zip_discard(opened); }
};

/// All that was written to a source in memory.
std::optional<std::string> bytes_of(zip_source_t* source) {
  zip_stat_t whole{};
  if (zip_source_stat(source, &whole) != 0 || (whole.valid & ZIP_STAT_SIZE) == 0 ||
      zip_source_open(source) != 0) {
    return std::nullopt;
  }
  std::string made(static_cast<std::size_t>(whole.size), '\0');
  const zip_int64_t got = zip_source_read(source, made.data(), made.size());
  zip_source_close(source);
  return got == static_cast<zip_int64_t>(made.size()) ? std::optional(made) : std::nullopt;
}

}  // namespace

std::unique_ptr<Parts> zip_parts(const GridSource& source, const GridLimits& limits) {
  return std::make_unique<ZipParts>(source, limits);
}

std::string repacked(std::string_view archive,
                     const std::map<std::string, std::optional<std::string>>& changed) {
  // What was read of it may be well while the rest is damaged.
  const auto need = [](bool well) {
    if (!well) {
      refuse_damaged();
    }
  };
  zip_error_t error{};
  zip_error_init(&error);
  // 1. The archive, and a new one.
  zip_source_t* old_bytes = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  need(old_bytes != nullptr);
  const std::unique_ptr<zip_t, Free> from(zip_open_from_source(old_bytes, ZIP_RDONLY, &error));
  need(from != nullptr);
  const std::unique_ptr<zip_source_t, Free> bytes(zip_source_buffer_create(nullptr, 0, 0, &error));
  need(bytes != nullptr);
  zip_source_keep(bytes.get());  // the archive takes the other hold of it
  std::unique_ptr<zip_t, Free> to(zip_open_from_source(bytes.get(), ZIP_TRUNCATE, &error));
  need(to != nullptr);
  // 2. File by file, as packed or written anew.
  const zip_int64_t count = zip_get_num_entries(from.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t about{};
    need(zip_stat_index(from.get(), index, 0, &about) == 0);
    const auto found = changed.find(about.name);
    if (found != changed.end() && !found->second) {
      continue;
    }
    zip_source_t* part =
        found == changed.end()
            ? zip_source_zip(to.get(), from.get(), index, ZIP_FL_COMPRESSED, 0, -1)
            : zip_source_buffer(to.get(), found->second->data(), found->second->size(), 0);
    need(part != nullptr);
    const zip_int64_t added = zip_file_add(to.get(), about.name, part, ZIP_FL_ENC_UTF_8);
    need(added >= 0);
    if ((about.valid & ZIP_STAT_MTIME) != 0) {
      need(zip_file_set_mtime(to.get(), static_cast<zip_uint64_t>(added), about.mtime, 0) == 0);
    }
  }
  need(zip_close(to.get()) == 0);
  static_cast<void>(to.release());  // closed
  // 3. Its bytes.
  const std::optional<std::string> made = bytes_of(bytes.get());
  need(made.has_value());
  zip_error_fini(&error);
  return *made;
}

std::string archive_of(const std::vector<ArchiveFile>& files, base::Instant made) {
  // It all stands in memory: what fails is memory itself, or a mistake of ours.
  const auto need = [](bool well) { base::ensure(well, "an archive in memory can be written"); };
  zip_error_t error{};
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, Free> bytes(zip_source_buffer_create(nullptr, 0, 0, &error));
  need(bytes != nullptr);
  zip_source_keep(bytes.get());  // the archive takes the other hold of it
  std::unique_ptr<zip_t, Free> to(zip_open_from_source(bytes.get(), ZIP_TRUNCATE, &error));
  need(to != nullptr);
  for (const ArchiveFile& file : files) {
    zip_source_t* part = zip_source_buffer(to.get(), file.bytes.data(), file.bytes.size(), 0);
    need(part != nullptr);
    const zip_int64_t added = zip_file_add(to.get(), file.name.c_str(), part, ZIP_FL_ENC_UTF_8);
    need(added >= 0);
    need(zip_file_set_mtime(to.get(), static_cast<zip_uint64_t>(added),
                            static_cast<time_t>(made.unix_micros() / 1'000'000), 0) == 0);
  }
  need(zip_close(to.get()) == 0);
  static_cast<void>(to.release());  // closed
  const std::optional<std::string> whole = bytes_of(bytes.get());
  need(whole.has_value());
  zip_error_fini(&error);
  return *whole;
}

}  // namespace sojourn::documents
