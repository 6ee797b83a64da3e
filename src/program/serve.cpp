#include "program/serve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <fstream>
#include <functional>
#include <mutex>
#include <ostream>
#include <thread>
#include <vector>

#include "access/sign_in.h"
#include "base/log.h"
#include "base/process.h"
#include "base/text.h"
#include "base/version.h"
#include "doors/http/server.h"
#include "doors/http/site.h"
#include "ledger/receipt.h"
#include "program/desk_files.h"
#include "program/home.h"
#include "program/mailer.h"
#include "program/privacy.h"
#include "program/store.h"
#include "stages/placement/plan_run.h"

namespace sojourn::program {
namespace {

namespace http = doors::http;
using std::chrono::steady_clock;

struct ServeInput {
  std::optional<std::string> data;
  std::optional<std::string> database;
  std::optional<ServedExample> example;
  std::string listen;
  std::optional<std::string> tls_cert;
  std::optional<std::string> tls_key;
  bool insecure_http = false;
  std::vector<std::string> trusted_proxy;
  std::int32_t workers = 4;
  std::optional<std::string> smtp;
  std::optional<std::string> smtp_user;
  std::optional<std::string> smtp_password_file;
  std::optional<std::string> mail_from;
  std::optional<std::string> public_address;
};
BOOST_DESCRIBE_STRUCT(ServeInput, (),
                      (data, database, example, listen, tls_cert, tls_key, insecure_http,
                       trusted_proxy, workers, smtp, smtp_user, smtp_password_file, mail_from,
                       public_address))

[[noreturn]] void refuse_listen(std::string_view found) {
  throw base::Refusal{
      .kind = base::Kind::invalid,
      .code = "arguments",
      .detail = "The command line cannot be followed; nothing was done.",
      .faults = {{.where = "/listen",
                  .code = "bad_address",
                  .value = base::shorten(found),
                  .detail = "Give an address of this machine and a port, such as 127.0.0.1:8080 or "
                            "[::1]:8080."}}};
}

/// Counts SIGHUPs while it lives. A handler that adds one, as every thread of the server was
/// started with the signal open, and one that waits for it would have to be there before all of
/// them.
class HangUps {
 public:
  HangUps() {
    static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch nothing else");
    struct sigaction now{};
    sigaction(SIGHUP, nullptr, &before_);
    now.sa_handler = [](int) { came.fetch_add(1); };
    now.sa_flags = SA_RESTART;
    sigaction(SIGHUP, &now, nullptr);
  }
  ~HangUps() { sigaction(SIGHUP, &before_, nullptr); }
  HangUps(const HangUps&) = delete;
  HangUps& operator=(const HangUps&) = delete;
  /// Whether one came since it was asked last.
  bool take() { return came.exchange(0) > 0; }

 private:
  static inline std::atomic<int> came{0};
  struct sigaction before_{};
};

/// What keeps the audit log from being sealed, for /healthz and the server's log: each trouble is
/// written once a minute, not once a second.
class Trouble {
 public:
  explicit Trouble(base::Log& log) : log_(log) {}
  void tell(std::string_view what) {
    const std::lock_guard hold(mutex_);
    const auto now = steady_clock::now();
    if (what != what_ || now - written_ > std::chrono::minutes(1)) {
      log_.say(base::Level::error, "audit_not_sealed", {{"why", base::technical(what)}});
      written_ = now;
    }
    what_ = what;
    told_ = now;
  }
  /// "" once it is over: the sequencer tries each second.
  std::string now() const {
    const std::lock_guard hold(mutex_);
    const bool over = what_.empty() || steady_clock::now() - told_ > std::chrono::seconds(5);
    return over ? std::string() : "the audit log is not sealed";
  }

 private:
  base::Log& log_;
  mutable std::mutex mutex_;
  std::string what_;
  steady_clock::time_point told_;
  steady_clock::time_point written_;
};

http::ServerSettings server_settings(const ServeInput& input, base::Log& log) {
  const ListenOn on = parse_listen(input.listen);
  http::ServerSettings settings;
  settings.address = on.address;
  settings.port = on.port;
  settings.tls_cert = input.tls_cert.value_or("");
  settings.tls_key = input.tls_key.value_or("");
  settings.insecure_http = input.insecure_http;
  settings.trusted_proxies = input.trusted_proxy;
  settings.workers = static_cast<std::size_t>(input.workers);
  settings.log = http::log_to(log);
  return settings;
}

[[noreturn]] void refuse_mail(std::string where, std::string_view found, base::Sentence detail) {
  throw base::Refusal{.kind = base::Kind::invalid,
                      .code = "arguments",
                      .detail = "The command line cannot be followed; nothing was done.",
                      .faults = {{.where = std::move(where),
                                  .code = "mail_setting",
                                  .value = base::shorten(found),
                                  .detail = std::move(detail)}}};
}

/// Nothing without --smtp.
std::optional<MailerSettings> mailer_settings(const ServeInput& input) {
  if (!input.smtp) {
    for (const auto& [where, given] : {std::pair("/smtp_user", &input.smtp_user),
                                       std::pair("/smtp_password_file", &input.smtp_password_file),
                                       std::pair("/mail_from", &input.mail_from)}) {
      if (given->has_value()) {
        refuse_mail(where, **given, "It needs --smtp, the mail server, beside it.");
      }
    }
    return std::nullopt;
  }
  MailerSettings made{.smtp = {.url = *input.smtp,
                               .user = input.smtp_user.value_or(""),
                               .from = input.mail_from.value_or("")},
                      .public_address = input.public_address.value_or("")};
  if (input.smtp_password_file) {
    std::ifstream file(*input.smtp_password_file);
    if (!std::getline(file, made.smtp.password)) {
      refuse_mail("/smtp_password_file", *input.smtp_password_file,
                  "The password is read from the first line of this file, which is not there.");
    }
  }
  doors::mail::check(made.smtp);
  if (!made.public_address.starts_with("https://") && !made.public_address.starts_with("http://")) {
    refuse_mail("/public_address", made.public_address,
                "Mails say on which page something waits: give the address by which people reach "
                "this server, such as https://sojourn.example.org.");
  }
  return made;
}

/// The server names its own settings; the person gave `--listen`.
void in_words_of_the_command(const std::function<void()>& act) {
  try {
    act();
  } catch (base::Refusal& refusal) {
    for (base::Fault& fault : refusal.faults) {
      if (fault.where == "/address" || fault.where == "/port") {
        fault.where = "/listen";
      }
    }
    throw;
  }
}

/// A certificate that was replaced by one that cannot be used: the file itself is not named in the
/// log, but which of the two it is, and what is wrong with it.
void say_refused(base::Log& log, const base::Refusal& refusal) {
  const base::Fault fault = refusal.faults.empty() ? base::Fault{} : refusal.faults.front();
  log.say(base::Level::error, "certificate_refused",
          {{"code", base::technical(refusal.code)},
           {"file", base::technical(fault.code)},
           {"why", base::technical(fault.value)},
           {"remedy", base::technical(fault.detail.english())},
           {"goes_on_with", "old"}});
}

/// How long it is told which mails left.
constexpr std::chrono::hours keep_sent{30 * 24};

void forget_expired(Store& store, base::Log& log) {
  try {
    const std::int64_t answers = store.database().forget_old_answers();
    const std::int64_t sessions = access::forget_ended_sessions(store.database());
    const std::int64_t mails = db::Outbox(store.database()).forget_sent(keep_sent);
    access::report_failed_sign_ins(store.database());
    log.say(base::Level::info, "upkeep",
            {{"answers", answers}, {"sessions", sessions}, {"mails", mails}});
  } catch (const base::Refusal& refusal) {
    log.say(base::Level::error, "upkeep_failed", {{"code", base::technical(refusal.code)}});
  }
}

/// Until the stop is asked for.
void look_after(Store& store, http::Server& server, HangUps& hang_ups, base::Log& log,
                const std::stop_token& stop) {
  constexpr auto glance = std::chrono::milliseconds(250);
  constexpr auto between_upkeeps = std::chrono::hours(1);
  std::mutex mutex;
  std::condition_variable_any wake;
  auto upkeep_due = steady_clock::now() + std::chrono::minutes(1);
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, glance, [] { return false; });
    }
    if (hang_ups.take()) {
      try {
        server.reload_tls();
        log.say(base::Level::info, "certificate_read_again");
      } catch (const base::Refusal& refusal) {
        say_refused(log, refusal);
      }
    }
    if (steady_clock::now() >= upkeep_due) {
      forget_expired(store, log);
      upkeep_due = steady_clock::now() + between_upkeeps;
    }
  }
}

/// Work of one kind that was asked for, one after another, beside the requests. `run_one`: false if
/// none waits; then it is asked again after a glance.
void work(const std::function<bool()>& run_one, std::chrono::milliseconds glance, base::Log& log,
          const std::stop_token& stop) {
  constexpr auto after_trouble = std::chrono::seconds(10);
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    std::chrono::milliseconds pause{0};
    try {
      pause = run_one() ? pause : glance;
    } catch (const base::Refusal& refusal) {
      log.say(base::Level::error, "job_failed", {{"code", base::technical(refusal.code)}});
      pause = after_trouble;
    } catch (const std::exception& mistake) {
      // A mistake of ours in such work is no reason to leave everybody without a server.
      log.say(base::Level::error, "job_failed", {{"why", base::technical(mistake.what())}});
      pause = after_trouble;
    }
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, pause, [] { return false; });
  }
}

/// For people: to the minute, "2026-11-29 22:29 UTC".
std::string minute_of(base::Instant instant) {
  const std::string text = instant.to_text();
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

int serve(const ServeInput& input, base::Terminal& terminal) {
  base::SystemWallClock clock;
  base::StderrLog log(clock);
  Trouble trouble(log);
  HangUps hang_ups;
  // 1. What can be wrong with the command line, before anything is made.
  http::ServerSettings settings = server_settings(input, log);
  in_words_of_the_command([&] { http::check(settings); });
  const std::optional<MailerSettings> mailing = mailer_settings(input);
  Home home;
  if (!settle(home, {input.data, input.database, input.example}, settings, terminal)) {
    return base::exit_done;
  }
  // 2. The store.
  Stages all = stages();
  all.service.sends_mail = mailing.has_value();
  Store store({.directory = home.directory, .url = input.database.value_or("")}, std::move(all),
              input.workers);
  store.check_log();
  store.seal_old_factors();
  // 3. The audit log's sequencer. It ends, sealing, after the server has stopped.
  ledger::Sequencer sequencer(store.database(), store.sequencer_settings());
  const std::jthread sealing([&](const std::stop_token& stop) {
    sequencer.run(stop, [&](std::string_view what) { trouble.tell(what); });
  });
  // 4. What is too long for a request: a thread a kind, so that nobody waits for a plan to have the
  // audit log checked. They end before the log's sequencer does.
  const std::vector<std::unique_ptr<JobRunner>> runners =
      store.job_runners(std::max(1, base::processors() / 2));
  std::vector<std::jthread> working;
  for (const auto& runner : runners) {
    working.emplace_back([&, each = runner.get()](const std::stop_token& stop) {
      work([&] { return each->run_one(stop); }, std::chrono::milliseconds(500), log, stop);
    });
  }
  std::optional<Mailer> mailer;
  if (mailing) {
    mailer.emplace(store.database(), *mailing);
    working.emplace_back([&](const std::stop_token& stop) {
      work([&] { return mailer->run_some(log); }, std::chrono::seconds(2), log, stop);
    });
  }
  // 5. The door.
  http::Metrics metrics;
  std::vector<http::OwnPage> own_pages = {dictionary_page(store.database())};
  if (home.example) {
    own_pages.push_back(example_page(*home.example));
  }
  const http::Notices notices{.plain_http = settings.insecure_http && settings.tls_cert.empty(),
                              .demonstration = home.example.has_value()};
  const http::MadePages pages(http::embedded_templates(), store.stages().operations, notices,
                              own_pages);
  const http::Desk desk(embedded_desk(), notices);
  const http::Api api(store.service(), store.stages().operations, [&](std::string_view request) {
    const auto receipt = store.log().take_receipt(request);
    return receipt ? std::optional(ledger::write_receipt(*receipt)) : std::nullopt;
  });
  const http::Watch watch(api, store.stages().operations);
  const http::Together together(api);
  const http::Assets assets(http::embedded_assets());
  const http::Site site{.metrics = metrics,
                        .well = [&] { return trouble.now(); },
                        .pages = pages,
                        .watch = watch,
                        .together = together,
                        .api = api,
                        .assets = assets,
                        .desk = desk};
  settings.body_limit = http::body_limit(store.stages().operations, settings.limits.body);
  std::optional<http::Server> server;
  in_words_of_the_command([&] { server.emplace(std::move(settings), site, metrics); });
  // 6. Say where, and how to begin.
  const auto say = [&](const base::Sentence& sentence) {
    terminal.out << sentence.in(terminal.language);
  };
  say(base::in_words("Sojourn {} serves {}\nData: {}\n", base::version(), server->place(),
                     place_in_words(home, store.database().engine_version())));
  if (home.example) {
    terminal.out << example_sign_ins(*home.example, server->place(), terminal.language);
  }
  if (const auto link = access::setup_link(store.service())) {
    say(base::in_words(
        "Nobody is administrator yet. Open this link once, before {}, to make their account:\n"
        "{}/setup#{}\n",
        minute_of(link->expires_at), server->place(), link->link));
  }
  terminal.out.flush();
  log.say(base::Level::info, "started", {{"port", static_cast<int>(server->port())}});
  // 7. Until it is told to stop; then requests under way may end.
  look_after(store, *server, hang_ups, log, terminal.stop);
  server->stop();
  log.say(base::Level::info, "stopped");
  return base::exit_done;
}

}  // namespace

ListenOn parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    refuse_listen(text);
  }
  std::string_view address = text.substr(0, colon);
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) {
    address = address.substr(1, address.size() - 2);
  }
  const auto port = base::parse_number<std::uint16_t>(text.substr(colon + 1));
  if (!port || address.empty() || (address.find(':') != address.npos) != bracketed) {
    refuse_listen(text);
  }
  return {std::string(address), *port};
}

base::Operation serve_operation() {
  return base::operation<ServeInput>(
      {.name = "serve",
       .summary = "serve the programme's records to browsers and programs",
       .description =
           "Makes the data directory and the database the first time, and prints a link by which "
           "the first account, an administrator's, is made. Runs until Ctrl-C or SIGTERM; requests "
           "under way are then answered, for 10 seconds at most, and the audit log is sealed.\n\n"
           "A data directory with a database in it belongs to one process at a time. Any number of "
           "servers may share one "
           "PostgreSQL database; on one machine with one data directory, on several with a folder "
           "that they share, as the keys in it grow with every new person.\n\nWith --example it "
           "serves a demonstration: an invented county with a published plan, and an account for "
           "each role whose sign-in is printed. Given a directory, it goes on with the example "
           "that "
           "it made there.\n\nThe log on standard "
           "error is one JSON object a line, without addresses, "
           "paths or names.",
       .fields = {{.name = "data",
                   .shape = "DIR",
                   .meaning = "The data directory: the database, unless --database says where it "
                              "is, and the keys of the audit log. sojourn-data if not given; of an "
                              "example a new one, which is deleted when the server ends."},
                  access::database_field_about(),
                  {.name = "example",
                   .shape = "SCALE",
                   .meaning =
                       "Serve an example to try Sojourn with, for this machine alone: county "
                       "(90 sites, 516 staff)."},
                  {.name = "listen",
                   .shape = "ADDRESS:PORT",
                   .standard = "127.0.0.1:8080",
                   .meaning = "Where to listen. Port 0 takes any free one, which is printed.",
                   .trade = "127.0.0.1: only this machine, or a proxy on it, can connect. Wider "
                            "needs TLS."},
                  {.name = "tls_cert",
                   .shape = "FILE",
                   .meaning = "The certificate chain in PEM. SIGHUP reads it again."},
                  {.name = "tls_key", .shape = "FILE", .meaning = "The certificate's key in PEM."},
                  {.name = "insecure_http",
                   .meaning = "Listen beyond this machine without TLS.",
                   .trade = "Everybody on the way can then read passwords and change what is sent. "
                            "Only for a network that is yours alone."},
                  {.name = "trusted_proxy",
                   .shape = "ADDRESS",
                   .meaning = "A proxy, or a range such as 10.0.0.0/8, that is believed in "
                              "X-Forwarded-For and X-Forwarded-Proto."},
                  {.name = "workers",
                   .shape = "N",
                   .standard = "4",
                   .least = 1,
                   .most = 64,
                   .meaning = "Requests that are worked on at once.",
                   .trade = "More: more wait for the database at once. Fewer: less memory."},
                  {.name = "smtp",
                   .shape = "URL",
                   .meaning =
                       "The mail server, so that those who wish are told by e-mail what waits "
                       "for them: smtp://mail.example.org:587 or "
                       "smtps://mail.example.org:465. Without TLS only to this machine."},
                  {.name = "smtp_user", .shape = "NAME", .meaning = "Whom to sign in as there."},
                  {.name = "smtp_password_file",
                   .shape = "FILE",
                   .meaning = "The first line of this file is the password there."},
                  {.name = "mail_from",
                   .shape = "ADDRESS",
                   .meaning = "The address that mails come from. Needed with --smtp."},
                  {.name = "public_address",
                   .shape = "URL",
                   .meaning = "How people reach this server, for the links in mails: "
                              "https://sojourn.example.org. Needed with --smtp."}},
       .exit_codes = {{5,
                       "another program listens there, or the directory for an example holds "
                       "something else"},
                      {6, "the data directory cannot be used; the message says why"},
                      {10, "the disk is full"}},
       .examples = {{"sojourn serve", "serves this machine, with its data in ./sojourn-data"},
                    {"sojourn serve --example county", "shows what Sojourn is, with invented data"},
                    {"sojourn serve --database postgresql://sojourn@db/programme --listen "
                     "0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem",
                     "serves the network, with its records in PostgreSQL"}},
       .see_also = {"backup", "doctor", "audit verify"}},
      serve);
}

}  // namespace sojourn::program
