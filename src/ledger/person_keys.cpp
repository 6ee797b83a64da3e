#include "ledger/person_keys.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/ensure.h"
#include "base/refusal.h"
#include "db/constraints.h"
#include "ledger/files.h"

namespace sojourn::ledger {
namespace {

constexpr std::string_view title = "sojourn-person-keys/1\n\n\n";
constexpr std::size_t header_size = 32;
constexpr std::size_t record_size = 48;
static_assert(title.size() + 8 == header_size);

std::string little_endian(std::uint64_t number) {
  std::string bytes;
  for (unsigned i = 0; i < 8; ++i) {
    bytes += static_cast<char>(number >> (8 * i) & 255U);
  }
  return bytes;
}

std::uint64_t from_little_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (unsigned i = 0; i < 8; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return number;
}

bool is_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char each) { return each == '\0'; });
}

std::string check_of(std::string_view person_and_key) {
  base::Sha256 digest;
  digest.add(person_and_key);
  const auto sum = digest.take();
  return {sum.begin(), sum.begin() + 8};
}

std::string record_of(std::int64_t person, const SealKey& key) {
  std::string record = little_endian(static_cast<std::uint64_t>(person));
  record.append(reinterpret_cast<const char*>(key.data()), key.size());
  return record + check_of(record);
}

std::uint64_t offset_of(std::uint32_t record) {
  return header_size + std::uint64_t{record} * record_size;
}

std::uint32_t record_at(std::uint64_t offset) {
  return static_cast<std::uint32_t>((offset - header_size) / record_size);
}

}  // namespace

std::optional<PersonKeys::Slot> PersonKeys::slot_of(std::int64_t person) const {
  const std::uint32_t* found = slots_.find(static_cast<std::uint64_t>(person));
  if (found == nullptr) {
    return std::nullopt;
  }
  return Slot{.record = *found & ~erased_mark, .erased = (*found & erased_mark) != 0};
}

void PersonKeys::keep(std::int64_t person, Slot slot) {
  const std::uint32_t place = slot.record | (slot.erased ? erased_mark : 0U);
  *slots_.add(static_cast<std::uint64_t>(person), place).first = place;
}

bool PersonKeys::are_in(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return !error && size >= header_size + record_size;
}

/// The lock between processes, on the file itself.
class PersonKeys::Locked {
 public:
  explicit Locked(const PersonKeys& keys) : keys_(keys) {
    while (::flock(keys.descriptor_, LOCK_EX) != 0) {
      if (errno != EINTR) {
        keys.fail();
      }
    }
  }
  ~Locked() { ::flock(keys_.descriptor_, LOCK_UN); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 private:
  const PersonKeys& keys_;
};

PersonKeys::PersonKeys(std::filesystem::path file) : file_(std::move(file)) {
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) {
    fail();
  }
  try {
    const Locked locked(*this);
    // Shorter than its head: the machine stopped while it was made, so nothing is sealed by it.
    if (read_at(0, header_size).size() < header_size) {
      create();
    }
    refresh();
    // A record that was cut off by a power failure was never used: what is used is synced first.
    if (::ftruncate(descriptor_, static_cast<off_t>(read_to_)) != 0) {
      fail();
    }
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

PersonKeys::~PersonKeys() { ::close(descriptor_); }

void PersonKeys::create() {
  write_at(0, std::string(title) + little_endian(0));
  sync();
  sync_folder_of(file_);
}

void PersonKeys::refresh() {
  const std::string header = read_at(0, header_size);
  if (header.size() != header_size || !header.starts_with(title)) {
    refuse_damaged();
  }
  const std::uint64_t erasures = from_little_endian(std::string_view(header).substr(title.size()));
  if (read_to_ == 0 || erasures != erasures_) {
    slots_.clear();
    read_to_ = header_size;
    erasures_ = erasures;
  }
  // Little at first: there seldom is anything new.
  std::size_t at_once = record_size;
  while (true) {
    const std::string bytes = read_at(read_to_, at_once);
    const std::size_t records = bytes.size() / record_size;
    for (std::size_t i = 0; i < records; ++i) {
      const std::string_view record = std::string_view(bytes).substr(i * record_size, record_size);
      const auto person = static_cast<std::int64_t>(from_little_endian(record));
      const std::string_view secret = record.substr(8);
      if (is_zero(record)) {
        return;  // room that the file got and no record: the end
      }
      if (!is_zero(secret) && check_of(record.substr(0, 40)) != record.substr(40)) {
        refuse_damaged();
      }
      keep(person, {.record = record_at(read_to_), .erased = is_zero(secret)});
      read_to_ += record_size;
    }
    if (records < at_once / record_size) {
      return;
    }
    at_once = record_size * 10'000;
  }
}

/// What the disk refuses while somebody waits for an answer is refused in the database's words.
template <class Act>
void PersonKeys::with_refusals(Act&& act) {
  db::SqlError failed{db::SqlFault::sync, {}, {}};
  if (!sync_failed_) {
    try {
      act();
      return;
    } catch (const std::system_error& error) {
      const int code = error.code().value();
      const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
      failed.detail = error.what();
      if (!sync_failed_) {
        failed.fault = full ? db::SqlFault::disk_full : db::SqlFault::io;
      }
    }
  }
  throw db::refusal_of(failed, {});
}

void PersonKeys::make_for(const std::set<std::int64_t>& people) {
  const std::lock_guard guard(mutex_);
  const auto is_on_disk = [&](std::int64_t person) {
    const std::optional<Slot> found = slot_of(person);
    return found && offset_of(found->record) < synced_to_;
  };
  if (std::all_of(people.begin(), people.end(), is_on_disk)) {
    return;
  }
  with_refusals([&] {
    const Locked locked(*this);
    refresh();
    std::string records;
    std::vector<std::pair<std::int64_t, Slot>> made;
    for (const std::int64_t person : people) {
      if (!slot_of(person)) {
        made.emplace_back(person,
                          Slot{.record = record_at(read_to_ + records.size()), .erased = false});
        records += record_of(person, make_seal_key());
      }
    }
    write_at(read_to_, records);
    sync();  // of another process's records too, which may have stopped before it
    read_to_ += records.size();
    synced_to_ = read_to_;
    for (const auto& [person, slot] : made) {
      keep(person, slot);
    }
  });
}

std::optional<SealKey> PersonKeys::find(std::int64_t person) {
  const std::lock_guard guard(mutex_);
  refresh();
  const std::optional<Slot> found = slot_of(person);
  if (!found || found->erased) {
    return std::nullopt;
  }
  const std::string record = read_at(offset_of(found->record), record_size);
  const std::string_view secret = std::string_view(record).substr(8);
  if (record.size() != record_size ||
      static_cast<std::int64_t>(from_little_endian(record)) != person) {
    refuse_damaged();
  }
  if (is_zero(secret)) {
    return std::nullopt;  // another process erased it since we looked
  }
  if (check_of(record.substr(0, 40)) != record.substr(40)) {
    refuse_damaged();
  }
  SealKey key{};
  std::copy(secret.begin(), secret.begin() + 32, key.begin());
  return key;
}

bool PersonKeys::is_erased(std::int64_t person) {
  const std::lock_guard guard(mutex_);
  refresh();
  const std::optional<Slot> found = slot_of(person);
  return found && found->erased;
}

bool PersonKeys::erase(std::int64_t person) {
  base::ensure(person != 0, "the programme's own key is never erased");
  const std::lock_guard guard(mutex_);
  bool erased = false;
  with_refusals([&] {
    const Locked locked(*this);
    refresh();
    const std::optional<Slot> found = slot_of(person);
    if (!found || found->erased) {
      return;
    }
    write_at(offset_of(found->record) + 8, std::string(record_size - 8, '\0'));
    write_at(title.size(), little_endian(++erasures_));
    sync();
    keep(person, {.record = found->record, .erased = true});
    erased = true;
  });
  return erased;
}

std::string PersonKeys::read_at(std::uint64_t offset, std::size_t most) const {
  std::string bytes(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const ssize_t got =
        ::pread(descriptor_, bytes.data() + size, most - size, static_cast<off_t>(offset + size));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      fail();
    }
    if (got == 0) {
      break;
    }
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

void PersonKeys::write_at(std::uint64_t offset, std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      fail();
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void PersonKeys::sync() {
  if (::fsync(descriptor_) != 0) {
    sync_failed_ = true;
    fail();
  }
}

void PersonKeys::fail() const {
  throw std::system_error(errno, std::generic_category(), file_.string());
}

void PersonKeys::refuse_damaged() const {
  throw base::Refusal{
      .kind = base::Kind::invalid,
      .code = "key_file_damaged",
      .detail = base::in_words("{} is not whole: restore it from its own backup. Without it the "
                               "history of some people cannot be read.",
                               file_.string()),
      .faults = {}};
}

}  // namespace sojourn::ledger
