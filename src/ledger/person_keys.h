// The keys that personal text in history is sealed with, one a person, in a small file of its own
// with a backup of its own that ages out (30 days): erasing a person is erasing 48 bytes. The
// programme itself, person 0, has a key as well, so that history is sealed as a whole.
//
// The file: 24 bytes of text, 8 bytes that count erasures, then records of 48 bytes: person (8),
// key (32), the first 8 bytes of SHA-256 over both; numbers little-endian. Erasing writes zeros
// over key and check in place; a person who was erased never gets another key. Several processes of
// one machine may share the file: they write under a lock, and read again what others added or
// erased.
// Nothing is sealed with a key that is not known to be on the disk: after a sync that failed no key
// is made or erased until the process starts anew, as with the database (db/sqlite_engine.h).
// Tested in tests/unit/ledger/seal_test.cpp and tests/fault/store_disk_test.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>

#include "base/place_map.h"
#include "ledger/seal.h"

namespace sojourn::ledger {

class PersonKeys {
 public:
  /// Makes the file the first time. Refusal (invalid, "key_file_damaged") if it is not whole.
  explicit PersonKeys(std::filesystem::path file);
  ~PersonKeys();
  PersonKeys(const PersonKeys&) = delete;
  PersonKeys& operator=(const PersonKeys&) = delete;

  /// Whether the file has as much as one key in it.
  static bool are_in(const std::filesystem::path& file);

  // All of these are safe from any thread. Refusals of the first and the last, as the database's
  // own: full "disk_full"; busy "writes_stopped", "database_failed".
  /// Makes the keys that are missing, on disk when this returns, with one sync. People who were
  /// erased get none.
  void make_for(const std::set<std::int64_t>& people);
  /// Nothing if there is none, or none any more.
  std::optional<SealKey> find(std::int64_t person);
  bool is_erased(std::int64_t person);
  /// Gone for good once this returns (backups of the key file apart). False if there was no key.
  /// Precondition: person is not 0, the programme.
  bool erase(std::int64_t person);

 private:
  /// A record's number in the file, and whether its key was erased. The keys stay in the file: a
  /// nation's are 48 MB.
  struct Slot {
    std::uint32_t record = 0;
    bool erased = false;
  };
  static constexpr std::uint32_t erased_mark = std::uint32_t{1} << 31;
  std::optional<Slot> slot_of(std::int64_t person) const;
  void keep(std::int64_t person, Slot slot);
  class Locked;
  template <class Act>
  void with_refusals(Act&& act);
  void create();
  /// Reads what others wrote since; all of it if somebody erased a key.
  void refresh();
  std::string read_at(std::uint64_t offset, std::size_t most) const;
  void write_at(std::uint64_t offset, std::string_view bytes) const;
  void sync();
  [[noreturn]] void fail() const;
  [[noreturn]] void refuse_damaged() const;

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::mutex mutex_;
  base::PlaceMap slots_;
  std::uint64_t read_to_ = 0;
  /// What lies before it is on the disk, whoever wrote it.
  std::uint64_t synced_to_ = 0;
  bool sync_failed_ = false;
  std::uint64_t erasures_ = 0;
};

}  // namespace sojourn::ledger
