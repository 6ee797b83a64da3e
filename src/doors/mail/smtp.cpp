#include "doors/mail/smtp.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "base/refusal.h"
#include "base/text.h"
#include "ledger/hash.h"

namespace sojourn::doors::mail {
namespace {

constexpr std::size_t line_bytes = 57;  // 76 characters of base64 (RFC 2045, 6.8)
constexpr std::size_t word_bytes = 42;  // an encoded word has 75 characters at most (RFC 2047, 2)

/// The host of an address such as "smtp://[::1]:25/x".
std::string_view host_of(std::string_view url) {
  std::string_view rest = url.substr(std::min(url.find("://"), url.size() - 3) + 3);
  if (const std::size_t at = rest.rfind('@'); at != rest.npos) {
    rest.remove_prefix(at + 1);
  }
  if (rest.starts_with('[')) {
    return rest.substr(1, rest.find(']') - 1);
  }
  return rest.substr(0, rest.find_first_of(":/"));
}

bool of_this_machine(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

/// As many bytes as fit, whole characters of UTF-8.
std::string_view whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) {
    return text;
  }
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return text.substr(0, end);
}

std::string encoded_subject(std::string_view subject) {
  std::string made;
  while (!subject.empty()) {
    const std::string_view word = whole_characters(subject, word_bytes);
    made += fmt::format("{}=?utf-8?B?{}?=", made.empty() ? "" : "\r\n ", ledger::to_base64(word));
    subject.remove_prefix(word.size());
  }
  return made;
}

/// "Sat, 28 Nov 2026 10:00:00 +0000"
std::string date_of(const base::Instant& at) {
  constexpr std::array<std::string_view, 7> days = {"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string text = at.to_text();
  // 1970-01-05 was a Monday.
  const std::int64_t since = at.utc_date() - base::Date::of(1970, 1, 5).value();
  const auto month = base::parse_number<std::size_t>(text.substr(5, 2)).value_or(1);
  return fmt::format("{}, {} {} {} {} +0000",
                     days.at(static_cast<std::size_t>(((since % 7) + 7) % 7)), text.substr(8, 2),
                     months.at(month - 1), text.substr(0, 4), text.substr(11, 8));
}

struct Easy {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct List {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Reading {
  std::string_view left;
};
std::size_t read_more(char* into, std::size_t size, std::size_t count, void* from) {
  auto& reading = *static_cast<Reading*>(from);
  const std::size_t taken = std::min(size * count, reading.left.size());
  std::copy_n(reading.left.data(), taken, into);
  reading.left.remove_prefix(taken);
  return taken;
}

/// Once for the process, before there are threads that send.
void begin_curl() {
  static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (begun != CURLE_OK) {
    throw std::runtime_error("libcurl does not begin");
  }
}

}  // namespace

void check(const SmtpSettings& settings) {
  std::vector<base::Fault> faults;
  const bool plain = settings.url.starts_with("smtp://");
  if ((!plain && !settings.url.starts_with("smtps://")) || host_of(settings.url).empty()) {
    faults.push_back({.where = "/smtp",
                      .code = "bad_address",
                      .value = base::shorten(settings.url),
                      .detail = "Give the mail server as smtp://mail.example.org:587 or "
                                "smtps://mail.example.org:465."});
  }
  if (settings.from.find('@') == settings.from.npos ||
      std::any_of(settings.from.begin(), settings.from.end(),
                  [](unsigned char each) { return each <= ' ' || each >= 127; })) {
    faults.push_back({.where = "/mail_from",
                      .code = "bad_address",
                      .value = base::shorten(settings.from),
                      .detail = "Give the address that mails come from, such as "
                                "sojourn@example.org."});
  }
  if (!faults.empty()) {
    throw base::Refusal{.kind = base::Kind::invalid,
                        .code = "arguments",
                        .detail = "The command line cannot be followed; nothing was done.",
                        .faults = std::move(faults)};
  }
  begin_curl();
}

std::string message_of(const Mail& mail, std::string_view from) {
  std::string made = fmt::format(
      "Date: {}\r\nFrom: Sojourn <{}>\r\nTo: <{}>\r\nMessage-ID: <{}@{}>\r\nSubject: {}\r\n"
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
      date_of(mail.at), from, mail.to, mail.id, from.substr(from.find('@') + 1),
      encoded_subject(mail.subject));
  const std::string text = base::replaced(mail.text, "\n", "\r\n");
  for (std::size_t at = 0; at < text.size(); at += line_bytes) {
    made += ledger::to_base64(std::string_view(text).substr(at, line_bytes)) + "\r\n";
  }
  return made;
}

std::optional<NotSent> send(const SmtpSettings& settings, const Mail& mail) {
  begin_curl();
  const std::unique_ptr<CURL, Easy> curl(curl_easy_init());
  if (!curl) {
    return NotSent{.for_good = false, .why = "libcurl does not begin"};
  }
  const std::string message = message_of(mail, settings.from);
  Reading reading{message};
  std::array<char, CURL_ERROR_SIZE> trouble{};
  const std::unique_ptr<curl_slist, List> to(
      curl_slist_append(nullptr, fmt::format("<{}>", mail.to).c_str()));
  CURL* const handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, settings.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(
      handle, CURLOPT_USE_SSL,
      static_cast<long>(of_this_machine(host_of(settings.url)) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  if (of_this_machine(host_of(settings.url))) {
    // Its certificate names the outside, if it has one.
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (!settings.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, fmt::format("<{}>", settings.from).c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_more);
  curl_easy_setopt(handle, CURLOPT_READDATA, &reading);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, trouble.data());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(settings.patience.count()));
  const CURLcode done = curl_easy_perform(handle);
  if (done == CURLE_OK) {
    return std::nullopt;
  }
  long reply = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
  // What the server says of signing in or TLS is our setting's trouble: another try may find it
  // mended.
  const bool about_mail = done == CURLE_SEND_ERROR || done == CURLE_RECV_ERROR ||
                          done == CURLE_WEIRD_SERVER_REPLY || done == CURLE_UPLOAD_FAILED;
  return NotSent{.for_good = about_mail && reply >= 550 && reply < 560,
                 .why = fmt::format(
                     "{}{}", trouble.front() == '\0' ? curl_easy_strerror(done) : trouble.data(),
                     reply > 0 ? fmt::format(" ({})", reply) : "")};
}

}  // namespace sojourn::doors::mail
