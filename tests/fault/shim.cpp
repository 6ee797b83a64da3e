#include "tests/fault/shim.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <vector>

#include "base/ensure.h"
#include "base/random.h"

namespace sojourn::test {
namespace {

struct Unsynced {
  bool truncates = false;
  std::size_t at = 0;
  std::string bytes;
};

struct FileState {
  std::string on_disk;
  std::vector<Unsynced> unsynced;
};

void apply(std::string& content, const Unsynced& change) {
  if (change.truncates) {
    content.resize(change.at);
    return;
  }
  content.resize(std::max(content.size(), change.at + change.bytes.size()));
  content.replace(change.at, change.bytes.size(), change.bytes);
}

struct State {
  std::mutex mutex;
  std::map<std::string, FileState> files;
  Broken broken = Broken::nothing;
  std::int64_t nth = 0;
  bool all_after = false;
  bool failed = false;
  std::array<std::int64_t, 6> seen{};
  std::int64_t picture_in = 0;
  std::string picture_directory;
  std::uint64_t picture_seed = 0;
  Survives picture_of = Survives::writes;
  std::int64_t torn = 0;
  std::atomic<bool> power_lost = false;
};

State& state() {
  static State the_state;
  return the_state;
}

/// Counts an operation; the code it fails with, or SQLITE_OK. With the mutex held.
int strike(Broken kind) {
  State& now = state();
  const std::int64_t count = ++now.seen[static_cast<std::size_t>(kind)];
  const bool writes = kind == Broken::write && now.broken == Broken::full;
  if (kind != now.broken && !writes) {
    return SQLITE_OK;
  }
  if (count != now.nth && !(now.all_after && count > now.nth)) {
    return SQLITE_OK;
  }
  now.failed = true;
  switch (now.broken) {
    case Broken::nothing: return SQLITE_OK;
    case Broken::write: return SQLITE_IOERR_WRITE;
    case Broken::full: return SQLITE_FULL;
    case Broken::sync: return SQLITE_IOERR_FSYNC;
    case Broken::read: return SQLITE_IOERR_READ;
  }
  return SQLITE_OK;
}

/// The parts of a write that lie in sectors of their own, as writes.
std::vector<Unsynced> sectors_of(const Unsynced& change) {
  std::vector<Unsynced> parts;
  for (std::size_t done = 0; done < change.bytes.size();) {
    const std::size_t at = change.at + done;
    const std::size_t size = std::min(sector_bytes - at % sector_bytes, change.bytes.size() - done);
    parts.push_back({false, at, change.bytes.substr(done, size)});
    done += size;
  }
  return parts;
}

void apply_torn(std::string& content, const Unsynced& change, base::Random& chance) {
  std::size_t survived = 0;
  const std::vector<Unsynced> sectors = sectors_of(change);
  for (const Unsynced& sector : sectors) {
    if (chance.chance(0.5)) {
      apply(content, sector);
      ++survived;
    }
  }
  state().torn += survived > 0 && survived < sectors.size() ? 1 : 0;
}

void take_picture() {
  State& now = state();
  base::Random chance(now.picture_seed);
  std::filesystem::create_directories(now.picture_directory);
  for (const auto& [path, file] : now.files) {
    std::string content = file.on_disk;
    for (const Unsynced& each : file.unsynced) {
      if (now.picture_of == Survives::sectors && !each.truncates) {
        apply_torn(content, each, chance);
      } else if (chance.chance(0.5)) {
        apply(content, each);
      }
    }
    std::ofstream out(now.picture_directory + "/" + std::filesystem::path(path).filename().string(),
                      std::ios::binary);
    out << content;
  }
  now.power_lost = true;
}

struct ShimFile {
  sqlite3_file base;
  FileState* file;     ///< none for temporary files
  sqlite3_file* real;  ///< behind this in the same memory
};

ShimFile* shim_of(sqlite3_file* file) { return reinterpret_cast<ShimFile*>(file); }
sqlite3_file* real_of(sqlite3_file* file) { return shim_of(file)->real; }

int shim_close(sqlite3_file* file) { return real_of(file)->pMethods->xClose(real_of(file)); }
int shim_read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  if (shim_of(file)->file != nullptr) {
    const std::lock_guard hold(state().mutex);
    if (const int code = strike(Broken::read); code != SQLITE_OK) {
      return code;
    }
  }
  return real_of(file)->pMethods->xRead(real_of(file), to, size, at);
}
int shim_write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  FileState* const known = shim_of(file)->file;
  if (known != nullptr) {
    State& now = state();
    const std::lock_guard hold(now.mutex);
    if (const int code = strike(Broken::write); code != SQLITE_OK) {
      return code;
    }
    known->unsynced.push_back(
        {false, static_cast<std::size_t>(at),
         std::string(static_cast<const char*>(from), static_cast<std::size_t>(size))});
    if (now.picture_in > 0 && --now.picture_in == 0) {
      take_picture();
    }
  }
  return real_of(file)->pMethods->xWrite(real_of(file), from, size, at);
}
int shim_truncate(sqlite3_file* file, sqlite3_int64 size) {
  FileState* const known = shim_of(file)->file;
  if (known != nullptr) {
    const std::lock_guard hold(state().mutex);
    known->unsynced.push_back({true, static_cast<std::size_t>(size), {}});
  }
  return real_of(file)->pMethods->xTruncate(real_of(file), size);
}
int shim_sync(sqlite3_file* file, int) {
  FileState* const known = shim_of(file)->file;
  if (known != nullptr) {
    const std::lock_guard hold(state().mutex);
    if (const int code = strike(Broken::sync); code != SQLITE_OK) {
      return code;
    }
    for (const Unsynced& each : known->unsynced) {
      apply(known->on_disk, each);
    }
    known->unsynced.clear();
  }
  return SQLITE_OK;  // the test's machine does not lose power: no need to wait for its disk
}
int shim_size(sqlite3_file* file, sqlite3_int64* size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int shim_lock(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}
int shim_unlock(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
int shim_reserved(sqlite3_file* file, int* out) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}
int shim_control(sqlite3_file* file, int op, void* argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), op, argument);
}
int shim_sector(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
int shim_device(sqlite3_file* file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
int shim_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}
int shim_shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}
void shim_shm_barrier(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
int shim_shm_unmap(sqlite3_file* file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

// Version 2: no memory-mapped reading, which would pass the shim by.
constexpr sqlite3_io_methods shim_methods = {
    2,           shim_close,   shim_read,     shim_write,       shim_truncate,  shim_sync,
    shim_size,   shim_lock,    shim_unlock,   shim_reserved,    shim_control,   shim_sector,
    shim_device, shim_shm_map, shim_shm_lock, shim_shm_barrier, shim_shm_unmap, nullptr,
    nullptr};

sqlite3_vfs* real_vfs = nullptr;

int shim_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  ShimFile* const shim = shim_of(file);
  shim->base.pMethods = nullptr;
  shim->file = nullptr;
  shim->real = reinterpret_cast<sqlite3_file*>(shim + 1);
  const int code = real_vfs->xOpen(real_vfs, name, shim->real, flags, out_flags);
  if (code != SQLITE_OK) {
    return code;
  }
  shim->base.pMethods = &shim_methods;
  if (name != nullptr && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0) {
    const std::lock_guard hold(state().mutex);
    const auto [found, fresh] = state().files.try_emplace(name);
    if (fresh) {
      std::ifstream in(name, std::ios::binary);
      found->second.on_disk.assign(std::istreambuf_iterator<char>(in), {});
    }
    shim->file = &found->second;
  }
  return SQLITE_OK;
}

}  // namespace

Shim& Shim::instance() {
  static Shim shim;
  static sqlite3_vfs vfs;
  static const bool registered = [] {
    real_vfs = sqlite3_vfs_find(nullptr);
    vfs = *real_vfs;
    vfs.zName = shim_name;
    vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + real_vfs->szOsFile;
    vfs.xOpen = shim_open;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  }();
  base::ensure(registered, "the shim is a file system");
  return shim;
}

void Shim::reset() {
  const std::lock_guard hold(state().mutex);
  state().files.clear();
  state().broken = Broken::nothing;
  state().failed = false;
  state().seen = {};
  state().picture_in = 0;
  state().power_lost = false;
  state().torn = 0;
}

void Shim::fail(Broken kind, std::int64_t nth, bool all_after) {
  const std::lock_guard hold(state().mutex);
  state().broken = kind;
  state().nth = nth;
  state().all_after = all_after;
  state().failed = false;
  state().seen = {};
}

std::int64_t Shim::seen(Broken kind) const {
  const std::lock_guard hold(state().mutex);
  return state().seen[static_cast<std::size_t>(kind)];
}

bool Shim::failed() const {
  const std::lock_guard hold(state().mutex);
  return state().failed;
}

void Shim::lose_power(std::int64_t nth_write, std::string directory, std::uint64_t seed,
                      Survives what) {
  const std::lock_guard hold(state().mutex);
  state().picture_of = what;
  state().picture_in = nth_write;
  state().picture_directory = std::move(directory);
  state().picture_seed = seed;
}

std::int64_t Shim::torn() const {
  const std::lock_guard hold(state().mutex);
  return state().torn;
}

bool Shim::power_lost() const { return state().power_lost; }

}  // namespace sojourn::test
