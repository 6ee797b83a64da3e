// What is not HTTP, or could be read in two ways, gets one answer and a closed connection, whatever
// comes behind it.
#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Malformed {
  std::string name;
  std::string bytes;
  int status;
  std::string code;
};

class MalformedTest : public ServerTest, public ::testing::WithParamInterface<Malformed> {};

std::string head(std::string_view line, std::string_view fields = "Host: a\r\n") {
  return std::string(line) + "\r\n" + std::string(fields) + "\r\n";
}

std::string post(std::string_view fields, std::string_view body) {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

std::string chunked(std::string_view body) { return post("Transfer-Encoding: chunked\r\n", body); }

TEST_P(MalformedTest, GetsOneAnswerAndAClosedConnection) {
  start();
  // A whole request behind it is what an attacker would hide there.
  const std::string came = talk(GetParam().bytes + std::string(get));
  EXPECT_THAT(came, StartsWith("HTTP/1.1 " + std::to_string(GetParam().status) + " "));
  EXPECT_THAT(came, HasSubstr("\"code\":\"" + GetParam().code + "\""));
  EXPECT_THAT(came, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(came, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_EQ(answers_in(came), 1U) << came;
  // And the server goes on.
  Client other = connect();
  other.send(get);
  EXPECT_EQ(other.answer().body, "GET ");
}

const std::vector<Malformed> all = {
    {"BothLengths", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400, "field_twice"},
    {"TwoLengthsInOne", post("Content-Length: 3, 3\r\n", "abc"), 400, "bad_length"},
    {"LengthAndChunks", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
     400, "two_lengths"},
    {"ChunksAndLength", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
     400, "two_lengths"},
    {"SignedLength", post("Content-Length: +3\r\n", "abc"), 400, "bad_length"},
    {"NegativeLength", post("Content-Length: -3\r\n", "abc"), 400, "bad_length"},
    {"EmptyLength", post("Content-Length: \r\n", "abc"), 400, "bad_length"},
    {"HexLength", post("Content-Length: 0x3\r\n", "abc"), 400, "bad_length"},
    {"HugeLength", post("Content-Length: 99999999999999999999\r\n", "abc"), 400, "bad_length"},
    {"BareLineFeeds", "GET /echo HTTP/1.1\nHost: a\n\n", 400, "bad_line_end"},
    {"OneBareLineFeed", "GET /echo HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400, "bad_line_end"},
    {"BareReturn", "GET /echo HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400, "bad_line_end"},
    {"SpaceBeforeColon", head("GET /echo HTTP/1.1", "Host : a\r\n"), 400, "bad_field"},
    {"FoldedField", head("GET /echo HTTP/1.1", "Host: a\r\nX: b\r\n c\r\n"), 400, "bad_field"},
    {"SpaceBeforeField", head("GET /echo HTTP/1.1", " Host: a\r\n"), 400, "bad_field"},
    {"NoColon", head("GET /echo HTTP/1.1", "Host: a\r\nnonsense\r\n"), 400, "bad_field"},
    {"EmptyName", head("GET /echo HTTP/1.1", "Host: a\r\n: b\r\n"), 400, "bad_field"},
    {"BadName", head("GET /echo HTTP/1.1", "Host: a\r\nA(b): c\r\n"), 400, "bad_field"},
    {"DuplicateHost", head("GET /echo HTTP/1.1", "Host: a\r\nHost: a\r\n"), 400, "field_twice"},
    {"DuplicateCookie", head("GET / HTTP/1.1", "Host: a\r\nCookie: a=1\r\nCookie: a=2\r\n"), 400,
     "field_twice"},
    {"MissingHost", head("GET /echo HTTP/1.1", "X: a\r\n"), 400, "no_host"},
    {"EmptyHost", head("GET /echo HTTP/1.1", "Host:\r\n"), 400, "bad_host"},
    {"HostWithPath", head("GET /echo HTTP/1.1", "Host: a/b\r\n"), 400, "bad_host"},
    {"HostWithUser", head("GET /echo HTTP/1.1", "Host: a@b\r\n"), 400, "bad_host"},
    {"TwoHostsInOne", head("GET /echo HTTP/1.1", "Host: a, b\r\n"), 400, "bad_host"},
    {"NulInField", head("GET /echo HTTP/1.1", std::string("Host: a\r\nX: b\0c\r\n", 17)), 400,
     "bad_byte"},
    {"NulInTarget", head(std::string_view("GET /e\0 HTTP/1.1", 16)), 400, "bad_byte"},
    {"DeleteInField", head("GET /echo HTTP/1.1", "Host: a\r\nX: b\x7f\r\n"), 400, "bad_byte"},
    {"BadPercent", head("GET /a%zz HTTP/1.1"), 400, "bad_target"},
    {"HalfPercent", head("GET /a%4 HTTP/1.1"), 400, "bad_target"},
    {"PercentNul", head("GET /a%00 HTTP/1.1"), 400, "bad_target"},
    {"PercentInQuery", head("GET /a?b=%f HTTP/1.1"), 400, "bad_target"},
    {"NotUtf8", head("GET /a%ff HTTP/1.1"), 400, "bad_target"},
    {"DotDot", head("GET /a/../b HTTP/1.1"), 400, "bad_target"},
    {"HiddenDotDot", head("GET /a/%2e%2e/b HTTP/1.1"), 400, "bad_target"},
    {"Fragment", head("GET /a#b HTTP/1.1"), 400, "bad_target"},
    {"RelativeTarget", head("GET a HTTP/1.1"), 400, "bad_target"},
    {"OtherScheme", head("GET ftp://a/b HTTP/1.1"), 400, "bad_target"},
    {"RawUtf8Target", head("GET /\xc3\xa9 HTTP/1.1"), 400, "bad_target"},
    {"TwoSpaces", head("GET  /echo HTTP/1.1"), 400, "bad_request_line"},
    {"TabInLine", head("GET\t/echo HTTP/1.1"), 400, "bad_request_line"},
    {"NoVersion", head("GET /echo"), 400, "bad_request_line"},
    {"LowerVersion", head("GET /echo http/1.1"), 400, "bad_version"},
    {"LongVersion", head("GET /echo HTTP/1.10"), 400, "bad_version"},
    {"VersionTwo", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "unknown_version"},
    {"VersionOneTwo", head("GET /echo HTTP/1.2"), 505, "unknown_version"},
    {"VersionNine", head("GET /echo HTTP/0.9"), 505, "unknown_version"},
    {"UnknownMethod", head("BREW /echo HTTP/1.1"), 501, "unknown_method"},
    {"LowerMethod", head("get /echo HTTP/1.1"), 501, "unknown_method"},
    {"Connect", head("CONNECT a:443 HTTP/1.1"), 501, "unknown_method"},
    {"Trace", head("TRACE /echo HTTP/1.1"), 501, "unknown_method"},
    {"StarForGet", head("GET * HTTP/1.1"), 400, "bad_target"},
    {"UnknownCoding", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501,
     "unknown_coding"},
    {"OddCoding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501, "unknown_coding"},
    {"QuotedCoding", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501,
     "unknown_coding"},
    {"TwoCodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", ""), 400,
     "field_twice"},
    {"CodingInOldVersion", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
     "bad_coding"},
    {"UnknownExpectation", post("Expect: tea\r\nContent-Length: 0\r\n", ""), 417,
     "unknown_expectation"},
    {"BadChunkSize", chunked("zz\r\nabc\r\n0\r\n\r\n"), 400, "bad_chunk"},
    {"HexPrefix", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400, "bad_chunk"},
    {"NegativeChunk", chunked("-3\r\nabc\r\n0\r\n\r\n"), 400, "bad_chunk"},
    {"ChunkOverflow", chunked("fffffffffffffffff\r\nabc\r\n0\r\n\r\n"), 400, "bad_chunk"},
    {"ChunkTooLong", chunked("2\r\nabc\r\n0\r\n\r\n"), 400, "bad_chunk"},
    {"ChunkBareLineFeed", chunked("3\nabc\n0\n\n"), 400, "bad_chunk"},
    {"SpaceAfterChunkSize", chunked("3 \r\nabc\r\n0\r\n\r\n"), 400, "bad_chunk"},
    {"LongTarget", head("GET /" + std::string(5000, 'a') + " HTTP/1.1"), 414, "target_too_long"},
    {"EndlessTarget", "GET /" + std::string(20000, 'a'), 414, "target_too_long"},
    {"LongHead", head("GET / HTTP/1.1", "Host: a\r\nX: " + std::string(9000, 'b') + "\r\n"), 431,
     "head_too_long"},
    {"ManyFields",
     [] {
       std::string fields = "Host: a\r\n";
       for (int i = 0; i < 100; ++i) {
         fields += "X: b\r\n";
       }
       return head("GET / HTTP/1.1", fields);
     }(),
     431, "too_many_fields"},
    {"Garbage", "\x16\x03\x01\x02", 400, "bad_byte"},
};

INSTANTIATE_TEST_SUITE_P(EveryKind, MalformedTest, ::testing::ValuesIn(all),
                         [](const auto& each) { return each.param.name; });

using MalformedMoreTest = ServerTest;

TEST_F(MalformedMoreTest, AHeadThatEndsEarlyIsToldSo) {
  start();
  Client client = connect();
  client.send("GET /echo HTTP/1.1\r\nHost: a\r\n");
  client.finish();
  EXPECT_THAT(client.rest(), HasSubstr("\"code\":\"cut_short\""));
}

TEST_F(MalformedMoreTest, ABodyThatEndsEarlyIsToldSoAndNobodySeesIt) {
  std::atomic<int> calls{0};
  start([&](const Request& request) {
    ++calls;
    return standard(request);
  });
  Client client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  client.finish();
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(calls, 0);
}

TEST_F(MalformedMoreTest, ManyFormsOfTransferEncodingNeverGetTwoAnswers) {
  start();
  // "S" is a smuggled request if anybody reads the body as none.
  const std::vector<std::string> names = {"Transfer-Encoding",  "transfer-encoding",
                                          "Transfer-Encoding ", " Transfer-Encoding",
                                          "Transfer_Encoding",  "Transfer-Encoding\t"};
  const std::vector<std::string> values = {"chunked",
                                           " chunked",
                                           "chunked ",
                                           "\tchunked",
                                           "Chunked",
                                           "chunked;q=1",
                                           "chunke",
                                           "chunkedd",
                                           "identity",
                                           "gzip",
                                           "",
                                           "chunked,",
                                           ",chunked",
                                           "x",
                                           "chunked,chunked",
                                           "'chunked'",
                                           std::string("\x0b") + "chunked",
                                           "ch unked"};
  for (const std::string& name : names) {
    for (const std::string& value : values) {
      const std::string came =
          talk("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" + name + ":" + value +
               "\r\nConnection: close\r\n\r\n0\r\n\r\n" + std::string(get));
      EXPECT_EQ(answers_in(came), 1U) << name << ":" << value;
    }
  }
}

}  // namespace
}  // namespace sojourn::doors::http
