// See out.h.
#include "access/out.h"

#include <cerrno>
#include <ostream>
#include <system_error>

namespace sojourn::access {

Out::Out(std::ostream& terminal, const std::string& file) : file_(file), out_(&terminal) {
  if (!file.empty()) {
    errno = 0;
    stream_.open(file, std::ios::binary | std::ios::trunc);
    out_ = &stream_;
    check();
  }
}

void Out::write(PassingFile& file) {
  constexpr std::size_t piece = std::size_t{1} << 16U;
  while (!file.at_end()) {
    *out_ << file.next(piece);
  }
}

void Out::write(const File& file) {
  *out_ << file.bytes;
  if (file.passing) {
    write(*file.passing);
  }
}

void Out::close() {
  out_->flush();
  check();
  if (!file_.empty()) {
    stream_.close();
    check();
  }
}

void Out::check() const {
  if (out_->fail()) {
    throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), file_);
  }
}

void write_file(const std::string& path, const File& file) {
  std::ofstream none;
  Out out(none, path);
  out.write(file);
  out.close();
}

void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream none;
  Out out(none, path);
  out.stream() << bytes;
  out.close();
}

}  // namespace sojourn::access
