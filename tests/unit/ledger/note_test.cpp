#include "ledger/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/random.h"
#include "ledger/hash.h"

namespace sojourn::ledger {
namespace {

/// The example of the format's first implementation, with the key that it names.
constexpr std::string_view published =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKv"
    "qfqdngotpRZb6KE6RyyBwJnAM=\n";
constexpr std::string_view published_key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

TEST(Note, VerifiesThePublishedExample) {
  const std::optional<VerifierKey> key = parse_verifier_key(published_key);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->text(), published_key);
  const std::optional<Note> note = parse_note(published);
  ASSERT_TRUE(note);
  EXPECT_EQ(verify_note(*note, {&*key, 1}), Signed::good);
  EXPECT_EQ(verify_note(*note, {}), Signed::unknown);
}

TEST(Note, EveryChangedByteIsFound) {
  const std::optional<VerifierKey> key = parse_verifier_key(published_key);
  ASSERT_TRUE(key);
  for (std::size_t at = 0; at < published.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string changed(published);
      changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ 1U << bit);
      const std::optional<Note> note = parse_note(changed);
      EXPECT_TRUE(!note || verify_note(*note, {&*key, 1}) != Signed::good) << at << "." << bit;
    }
  }
}

TEST(Note, SignsForBothKinds) {
  for (const KeyType type : {KeyType::log, KeyType::witness}) {
    const SignerKey key = SignerKey::make("programme.example/audit", type);
    const std::string line = key.sign("one\ntwo\n", 1'795'000'000);
    const std::optional<Note> note = parse_note(write_note("one\ntwo\n", {&line, 1}));
    ASSERT_TRUE(note);
    EXPECT_EQ(note->text, "one\ntwo\n");
    EXPECT_EQ(verify_note(*note, {&key.verifier(), 1}), Signed::good);
    const std::optional<SignerKey> again = SignerKey::parse(key.secret_text());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->verifier(), key.verifier());
    EXPECT_EQ(again->sign("one\ntwo\n", 1'795'000'000), line);
    EXPECT_EQ(parse_verifier_key(key.verifier().text()), key.verifier());
  }
}

TEST(Note, TellsAForeignAndASwappedKeyApart) {
  const SignerKey ours = SignerKey::make("a.example", KeyType::log);
  const SignerKey same_name = SignerKey::make("a.example", KeyType::log);
  const std::string line = same_name.sign("text\n", 0);
  const std::optional<Note> note = parse_note(write_note("text\n", {&line, 1}));
  ASSERT_TRUE(note);
  EXPECT_EQ(verify_note(*note, {&ours.verifier(), 1}), Signed::unknown);
  // The id of our key before a signature of theirs.
  Note forged = *note;
  forged.signatures[0].key_id = ours.verifier().id();
  EXPECT_EQ(verify_note(forged, {&ours.verifier(), 1}), Signed::wrong);
  // A witness's signature says another thing than the log's, with the same secret.
  VerifierKey other = same_name.verifier();
  other.type = KeyType::witness;
  Note typed = *note;
  typed.signatures[0].key_id = other.id();
  EXPECT_EQ(verify_note(typed, {&other, 1}), Signed::wrong);
}

TEST(Note, IgnoresSignaturesOfStrangersBesideAGoodOne) {
  const SignerKey ours = SignerKey::make("a.example", KeyType::log);
  const SignerKey stranger = SignerKey::make("b.example", KeyType::log);
  const std::vector<std::string> lines = {stranger.sign("text\n", 0), ours.sign("text\n", 0)};
  const std::optional<Note> note = parse_note(write_note("text\n", lines));
  ASSERT_TRUE(note);
  EXPECT_EQ(verify_note(*note, {&ours.verifier(), 1}), Signed::good);
  Note broken = *note;
  broken.signatures.push_back(broken.signatures[1]);
  broken.signatures[2].bytes[5] = static_cast<char>(broken.signatures[2].bytes[5] ^ 1);
  EXPECT_EQ(verify_note(broken, {&ours.verifier(), 1}), Signed::wrong)
      << "one wrong signature of a believed key spoils the note";
}

TEST(Note, ASignatureThatIsNotCanonicalIsRefused) {
  // S + L is the same number modulo the group's order L; RFC 8032 wants S < L.
  const SignerKey key = SignerKey::make("a.example", KeyType::log);
  const std::string line = key.sign("text\n", 0);
  Note note = *parse_note(write_note("text\n", {&line, 1}));
  constexpr std::array<unsigned, 32> order = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                              0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                              0,    0,    0,    0,    0,    0,    0,    0,
                                              0,    0,    0,    0,    0,    0,    0,    0x10};
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    char& byte = note.signatures[0].bytes[32 + i];
    carry += static_cast<unsigned char>(byte) + order[i];
    byte = static_cast<char>(carry & 255U);
    carry >>= 8U;
  }
  EXPECT_EQ(verify_note(note, {&key.verifier(), 1}), Signed::wrong);
}

TEST(Note, RefusesEveryOtherForm) {
  const std::string good = "text\n\n\xE2\x80\x94 a.example AAAAAAA=\n";
  EXPECT_TRUE(parse_note(good));
  for (const std::string& bad : std::vector<std::string>{
           "", "text\n", "text\n\n", "text\n\xE2\x80\x94 a.example AAAAAAA=\n",
           good.substr(0, good.size() - 1), good + "\n", good + "x\n",
           "te\rxt\n\n\xE2\x80\x94 a.example AAAAAAA=\n", "\xFF" + good,
           "text\n\n\xE2\x80\x94 a example AAAAAAA=\n", "text\n\n\xE2\x80\x94 a+b AAAAAAA=\n",
           "text\n\n\xE2\x80\x94  AAAAAAA=\n", "text\n\n\xE2\x80\x94 a.example AAAAAAB=\n",
           "text\n\n\xE2\x80\x94 a.example AAAAAA==\n", "text\n\n- a.example AAAAAAA=\n",
           "text\n\n\xE2\x80\x94 a.example AAAAAAA= \n", std::string(longest_note, 'x') + good}) {
    EXPECT_FALSE(parse_note(bad)) << bad.substr(0, 80);
  }
}

TEST(KeyText, RefusesEveryOtherForm) {
  const std::string good(published_key);
  EXPECT_FALSE(parse_verifier_key(good + "="));
  EXPECT_FALSE(parse_verifier_key(good.substr(1)));
  EXPECT_FALSE(parse_verifier_key("PeterNeumann+C74F20A3" + good.substr(21)));
  EXPECT_FALSE(parse_verifier_key("PeterNeumann+c74f20a4" + good.substr(21)));
  EXPECT_FALSE(parse_verifier_key(""));
  EXPECT_FALSE(SignerKey::parse(good));
  EXPECT_FALSE(SignerKey::parse("PRIVATE+KEY+" + good)) << "the id belongs to the public half";
  EXPECT_FALSE(is_key_name(""));
  EXPECT_FALSE(is_key_name("a b"));
  EXPECT_FALSE(is_key_name("a\xE3\x80\x80z"));
  EXPECT_TRUE(is_key_name("\xE9\xA9\xBB\xE7\x82\xB9.example/1"));
}

}  // namespace
}  // namespace sojourn::ledger
