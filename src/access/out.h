// Where a command's answer goes: the terminal, or a file of which it is certain that all of it was
// written. Tested in tests/unit/access/command_test.cpp.
#pragma once

#include <fstream>
#include <iosfwd>
#include <string>

#include "access/operation.h"

namespace sojourn::access {

class Out {
 public:
  /// Writes to `file`, over what it held; to the terminal if none is named. All of its functions
  /// throw std::system_error with the file's name if it cannot be written.
  Out(std::ostream& terminal, const std::string& file);
  std::ostream& stream() { return *out_; }
  /// All of it, from where it stands.
  void write(PassingFile& file);
  void write(const File& file);
  /// Without it nobody knows whether all could be written.
  void close();

 private:
  void check() const;
  std::string file_;
  std::ofstream stream_;
  std::ostream* out_;
};

/// A whole file of its own.
void write_file(const std::string& path, const File& file);
void write_file(const std::string& path, std::string_view bytes);

}  // namespace sojourn::access
