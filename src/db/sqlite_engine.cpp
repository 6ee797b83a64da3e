#include "db/sqlite_engine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "base/ensure.h"
#include "base/refusal.h"
#include "base/text.h"
#include "db/sqlite_session.h"

namespace sojourn::db {
namespace {

/// A commit shared by more gains nothing, and the first waits for the last one's work.
constexpr std::size_t most_in_a_commit = 64;
/// Pages of 4 KiB in the log before it is moved into the file: SQLite's own number.
constexpr int checkpoint_pages = 1000;
/// From here on wait for readers, so that the log does not grow without end.
constexpr int checkpoint_all_pages = 16000;

/// The lock on the directory, held as long as the process lives or the engine does.
class DirectoryLock {
 public:
  explicit DirectoryLock(const std::string& directory) {
    const std::string file = directory + "/lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
      refuse("unusable_directory",
             base::in_words("The data directory {} cannot be written: {}.", directory,
                            base::Sentence::phrase(std::strerror(errno))));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      char text[32] = {};
      const ssize_t length = ::pread(descriptor_, text, sizeof text - 1, 0);
      ::close(descriptor_);
      const std::string_view holder =
          base::trim(std::string_view(text, length > 0 ? static_cast<std::size_t>(length) : 0));
      refuse(
          "in_use",
          base::in_words("The data directory {} is in use by another process{}. Stop that server, "
                         "or send the command to it.",
                         directory, holder.empty() ? std::string() : fmt::format(" ({})", holder)));
    }
    const std::string holder = fmt::format("{}\n", ::getpid());
    if (::ftruncate(descriptor_, 0) == 0) {
      // Only for the message above; on a full disk the lock holds without it.
      [[maybe_unused]] const ssize_t written =
          ::pwrite(descriptor_, holder.data(), holder.size(), 0);
    }
  }
  ~DirectoryLock() { ::close(descriptor_); }
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  [[noreturn]] static void refuse(std::string_view code, base::Sentence detail) {
    throw base::Refusal{base::Kind::precondition, std::string(code), std::move(detail)};
  }
  int descriptor_ = -1;
};

std::vector<std::string> sqlite_faults(Session& session) {
  std::vector<std::string> faults;
  const Result integrity = session.run("PRAGMA integrity_check");
  for (const Value& cell : integrity.cells) {
    const auto line = SqlOf<std::string>::from(cell);
    if (line != "ok") {
      faults.push_back(line);
    }
  }
  const Result keys = session.run("PRAGMA foreign_key_check");
  for (std::size_t i = 0; i < keys.rows(); ++i) {
    faults.push_back(fmt::format("a row of {} names one of {} that is not there",
                                 SqlOf<std::string>::from(keys.row(i)[0]),
                                 SqlOf<std::string>::from(keys.row(i)[2])));
  }
  return faults;
}

class SqliteEngine final : public Engine {
 public:
  explicit SqliteEngine(const SqliteSettings& settings)
      : file_(settings.directory + "/" + sqlite_file_name) {
    if (!settings.only_reads) {
      lock_.emplace(settings.directory);
      writer_.emplace(file_, SqliteSession::Access::write, settings.vfs);
      writer_->script("PRAGMA synchronous = " + settings.synchronous);
    }
    for (int i = 0; i < std::max(settings.readers, 1); ++i) {
      readers_.push_back(
          std::make_unique<SqliteSession>(file_, SqliteSession::Access::read, settings.vfs));
      free_readers_.push_back(readers_.back().get());
    }
  }

  EngineKind kind() const override { return EngineKind::sqlite; }
  bool commit_may_be_unknown() const override { return false; }
  std::string version() override { return fmt::format("SQLite {}", sqlite3_libversion()); }

  void read(const Work& work) override {
    const Lent lent(*this);
    SqliteSession& session = lent.session();
    session.run("BEGIN");
    try {
      work(session, 1);
      session.run("COMMIT");
    } catch (...) {
      // A disk that cannot be read has the engine undo the transaction by itself: what is told then
      // is the disk's fault, not that there is nothing to undo.
      if (session.in_transaction()) {
        session.run("ROLLBACK");
      }
      throw;
    }
  }

  void write(const Work& work) override { wait_for({.work = &work}); }
  void write_alone(const Work& work) override { wait_for({.work = &work, .alone = true}); }

  void copy_to(const std::string& file) override {
    const Lent lent(*this);
    lent.session().copy_to(file);
  }

  std::vector<Setting> settings() override {
    std::vector<Setting> found;
    const Work look = [&](Session& session, int) {
      found.clear();
      const auto add = [&](const char* name, const char* pragma, const char* wanted) {
        const Result result = session.run(fmt::format("PRAGMA {}", pragma));
        const Value& cell = result.cells.at(0);
        const auto* text = std::get_if<std::string>(&cell);
        found.push_back(
            {name, text != nullptr ? *text : fmt::to_string(std::get<2>(cell)), wanted});
      };
      add("journal_mode", "journal_mode", "wal");
      if (!writer_) {
        return;  // the others are the writer's own
      }
      add("synchronous (2 is FULL)", "synchronous", "2");
      add("foreign_keys", "foreign_keys", "1");
      add("secure_delete", "secure_delete", "1");
      add("wal_autocheckpoint (the writer does it)", "wal_autocheckpoint", "0");
    };
    if (writer_) {
      write_alone(look);
    } else {
      read(look);
    }
    return found;
  }

  std::vector<std::string> integrity_faults() override {
    const Lent lent(*this);
    return sqlite_faults(lent.session());
  }

 private:
  /// A change on its way. Lives on its caller's stack, which waits.
  struct Pending {
    const Work* work = nullptr;
    bool alone = false;
    int attempt = 0;
    std::exception_ptr failed = nullptr;
    bool undone = false;  ///< with its neighbours; has to run again
    bool done = false;
  };

  /// A reader, for as long as a read takes.
  class Lent {
   public:
    explicit Lent(SqliteEngine& engine) : engine_(engine) {
      std::unique_lock hold(engine_.readers_mutex_);
      engine_.reader_free_.wait(hold, [&] { return !engine_.free_readers_.empty(); });
      session_ = engine_.free_readers_.back();
      engine_.free_readers_.pop_back();
    }
    ~Lent() {
      {
        const std::lock_guard hold(engine_.readers_mutex_);
        engine_.free_readers_.push_back(session_);
      }
      engine_.reader_free_.notify_one();
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    SqliteSession& session() const { return *session_; }

   private:
    SqliteEngine& engine_;
    SqliteSession* session_ = nullptr;
  };

  /// Queues a change and returns when it is on disk; leads the work on the queue if nobody does.
  void wait_for(Pending pending) {
    base::ensure(writer_.has_value(), "nothing is written where only reading is wanted");
    std::unique_lock hold(queue_mutex_);
    queue_.push_back(&pending);
    while (!pending.done) {
      if (leading_) {
        led_.wait(hold, [&] { return pending.done || !leading_; });
        continue;
      }
      leading_ = true;
      const std::vector<Pending*> batch = take_batch();
      hold.unlock();
      commit_together(batch);
      hold.lock();
      for (Pending* each : batch) {
        each->done = true;
      }
      led_.notify_all();
      // The others may go on while the leader tidies up.
      hold.unlock();
      checkpoint_if_due();
      hold.lock();
      leading_ = false;
      led_.notify_all();
    }
    hold.unlock();
    if (pending.failed) {
      std::rethrow_exception(pending.failed);
    }
  }

  /// The oldest changes; one that wants to be alone is. With the queue's mutex held.
  std::vector<Pending*> take_batch() {
    std::vector<Pending*> batch;
    while (!queue_.empty() && batch.size() < most_in_a_commit &&
           (batch.empty() || (!batch.front()->alone && !queue_.front()->alone))) {
      batch.push_back(queue_.front());
      queue_.pop_front();
    }
    return batch;
  }

  void commit_together(const std::vector<Pending*>& batch) {
    run_batch(batch);
    for (Pending* each : batch) {
      if (each->undone) {
        run_batch({each});
      }
    }
  }

  /// One transaction. Afterwards each is on disk, has failed, or (of several) is undone.
  void run_batch(const std::vector<Pending*>& batch) {
    try {
      refuse_after_failed_sync();
      writer_->run("BEGIN IMMEDIATE");
    } catch (...) {
      fail_all(batch, std::current_exception());
      return;
    }
    const bool single = batch.size() == 1;
    for (Pending* each : batch) {
      if (!writer_->in_transaction()) {
        break;  // the engine undid all before this one
      }
      each->undone = false;
      try {
        if (!single) {
          writer_->run("SAVEPOINT one");
        }
        (*each->work)(*writer_, ++each->attempt);
        if (!single) {
          writer_->run("RELEASE one");
        }
      } catch (...) {
        each->failed = std::current_exception();
        take_back(single);
      }
    }
    if (!writer_->in_transaction()) {
      if (std::none_of(batch.begin(), batch.end(), [](Pending* each) { return each->failed; })) {
        fail_all(batch, std::make_exception_ptr(SqlError{SqlFault::io, {}, "it was undone"}));
      }
      undo_rest(batch);
      return;
    }
    try {
      writer_->run("COMMIT");
    } catch (const SqlError& error) {
      note_failed_sync(error);
      roll_back();
      if (single || error.fault == SqlFault::sync) {
        fail_all(batch, std::current_exception());
      } else {
        undo_rest(batch);
      }
    }
  }

  /// Undoes the work that failed, and it alone if it can be.
  void take_back(bool single) {
    try {
      if (single) {
        roll_back();
      } else if (writer_->in_transaction()) {
        writer_->run("ROLLBACK TO one");
        writer_->run("RELEASE one");
      }
    } catch (const SqlError&) {
      roll_back();
    }
  }

  void roll_back() {
    try {
      if (writer_->in_transaction()) {
        writer_->run("ROLLBACK");
      }
    } catch (const SqlError& error) {
      // A transaction that can be neither kept nor undone: as after a failed sync, only a new
      // start, which reads the log from the disk, knows what is true.
      sync_failed_ = true;
      note_failed_sync(error);
    }
  }

  static void fail_all(const std::vector<Pending*>& batch, const std::exception_ptr& why) {
    for (Pending* each : batch) {
      each->undone = false;
      if (!each->failed) {
        each->failed = why;
      }
    }
  }

  static void undo_rest(const std::vector<Pending*>& batch) {
    for (Pending* each : batch) {
      each->undone = !each->failed && batch.size() > 1;
    }
  }

  void refuse_after_failed_sync() const {
    if (sync_failed_) {
      throw SqlError{SqlFault::sync, {}, "an earlier sync failed"};
    }
  }

  void note_failed_sync(const SqlError& error) {
    if (error.fault == SqlFault::sync) {
      sync_failed_ = true;
    }
    if (sync_failed_) {
      writer_->leave_log_on_close();
    }
  }

  void checkpoint_if_due() {
    if (writer_->log_pages() < checkpoint_pages || sync_failed_) {
      return;
    }
    try {
      writer_->checkpoint(writer_->log_pages() >= checkpoint_all_pages);
    } catch (const SqlError& error) {
      note_failed_sync(error);  // else: a full disk, say; the log holds all, and it is tried again
    }
  }

  /// Neither where only reading is wanted.
  std::optional<DirectoryLock> lock_;
  std::string file_;
  /// Before the readers, so that it is closed last and empties the log.
  std::optional<SqliteSession> writer_;
  std::vector<std::unique_ptr<SqliteSession>> readers_;

  std::mutex readers_mutex_;
  std::condition_variable reader_free_;
  std::vector<SqliteSession*> free_readers_;

  std::mutex queue_mutex_;
  std::condition_variable led_;
  std::deque<Pending*> queue_;
  /// Somebody runs work on the writer; with it goes the right to touch the writer.
  bool leading_ = false;
  /// Written by leaders only.
  bool sync_failed_ = false;
};

}  // namespace

std::unique_ptr<Engine> open_sqlite(const SqliteSettings& settings) {
  base::ensure(!settings.directory.empty(), "a database has a directory or a URL");
  // Its default kills the process when a file reaches the limit of its size (ulimit -f).
  std::signal(SIGXFSZ, SIG_IGN);
  std::error_code error;
  if (settings.only_reads) {
    const std::string file = settings.directory + "/" + sqlite_file_name;
    if (!std::filesystem::exists(file, error)) {
      throw base::Refusal{base::Kind::not_found, "no_database",
                          base::in_words("There is no database in {}. To make one, run: sojourn "
                                         "serve --data {}",
                                         settings.directory, settings.directory)};
    }
  } else if (std::filesystem::create_directories(settings.directory, error)) {
    std::filesystem::permissions(settings.directory, std::filesystem::perms::owner_all, error);
  }
  return std::make_unique<SqliteEngine>(settings);
}

std::unique_ptr<Session> open_sqlite_file(const std::string& file) {
  return std::make_unique<SqliteSession>(file, SqliteSession::Access::read, "");
}

}  // namespace sojourn::db
