// What becomes of mails in the outbox, with a mail server that is a function.
#include "program/mailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <filesystem>

#include "access/notify.h"
#include "base/clock.h"
#include "program/store.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
using doors::mail::Mail;
using doors::mail::NotSent;
using testing::ElementsAre;
using testing::IsEmpty;

class MailerTest : public ::testing::Test {
 protected:
  MailerTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-mailer-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    Stages all = stages();
    all.service.sends_mail = true;
    store.emplace(access::StorePlace{.directory = (folder / "data").string()}, std::move(all), 1);
    database().change(db::Caller::program(), "test.accounts", [&](db::Change& change) {
      for (const std::int64_t number : {1, 2}) {
        change.insert("account", access::Account{.id = {number},
                                                 .name = "a" + std::to_string(number),
                                                 .person = "Ann",
                                                 .staff = access::StaffId{number + 10},
                                                 .made_at = change.now(),
                                                 .closed_at = {}});
        change.insert("mail_address",
                      access::MailAddress{.id = {number},
                                          .address = std::to_string(number) + "@example.org",
                                          .language = base::Language::zh,
                                          .made_at = change.now()});
      }
    });
  }
  ~MailerTest() override {
    store.reset();
    fs::remove_all(folder);
  }

  db::Database& database() { return store->database(); }
  Mailer mailer() {
    return Mailer(database(),
                  {.smtp = {.url = "smtp://localhost", .from = "s@example.org"},
                   .public_address = "https://s.example.org/"},
                  [this](const Mail& mail) {
                    mails.push_back(mail);
                    return answer;
                  });
  }
  void notify(const std::vector<std::int64_t>& staff) {
    database().change(db::Caller::program(), "test.notify", [&](db::Change& change) {
      access::notify_staff(change, staff,
                           {.subject = "At the first start", .text = "x", .path = "/terms/t"});
    });
  }
  /// As if the time had come for what waits.
  void make_due() {
    database().upkeep([](db::Change& change) {
      change.write("UPDATE outbox SET due_at = $1 WHERE sent_at IS NULL", change.now());
    });
  }
  std::vector<std::string> tried() {
    std::vector<std::string> made;
    for (const Mail& mail : mails) {
      made.push_back(mail.to);
    }
    mails.clear();
    return made;
  }

  fs::path folder;
  std::optional<Store> store;
  std::vector<Mail> mails;
  std::optional<NotSent> answer;
  base::SystemWallClock clock;
  base::StderrLog log{clock};
};

TEST(Pauses, GrowUntilTwoDaysAreOver) {
  std::chrono::seconds all{0};
  std::chrono::seconds last{0};
  int tries = 1;
  for (; pause_after(tries); ++tries) {
    EXPECT_GE(*pause_after(tries), last);
    last = *pause_after(tries);
    all += last;
  }
  EXPECT_EQ(tries, 9);
  EXPECT_GT(all, std::chrono::hours(40));
  EXPECT_LT(all, std::chrono::hours(50));
  EXPECT_FALSE(pause_after(0));
}

TEST_F(MailerTest, WhoeverGaveAnAddressIsToldOnceInTheirLanguage) {
  notify({11, 11, 12, 99});
  Mailer sending = mailer();
  EXPECT_TRUE(sending.run_some(log));
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails[0].subject, "首次启动时");
  EXPECT_EQ(mails[0].text, "x\n\nhttps://s.example.org/terms/t\n");
  EXPECT_NE(mails[0].id, mails[1].id);
  EXPECT_THAT(tried(), ElementsAre("1@example.org", "2@example.org"));
  EXPECT_FALSE(sending.run_some(log)) << "it left";
}

TEST_F(MailerTest, AChangeThatIsNotMadeTellsNobody) {
  EXPECT_THROW(database().change(db::Caller::program(), "test.notify",
                                 [&](db::Change& change) {
                                   access::notify_staff(change, std::vector<std::int64_t>{11},
                                                        {.subject = "x", .text = "x", .path = "/"});
                                   throw base::Refusal{};
                                 }),
               base::Refusal);
  Mailer sending = mailer();
  EXPECT_FALSE(sending.run_some(log));
}

TEST_F(MailerTest, WhatCannotLeaveIsTriedAgainAndGivenUpInTheEnd) {
  notify({11});
  answer = NotSent{.for_good = false, .why = "451 later"};
  Mailer sending = mailer();
  for (int tries = 1; tries <= 9; ++tries) {
    EXPECT_TRUE(sending.run_some(log));
    EXPECT_FALSE(sending.run_some(log)) << "not before its time";
    make_due();
  }
  EXPECT_EQ(tried().size(), 9U);
  EXPECT_FALSE(sending.run_some(log));
  notify({12});
  answer = NotSent{.for_good = true, .why = "550 no such box"};
  EXPECT_TRUE(sending.run_some(log));
  make_due();
  EXPECT_FALSE(sending.run_some(log));
  EXPECT_THAT(tried(), ElementsAre("2@example.org"));
  EXPECT_EQ(database().read(db::Caller::program(),
                            [](db::Tx& tx) {
                              return tx.value<std::int64_t>(
                                  "SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL AND error "
                                  "IS NOT NULL");
                            }),
            2);
}

TEST_F(MailerTest, AClosedAccountAndAnAddressTakenBackGetNothing) {
  notify({11, 12});
  database().change(db::Caller::program(), "test.close", [&](db::Change& change) {
    access::forget_mail_address(change, {1});
    access::forget_mail_address(change, {1});
    const auto before = change.one<access::Account>(
        "SELECT id, name, person, staff, made_at, closed_at, version FROM account WHERE id = 2");
    access::Account after = before;
    after.closed_at = change.now();
    change.update("account", before, after);
  });
  Mailer sending = mailer();
  EXPECT_TRUE(sending.run_some(log));
  EXPECT_THAT(tried(), IsEmpty());
  EXPECT_FALSE(sending.run_some(log));
}

}  // namespace
}  // namespace sojourn::program
