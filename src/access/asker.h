// Who asks, as the session, the token or the command line says it, never the request's body; and
// what came with the request.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "access/grant.h"
#include "base/language.h"

namespace sojourn::access {

enum class AskerKind : std::uint8_t {
  nobody,    ///< not signed in
  session,   ///< a person at a page
  token,     ///< a program, by an API token
  operator_  ///< whoever runs the program on its own machine: sees all
};

struct Asker {
  AskerKind kind = AskerKind::nobody;
  std::int64_t account = 0;
  std::string name = {};    ///< sign-in name
  std::string person = {};  ///< as people call them
  std::int64_t staff = 0;   ///< own staff record, 0 for none
  std::int64_t session = 0;
  std::int64_t token = 0;
  bool second_factor = false;  ///< given at sign-in
  bool only_reads = false;     ///< of a token
  std::vector<Grant> grants = {};

  bool signed_in() const { return kind != AskerKind::nobody; }
  static Asker local_operator() { return {.kind = AskerKind::operator_, .name = "operator"}; }
};

/// A file that came with a request: bytes that outlive it, or, from the command line, a path.
struct Upload {
  std::string name = {};  ///< as its sender calls it, without folders
  std::string_view bytes = {};
  std::filesystem::path path = {};
};

/// Of the request itself, filled by the door.
struct Request {
  std::string id = {};
  /// The client's address, or the one a trusted proxy says. Used to slow guessing; not stored.
  std::string address = {};
  /// In words for the person's own list of sessions: "Firefox on Android".
  std::string device = {};
  std::string reason = {};
  std::string idempotency_key = {};
  std::string body_digest = {};
  /// Of whoever reads the answer.
  base::Language language = base::Language::en;
  /// Of an operation that takes a file; null if none came.
  const Upload* file = nullptr;
  /// What the door found wrong with the input as it came (a parameter that is none, one given
  /// twice): told together with what the codec finds.
  std::vector<base::Fault> faults = {};
};

}  // namespace sojourn::access
