// See output_folder.h.
#include "stages/placement/output_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "base/digest.h"
#include "base/json.h"
#include "base/refusal.h"
#include "documents/text_file.h"

namespace sojourn::stages::placement {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(int error, const fs::path& path) {
  throw std::system_error(error, std::generic_category(), path.string());
}

base::Refusal refusal(base::Kind kind, const fs::path& out, std::string code, base::Sentence why) {
  return {.kind = kind,
          .code = "out",
          .detail = "The results cannot be put there; nothing was written.",
          .faults = {{.where = "/out",
                      .code = std::move(code),
                      .value = out.string(),
                      .detail = std::move(why)}}};
}

/// Without a separator at the end, and through links, so that a link to a folder stays one.
fs::path tidy(const fs::path& out) {
  fs::path absolute = fs::absolute(out).lexically_normal();
  if (!absolute.has_filename()) {
    absolute = absolute.parent_path();
  }
  std::error_code error;
  const fs::path real = fs::weakly_canonical(absolute, error);
  return error ? absolute : real;
}

bool is_earlier_plan(const fs::path& folder) {
  std::error_code error;
  bool any = false;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    any = true;
    const std::string name = entry.path().filename().string();
    const bool ours =
        std::find(output_names.begin(), output_names.end(), name) != output_names.end();
    if (!ours || !entry.is_regular_file(error)) {
      return false;
    }
  }
  if (error) {
    return false;
  }
  if (!any) {
    return true;
  }
  const auto file = documents::read_text_file(folder / "report.json", documents::Encoding::utf8);
  if (file->fault) {
    return false;
  }
  try {
    const boost::json::value report = base::parse_json(file->text);
    const boost::json::object* object = report.if_object();
    const boost::json::value* mark = object == nullptr ? nullptr : object->if_contains("made_by");
    return mark != nullptr && mark->is_string() &&
           std::string_view(mark->get_string()) == output_mark;
  } catch (const base::Refusal&) {
    return false;
  }
}

/// Names of files that are not as report.json says that they were written.
std::string edited_in(const fs::path& folder) {
  std::string names;
  const auto file = documents::read_text_file(folder / "report.json", documents::Encoding::utf8);
  if (file->fault) {
    return names;  // an empty folder
  }
  const boost::json::value report = base::parse_json(file->text);
  const boost::json::value* files = report.as_object().if_contains("files");
  if (files == nullptr || !files->is_array()) {
    return "report.json";
  }
  for (const boost::json::value& each : files->get_array()) {
    const boost::json::object* written = each.if_object();
    const boost::json::value* name = written == nullptr ? nullptr : written->if_contains("name");
    const boost::json::value* digest =
        written == nullptr ? nullptr : written->if_contains("digest");
    if (name == nullptr || digest == nullptr || !name->is_string() || !digest->is_string()) {
      return "report.json";
    }
    const std::string path(name->get_string());
    const auto now = documents::read_text_file(folder / path, documents::Encoding::utf8);
    if (now->digest != std::string_view(digest->get_string())) {
      names += (names.empty() ? "" : ", ") + path;
    }
  }
  return names;
}

void refuse_others(const fs::path& out, const fs::path& as_given, Edited edited) {
  std::error_code error;
  const fs::file_status status = fs::status(out, error);
  if (!fs::exists(status)) {
    return;
  }
  if (!fs::is_directory(status)) {
    throw refusal(base::Kind::conflict, as_given, "out.file",
                  "Something that is not a folder has this name.");
  }
  if (!is_earlier_plan(out)) {
    throw refusal(base::Kind::conflict, as_given, "out.taken",
                  "This folder holds something else than a plan made by this command, and is left "
                  "as it is. Give the name of a new folder, or empty it.");
  }
  if (edited == Edited::refuse) {
    if (const std::string names = edited_in(out); !names.empty()) {
      throw refusal(base::Kind::conflict, as_given, "out.edited",
                    base::in_words("The plan in this folder was edited after it was made ({}), and "
                                   "is left as it is. Give --out the name of another folder, or "
                                   "--replace to give the edited plan up.",
                                   names));
    }
  }
}

/// Makes a hidden folder in `parent` and says how it is called.
fs::path make_partial(const fs::path& parent, const fs::path& name) {
  for (int attempt = 0;; ++attempt) {
    const fs::path made = parent / ("." + name.string() + ".partial-" + std::to_string(::getpid()) +
                                    "-" + std::to_string(attempt));
    if (::mkdir(made.c_str(), 0777) == 0) {
      return made;
    }
    if (errno != EEXIST) {
      fail(errno, made);
    }
  }
}

void force_to_disk(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) {
    fail(errno, path);
  }
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  // Some file systems cannot force a folder; then there is nothing more that can be done.
  if (error != 0 && error != EINVAL) {
    fail(error, path);
  }
}

/// A file that was not there before. What fails is thrown with its name.
class NewFile {
 public:
  explicit NewFile(const fs::path& path)
      : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) {
    if (file_ < 0) {
      fail(errno, path_);
    }
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }

  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t done = ::write(file_, bytes.data(), bytes.size());
      if (done >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(done));
      } else if (errno != EINTR) {
        fail(errno, path_);
      }
    }
  }
  /// Forces it to the disk. A network drive may tell only now that there was no room.
  void close() {
    const int error = ::fsync(file_) == 0 ? 0 : errno;
    const int closing = ::close(std::exchange(file_, -1)) == 0 ? 0 : errno;
    if (error != 0 || closing != 0) {
      fail(error != 0 ? error : closing, path_);
    }
  }

 private:
  fs::path path_;
  int file_;
};

}  // namespace

void refuse_unless_writable(const fs::path& as_given, Edited edited) {
  const fs::path out = tidy(as_given);
  refuse_others(out, as_given, edited);
  fs::path above = out.parent_path();
  std::error_code error;
  while (!fs::exists(above, error) && above.has_relative_path()) {
    above = above.parent_path();
  }
  try {
    fs::remove(make_partial(above, out.filename()), error);
  } catch (const std::system_error& failure) {
    throw refusal(base::Kind::forbidden, as_given, "out.unwritable",
                  base::in_words("A folder cannot be made in {}: {}.", above.string(),
                                 base::Sentence::phrase(failure.code().message())));
  }
}

OutputFolder::OutputFolder(const fs::path& as_given, Edited edited) : out_(tidy(as_given)) {
  refuse_others(out_, as_given, edited);
  fs::create_directories(out_.parent_path());
  partial_ = make_partial(out_.parent_path(), out_.filename());
}

OutputFolder::~OutputFolder() {
  if (!partial_.empty()) {
    std::error_code ignored;
    fs::remove_all(partial_, ignored);
  }
}

std::string OutputFolder::write(std::string_view name, std::string_view bytes) {
  return write(name, [&](const std::function<void(std::string_view)>& take) { take(bytes); });
}

std::string OutputFolder::write(
    std::string_view name,
    const std::function<void(const std::function<void(std::string_view)>&)>& fill) {
  const fs::path path = partial_ / name;
  base::Sha256 digest;
  NewFile file(path);
  fill([&](std::string_view piece) {
    digest.add(piece);
    file.add(piece);
  });
  file.close();
  return digest.hex();
}

void OutputFolder::commit() {
  force_to_disk(partial_, O_RDONLY | O_DIRECTORY);
  std::error_code error;
  if (!fs::exists(out_, error)) {
    fs::rename(partial_, out_);
    partial_.clear();
  } else if (::renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, out_.c_str(), RENAME_EXCHANGE) ==
             0) {
    // Both changed names at one moment; the earlier plan is now the one to be removed.
    fs::remove_all(partial_, error);
    partial_.clear();
  } else {
    // A file system without exchange: the old plan steps aside first.
    const fs::path old = make_partial(out_.parent_path(), out_.filename());
    fs::rename(out_, old);
    fs::rename(partial_, out_);
    partial_.clear();
    fs::remove_all(old, error);
  }
  force_to_disk(out_.parent_path(), O_RDONLY | O_DIRECTORY);
}

}  // namespace sojourn::stages::placement
