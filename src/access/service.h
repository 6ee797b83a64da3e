// The one way to run an operation: who asks -> may they -> how far does it reach -> run -> note who
// saw what; and the same for a whole list as a file. Doors call nothing else. Also holds what
// access needs beside the database: the hashing of passwords. Tested in
// tests/unit/access/service_test.cpp and tests/access.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/asker.h"
#include "access/factor_seal.h"
#include "access/list_file.h"
#include "access/operation.h"
#include "access/password.h"
#include "access/seen.h"
#include "base/refusal.h"
#include "db/database.h"
#include "ledger/person_keys.h"

namespace sojourn::access {

/// An area, a sponsor or a site as whoever grants roles over it has to know it, and no more.
struct FoundScope {
  GrantScope scope;
  ScopeKind kind = ScopeKind::area;
  std::string name;
  std::optional<std::string> within;  ///< name of the area that it lies in
};
BOOST_DESCRIBE_STRUCT(FoundScope, (), (scope, kind, name, within))

/// What the first start says of the programme, beside its first account. All of it may be left out.
struct Beginning {
  std::optional<std::string> programme = {};  ///< its name
  std::optional<base::Date> starts_on = {};
  std::optional<base::Date> ends_on = {};
  std::optional<std::string> preset = {};  ///< of the rules
  base::Language language = base::Language::en;
};

struct ServiceSettings {
  PasswordCost password_cost = {};
  /// Seals second factors. Without it none can be set up or used: for what only reads.
  std::optional<ledger::SealKey> factor_key = {};
  /// Opens sealed history for operations that show it (access/sealed_read.h); must outlive the
  /// service.
  ledger::PersonKeys* person_keys = nullptr;
  /// Areas, sponsors, sites and staff are the stage programme's, a floor above, so the program
  /// hands in what has to be known of them.
  /// Today's materialised path of an area; nullopt if there is none of that id.
  std::function<std::optional<std::string>(db::Tx&, std::int64_t area)> area_path = {};
  /// Whether a grant's sponsor or site is there.
  std::function<bool(db::Tx&, const GrantScope&)> scope_exists = {};
  /// What a grant's area, sponsor or site is called, closed or not; nullopt if there is none.
  std::function<std::optional<std::string>(db::Tx&, const GrantScope&)> scope_name = {};
  /// Open areas, sponsors and sites whose name or code holds the text: of each kind the first
  /// `most` by name.
  std::function<std::vector<FoundScope>(db::Tx&, const std::string& search, std::int32_t most)>
      find_scopes = {};
  std::function<bool(db::Tx&, StaffId)> staff_exists = {};
  /// Whether what is queued for people's mail boxes leaves this server (program/mailer.h).
  bool sends_mail = false;
  /// Keeps what the first start says, in the change that makes the first account. Faults stand at
  /// the names of its fields.
  std::function<void(db::Change&, const Beginning&)> begin = {};
  /// The data directory: absolute, and "" where nothing is kept on a disk.
  std::string data_directory = {};
  /// Where files of lists lie, without a name, until they are sent; empty: the system's folder for
  /// passing files.
  std::string passing_files = {};
  /// Rows of a file. A list of more is refused (too_large, "list_too_long").
  std::int64_t most_file_rows = 1'000'000;
};

/// Safe from any thread.
class Service {
 public:
  explicit Service(db::Database& database, ServiceSettings settings = {});

  /// Who holds this cookie or token; nobody (kind nobody) if it is none, ended or expired. What was
  /// revoked is so at once, as nothing is kept between calls.
  Asker asker_of(std::string_view secret);

  /// Refusals beside the operation's own: forbidden "sign_in" (nobody asks; the door answers 401),
  /// "not_allowed" (no grant gives the permission), precondition "second_factor_needed", forbidden
  /// "token_only_reads". A refusal of a value that has no place in Sojourn (privacy/forbidden.h)
  /// has an entry of its own in the audit log, without the value.
  Answer run(const Operation& operation, const Asker& asker, const Request& request,
             const boost::json::value& input);

  /// The whole of a list as a file, once the audit log has an entry of it. A token that only reads
  /// may have one, for nothing of the programme changes. Refusals beside those of `run`: invalid
  /// "input" for `after`, `limit` and `count`, which say what a page is; busy "export_running" and
  /// "exports_busy"; too_large "list_too_long"; full "disk_full".
  /// Precondition: the operation is a list, and the format one of files.
  std::unique_ptr<ListFile> list_file(const Operation& operation, const Asker& asker,
                                      const Request& request, const boost::json::value& input,
                                      const ListFileWanted& wanted);

  /// Notes that the asker read the detail's fields of these people, where an answer holds them
  /// otherwise than as a record with those fields. Before it is shown.
  void note_seen(const Asker& asker, const Detail& detail, std::span<const std::int64_t> staff);

  db::Database& database() { return database_; }
  const ServiceSettings& settings() const { return settings_; }
  Passwords& passwords() { return passwords_; }
  /// Precondition: there is a key.
  const FactorSeal& factor_seal() const;

 private:
  db::Caller admitted(const Operation& operation, const Asker& asker, const Request& request) const;
  void note_reads(const Operation& operation, const Asker& asker, const Answer& answer);
  void write_seen(const Asker& asker, const Detail& detail, Seen& seen);
  static void write_seen(db::Change& change, const Detail& detail, const Asker& asker,
                         const Seen& seen);

  db::Database& database_;
  ServiceSettings settings_;
  Passwords passwords_;
  std::optional<FactorSeal> factor_seal_;
  ListFileSlots slots_;
};

}  // namespace sojourn::access
