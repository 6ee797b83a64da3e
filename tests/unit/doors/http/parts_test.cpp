// The server's parts that need no socket: targets, heads, addresses, the pool, events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <mutex>

#include "doors/http/head.h"
#include "doors/http/peers.h"
#include "doors/http/pool.h"
#include "doors/http/url.h"

namespace sojourn::doors::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(Url, DecodesPercentFormsStrictly) {
  EXPECT_EQ(decode_percent("a%20b%E6%9D%91"), "a b村");
  EXPECT_EQ(decode_percent("a+b"), "a+b");
  EXPECT_EQ(decode_percent("a+b", true), "a b");
  for (const char* bad : {"%", "%4", "%zz", "%00", "%0a", "%7f", "%ff", "%c0%80"}) {
    EXPECT_EQ(decode_percent(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(encode_percent("a b/村~"), "a%20b%2F%E6%9D%91~");
}

TEST(Url, PartsATarget) {
  const auto target = parse_target("/a/b%2Fc/?x=1&y&z=a=b&&");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a/b%2Fc/");
  EXPECT_THAT(target->segments, ElementsAre("a", "b/c", ""));
  EXPECT_THAT(target->query, ElementsAre(Pair("x", "1"), Pair("y", ""), Pair("z", "a=b")));
  EXPECT_THAT(parse_target("/")->segments, ElementsAre());
  EXPECT_THAT(parse_target("//")->segments, ElementsAre("", ""));
  EXPECT_EQ(parse_target("HTTP://h:1/p")->authority, "h:1");
  for (const char* bad : {"", "a", "*", "http://", "http://h", "http:///p", "/a\\b", "/<", "/a b",
                          "/.", "/..", "/a/%2E%2e", "/a?b=%"}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
  EXPECT_TRUE(parse_target("/a...b/..c"));
}

TEST(Head, IsFoundWhereverTheBytesArePieced) {
  const Limits limits;
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    HeadScan scan(limits);
    auto found = scan.look(std::string_view(bytes).substr(0, cut));
    if (!found) {
      EXPECT_FALSE(scan.fault());
      found = scan.look(bytes);
    }
    EXPECT_EQ(found, bytes.size() - 4) << cut;
  }
}

TEST(Head, KnowsHosts) {
  for (const char* good : {"a", "a.b-c.example:8080", "127.0.0.1", "[::1]", "[fe80::1]:80"}) {
    EXPECT_TRUE(is_host(good)) << good;
  }
  for (const char* bad :
       {"", ":80", "a:b", "a:123456", "a/b", "a b", "[::1", "[]", "[x]", "a@b", "[::1]80", "a,b"}) {
    EXPECT_FALSE(is_host(bad)) << bad;
  }
}

TEST(Peers, AddressesAndRanges) {
  EXPECT_EQ(to_text(*parse_address("127.0.0.1")), "127.0.0.1");
  EXPECT_FALSE(parse_address(std::string_view("::8\0/x", 6)));
  EXPECT_EQ(to_text(*parse_address("2001:DB8::1")), "2001:db8::1");
  EXPECT_EQ(parse_address("::ffff:1.2.3.4"), parse_address("1.2.3.4"));
  EXPECT_TRUE(parse_address("::1")->is_loopback());
  EXPECT_TRUE(parse_address("127.8.9.1")->is_loopback());
  EXPECT_FALSE(parse_address("128.0.0.1")->is_loopback());
  EXPECT_FALSE(parse_address("1.2.3"));
  EXPECT_EQ(parse_address("2001:db8::1")->client_group(),
            parse_address("2001:db8::ffff:1")->client_group());
  const auto inside = [](const char* range, const char* address) {
    return Range::parse(range)->holds(*parse_address(address));
  };
  EXPECT_TRUE(inside("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(inside("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(inside("10.0.0.128/25", "10.0.0.200"));
  EXPECT_FALSE(inside("10.0.0.128/25", "10.0.0.100"));
  EXPECT_TRUE(inside("0.0.0.0/0", "9.9.9.9"));
  EXPECT_FALSE(inside("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(inside("fd00::/7", "fd12::1"));
  EXPECT_TRUE(inside("10.0.0.1", "10.0.0.1"));
  for (const char* bad : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "x/8", "::/129"}) {
    EXPECT_FALSE(Range::parse(bad)) << bad;
  }
}

TEST(Peers, TheClientIsTheLastHopThatIsNoTrustedProxy) {
  const std::vector<Range> trusted = {*Range::parse("10.0.0.0/8")};
  const auto client = [&](const char* peer, const char* hops) {
    const std::vector<Field> fields = {{"x-forwarded-for", hops}};
    return to_text(origin_of(*parse_address(peer), fields, trusted).client);
  };
  EXPECT_EQ(client("10.0.0.1", "6.6.6.6, 7.7.7.7, 10.0.0.2"), "7.7.7.7");
  EXPECT_EQ(client("10.0.0.1", "[2001:db8::1]:443"), "2001:db8::1");
  EXPECT_EQ(client("10.0.0.1", "7.7.7.7:1234"), "7.7.7.7");
  EXPECT_EQ(client("10.0.0.1", "7.7.7.7, nonsense"), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", ""), "10.0.0.1");
  EXPECT_EQ(client("8.8.8.8", "7.7.7.7"), "8.8.8.8");
}

TEST(Peers, Places) {
  EXPECT_EQ(parse_place("127.0.0.1:80")->port, 80);
  EXPECT_EQ(parse_place("[::1]:8080")->address, "::1");
  for (const char* bad : {"", "127.0.0.1", "::1:80", "localhost:80", "127.0.0.1:70000", ":80"}) {
    EXPECT_FALSE(parse_place(bad)) << bad;
  }
}

TEST(Pool, KeepsToItsQueueAndDoesAllThatItTook) {
  std::latch go(1);
  std::latch begun(1);
  std::atomic<int> done{0};
  int taken = 0;
  {
    Pool pool(1, 3);
    ASSERT_TRUE(pool.offer([&] {
      begun.count_down();
      go.wait();
    }));
    begun.wait();
    for (int i = 0; i < 10; ++i) {
      taken += pool.offer([&] { ++done; }) ? 1 : 0;
    }
    EXPECT_EQ(pool.waiting(), 3U);
    go.count_down();
  }
  EXPECT_EQ(taken, 3);
  EXPECT_EQ(done, 3);
}

TEST(Events, LineFeedsStayInsideOneEvent) {
  EXPECT_EQ(event_text("progress", "a\nb\r\nc", "7"),
            "id: 7\nevent: progress\ndata: a\ndata: b\ndata: c\n\n");
  EXPECT_EQ(event_text("", ""), "data: \n\n");
}

TEST(Events, AQuietStreamIsKeptOpenByAComment) {
  const Response stream = event_stream(
      [] { return Piece{.bytes = {}, .last = false, .pause = std::chrono::seconds(5)}; });
  std::vector<std::string> told;
  for (int i = 0; i < 5; ++i) {
    told.push_back(stream.pull().bytes);
  }
  EXPECT_THAT(told, ElementsAre("", "", "", ":\n\n", ""));
}

TEST(Message, FieldsAreFoundInAnyCase) {
  Response response;
  response.set("ETag", "\"1\"");
  response.set("etag", "\"2\"");
  EXPECT_EQ(response.fields.size(), 1U);
  EXPECT_EQ(response.field("ETAG"), "\"2\"");
}

}  // namespace
}  // namespace sojourn::doors::http
