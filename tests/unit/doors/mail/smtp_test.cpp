#include "doors/mail/smtp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/refusal.h"
#include "base/text.h"
#include "ledger/hash.h"

namespace sojourn::doors::mail {
namespace {

using testing::HasSubstr;

Mail mail_of(std::string subject, std::string text) {
  return {.to = "olga@example.org",
          .subject = std::move(subject),
          .text = std::move(text),
          .id = "outbox-7",
          .at = base::written<base::Instant>("2026-11-28T08:05:09Z")};
}

std::vector<std::string> faults_of(const SmtpSettings& settings) {
  try {
    check(settings);
  } catch (const base::Refusal& refusal) {
    std::vector<std::string> where;
    for (const base::Fault& each : refusal.faults) {
      where.push_back(each.where);
    }
    return where;
  }
  return {};
}

TEST(Message, HasTheHeadThatMailServersWant) {
  const std::string message = message_of(mail_of("Notice", "Look.\nThere."), "office@example.org");
  EXPECT_THAT(message, HasSubstr("Date: Sat, 28 Nov 2026 08:05:09 +0000\r\n"));
  EXPECT_THAT(message,
              HasSubstr("From: Sojourn <office@example.org>\r\nTo: <olga@example.org>\r\n"));
  EXPECT_THAT(message, HasSubstr("Message-ID: <outbox-7@example.org>\r\n"));
  EXPECT_THAT(message, HasSubstr("Subject: =?utf-8?B?Tm90aWNl?=\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\n\r\nTG9vay4NClRoZXJlLg==\r\n"));
}

/// Of the encoded words of a subject.
std::string read_subject(const std::string& message) {
  std::string made;
  for (std::size_t at = message.find("=?utf-8?B?"); at != message.npos;
       at = message.find("=?utf-8?B?", at + 1)) {
    const std::size_t begin = at + 10;
    const std::string word = message.substr(begin, message.find("?=", begin) - begin);
    EXPECT_LE(word.size() + 12, 75U);
    const std::string part = ledger::from_base64(word).value();
    EXPECT_FALSE(base::first_bad_utf8(part).has_value()) << "a character stands in one word";
    made += part;
  }
  return made;
}

RC_GTEST_PROP(Message, IsAsciiInShortLinesAndSaysTheSame, ()) {
  std::string subject = "x";
  for (const auto& each : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
           std::vector<std::string>{"a", " ", "\u9A7B", "\u00E9", "\U0001F600"}))) {
    subject += each;
  }
  const std::string text = subject + "\n\n" + subject + ".\n";
  const std::string message = message_of(mail_of(subject, text), "office@example.org");
  std::string body;
  bool in_body = false;
  std::size_t begin = 0;
  for (std::size_t end = message.find("\r\n"); end != message.npos;
       begin = end + 2, end = message.find("\r\n", begin)) {
    const std::string line = message.substr(begin, end - begin);
    RC_ASSERT(line.size() <= 78U);
    RC_ASSERT(line.find('\n') == line.npos);
    for (const char each : line) {
      RC_ASSERT(static_cast<unsigned char>(each) < 127U);
    }
    in_body = in_body || line.empty();
    body += in_body ? line : "";
  }
  RC_ASSERT(begin == message.size());
  RC_ASSERT(ledger::from_base64(body).value() == base::replaced(text, "\n", "\r\n"));
  RC_ASSERT(read_subject(message.substr(0, message.find("Auto-Submitted"))) == subject);
}

TEST(Settings, NameWhatIsWrong) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(faults_of({.url = "smtp://mail.example.org:587", .from = "a@example.org"}),
              IsEmpty());
  EXPECT_THAT(faults_of({.url = "smtps://[::1]", .from = "a@example.org"}), IsEmpty());
  EXPECT_THAT(faults_of({.url = "mail.example.org", .from = "a@example.org"}),
              ElementsAre("/smtp"));
  EXPECT_THAT(faults_of({.url = "http://mail.example.org", .from = "a\r\nb@c"}),
              ElementsAre("/smtp", "/mail_from"));
  EXPECT_THAT(faults_of({.url = "smtp://", .from = ""}), ElementsAre("/smtp", "/mail_from"));
}

TEST(Sending, ToNobodyWhoListensIsTriedAgain) {
  const auto trouble =
      send({.url = "smtp://127.0.0.1:1", .from = "a@example.org"}, mail_of("x", "y"));
  ASSERT_TRUE(trouble.has_value());
  EXPECT_FALSE(trouble->for_good);
  EXPECT_THAT(trouble->why, testing::Not(testing::IsEmpty()));
}

}  // namespace
}  // namespace sojourn::doors::mail
