// The files of a ZIP archive, inflated under count: how many there are, how much they inflate to in
// all, and how much each does for its packed size, all counted from what really comes out, whatever
// the archive says of itself; and archives that are made. The only file that sees libzip. See
// grid_parts.h and archive.h.
#include <zip.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <map>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/archive.h"
#include "documents/grid_parts.h"

namespace sojourn::documents {
namespace {

/// Of each file so much may come out whatever its ratio: small files pack very well.
constexpr std::size_t free_of_ratio = std::size_t{100} << 10U;

/// As what an archive was sent, and so what a refusal calls it.
enum class Sent : std::uint8_t { workbook, archive };

[[noreturn]] void refuse_damaged(Sent sent = Sent::workbook) {
  if (sent == Sent::archive) {
    throw refusal_of_file(base::Kind::invalid, "not_archive",
                          "This is no ZIP archive, or it is damaged. Pack the files anew (.zip).");
  }
  throw refusal_of_file(base::Kind::invalid, "not_workbook",
                        "This workbook is damaged. Open it in a spreadsheet program and save it "
                        "again as .xlsx.");
}

[[noreturn]] void refuse_encrypted(Sent sent) {
  throw refusal_of_file(
      base::Kind::invalid, "encrypted",
      sent == Sent::archive
          ? base::Sentence("This archive has a password. Pack the files without one.")
          : base::Sentence("This workbook has a password. Save it without one."));
}

[[noreturn]] void refuse_large(Sent sent, base::Sentence detail) {
  throw refusal_of_file(base::Kind::too_large,
                        sent == Sent::archive ? "archive_too_large" : "workbook_too_large",
                        std::move(detail));
}

[[noreturn]] void refuse_count(Sent sent, zip_int64_t count, std::size_t most) {
  refuse_large(
      sent,
      sent == Sent::archive
          ? base::in_words("This archive holds {} files; at most {} are taken.", count, most)
          : base::in_words("This workbook holds {} files; at most {} are taken.", count, most));
}

[[noreturn]] void refuse_inflated(Sent sent, std::size_t most) {
  refuse_large(sent, sent == Sent::archive
                         ? base::in_words("This archive unpacks to more than {} MiB. So much is "
                                          "taken from a folder by the command line only.",
                                          most >> 20U)
                         : base::in_words("This workbook unpacks to more than {} MiB. Split it, or "
                                          "save it as CSV.",
                                          most >> 20U));
}

[[noreturn]] void refuse_ratio(Sent sent, std::size_t most) {
  refuse_large(
      sent, sent == Sent::archive
                ? base::in_words("A file of this archive unpacks to more than {} times its size, "
                                 "which no office's table does.",
                                 most)
                : base::in_words("A part of this workbook unpacks to more than {} times its size, "
                                 "which no office's table does. Save it as CSV.",
                                 most));
}

class ZipParts final : public Parts {
 public:
  ZipParts(const GridSource& source, const GridLimits& limits, Sent sent)
      : limits_(limits), sent_(sent) {
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
      refuse_damaged(sent);
    }
    archive_.reset(opened);
    const zip_int64_t count = zip_get_num_entries(opened, 0);
    if (count > static_cast<zip_int64_t>(limits.entries)) {
      refuse_count(sent, count, limits.entries);
    }
    // 2. What is in it. A name that stands twice says two things.
    for (zip_int64_t i = 0; i < count; ++i) {
      zip_stat_t about{};
      if (zip_stat_index(opened, static_cast<zip_uint64_t>(i), 0, &about) != 0 ||
          (about.valid & ZIP_STAT_NAME) == 0) {
        refuse_damaged(sent);
      }
      if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
          about.encryption_method != ZIP_EM_NONE) {
        refuse_encrypted(sent);
      }
      if (!index_.emplace(about.name, static_cast<zip_uint64_t>(i)).second) {
        refuse_damaged(sent);
      }
      names_.emplace_back(about.name);
    }
  }

  /// In the order of the archive.
  const std::vector<std::string>& names() const { return names_; }
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
        refuse_damaged(parts_.sent_);
      }
      packed_ = about.comp_size;
    }
    std::string_view read() override {
      const zip_int64_t got = zip_fread(file_.get(), buffer_.data(), buffer_.size());
      if (got < 0) {
        refuse_damaged(parts_.sent_);
      }
      const auto size = static_cast<std::size_t>(got);
      inflated_ += size;
      parts_.inflated_ += size;
      if (parts_.inflated_ > parts_.limits_.inflated) {
        refuse_inflated(parts_.sent_, parts_.limits_.inflated);
      }
      if (inflated_ > free_of_ratio && inflated_ / parts_.limits_.ratio > packed_) {
        refuse_ratio(parts_.sent_, parts_.limits_.ratio);
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
  Sent sent_;
  std::unique_ptr<zip_t, Close> archive_;
  std::map<std::string, zip_uint64_t> index_;
  std::vector<std::string> names_;
  std::size_t inflated_ = 0;  ///< of all parts
};

/// Nothing is written under it, but whoever unpacks the same archive elsewhere would be harmed.
bool leads_out(std::string_view name) {
  if (name.empty() || name.starts_with('/') || name.find('\\') != name.npos ||
      name.find(':') != name.npos) {
    return true;
  }
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    const std::string_view folder = name.substr(at, end - at);
    if (folder.empty() || folder == "." || folder == "..") {
      return true;
    }
    at = end + 1;
  }
  return false;
}

struct Discard {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
  void operator()(zip_t* opened) const { zip_discard(opened); }
};

/// What was written into a source in memory. False: not all of it could be read.
bool bytes_of(zip_source_t* source, std::string& made) {
  zip_stat_t whole{};
  if (zip_source_stat(source, &whole) != 0 || (whole.valid & ZIP_STAT_SIZE) == 0) {
    return false;
  }
  made.assign(static_cast<std::size_t>(whole.size), '\0');
  if (zip_source_open(source) != 0) {
    return false;
  }
  const zip_int64_t got = zip_source_read(source, made.data(), made.size());
  zip_source_close(source);
  return got == static_cast<zip_int64_t>(made.size());
}

}  // namespace

std::unique_ptr<Parts> zip_parts(const GridSource& source, const GridLimits& limits) {
  return std::make_unique<ZipParts>(source, limits, Sent::workbook);
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
  const std::unique_ptr<zip_t, Discard> from(zip_open_from_source(old_bytes, ZIP_RDONLY, &error));
  need(from != nullptr);
  const std::unique_ptr<zip_source_t, Discard> bytes(
      zip_source_buffer_create(nullptr, 0, 0, &error));
  need(bytes != nullptr);
  zip_source_keep(bytes.get());  // the archive takes the other hold of it
  std::unique_ptr<zip_t, Discard> to(zip_open_from_source(bytes.get(), ZIP_TRUNCATE, &error));
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
  std::string made;
  need(bytes_of(bytes.get(), made));
  zip_error_fini(&error);
  return made;
}

std::vector<ArchivedFile> read_archive(const GridSource& source, const GridLimits& limits) {
  ZipParts parts(source, limits, Sent::archive);
  if (parts.names().empty()) {
    refuse_damaged(Sent::archive);  // no bytes at all are an archive too, to libzip
  }
  std::vector<ArchivedFile> made;
  for (const std::string& name : parts.names()) {
    if (leads_out(name)) {
      throw refusal_of_file(base::Kind::invalid, "archive_name",
                            base::in_words("A file of this archive is called {}, which leads out "
                                           "of it. Pack the files anew.",
                                           base::shorten(name)));
    }
    if (name.ends_with('/')) {
      continue;  // a folder
    }
    ArchivedFile& file = made.emplace_back(ArchivedFile{.name = name, .bytes = {}});
    const auto part = parts.open(name);
    for (auto bytes = part->read(); !bytes.empty(); bytes = part->read()) {
      file.bytes += bytes;
    }
  }
  return made;
}

std::string made_archive(std::span<const ArchivedFile> files, const base::Instant& at) {
  const auto need = [](bool well) { base::ensure(well, "an archive is made in memory"); };
  zip_error_t error{};
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, Discard> bytes(
      zip_source_buffer_create(nullptr, 0, 0, &error));
  need(bytes != nullptr);
  zip_source_keep(bytes.get());  // the archive takes the other hold of it
  std::unique_ptr<zip_t, Discard> to(zip_open_from_source(bytes.get(), ZIP_TRUNCATE, &error));
  need(to != nullptr);
  for (const ArchivedFile& file : files) {
    zip_source_t* part = zip_source_buffer(to.get(), file.bytes.data(), file.bytes.size(), 0);
    need(part != nullptr);
    const zip_int64_t added = zip_file_add(to.get(), file.name.c_str(), part, ZIP_FL_ENC_UTF_8);
    need(added >= 0 &&
         zip_file_set_mtime(to.get(), static_cast<zip_uint64_t>(added),
                            static_cast<time_t>(at.unix_micros() / 1'000'000), 0) == 0);
  }
  need(zip_close(to.get()) == 0);
  static_cast<void>(to.release());  // closed
  std::string made;
  need(bytes_of(bytes.get(), made));
  zip_error_fini(&error);
  return made;
}

}  // namespace sojourn::documents
